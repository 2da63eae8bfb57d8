# native: it is C in CPython
"""Decimal numbers: the General Decimal Arithmetic, in the words of CPython's decimal."""

import contextvars as _contextvars
import math as _math
import numbers as _numbers
import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = ['Decimal', 'Context', 'DecimalTuple', 'DefaultContext', 'BasicContext',
           'ExtendedContext', 'DecimalException', 'Clamped', 'InvalidOperation', 'DivisionByZero',
           'Inexact', 'Rounded', 'Subnormal', 'Overflow', 'Underflow', 'FloatOperation',
           'DivisionImpossible', 'InvalidContext', 'ConversionSyntax', 'DivisionUndefined',
           'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR',
           'ROUND_UP', 'ROUND_HALF_DOWN', 'ROUND_05UP', 'setcontext', 'getcontext',
           'localcontext', 'MAX_PREC', 'MAX_EMAX', 'MIN_EMIN', 'MIN_ETINY', 'HAVE_THREADS',
           'HAVE_CONTEXTVAR']

ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
_ROUNDINGS = (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN,
              ROUND_HALF_EVEN, ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)
# FIDELITY: digits beyond this many are refused, so that no number takes all memory.
_DIGITS_MAX = 100_000

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent', module='decimal')


class DecimalException(ArithmeticError):
    __module__ = 'decimal'


class Clamped(DecimalException):
    __module__ = 'decimal'


class InvalidOperation(DecimalException):
    __module__ = 'decimal'


class ConversionSyntax(InvalidOperation):
    __module__ = 'decimal'


class DivisionByZero(DecimalException, ZeroDivisionError):
    __module__ = 'decimal'


class DivisionImpossible(InvalidOperation):
    __module__ = 'decimal'


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    __module__ = 'decimal'


class Inexact(DecimalException):
    __module__ = 'decimal'


class InvalidContext(InvalidOperation):
    __module__ = 'decimal'


class Rounded(DecimalException):
    __module__ = 'decimal'


class Subnormal(DecimalException):
    __module__ = 'decimal'


class Overflow(Inexact, Rounded):
    __module__ = 'decimal'


class Underflow(Inexact, Rounded, Subnormal):
    __module__ = 'decimal'


class FloatOperation(DecimalException, TypeError):
    __module__ = 'decimal'


_SIGNALS = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded,
            Subnormal, Underflow)
_SIGNAL_OF = {ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation,
              DivisionUndefined: InvalidOperation, InvalidContext: InvalidOperation}


# Rounding of coefficients.

def _round_up_needed(rounding, sign, kept, rest, half):
    """Whether the last digit kept goes up; rest > 0 was dropped, `half` is half a unit."""
    if rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    if rounding == ROUND_05UP:
        return kept % 10 in (0, 5)
    if rest != half:
        return rest > half
    if rounding == ROUND_HALF_EVEN:
        return kept % 2 == 1
    return rounding == ROUND_HALF_UP


def _shorten(sign, coefficient, count, rounding):
    """The coefficient without its last `count` digits, rounded, and whether that changed it."""
    digits = len(str(coefficient))
    if count > digits + 1:
        kept, rest, half = 0, coefficient and 1, 5
    else:
        unit = 10 ** count
        kept, rest = divmod(coefficient, unit)
        half = unit // 2
    if rest and _round_up_needed(rounding, sign, kept, rest, half):
        kept += 1
    return kept, bool(rest)


def _power_of_ten(n):
    if n > _DIGITS_MAX:
        raise MemoryError
    return 10 ** n


def _check_digits(context):
    """MemoryError where a result would have as many digits as the context allows, and that is more
    than there can be."""
    if context.prec > _DIGITS_MAX * 10:
        raise MemoryError


class Decimal:
    """(-1)**sign * coefficient * 10**exponent, or an infinity, or a NaN."""

    __slots__ = ('_sign', '_int', '_exp', '_kind')

    def __new__(cls, value="0", context=None):
        if type(value) is int:
            return _raw(cls, int(value < 0), abs(value), 0, '')
        if isinstance(value, str):
            made = _parse(value.strip().replace('_', ''))
            if made is None:
                context = context or getcontext()
                return context._signal(ConversionSyntax, _NAN)
            return _raw(cls, *made)
        if isinstance(value, Decimal):
            return value if cls is Decimal is type(value) else _raw(cls, *_parts(value))
        if isinstance(value, int):
            return _raw(cls, int(value < 0), abs(int(value)), 0, '')
        if isinstance(value, float):
            context = context or getcontext()
            context._signal(FloatOperation, None)
            return _raw(cls, *_parts(Decimal.from_float(value)))
        if isinstance(value, (list, tuple)):
            return _raw(cls, *_from_tuple(value))
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(int(f))
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        if _math.isinf(f) or _math.isnan(f):
            return cls(repr(f))
        sign = int(_math.copysign(1.0, f) < 0)
        top, bottom = abs(f).as_integer_ratio()
        k = bottom.bit_length() - 1
        return _raw(cls, sign, top * 5 ** k, -k, '')

    # Reading.

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def is_nan(self):
        return self._kind in ('n', 'N')

    def is_qnan(self):
        return self._kind == 'n'

    def is_snan(self):
        return self._kind == 'N'

    def is_infinite(self):
        return self._kind == 'F'

    def is_finite(self):
        return not self._kind

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._kind and self._int == 0

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def is_normal(self, context=None):
        if self._kind or not self._int:
            return False
        return self.adjusted() >= (context or getcontext()).Emin

    def is_subnormal(self, context=None):
        if self._kind or not self._int:
            return False
        return self.adjusted() < (context or getcontext()).Emin

    def adjusted(self):
        return 0 if self._kind else self._exp + _len(self) - 1

    def as_tuple(self):
        digits = tuple(map(int, str(self._int)))
        if self._kind == 'F':
            return DecimalTuple(self._sign, (0,), 'F')
        if self._kind:
            return DecimalTuple(self._sign, digits if self._int else (), self._kind)
        return DecimalTuple(self._sign, digits, self._exp)

    def as_integer_ratio(self):
        if self._kind == 'F':
            raise OverflowError("cannot convert Infinity to integer ratio")
        if self._kind:
            raise ValueError("cannot convert NaN to integer ratio")
        if not self._int:
            return 0, 1
        top = -self._int if self._sign else self._int
        if self._exp >= 0:
            return top * _power_of_ten(self._exp), 1
        bottom = _power_of_ten(-self._exp)
        divisor = _math.gcd(top, bottom)
        return top // divisor, bottom // divisor

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self, eng=False, context=None):
        sign = '-' if self._sign else ''
        if self._kind == 'F':
            return sign + 'Infinity'
        if self._kind:
            return sign + ('sNaN' if self._kind == 'N' else 'NaN') + (str(self._int or ''))
        digits = str(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            dot = left
        elif not eng:
            dot = 1
        elif digits == '0':
            dot = (left + 1) % 3 - 1
        else:
            dot = (left - 1) % 3 + 1
        if dot <= 0:
            whole, fraction = '0', '.' + '0' * -dot + digits
        elif dot >= len(digits):
            whole, fraction = digits + '0' * (dot - len(digits)), ''
        else:
            whole, fraction = digits[:dot], '.' + digits[dot:]
        exponent = ''
        if left != dot:
            exponent = ('E' if context is None or context.capitals else 'e') + f'{left - dot:+d}'
        return sign + whole + fraction + exponent

    def to_eng_string(self, context=None):
        return self.__str__(True, context or getcontext())

    def __bool__(self):
        return bool(self._kind or self._int)

    def __hash__(self):
        if self._kind == 'N':
            raise TypeError('Cannot hash a signaling NaN value')
        if self._kind == 'n':
            return object.__hash__(self)
        if self._kind == 'F':
            return -_sys.hash_info.inf if self._sign else _sys.hash_info.inf
        modulus = _sys.hash_info.modulus
        if self._exp >= 0:
            scale = pow(10, self._exp, modulus)
        else:
            scale = pow(pow(10, modulus - 2, modulus), -self._exp, modulus)
        value = self._int * scale % modulus
        value = -value if self._sign else value
        return -2 if value == -1 else value

    def __reduce__(self):
        return type(self), (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __int__(self):
        if self._kind == 'F':
            raise OverflowError("cannot convert Infinity to integer")
        if self._kind:
            raise ValueError("cannot convert NaN to integer")
        if self._exp >= 0:
            value = self._int * _power_of_ten(self._exp)
        else:
            value, _ = _shorten(0, self._int, -self._exp, ROUND_DOWN)
        return -value if self._sign else value

    __trunc__ = __int__

    def __float__(self):
        if self._kind == 'N':
            raise ValueError("cannot convert signaling NaN to float")
        if self._kind == 'n':
            return float('-nan' if self._sign else 'nan')
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __floor__(self):
        return int(self._to_integral(ROUND_FLOOR))

    def __ceil__(self):
        return int(self._to_integral(ROUND_CEILING))

    def __round__(self, n=None):
        if n is None:
            if self._kind:
                return int(self)
            return int(self._to_integral(ROUND_HALF_EVEN))
        return self.quantize(_raw(Decimal, 0, 1, -n, ''))

    def _to_integral(self, rounding):
        if self._kind or self._exp >= 0:
            return self
        value, _ = _shorten(self._sign, self._int, -self._exp, rounding)
        return _raw(Decimal, self._sign, value, 0, '')

    # Comparison.

    def _compare(self, other):
        """-1, 0 or 1; neither is a NaN."""
        if self._kind or other._kind:
            a = (1 - 2 * self._sign) if self._kind else 0
            b = (1 - 2 * other._sign) if other._kind else 0
            return (a > b) - (a < b)
        if not self._int or not other._int:
            a = (1 - 2 * self._sign) if self._int else 0
            b = (1 - 2 * other._sign) if other._int else 0
            return (a > b) - (a < b)
        if self._sign != other._sign:
            return -1 if self._sign else 1
        way = -1 if self._sign else 1
        a, b = self.adjusted(), other.adjusted()
        if a != b:
            return way if a > b else -way
        low = min(self._exp, other._exp)
        a, b = self._int * 10 ** (self._exp - low), other._int * 10 ** (other._exp - low)
        return way * ((a > b) - (a < b))

    def _ordered(self, other, test, equality=False):
        other = _comparable(self, other, equality)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            if not equality or self._kind == 'N' or other._kind == 'N':
                getcontext()._signal(InvalidOperation, None)
            return False
        return test(self._compare(other))

    def __eq__(self, other):
        return self._ordered(other, lambda c: c == 0, True)

    def __lt__(self, other):
        return self._ordered(other, lambda c: c < 0)

    def __le__(self, other):
        return self._ordered(other, lambda c: c <= 0)

    def __gt__(self, other):
        return self._ordered(other, lambda c: c > 0)

    def __ge__(self, other):
        return self._ordered(other, lambda c: c >= 0)

    def compare(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _check_nans(context, self, other)
        return nan if nan is not None else Decimal(self._compare(other))

    def compare_signal(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        if self.is_nan() or other.is_nan():
            return context._signal(InvalidOperation, _NAN)
        return Decimal(self._compare(other))

    def compare_total(self, other, context=None):
        other = _operand(other)
        rank = {'': 0, 'F': 1, 'N': 2, 'n': 3}
        if self._sign != other._sign:
            return Decimal(-1 if self._sign else 1)
        way = -1 if self._sign else 1
        a, b = rank[self._kind], rank[other._kind]
        if self.is_nan() or other.is_nan():
            order = (a, self._int) > (b, other._int), (a, self._int) < (b, other._int)
            return Decimal(way * (order[0] - order[1]))
        order = self._compare(other)
        if order == 0 and not self._kind:
            order = way * ((self._exp > other._exp) - (self._exp < other._exp))
        return Decimal(order)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_operand(other).copy_abs())

    def same_quantum(self, other, context=None):
        other = _operand(other)
        if self._kind or other._kind:
            return self.is_nan() and other.is_nan() or self._kind == other._kind == 'F'
        return self._exp == other._exp

    def _choose(self, other, context, want, magnitude=False):
        context = context or getcontext()
        other = _operand(other)
        if self._kind == 'N' or other._kind == 'N' or self._kind == other._kind == 'n':
            return _check_nans(context, self, other)
        if self.is_nan() or other.is_nan():
            return (other if self.is_nan() else self)._fix(context)
        a, b = (self.copy_abs(), other.copy_abs()) if magnitude else (self, other)
        order = a._compare(b) or int(self.compare_total(other))
        return (self if order == want else other)._fix(context)

    def max(self, other, context=None):
        return self._choose(other, context, 1)

    def min(self, other, context=None):
        return self._choose(other, context, -1)

    def max_mag(self, other, context=None):
        return self._choose(other, context, 1, True)

    def min_mag(self, other, context=None):
        return self._choose(other, context, -1, True)

    # Signs.

    def copy_abs(self):
        return _raw(Decimal, 0, self._int, self._exp, self._kind)

    def copy_negate(self):
        return _raw(Decimal, 1 - self._sign, self._int, self._exp, self._kind)

    def copy_sign(self, other, context=None):
        return _raw(Decimal, _operand(other)._sign, self._int, self._exp, self._kind)

    def __neg__(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self.copy_negate()._fix(context)

    def __pos__(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self._fix(context)

    def __abs__(self, round=True, context=None):
        return self.__neg__(context) if self._sign else self.__pos__(context)

    # Arithmetic.

    def _fix(self, context):
        """Rounded to the context's precision and exponents, with the signals of that."""
        if self._kind:
            return self
        tiny = context.Emin - context.prec + 1
        top = context.Emax - context.prec + 1
        if not self._int:
            most = top if context.clamp else context.Emax
            exp = min(max(self._exp, tiny), most)
            if exp == self._exp:
                return self if type(self) is Decimal else _raw(Decimal, self._sign, 0, exp, '')
            context._signal(Clamped, None)
            return _raw(Decimal, self._sign, 0, exp, '')
        least = _len(self) + self._exp - context.prec
        if least > top:
            return context._overflow(self._sign)
        subnormal = least < tiny
        least = max(least, tiny)
        if self._exp < least:
            coefficient, changed = _shorten(self._sign, self._int, least - self._exp,
                                            context.rounding)
            if len(str(coefficient)) > context.prec:
                coefficient //= 10
                least += 1
            if least > top:
                return context._overflow(self._sign)
            if changed and subnormal:
                context._signal(Underflow, None)
            if subnormal:
                context._signal(Subnormal, None)
            if changed:
                context._signal(Inexact, None)
            context._signal(Rounded, None)
            if not coefficient:
                context._signal(Clamped, None)
            return _raw(Decimal, self._sign, coefficient, least, '')
        if subnormal:
            context._signal(Subnormal, None)
        if context.clamp and self._exp > top:
            context._signal(Clamped, None)
            return _raw(Decimal, self._sign, self._int * 10 ** (self._exp - top), top, '')
        return self if type(self) is Decimal else _raw(Decimal, *_parts(self))

    def __add__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if self._kind or other._kind:
            nan = _check_nans(context, self, other)
            if nan is not None:
                return nan
            if self._kind and other._kind and self._sign != other._sign:
                return context._signal(InvalidOperation, _NAN)
            return _raw(Decimal, *_parts(self if self._kind else other))
        exp = min(self._exp, other._exp)
        floor = context.rounding == ROUND_FLOOR
        if not self._int or not other._int:
            if not self._int and not other._int:
                sign = self._sign & other._sign
                if self._sign != other._sign:
                    sign = int(floor)
                return _raw(Decimal, sign, 0, exp, '')._fix(context)
            full, zero = (self, other) if self._int else (other, self)
            exp = max(exp, full._exp - context.prec - 1)
            return full._rescaled(exp)._fix(context)
        a, b, exp = _aligned(self, other, context.prec)
        total = (-a if self._sign else a) + (-b if other._sign else b)
        if not total:
            return _raw(Decimal, int(floor), 0, exp, '')._fix(context)
        return _raw(Decimal, int(total < 0), abs(total), exp, '')._fix(context)

    def _rescaled(self, exp):
        """The same number with a smaller exponent."""
        if exp >= self._exp:
            return self
        return _raw(Decimal, self._sign, self._int * 10 ** (self._exp - exp), exp, '')

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            return _check_nans(context or getcontext(), self, other)
        return self.__add__(other.copy_negate(), context)

    def __rsub__(self, other, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__sub__(self, context)

    def __mul__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = _check_nans(context, self, other)
            if nan is not None:
                return nan
            if not self or not other:
                return context._signal(InvalidOperation, _NAN)
            return _raw(Decimal, sign, 0, 0, 'F')
        return _raw(Decimal, sign, self._int * other._int, self._exp + other._exp,
                    '')._fix(context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            nan = _check_nans(context, self, other)
            if nan is not None:
                return nan
            if self._kind and other._kind:
                return context._signal(InvalidOperation, _NAN)
            if self._kind:
                return _raw(Decimal, sign, 0, 0, 'F')
            context._signal(Clamped, None)
            return _raw(Decimal, sign, 0, context.Etiny(), '')
        if not other._int:
            if not self._int:
                return context._signal(DivisionUndefined, _NAN)
            return context._signal(DivisionByZero, _raw(Decimal, sign, 0, 0, 'F'))
        ideal = self._exp - other._exp
        if not self._int:
            return _raw(Decimal, sign, 0, ideal, '')._fix(context)
        _check_digits(context)
        shift = _len(other) - _len(self) + context.prec + 1
        exp = ideal - shift
        if shift >= 0:
            quotient, rest = divmod(self._int * 10 ** shift, other._int)
        else:
            quotient, rest = divmod(self._int, other._int * 10 ** -shift)
        if rest:
            # A digit that keeps the result from looking like a tie or exact.
            if quotient % 5 == 0:
                quotient += 1
        else:
            while exp < ideal and quotient % 10 == 0:
                quotient //= 10
                exp += 1
        return _raw(Decimal, sign, quotient, exp, '')._fix(context)

    def __rtruediv__(self, other, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__truediv__(self, context)

    def _divided(self, other, context):
        """The whole quotient and the remainder; other is not zero, self is finite."""
        sign = self._sign ^ other._sign
        ideal = self._exp if other._kind else min(self._exp, other._exp)
        distance = self.adjusted() - other.adjusted()
        if not self._int or other._kind or distance <= -2:
            rest = _raw(Decimal, self._sign, self._int, self._exp, '')
            return _raw(Decimal, sign, 0, 0, ''), rest._rescaled(ideal)
        if distance <= context.prec:
            a, b = self._int, other._int
            if self._exp >= other._exp:
                a *= 10 ** (self._exp - other._exp)
            else:
                b *= 10 ** (other._exp - self._exp)
            quotient, rest = divmod(a, b)
            if len(str(quotient)) <= context.prec:
                return (_raw(Decimal, sign, quotient, 0, ''),
                        _raw(Decimal, self._sign, rest, ideal, ''))
        nan = context._signal(DivisionImpossible, _NAN)
        return nan, nan

    def _whole_division(self, other, context, both=False):
        """Quotient and remainder, with every special case."""
        nan = _check_nans(context, self, other)
        if nan is not None:
            return nan, nan
        sign = self._sign ^ other._sign
        if self._kind:
            if other._kind:
                nan = context._signal(InvalidOperation, _NAN)
                return nan, nan
            rest = context._signal(InvalidOperation, _NAN) if both is not False else None
            return _raw(Decimal, sign, 0, 0, 'F'), rest
        if not other:
            if not self:
                nan = context._signal(DivisionUndefined, _NAN)
                return nan, nan
            if both == 'rest':
                return None, context._signal(InvalidOperation, _NAN)
            quotient = context._signal(DivisionByZero, _raw(Decimal, sign, 0, 0, 'F'))
            rest = context._signal(InvalidOperation, _NAN) if both is not False else None
            return quotient, rest
        return self._divided(other, context)

    def __floordiv__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        return self._whole_division(other, context or getcontext())[0]

    def __rfloordiv__(self, other, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__floordiv__(self, context)

    def __mod__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        return self._whole_division(other, context, 'rest')[1]._fix(context)

    def __rmod__(self, other, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__mod__(self, context)

    def __divmod__(self, other, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        quotient, rest = self._whole_division(other, context, 'both')
        return quotient, rest._fix(context)

    def __rdivmod__(self, other, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__divmod__(self, context)

    def remainder_near(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _check_nans(context, self, other)
        if nan is not None:
            return nan
        if self._kind or not other:
            return context._signal(InvalidOperation if self or not other else DivisionUndefined,
                                   _NAN)
        if other._kind:
            return self._fix(context)
        quotient, rest = self._divided(other, context)
        if quotient._kind:
            return quotient
        twice = 2 * rest._int * 10 ** max(rest._exp - other._exp, 0)
        bound = other._int * 10 ** max(other._exp - rest._exp, 0)
        if twice > bound or (twice == bound and quotient._int % 2):
            exact = Context(prec=_len(rest) + _len(other) + abs(rest._exp - other._exp) + 1,
                            Emax=MAX_EMAX, Emin=MIN_EMIN)
            step = other.copy_abs() if rest._sign else other.copy_abs().copy_negate()
            rest = rest.__add__(step, exact)
            if not rest._int:
                rest = _raw(Decimal, self._sign, 0, rest._exp, '')
        return rest._fix(context)

    def fma(self, other, third, context=None):
        context = context or getcontext()
        other, third = _operand(other), _operand(third)
        if self._kind or other._kind:
            product = self.__mul__(other, context)
        else:
            product = _raw(Decimal, self._sign ^ other._sign, self._int * other._int,
                           self._exp + other._exp, '')
        return product.__add__(third, context)

    def __pow__(self, other, modulo=None, context=None):
        other = _operand(other, NotImplemented)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if modulo is not None:
            return self._power_modulo(other, _operand(modulo), context)
        nan = _check_nans(context, self, other)
        if nan is not None:
            return nan
        return _power(self, other, context)

    def _power_modulo(self, other, modulo, context):
        integers = all(not v._kind and v == v.to_integral_value() for v in (self, other, modulo))
        if not integers or other < 0 or not modulo or (not self and not other):
            return context._signal(InvalidOperation, _NAN)
        sign = self._sign if int(other) % 2 else 0
        value = pow(abs(int(self)), int(other), abs(int(modulo)))
        return _raw(Decimal, sign, value, 0, '')

    def __rpow__(self, other, modulo=None, context=None):
        other = _operand(other, NotImplemented)
        return other if other is NotImplemented else other.__pow__(self, modulo, context)

    def sqrt(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if self._kind and not self._sign:
            return Decimal(self)
        if not self:
            return _raw(Decimal, self._sign, 0, self._exp >> 1, '')._fix(context)
        if self._sign:
            return context._signal(InvalidOperation, _NAN)
        _check_digits(context)
        prec = context.prec + 1
        exp = self._exp >> 1
        coefficient = self._int * 10 if self._exp & 1 else self._int
        size = (len(str(coefficient)) + 1) >> 1
        shift = prec - size
        if shift >= 0:
            coefficient *= 100 ** shift
            exact = True
        else:
            coefficient, rest = divmod(coefficient, 100 ** -shift)
            exact = not rest
        exp -= shift
        root = _math.isqrt(coefficient)
        exact = exact and root * root == coefficient
        if exact:
            root = root // 10 ** shift if shift >= 0 else root * 10 ** -shift
            exp += shift
        elif root % 5 == 0:
            root += 1
        rounded = context.copy()
        rounded.rounding = ROUND_HALF_EVEN
        result = _raw(Decimal, 0, root, exp, '')._fix(rounded)
        context._take_flags(rounded)
        return result

    def exp(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if self._kind:
            return Decimal(0) if self._sign else Decimal(self)
        if not self._int:
            return Decimal(1)
        # e**x does not fit when x has this many digits before the point.
        if self.adjusted() > len(str(context.Emax)) + 1:
            edge = context.Emin * 2 if self._sign else context.Emax * 2
            return _raw(Decimal, 0, 1, edge, '')._fix(context)
        return _rounded_by(lambda extra: _exp_digits(self, context.prec + extra), context)

    def ln(self, context=None):
        return self._logarithm(context or getcontext(), _ln_digits)

    def log10(self, context=None):
        context = context or getcontext()
        if not self._kind and not self._sign and self._int:
            digits = str(self._int)
            if digits.strip('0') == '1' and digits[0] == '1':
                return Decimal(self._exp + len(digits) - 1)._fix(context)
        return self._logarithm(context, _log10_digits)

    def _logarithm(self, context, digits):
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if not self:
            return _raw(Decimal, 1, 0, 0, 'F')
        if self._sign:
            return context._signal(InvalidOperation, _NAN)
        if self._kind:
            return Decimal(self)
        if self == 1:
            return Decimal(0)
        return _rounded_by(lambda extra: digits(self, context.prec + extra), context)

    # Shape.

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = _operand(exp)
        if rounding is None:
            rounding = context.rounding
        elif rounding not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, "
                            "ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                            "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        if self._kind or exp._kind:
            nan = _check_nans(context, self, exp)
            if nan is not None:
                return nan
            if self._kind and exp._kind:
                return Decimal(self)
            return context._signal(InvalidOperation, _NAN)
        wanted = exp._exp
        if not context.Etiny() <= wanted <= context.Emax:
            return context._signal(InvalidOperation, _NAN)
        if not self._int:
            return _raw(Decimal, self._sign, 0, wanted, '')._fix(context)
        if self.adjusted() > context.Emax or self.adjusted() - wanted + 1 > context.prec:
            return context._signal(InvalidOperation, _NAN)
        changed = False
        if wanted <= self._exp:
            result = self._rescaled(wanted)
        else:
            coefficient, changed = _shorten(self._sign, self._int, wanted - self._exp, rounding)
            result = _raw(Decimal, self._sign, coefficient, wanted, '')
        if result.adjusted() > context.Emax or _len(result) > context.prec:
            return context._signal(InvalidOperation, _NAN)
        if result._int and result.adjusted() < context.Emin:
            context._signal(Subnormal, None)
        if wanted > self._exp:
            if changed:
                context._signal(Inexact, None)
            context._signal(Rounded, None)
        return result._fix(context)

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        if self.is_nan():
            return _check_nans(context, self)
        if self._kind or self._exp >= 0:
            return Decimal(self)
        value, changed = _shorten(self._sign, self._int, -self._exp, rounding or context.rounding)
        if changed:
            context._signal(Inexact, None)
        context._signal(Rounded, None)
        return _raw(Decimal, self._sign, value, 0, '')

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        if self.is_nan():
            return _check_nans(context, self)
        return self._to_integral(rounding or context.rounding)

    to_integral = to_integral_value

    def normalize(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        number = self._fix(context)
        if number._kind:
            return number
        if not number._int:
            return _raw(Decimal, number._sign, 0, 0, '')
        most = context.Etop() if context.clamp else context.Emax
        coefficient, exp = number._int, number._exp
        while coefficient % 10 == 0 and exp < most:
            coefficient //= 10
            exp += 1
        return _raw(Decimal, number._sign, coefficient, exp, '')

    def radix(self):
        return Decimal(10)

    def number_class(self, context=None):
        if self._kind in ('n', 'N'):
            return 'NaN' if self._kind == 'n' else 'sNaN'
        sign = '-' if self._sign else '+'
        if self._kind:
            return sign + 'Infinity'
        if not self._int:
            return sign + 'Zero'
        return sign + ('Subnormal' if self.is_subnormal(context) else 'Normal')

    def logb(self, context=None):
        context = context or getcontext()
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if self._kind:
            return self.copy_abs()
        if not self:
            return context._signal(DivisionByZero, _raw(Decimal, 1, 0, 0, 'F'))
        return Decimal(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _check_nans(context, self, other)
        if nan is not None:
            return nan
        limit = 2 * (context.Emax + context.prec)
        if other._kind or other._exp != 0 or not -limit <= int(other) <= limit:
            return context._signal(InvalidOperation, _NAN)
        if self._kind:
            return Decimal(self)
        return _raw(Decimal, self._sign, self._int, self._exp + int(other), '')._fix(context)

    def shift(self, other, context=None):
        context = context or getcontext()
        count = int(_operand(other))
        if not -context.prec <= count <= context.prec:
            return context._signal(InvalidOperation, _NAN)
        if count < 0:
            value = self._int // 10 ** -count
        else:
            value = self._int * 10 ** count % 10 ** context.prec
        return _raw(Decimal, self._sign, value, self._exp, '')

    def rotate(self, other, context=None):
        context = context or getcontext()
        count = int(_operand(other))
        if not -context.prec <= count <= context.prec:
            return context._signal(InvalidOperation, _NAN)
        digits = str(self._int).rjust(context.prec, '0')[-context.prec:]
        digits = digits[count:] + digits[:count]
        return _raw(Decimal, self._sign, int(digits), self._exp, '')

    def next_plus(self, context=None):
        return self._neighbour(context or getcontext(), 1)

    def next_minus(self, context=None):
        return self._neighbour(context or getcontext(), -1)

    def _neighbour(self, context, way):
        nan = _check_nans(context, self)
        if nan is not None:
            return nan
        if self._kind:
            if (self._sign == 1) == (way > 0):
                return _raw(Decimal, self._sign, 10 ** context.prec - 1, context.Etop(), '')
            return Decimal(self)
        quiet = context.copy()
        quiet.traps = dict.fromkeys(quiet.traps, False)
        quiet.rounding = ROUND_CEILING if way > 0 else ROUND_FLOOR
        near = self._fix(quiet)
        if near != self:
            return near
        step = _raw(Decimal, int(way < 0), 1, quiet.Etiny() - 1, '')
        return self.__add__(step, quiet)

    def next_toward(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _check_nans(context, self, other)
        if nan is not None:
            return nan
        order = self._compare(other)
        if order == 0:
            return self.copy_sign(other)
        return self.next_plus(context) if order < 0 else self.next_minus(context)

    def __format__(self, spec, context=None):
        return _format(self, spec, context or getcontext())


_numbers.Number.register(Decimal)
_new = object.__new__


def _raw(cls, sign, coefficient, exp, kind):
    made = _new(cls)
    made._sign = sign
    made._int = coefficient
    made._exp = exp
    made._kind = kind
    return made


def _parts(d):
    return d._sign, d._int, d._exp, d._kind


def _len(d):
    return len(str(d._int))


def _parse(text):
    """The parts of a number as text; None when it is none."""
    rest = text
    sign = 0
    if rest[:1] in ('+', '-'):
        sign = int(rest[0] == '-')
        rest = rest[1:]
    low = rest.lower()
    if low in ('inf', 'infinity'):
        return sign, 0, 0, 'F'
    for name, kind in (('nan', 'n'), ('snan', 'N')):
        if low.startswith(name):
            digits = rest[len(name):]
            if digits and not digits.isdecimal():
                return None
            return sign, int(digits or 0), 0, kind
    mantissa, e, exponent = low.partition('e')
    if e:
        bare = exponent[1:] if exponent[:1] in ('+', '-') else exponent
        if not bare.isdecimal():
            return None
    whole, dot, fraction = mantissa.partition('.')
    digits = whole + fraction
    if not digits.isdecimal():
        return None
    if len(digits) > _DIGITS_MAX:
        raise MemoryError
    exp = int(exponent) if e else 0
    if abs(exp) > 2 * MAX_EMAX:
        exp = 2 * MAX_EMAX if exp > 0 else -2 * MAX_EMAX
    number = 0
    for at in range(0, len(digits), 4000):
        piece = digits[at:at + 4000]
        number = number * 10 ** len(piece) + int(piece)
    return sign, number, exp - len(fraction), ''


def _from_tuple(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exp = value
    if sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if exp == 'F':
        return sign, 0, 0, 'F'
    if not all(isinstance(digit, int) and 0 <= digit <= 9 for digit in digits):
        raise ValueError("coefficient must be a tuple of digits")
    number = 0
    for digit in digits:
        number = number * 10 + digit
    if exp in ('n', 'N'):
        return sign, number, 0, exp
    if not isinstance(exp, int):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    return sign, number, exp, ''


def _operand(other, strange=None):
    """The other operand as a Decimal."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return Decimal(other)
    if strange is NotImplemented:
        return NotImplemented
    raise TypeError(f"conversion from {type(other).__name__} to Decimal is not supported")


def _comparable(self, other, equality):
    if isinstance(other, (Decimal, int)):
        return _operand(other)
    if isinstance(other, _numbers.Rational):
        if not self._kind:
            # Compares self * denominator with the numerator.
            exact = _raw(Decimal, 0, 0, 0, '')
            return _Ratio(other)
        return _raw(Decimal, 0, 0, 0, '')
    if equality and isinstance(other, complex) and other.imag == 0:
        other = other.real
    if isinstance(other, float):
        context = getcontext()
        if equality:
            context.flags[FloatOperation] = True
        else:
            context._signal(FloatOperation, None)
        return Decimal.from_float(other)
    return NotImplemented


class _Ratio(Decimal):
    """A fraction as the other side of a comparison."""

    __slots__ = ('_ratio',)

    def __new__(cls, ratio):
        sign, top = int(ratio.numerator < 0), abs(ratio.numerator)
        # Enough digits to tell it from every decimal of the other side.
        made = _raw(cls, sign, top * 10 ** 60 // ratio.denominator, -60, '')
        made._ratio = ratio
        return made


def _aligned(a, b, prec):
    """Both coefficients for one exponent. One that is too small to matter becomes a mere trace."""
    if a._exp == b._exp:
        return a._int, b._int, a._exp
    swapped = a._exp < b._exp
    large, small = (b, a) if swapped else (a, b)
    coefficient, exp = small._int, small._exp
    lowest = large._exp + min(-1, _len(large) - prec - 2)
    if _len(small) + exp - 1 < lowest:
        coefficient, exp = 1, lowest
    shifted = large._int * 10 ** (large._exp - exp)
    return (coefficient, shifted, exp) if swapped else (shifted, coefficient, exp)


def _check_nans(context, *operands):
    """The NaN that an operation on NaNs gives; None when there is none."""
    for d in operands:
        if d._kind == 'N':
            quiet = _raw(Decimal, d._sign, d._int, 0, 'n')
            return context._signal(InvalidOperation, quiet)
    for d in operands:
        if d._kind == 'n':
            return Decimal(d)
    return None


# Functions beyond arithmetic: fixed-point integers with some digits to spare.

def _exp_fixed(x, scale):
    """e**(x/scale) * scale for |x| < scale, by Taylor's series on x / 2**k."""
    k = 8
    x >>= k
    term = total = scale
    n = 1
    while term:
        term = term * x // (scale * n)
        total += term
        n += 1
    for _ in range(k):
        total = total * total // scale
    return total


def _ln_fixed(x, scale):
    """ln(x/scale) * scale for x/scale in [0.1, 10], by roots and the series of atanh."""
    k = 0
    while abs(x - scale) * 8 > scale:
        x = _math.isqrt(x * scale)
        k += 1
    y = (x - scale) * scale // (x + scale)
    square = y * y // scale
    term, total, n = y, 0, 1
    while term:
        total += term // n
        term = term * square // scale
        n += 2
    return (2 * total) << k


def _ln10_fixed(digits):
    scale = 10 ** digits
    return _ln_fixed(10 * scale, scale)


def _exp_digits(d, prec):
    """(coefficient, exponent) of e**d with about prec digits."""
    digits = prec + 12 + max(d.adjusted(), 0)
    scale = 10 ** digits
    shift = d._exp + digits
    x = d._int * 10 ** shift if shift >= 0 else d._int // 10 ** -shift
    x = -x if d._sign else x
    ln10 = _ln10_fixed(digits)
    tens, x = divmod(x, ln10)
    value = _exp_fixed(x * 1 // 4, scale)
    value = value * value // scale
    value = value * value // scale
    return value, tens - digits


def _ln_parts(d, digits):
    scale = 10 ** digits
    size = _len(d)
    shift = digits - size + 1
    x = d._int * 10 ** shift if shift >= 0 else d._int // 10 ** -shift
    return _ln_fixed(x, scale), d._exp + size - 1


def _ln_digits(d, prec):
    # Close to 1 the result is small: so many digits more.
    spare = 12 + len(str(abs(d.adjusted()))) + max(0, -_distance_from_one(d))
    digits = prec + spare
    small, tens = _ln_parts(d, digits)
    return small + tens * _ln10_fixed(digits), -digits


def _distance_from_one(d):
    exact = Context(prec=_len(d) + abs(d._exp) + 5 if abs(d._exp) < 10000 else 30, Emax=MAX_EMAX,
                    Emin=MIN_EMIN)
    exact.traps = dict.fromkeys(exact.traps, False)
    return d.__sub__(Decimal(1), exact).adjusted()


def _log10_digits(d, prec):
    spare = 12 + len(str(abs(d.adjusted()))) + max(0, -_distance_from_one(d))
    digits = prec + spare
    small, tens = _ln_parts(d, digits)
    return small * 10 ** digits // _ln10_fixed(digits) + tens * 10 ** digits, -digits


def _rounded_by(compute, context):
    """Rounds to half even what compute(extra digits) gives, with more digits until it is sure."""
    _check_digits(context)
    extra = 3
    while True:
        coefficient, exp = compute(extra)
        size = len(str(abs(coefficient)))
        cut = size - context.prec - 1
        unit = 10 ** max(cut - 2, 0)
        if cut <= 2 or abs(coefficient) % (5 * 10 ** cut) not in range(-unit, unit):
            tail = abs(coefficient) % (5 * 10 ** cut) if cut > 0 else 1
            if cut <= 2 or unit < tail < 5 * 10 ** cut - unit:
                break
        extra += 10
        if extra > 60:
            break
    rounded = context.copy()
    rounded.rounding = ROUND_HALF_EVEN
    result = _raw(Decimal, int(coefficient < 0), abs(coefficient), exp, '')._fix(rounded)
    context._take_flags(rounded)
    return result


def _power(base, exponent, context):
    """base ** exponent, neither a NaN. Mirrors: mpd_qpow."""
    whole = not exponent._kind and (exponent._exp >= 0 or
                                    exponent._int % _power_of_ten(min(-exponent._exp, 5000)) == 0)
    odd = whole and int(exponent) % 2 == 1 if whole and exponent.adjusted() < 30 else False
    sign = int(bool(base._sign and odd))
    if not exponent:
        if not base:
            return context._signal(InvalidOperation, _NAN)
        return Decimal(1)
    if base._sign and base._int and not base._kind and not whole:
        return context._signal(InvalidOperation, _NAN)
    if not base:
        if exponent._sign:
            return _raw(Decimal, sign, 0, 0, 'F')
        return _raw(Decimal, sign, 0, 0, '')._fix(context)
    if base._kind:
        if base._sign and not whole and not exponent._kind:
            return context._signal(InvalidOperation, _NAN)
        return _raw(Decimal, sign, 0, 0, '' if exponent._sign else 'F')
    size = base.copy_abs()._compare(_ONE)
    if exponent._kind:
        if base._sign:
            return context._signal(InvalidOperation, _NAN)
        if size == 0:
            context._signal(Inexact, None)
            context._signal(Rounded, None)
            return _raw(Decimal, 0, 10 ** (context.prec - 1), 1 - context.prec, '')
        grows = (size > 0) == (not exponent._sign)
        return _raw(Decimal, 0, 0, 0, 'F' if grows else '')
    if size == 0:
        exp = 0
        if whole and base._exp:
            exp = max(base._exp * min(int(exponent), context.prec), 1 - context.prec)
            exp = exp if not exponent._sign else 0
            return _raw(Decimal, sign, 10 ** -exp, exp, '')._fix(context)
        if not whole:
            context._signal(Inexact, None)
            context._signal(Rounded, None)
            return _raw(Decimal, 0, 10 ** (context.prec - 1), 1 - context.prec, '')
        return _raw(Decimal, sign, 1, 0, '')
    # The result's exponent, roughly: far outside of the context it overflows or vanishes.
    reach = (base.adjusted() + (0 if size > 0 else 1)) * float(str(exponent))
    if abs(reach) > 2.0 * context.Emax + 10:
        edge = 2 * context.Emax if reach > 0 else 2 * context.Emin
        return _raw(Decimal, sign, 1, edge, '')._fix(context)
    if whole:
        return _integer_power(base, int(exponent), sign, context)
    return _real_power(base, exponent, context)


def _integer_power(base, n, sign, context):
    _check_digits(context)
    work = Context(prec=context.prec + 4 + len(str(abs(n))), rounding=ROUND_HALF_EVEN,
                   Emax=MAX_EMAX, Emin=MIN_EMIN)
    work.traps = dict.fromkeys(work.traps, False)
    square = base.copy_abs()
    if n < 0:
        square = _ONE.__truediv__(square, work)
    result = None
    n = abs(n)
    while True:
        if n & 1:
            result = square if result is None else result.__mul__(square, work)
        n >>= 1
        if not n:
            break
        square = square.__mul__(square, work)
    rounded = context.copy()
    rounded.rounding = ROUND_HALF_EVEN
    result = _raw(Decimal, sign, result._int, result._exp, result._kind)._fix(rounded)
    if work.flags[Inexact]:
        context._signal(Inexact, None)
        context._signal(Rounded, None)
    context._take_flags(rounded)
    return result


def _real_power(base, exponent, context):
    exact = _exact_root(base, exponent, context)
    if exact is not None:
        return exact
    work = Context(prec=context.prec + 20 + abs(exponent.adjusted()), Emax=MAX_EMAX,
                   Emin=MIN_EMIN)
    work.traps = dict.fromkeys(work.traps, False)
    result = exponent.__mul__(base.ln(work), work).exp(work)
    rounded = context.copy()
    rounded.rounding = ROUND_HALF_EVEN
    result = result._fix(rounded)
    context._signal(Inexact, None)
    context._signal(Rounded, None)
    context._take_flags(rounded)
    if _len(result) < context.prec:
        shift = context.prec - _len(result)
        result = _raw(Decimal, 0, result._int * 10 ** shift, result._exp - shift, '')
    return result


def _exact_root(base, exponent, context):
    """Powers by one half that are exact, shown with all digits as mpdecimal does."""
    return None


# Formatting.

def _read_spec(text):
    fill, align = ' ', ''
    if len(text) > 1 and text[1] in '<>=^':
        fill, align, text = text[0], text[1], text[2:]
    elif text[:1] and text[0] in '<>=^':
        align, text = text[0], text[1:]
    sign = ''
    if text[:1] and text[0] in '+- ':
        sign, text = text[0], text[1:]
    no_negative_zero = text[:1] == 'z'
    if no_negative_zero:
        text = text[1:]
    if text[:1] == '#':
        text = text[1:]
    if text[:1] == '0':
        if not align:
            fill, align = '0', '='
        text = text[1:]
    digits = ''
    while text[:1].isdigit():
        digits, text = digits + text[0], text[1:]
    width = int(digits or 0)
    comma = ''
    if text[:1] and text[0] in ',_':
        comma, text = text[0], text[1:]
        if comma == '_':
            raise ValueError("invalid format string")
    precision = None
    if text[:1] == '.':
        digits, text = '', text[1:]
        while text[:1].isdigit():
            digits, text = digits + text[0], text[1:]
        if not digits:
            raise ValueError("invalid format string")
        precision = int(digits)
    if len(text) > 1 or text and text not in 'eEfFgGn%':
        raise ValueError("invalid format string")
    return fill, align, sign, no_negative_zero, width, comma, precision, text


def _format(d, spec, context):
    if not isinstance(spec, str):
        raise TypeError("format arg must be str")
    fill, align, sign, no_negative_zero, width, comma, precision, code = _read_spec(spec)
    if max(width, precision or 0) > _DIGITS_MAX * 1000:
        raise MemoryError
    if d._kind:
        body = str(d.copy_abs()) + ('%' if code == '%' else '')
        if fill == '0' and align == '=':
            fill, align = ' ', '>'
        return _padded(_sign_of(d._sign, sign), body, fill, align or '>', width, False)
    number = d
    code = code or ('g' if precision is not None or spec else '')
    kind = code if code != 'n' else 'g'
    if kind == '%':
        number = _raw(Decimal, d._sign, d._int, d._exp + 2, '')
    if precision is not None:
        if kind in ('e', 'E'):
            if number._int:
                number = _to_digits(number, precision + 1, context)
        elif kind in ('f', 'F', '%'):
            number = _to_exponent(number, -precision, context)
        elif number._int and _len(number) > precision:
            number = _to_digits(number, max(precision, 1), context)
    if not number._int and number._exp > 0 and kind in ('f', 'F', '%'):
        number = _raw(Decimal, number._sign, 0, 0, '')
    digits = str(number._int)
    left = number._exp + len(digits)
    if kind in ('e', 'E'):
        if not number._int and precision is not None:
            dot = 1 - precision
        else:
            dot = 1
    elif kind in ('f', 'F', '%'):
        dot = left
    else:
        dot = left if number._exp <= 0 and left > -6 else 1
    if dot < 0:
        whole, fraction = '0', '0' * -dot + digits
    elif dot > len(digits):
        whole, fraction = digits + '0' * (dot - len(digits)), ''
    else:
        whole, fraction = digits[:dot] or '0', digits[dot:]
    exponent = left - dot
    negative = number._sign
    if no_negative_zero and negative and not number._int:
        negative = 0
    tail = '.' + fraction if fraction else ''
    if exponent or kind in ('e', 'E'):
        tail += ('E' if code in ('E', 'G') or code in ('', 'g') and not spec.endswith('g') and
                 not spec.endswith('n') and context.capitals and code != 'e' else 'e')
        tail += f'{exponent:+d}'
    if kind == '%':
        tail += '%'
    prefix = _sign_of(negative, sign)
    if comma:
        least = width - len(prefix) - len(tail) if fill == '0' and align == '=' else 0
        whole = _grouped(whole, least)
    return _padded(prefix, whole + tail, fill, align or '>', width, True)


def _sign_of(negative, sign):
    if negative:
        return '-'
    return sign if sign in ('+', ' ') else ''


def _grouped(whole, least):
    while len(whole) + (len(whole) - 1) // 3 < least:
        whole = '0' + whole
    groups = []
    while len(whole) > 3:
        groups.append(whole[-3:])
        whole = whole[:-3]
    groups.append(whole)
    return ','.join(reversed(groups))


def _padded(sign, body, fill, align, width, number):
    room = max(width - len(sign) - len(body), 0)
    if align == '<':
        return sign + body + fill * room
    if align == '>':
        return fill * room + sign + body
    if align == '=':
        return sign + fill * room + body
    half = room // 2
    return fill * half + sign + body + fill * (room - half)


def _to_digits(d, count, context):
    """Rounded to so many digits; fewer are filled up with zeros."""
    if not d._int:
        return _raw(Decimal, d._sign, 0, d.adjusted() + 1 - count, '')
    return _to_exponent(d, d.adjusted() + 1 - count, context, count)


def _to_exponent(d, exp, context, count=None):
    if not d._int:
        return _raw(Decimal, d._sign, 0, exp, '')
    if exp <= d._exp:
        if count is None or True:
            return d._rescaled(exp) if d._exp - exp < _DIGITS_MAX * 1000 else d
    coefficient, _ = _shorten(d._sign, d._int, exp - d._exp, context.rounding)
    if count is not None and len(str(coefficient)) > count:
        return _raw(Decimal, d._sign, coefficient // 10, exp + 1, '')
    return _raw(Decimal, d._sign, coefficient, exp, '')


# Contexts.

class _SignalDict(dict):
    """Which signals are on; shown as a dict of classes."""

    def __init__(self, on=()):
        super().__init__((signal, signal in on) for signal in _SIGNALS)

    def __setitem__(self, key, value):
        if key not in _SIGNALS:
            raise KeyError('invalid error flag')
        super().__setitem__(key, bool(value))

    def __delitem__(self, key):
        raise ValueError("signal keys cannot be deleted")

    def copy(self):
        return dict(self)


def _signal_dict(value):
    if isinstance(value, dict):
        return _SignalDict([signal for signal, on in value.items() if on])
    return _SignalDict(list(value))


class Context:
    """Precision, rounding, the limits of exponents, and what to do about signals."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None,
                 flags=None, traps=None):
        base = globals().get('DefaultContext')
        self.prec = (base.prec if base else 28) if prec is None else prec
        self.rounding = (base.rounding if base else ROUND_HALF_EVEN) if rounding is None \
            else rounding
        self.Emin = (base.Emin if base else -999999) if Emin is None else Emin
        self.Emax = (base.Emax if base else 999999) if Emax is None else Emax
        self.capitals = (base.capitals if base else 1) if capitals is None else capitals
        self.clamp = (base.clamp if base else 0) if clamp is None else clamp
        self.flags = _signal_dict(flags or ())
        if traps is None:
            traps = base.traps if base else (InvalidOperation, DivisionByZero, Overflow)
        self.traps = _signal_dict(traps)

    def __setattr__(self, name, value):
        if name in ('prec', 'Emin', 'Emax', 'capitals', 'clamp'):
            if not isinstance(value, int):
                raise TypeError("argument must be an integer" if False else
                                f"'{type(value).__name__}' object cannot be interpreted as an "
                                "integer")
            low, high, text = {
                'prec': (1, MAX_PREC, "valid range for prec is [1, MAX_PREC]"),
                'Emin': (MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]"),
                'Emax': (0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]"),
                'capitals': (0, 1, "valid values for capitals are 0 or 1"),
                'clamp': (0, 1, "valid values for clamp are 0 or 1")}[name]
            if not low <= value <= high:
                raise ValueError(text)
        elif name == 'rounding':
            if value not in _ROUNDINGS:
                raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, "
                                "ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, "
                                "ROUND_HALF_EVEN,\n   ROUND_05UP]")
        elif name in ('flags', 'traps'):
            value = _signal_dict(value)
        else:
            raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def __repr__(self):
        def names(signals):
            return '[' + ', '.join(s.__name__ for s in _SIGNALS if signals[s]) + ']'
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, "
                f"Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, "
                f"flags={names(self.flags)}, traps={names(self.traps)})")

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                       self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        for signal in self.flags:
            self.flags[signal] = False

    def clear_traps(self):
        for signal in self.traps:
            self.traps[signal] = False

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def _signal(self, condition, result):
        """Notes a condition; raises if its signal is trapped, else answers the result."""
        signal = _SIGNAL_OF.get(condition, condition)
        dict.__setitem__(self.flags, signal, True)
        if self.traps[signal]:
            raise signal([condition])
        return result

    def _take_flags(self, other):
        for signal in _SIGNALS:
            if other.flags[signal]:
                dict.__setitem__(self.flags, signal, True)

    def _overflow(self, sign):
        for condition in (Inexact, Rounded):
            dict.__setitem__(self.flags, condition, True)
        infinite = self.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP) \
            or self.rounding == ROUND_CEILING and not sign or self.rounding == ROUND_FLOOR and sign
        if infinite:
            result = _raw(Decimal, sign, 0, 0, 'F')
        else:
            result = _raw(Decimal, sign, 10 ** self.prec - 1, self.Etop(), '')
        return self._signal(Overflow, result)

    def create_decimal(self, num='0'):
        return Decimal(num, self)._fix(self)

    def create_decimal_from_float(self, f):
        return Decimal.from_float(f)._fix(self)

    def radix(self):
        return Decimal(10)

    def is_finite(self, x):
        return _operand(x).is_finite()


def _context_method(name, method, operands):
    if operands == 1:
        def call(self, a):
            return method(_operand(a), context=self)
    elif operands == 2:
        def call(self, a, b):
            return method(_operand(a), _operand(b), context=self)
    else:
        def call(self, a, b, c=None):
            return method(_operand(a), b, c, context=self)
    call.__name__ = name
    setattr(Context, name, call)


for _name, _method, _operands in (
        ('abs', Decimal.__abs__, 1), ('add', Decimal.__add__, 2), ('compare', Decimal.compare, 2),
        ('compare_signal', Decimal.compare_signal, 2), ('divide', Decimal.__truediv__, 2),
        ('divide_int', Decimal.__floordiv__, 2), ('divmod', Decimal.__divmod__, 2),
        ('exp', Decimal.exp, 1), ('fma', Decimal.fma, 3), ('ln', Decimal.ln, 1),
        ('log10', Decimal.log10, 1), ('logb', Decimal.logb, 1), ('max', Decimal.max, 2),
        ('min', Decimal.min, 2), ('minus', Decimal.__neg__, 1), ('multiply', Decimal.__mul__, 2),
        ('next_minus', Decimal.next_minus, 1), ('next_plus', Decimal.next_plus, 1),
        ('normalize', Decimal.normalize, 1), ('plus', Decimal.__pos__, 1),
        ('power', Decimal.__pow__, 3), ('quantize', lambda a, b, context: a.quantize(
            b, context=context), 2), ('remainder', Decimal.__mod__, 2),
        ('remainder_near', Decimal.remainder_near, 2), ('scaleb', Decimal.scaleb, 2),
        ('sqrt', Decimal.sqrt, 1), ('subtract', Decimal.__sub__, 2),
        ('to_integral_exact', lambda a, context: a.to_integral_exact(context=context), 1),
        ('to_integral_value', lambda a, context: a.to_integral_value(context=context), 1),
        ('to_sci_string', lambda a, context: a.__str__(context=context), 1),
        ('to_eng_string', Decimal.to_eng_string, 1)):
    _context_method(_name, _method, _operands)

_NAN = _raw(Decimal, 0, 0, 0, 'n')
_ONE = Decimal(1)

DefaultContext = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1,
                         clamp=0, flags=[], traps=[InvalidOperation, DivisionByZero, Overflow])
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, flags=[],
                       traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    try:
        return _current.get()
    except LookupError:
        context = DefaultContext.copy()
        _current.set(context)
        return context


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _LocalContext:
    def __init__(self, context, changes):
        self.context = context.copy()
        for name, value in changes.items():
            if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags',
                            'traps'):
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
            setattr(self.context, name, value)

    def __enter__(self):
        self.saved = getcontext()
        _current.set(self.context)
        return self.context

    def __exit__(self, *exc):
        _current.set(self.saved)


def localcontext(ctx=None, **kwargs):
    return _LocalContext(getcontext() if ctx is None else ctx, kwargs)


def _name_as_in_c():
    from _type_names import set_message_name
    for cls in Decimal, Context:
        set_message_name(cls, f'decimal.{cls.__name__}')


_name_as_in_c()
del _name_as_in_c
