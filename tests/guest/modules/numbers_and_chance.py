# math and random: the very same numbers as CPython's.
import math
import random


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


print(math.pi, math.e, math.tau, math.inf, math.nan)
# => 3.141592653589793 2.718281828459045 6.283185307179586 inf nan
print(math.sqrt(2), math.sin(1), math.cos(1), math.tan(1), math.atan2(1, 2), math.exp(1))
# => 1.4142135623730951 0.8414709848078965 0.5403023058681398 1.5574077246549023 0.4636476090008061 2.718281828459045
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.floor(-0.5), math.fabs(-2))
# => 2 3 -2 -1 2.0
print(math.gcd(12, 18), math.gcd(), math.lcm(4, 6), math.factorial(20), math.factorial(25))
# => 6 0 12 2432902008176640000 15511210043330985984000000
print(math.comb(5, 2), math.perm(5, 2), math.isqrt(17), math.isqrt(10**40), math.perm(4))
# => 10 20 4 100000000000000000000 24
print(math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(0.5))
# => 2.302585092994046 3.0 3.0 3.0 0.4054651081081644
print(math.log(10**400), math.log2(2**2000), math.pow(2, 0.5), math.hypot(3, 4), math.dist([0, 0], [3, 4]))
# => 921.0340371976182 2000.0 1.4142135623730951 5.0 5.0
print(math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1), math.isnan(math.nan), math.isinf(-math.inf))
# => True False True True
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.prod([1, 2, 3.5]), math.prod([]))
# => 1.0 1.0 7.0 1
print(math.degrees(math.pi), math.radians(180), math.copysign(1, -0.0), math.fmod(7, 3))
# => 180.0 3.141592653589793 -1.0 1.0
print(math.frexp(8.5), math.ldexp(0.5, 4), math.modf(2.5), math.remainder(7, 3), math.cbrt(27))
# => (0.53125, 4) 8.0 (0.5, 2.0) 1.0 3.0000000000000004
print(math.gamma(5), math.erf(0.5), math.ulp(1.0), math.nextafter(1, 2))
# => 24.0 0.5204998778130465 2.220446049250313e-16 1.0000000000000002
print(error(lambda: math.sqrt(-1)))  # => ValueError: math domain error
print(error(lambda: math.log(0)))  # => ValueError: math domain error
print(error(lambda: math.exp(1000)))  # => OverflowError: math range error
print(error(lambda: math.factorial(-1)))
# => ValueError: factorial() not defined for negative values
print(error(lambda: math.sqrt("a")))  # => TypeError: must be real number, not str
print(error(lambda: math.gcd(1.5)))
# => TypeError: 'float' object cannot be interpreted as an integer
print(error(lambda: math.floor(math.inf)))
# => OverflowError: cannot convert float infinity to integer

random.seed(42)
print(random.random(), random.random(), random.randint(1, 100), random.randrange(0, 100, 5))
# => 0.6394267984578837 0.025010755222666936 36 35
print(random.choice("abcdef"), random.choices([1, 2, 3], k=5), random.choices("ab", weights=[1, 9], k=4))
# => b [1, 1, 3, 2, 2] ['a', 'a', 'b', 'b']
row = list(range(10))
random.shuffle(row)
print(row, random.sample(range(100), 5), random.sample("abcdefghij", 10))
# => [7, 5, 0, 2, 4, 9, 1, 6, 3, 8] [89, 54, 43, 35, 19] ['d', 'f', 'b', 'a', 'j', 'g', 'c', 'h', 'i', 'e']
print(random.uniform(1, 2), random.gauss(0, 1), random.gauss(0, 1), random.normalvariate(5, 2))
# => 1.7297317866938178 -2.619945422218852 -0.6068907281995026 4.069658261274289
print(random.expovariate(0.5), random.triangular(0, 10, 3), random.betavariate(2, 3))
# => 3.5369219691710043 4.832445710541323 0.49588974780744577
print(random.getrandbits(8), random.getrandbits(100), random.lognormvariate(0, 1), random.randbytes(3))
# => 25 828204490244705504827320300503 1.9828096658265821 b'\x05\xf3Z'
print(random.vonmisesvariate(0, 4), random.gammavariate(2, 1), random.gammavariate(0.5, 1))
# => 0.1700138623606396 2.845020426536193 0.04105399043532477
print(random.paretovariate(3), random.weibullvariate(1, 2))
# => 1.061274700837935 0.6907661447221833
random.seed("text")
print(random.random(), random.randint(0, 10**30))
# => 0.8711565613554825 837200650288935656176926945027
random.seed(b"bytes")
print(random.random())  # => 0.37075677971469856
random.seed(3.5)
print(random.random())  # => 0.3039190124834461
random.seed(-7)
print(random.random())  # => 0.32383276483316237
own = random.Random(1)
state = own.getstate()
first = own.random()
own.setstate(state)
print(first, own.random() == first, isinstance(own, random.Random))
# => 0.13436424411240122 True True
random.seed(0)
print([random.randint(1, 6) for _ in range(10)])  # => [4, 4, 1, 3, 5, 4, 4, 3, 4, 3]
print(error(lambda: random.choice([])))  # => IndexError: Cannot choose from an empty sequence
print(error(lambda: random.randint(5, 1)))  # => ValueError: empty range for randrange() (5, 2, -3)
print(error(lambda: random.sample([1], 2)))
# => ValueError: Sample larger than population or is negative
print(error(lambda: random.seed([])))
# => TypeError: The only supported seed types are: None,
# => int, float, str, bytes, and bytearray.
