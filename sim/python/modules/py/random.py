"""Random numbers: the distributions over the Mersenne Twister."""

__all__ = ["Random", "SystemRandom", "betavariate", "choice", "choices", "expovariate",
           "gammavariate", "gauss", "getrandbits", "getstate", "lognormvariate", "normalvariate",
           "paretovariate", "randbytes", "randint", "random", "randrange", "sample", "seed",
           "setstate", "shuffle", "triangular", "uniform", "vonmisesvariate", "weibullvariate"]

import _random
from _collections_abc import Sequence, Set
from bisect import bisect
from itertools import accumulate, repeat
from math import (acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp,
                  floor as _floor, isfinite as _isfinite, log as _log, pi as _pi, sin as _sin,
                  sqrt as _sqrt)
from operator import index as _index

NV_MAGICCONST = _exp(-0.5) / _sqrt(2.0) * 4
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
TWOPI = 2.0 * _pi
BPF = 53
RECIP_BPF = 2 ** -BPF
_ONE = 1


class Random(_random.Random):
    """A generator of its own, independent of the module's functions."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        textual = isinstance(a, (str, bytes))
        if textual and version == 1:
            a = _old_text_hash(a)
        elif version == 2 and (textual or isinstance(a, bytearray)):
            a = _text_number(a)
        elif a is not None and not (textual or isinstance(a, (int, float, bytearray))):
            raise TypeError('The only supported seed types are: None,\n'
                            'int, float, str, bytes, and bytearray.')
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        internal = super().getstate()
        return self.VERSION, internal, self.gauss_next

    def setstate(self, state):
        version = state[0]
        if version == 3:
            version, internal, self.gauss_next = state
            super().setstate(internal)
        elif version == 2:
            version, internal, self.gauss_next = state
            super().setstate(tuple(x % (2 ** 32) for x in internal))
        else:
            raise ValueError(f"state with version {version} passed to Random.setstate() of "
                             f"version {self.VERSION}")

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        state = self.getstate()
        return self.__class__, (), state

    def __init_subclass__(cls, /, **kwargs):
        # A subclass that has random() but no getrandbits() draws its ints from random().
        for c in cls.__mro__:
            own = vars(c)
            if not own.keys() & {'_randbelow', 'getrandbits', 'random'}:
                continue
            if '_randbelow' not in own:
                cls._randbelow = (cls._randbelow_with_getrandbits if 'getrandbits' in own
                                  else cls._randbelow_without_getrandbits)
            break

    def _randbelow_with_getrandbits(self, n):
        bits = n.bit_length()
        r = self.getrandbits(bits)
        while r >= n:
            r = self.getrandbits(bits)
        return r

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        random = self.random
        if n >= maxsize:
            from warnings import warn
            warn("Underlying random() generator does not supply \n"
                 "enough bits to choose from a population range this large.\n"
                 "To remove the range limitation, add a getrandbits() method.")
            return _floor(random() * n)
        rest = maxsize % n
        limit = (maxsize - rest) / maxsize
        r = random()
        while r >= limit:
            r = random()
        return _floor(r * maxsize) % n

    _randbelow = _randbelow_with_getrandbits

    # Ints.

    def randbytes(self, n):
        number = self.getrandbits(n * 8)
        return number.to_bytes(n, 'little')

    def randrange(self, start, stop=None, step=_ONE):
        try:
            first = _index(start)
        except TypeError:
            first = int(start)
            if first != start:
                _warn_deprecated('non-integer arguments to randrange()', 3)
                raise ValueError("non-integer arg 1 for randrange()")
            _warn_deprecated('non-integer arguments to randrange()', 3)
        if stop is None:
            if step is not _ONE:
                raise TypeError('Missing a non-None stop argument')
            if first > 0:
                return self._randbelow(first)
            raise ValueError("empty range for randrange()")
        try:
            last = _index(stop)
        except TypeError:
            last = int(stop)
            if last != stop:
                raise ValueError("non-integer stop for randrange()")
        width = last - first
        try:
            stride = _index(step)
        except TypeError:
            stride = int(step)
            if stride != step:
                raise ValueError("non-integer step for randrange()")
        if stride == 1:
            if width > 0:
                return first + self._randbelow(width)
            raise ValueError("empty range for randrange() (%d, %d, %d)" % (first, last, width))
        if stride > 0:
            count = (width + stride - 1) // stride
        elif stride < 0:
            count = (width + stride + 1) // stride
        else:
            raise ValueError("zero step for randrange()")
        if count <= 0:
            raise ValueError("empty range for randrange()")
        return first + stride * self._randbelow(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    # Rows.

    def choice(self, seq):
        count = len(seq)
        if not count:
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(count)]

    def shuffle(self, x):
        randbelow = self._randbelow
        # From the end: each place gets one of those not yet settled.
        for last in range(len(x) - 1, 0, -1):
            pick = randbelow(last + 1)
            x[last], x[pick] = x[pick], x[last]

    def sample(self, population, k, *, counts=None):
        if not isinstance(population, Sequence):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            sums = list(accumulate(counts))
            if len(sums) != n:
                raise ValueError("The number of counts does not match the population")
            total = sums.pop() if sums else 0
            if not isinstance(total, int):
                raise TypeError("Counts must be integers")
            if total < 0:
                raise ValueError("Counts must be non-negative")
            return [population[bisect(sums, s)] for s in self.sample(range(total), k=k)]
        randbelow = self._randbelow
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        result = [None] * k
        # A set of what is taken needs less room than a copy of a large population.
        set_size = 21
        if k > 5:
            set_size += 4 ** _ceil(_log(k * 3, 4))
        if n <= set_size:
            pool = list(population)
            for i in range(k):
                j = randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            taken = set()
            for i in range(k):
                j = randbelow(n)
                while j in taken:
                    j = randbelow(n)
                taken.add(j)
                result[i] = population[j]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0
                return [population[_floor(random() * n)] for _ in repeat(None, k)]
            try:
                cum_weights = list(accumulate(weights))
            except TypeError:
                if not isinstance(weights, int):
                    raise
                k = weights
                raise TypeError(f'The number of choices must be a keyword argument: {k=}') from None
        elif weights is not None:
            raise TypeError('Cannot specify both weights and cumulative weights')
        if len(cum_weights) != n:
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        if not _isfinite(total):
            raise ValueError('Total of weights must be finite')
        last = n - 1
        return [population[bisect(cum_weights, random() * total, 0, last)]
                for _ in repeat(None, k)]

    # Real numbers.

    def uniform(self, a, b):
        width = b - a
        return a + width * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        try:
            peak = 0.5 if mode is None else (mode - low) / (high - low)
        except ZeroDivisionError:
            return low
        if u <= peak:
            return low + (high - low) * _sqrt(u * peak)
        # Beyond the peak the same, seen from the other end.
        return high + (low - high) * _sqrt((1.0 - u) * (1.0 - peak))

    def normalvariate(self, mu=0.0, sigma=1.0):
        # Kinderman and Monahan, 1977.
        random = self.random
        while True:
            across = random() - 0.5
            down = 1.0 - random()
            ratio = NV_MAGICCONST * across / down
            if ratio * ratio / 4.0 <= -_log(down):
                return mu + ratio * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        random = self.random
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = random() * TWOPI
            radius = _sqrt(-2.0 * _log(1.0 - random()))
            z = _cos(angle) * radius
            self.gauss_next = _sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        logarithm = self.normalvariate(mu, sigma)
        return _exp(logarithm)

    def expovariate(self, lambd):
        left = 1.0 - self.random()
        return -_log(left) / lambd

    def vonmisesvariate(self, mu, kappa):
        random = self.random
        if kappa <= 1e-6:
            return TWOPI * random()
        # Best and Fisher, 1979.
        half = 0.5 / kappa
        spread = half + _sqrt(1.0 + half * half)
        accepted = False
        while not accepted:
            cosine = _cos(_pi * random())
            d = cosine / (spread + cosine)
            height = random()
            accepted = height < 1.0 - d * d or height <= (1.0 - d) * _exp(d)
        narrow = 1.0 / spread
        angle = _acos((narrow + cosine) / (1.0 + narrow * cosine))
        return (mu + angle if random() > 0.5 else mu - angle) % TWOPI

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        random = self.random
        if alpha > 1.0:
            # Cheng, 1977.
            ainv = _sqrt(2.0 * alpha - 1.0)
            bbb = alpha - LOG4
            ccc = alpha + ainv
            while True:
                u = random()
                if u <= 1e-7 or u >= 0.9999999:
                    continue
                height = u * u * (1.0 - random())
                logit = _log(u / (1.0 - u)) / ainv
                x = alpha * _exp(logit)
                limit = bbb + ccc * logit - x
                quickly = limit + SG_MAGICCONST - 4.5 * height >= 0.0
                if quickly or limit >= _log(height):
                    return x * beta
        if alpha == 1.0:
            left = 1.0 - random()
            return -_log(left) * beta
        # Ahrens and Dieter, 1974.
        while True:
            u = random()
            b = (_e + alpha) / _e
            p = b * u
            if p <= 1.0:
                x = p ** (1.0 / alpha)
            else:
                x = -_log((b - p) / alpha)
            u1 = random()
            if p > 1.0:
                if u1 <= x ** (alpha - 1.0):
                    break
            elif u1 <= _exp(-x):
                break
        return x * beta

    def betavariate(self, alpha, beta):
        one = self.gammavariate(alpha, 1.0)
        if not one:
            return 0.0
        other = self.gammavariate(beta, 1.0)
        return one / (one + other)

    def paretovariate(self, alpha):
        u = 1.0 - self.random()
        return u ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        left = 1.0 - self.random()
        waited = -_log(left)
        return alpha * waited ** (1.0 / beta)


def _old_text_hash(text):
    """The seed that a text made in Python 2."""
    codes = text if isinstance(text, bytes) else list(map(ord, text))
    mixed = codes[0] << 7 if codes else 0
    for code in codes:
        mixed = (mixed * 1000003 ^ code) & (1 << 64) - 1
    return mixed ^ len(codes)


def _text_number(text):
    from hashlib import sha512
    data = text.encode() if isinstance(text, str) else text
    return int.from_bytes(data + sha512(data).digest(), 'big')


def _warn_deprecated(message, level):
    import warnings
    warnings.warn(message + ' have been deprecated since Python 3.10 and will be removed in a '
                  'subsequent version', DeprecationWarning, level)


class SystemRandom(Random):
    """Stands for the system's own source, which in a repeatable run is a generator like any
    other."""

    def seed(self, *args, **kwds):
        return None

    def _notimplemented(self, *args, **kwds):
        raise NotImplementedError('System entropy source does not have state.')

    getstate = setstate = _notimplemented


_inst = Random()
# The module's functions are the methods of one generator that all share.
for _name in __all__:
    if not _name.endswith('Random'):
        globals()[_name] = getattr(_inst, _name)
del _name
