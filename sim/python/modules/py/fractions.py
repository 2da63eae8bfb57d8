"""Rational numbers, exact."""

from decimal import Decimal
import math
import numbers
import operator
import re
import sys

__all__ = ['Fraction']

_TEXT = re.compile(r"""
    \A\s*
    (?P<sign>[-+]?)
    (?=\d|\.\d)
    (?P<num>\d*|\d+(_\d+)*)
    (?:
        (?:/(?P<denom>\d+(_\d+)*))?
      |
        (?:\.(?P<decimal>\d*|\d+(_\d+)*))?
        (?:E(?P<exp>[-+]?\d+(_\d+)*))?
    )
    \s*\Z
""", re.VERBOSE | re.IGNORECASE)


def _read(text):
    match = _TEXT.match(text)
    if match is None:
        raise ValueError('Invalid literal for Fraction: %r' % text)
    top = int(match['num'] or '0')
    bottom = 1
    if match['denom']:
        bottom = int(match['denom'])
    else:
        if match['decimal']:
            digits = match['decimal'].replace('_', '')
            bottom = 10 ** len(digits)
            top = top * bottom + int(digits)
        if match['exp']:
            exponent = int(match['exp'])
            if exponent >= 0:
                top *= 10 ** exponent
            else:
                bottom *= 10 ** -exponent
    return (-top if match['sign'] == '-' else top), bottom


def _rational_pair(number):
    """Numerator and denominator; None when it is no Rational."""
    if type(number) is int:
        return number, 1
    is_rational = isinstance(number, numbers.Rational)
    return (number.numerator, number.denominator) if is_rational else None


def _pair(number):
    """The same also for what can only be turned into a Rational."""
    pair = _rational_pair(number)
    if pair is None and isinstance(number, (float, Decimal)):
        return number.as_integer_ratio()
    return pair


def _lowest(top, bottom):
    if bottom == 0:
        raise ZeroDivisionError('Fraction(%s, 0)' % top)
    divisor = math.gcd(top, bottom) if bottom > 0 else -math.gcd(top, bottom)
    return top // divisor, bottom // divisor


class Fraction(numbers.Rational):
    """numerator / denominator, in lowest terms, the denominator positive."""

    __slots__ = ('_numerator', '_denominator')

    def __new__(cls, numerator=0, denominator=None, *, _normalize=True):
        self = super().__new__(cls)
        if denominator is None:
            pair = _lowest(*_read(numerator)) if isinstance(numerator, str) else _pair(numerator)
            if pair is None:
                raise TypeError("argument should be a string or a Rational instance")
        else:
            above, below = _rational_pair(numerator), _rational_pair(denominator)
            if above is None or below is None:
                raise TypeError("both arguments should be Rational instances")
            top, bottom = above[0] * below[1], above[1] * below[0]
            if bottom == 0:
                raise ZeroDivisionError('Fraction(%s, 0)' % top)
            pair = _lowest(top, bottom) if _normalize else (top, bottom)
        self._numerator, self._denominator = pair
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, float):
            return cls(*f.as_integer_ratio())
        if not isinstance(f, numbers.Integral):
            raise TypeError("%s.from_float() only takes floats, not %r (%s)"
                            % (cls.__name__, f, type(f).__name__))
        return cls(f)

    @classmethod
    def from_decimal(cls, dec):
        exact = Decimal(int(dec)) if isinstance(dec, numbers.Integral) else dec
        if isinstance(exact, Decimal):
            return cls(*exact.as_integer_ratio())
        raise TypeError("%s.from_decimal() only takes Decimals, not %r (%s)"
                        % (cls.__name__, dec, type(dec).__name__))

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The closest fraction whose denominator is not larger: continued fractions."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        n, d = self.as_integer_ratio()
        if d <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        while True:
            whole = n // d
            q2 = q0 + whole * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + whole * p1, q2
            n, d = d, n - whole * d
        k = (max_denominator - q0) // q1
        one, other = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return other if abs(other - self) <= abs(one - self) else one

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f'{type(self).__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f'{self._numerator}/{self._denominator}'

    def _operator_fallbacks(exact, inexact):
        """The forward and the reversed method of an operation."""
        def forward(a, b):
            if isinstance(b, int) or isinstance(b, Fraction):
                return exact(a, b)
            for kind in float, complex:
                if isinstance(b, kind):
                    return inexact(kind(a), b)
            return NotImplemented

        def backward(b, a):
            if isinstance(a, numbers.Rational):
                return exact(a, b)
            for like, kind in (numbers.Real, float), (numbers.Complex, complex):
                if isinstance(a, like):
                    return inexact(kind(a), kind(b))
            return NotImplemented

        forward.__name__ = f'__{inexact.__name__}__'
        backward.__name__ = f'__r{inexact.__name__}__'
        return forward, backward

    def _sum(a, b):
        return Fraction(a.numerator * b.denominator + b.numerator * a.denominator,
                        a.denominator * b.denominator)

    def _difference(a, b):
        return Fraction(a.numerator * b.denominator - b.numerator * a.denominator,
                        a.denominator * b.denominator)

    def _product(a, b):
        return Fraction(a.numerator * b.numerator, a.denominator * b.denominator)

    def _quotient(a, b):
        top, bottom = a.numerator * b.denominator, a.denominator * b.numerator
        if bottom == 0:
            # Shown in lowest terms, where no more than a sign is left of the numerator.
            raise ZeroDivisionError('Fraction(%s, 0)' % ((top > 0) - (top < 0)))
        return Fraction(top, bottom)

    def _floor_quotient(a, b):
        top, bottom = a.numerator * b.denominator, b.numerator * a.denominator
        return top // bottom

    def _both(a, b):
        bottom = a.denominator * b.denominator
        div, rest = divmod(a.numerator * b.denominator, a.denominator * b.numerator)
        return div, Fraction(rest, bottom)

    def _rest(a, b):
        return Fraction((a.numerator * b.denominator) % (b.numerator * a.denominator),
                        a.denominator * b.denominator)

    __add__, __radd__ = _operator_fallbacks(_sum, operator.add)
    __sub__, __rsub__ = _operator_fallbacks(_difference, operator.sub)
    __mul__, __rmul__ = _operator_fallbacks(_product, operator.mul)
    __truediv__, __rtruediv__ = _operator_fallbacks(_quotient, operator.truediv)
    __floordiv__, __rfloordiv__ = _operator_fallbacks(_floor_quotient, operator.floordiv)
    __divmod__, __rdivmod__ = _operator_fallbacks(_both, divmod)
    __mod__, __rmod__ = _operator_fallbacks(_rest, operator.mod)

    def __pow__(a, b):
        if not isinstance(b, numbers.Rational):
            return float(a) ** b
        if b.denominator != 1:
            return float(a) ** float(b)
        power = b.numerator
        if power >= 0:
            return Fraction(a._numerator ** power, a._denominator ** power, _normalize=False)
        if a._numerator >= 0:
            return Fraction(a._denominator ** -power, a._numerator ** -power, _normalize=False)
        return Fraction((-a._denominator) ** -power, (-a._numerator) ** -power, _normalize=False)

    def __rpow__(b, a):
        power, root = b.as_integer_ratio()
        whole = root == 1
        if isinstance(a, numbers.Rational) and (power < 0 or not whole):
            base = Fraction(a.numerator, a.denominator)
            return base ** b
        return a ** (power if whole else float(b))

    def __pos__(a):
        return a._over_same(a._numerator)

    def __neg__(a):
        return a._over_same(-a._numerator)

    def __abs__(a):
        return a._over_same(abs(a._numerator))

    def _over_same(self, numerator):
        return Fraction(numerator, self._denominator, _normalize=False)

    def __int__(a):
        return a.__trunc__()

    def __trunc__(a):
        return a.__ceil__() if a._numerator < 0 else a.__floor__()

    def __floor__(a):
        top, bottom = a._numerator, a._denominator
        return top // bottom

    def __ceil__(a):
        top, bottom = a._numerator, a._denominator
        return -(-top // bottom)

    def __round__(self, ndigits=None):
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator:
                return whole
            if rest * 2 > self._denominator:
                return whole + 1
            return whole + whole % 2
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            digits = round(self * shift)
            return Fraction(digits, shift)
        return Fraction(shift * round(self / shift))

    def __hash__(self):
        modulus = sys.hash_info.modulus
        try:
            inverse = pow(self._denominator, -1, modulus)
        except ValueError:
            result = sys.hash_info.inf
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        signed = result if self._numerator >= 0 else -result
        # -1 means an error to those who ask for a hash in C.
        return signed if signed != -1 else -2

    def __eq__(a, b):
        pair = _rational_pair(b)
        if pair is not None:
            return a._numerator == pair[0] and a._denominator == pair[1]
        flat = isinstance(b, numbers.Complex) and b.imag == 0
        real = b.real if flat else b
        if not isinstance(real, float):
            return NotImplemented
        # An infinity equals no fraction, nor does what is not a number.
        return math.isfinite(real) and a == a.from_float(real)

    def _compare(self, other, op):
        pair = _rational_pair(other)
        if pair is not None:
            return op(self._numerator * pair[1], self._denominator * pair[0])
        if not isinstance(other, float):
            return NotImplemented
        if math.isfinite(other):
            return op(self, self.from_float(other))
        return op(0.0, other)

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else type(self)(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
