# native: it is C in CPython
"""Mathematical functions of complex numbers."""

import math as _m

pi = _m.pi
e = _m.e
tau = _m.tau
inf = _m.inf
nan = _m.nan
infj = complex(0.0, inf)
nanj = complex(0.0, nan)

_LARGE = 1.7976931348623157e308 / 4
_SQRT_LARGE = _m.sqrt(_LARGE)
_LOG_LARGE = _m.log(_LARGE)
_TINY = 2.2250738585072014e-308
_SQRT_TINY = _m.sqrt(_TINY)
_LN2 = 0.6931471805599453
_HALF_PI = pi / 2


def _complex(z):
    if isinstance(z, complex):
        return z
    if isinstance(z, (str, bytes)):
        raise TypeError(f"must be real number, not {type(z).__name__}")
    convert = getattr(type(z), '__complex__', None)
    if convert is not None:
        result = convert(z)
        if not isinstance(result, complex):
            raise TypeError(
                f"{type(z).__name__}.__complex__ returned non-complex (type {type(result).__name__})")
        return result
    if hasattr(type(z), '__float__') or hasattr(type(z), '__index__'):
        return complex(float(z), 0.0)
    raise TypeError(f"must be real number, not {type(z).__name__}")


def _finished(z, *arguments):
    """The result, or what C's errno would have said of it."""
    if all(map(_m.isfinite, arguments)):
        if _m.isinf(z.real) or _m.isinf(z.imag):
            raise OverflowError("math range error")
        if _m.isnan(z.real) or _m.isnan(z.imag):
            raise ValueError("math domain error")
    return z


def _range(function, x):
    try:
        return function(x)
    except OverflowError:
        return _m.copysign(inf, x) if function is _m.sinh else inf


def _length(x, y):
    return abs(complex(x, y))  # As C's hypot() rounds, which math.hypot() betters.


def _trig(function, x):
    return function(x) if _m.isfinite(x) else nan


def sqrt(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if x == 0.0 and y == 0.0:
        return complex(0.0, y)
    if _m.isinf(y):
        return complex(inf, y)
    if _m.isnan(x):
        return complex(nan, nan)
    if _m.isinf(x):
        if x > 0:
            return complex(inf, y if _m.isnan(y) else _m.copysign(0.0, y))
        return complex(nan if _m.isnan(y) else 0.0, inf if _m.isnan(y) else _m.copysign(inf, y))
    if _m.isnan(y):
        return complex(nan, nan)
    ax, ay = abs(x), abs(y)
    if ax < _TINY and ay < _TINY:
        ax = _m.ldexp(ax, 53)
        s = _m.ldexp(_m.sqrt(ax + _length(ax, _m.ldexp(ay, 53))), -27)
    else:
        ax /= 8.0
        s = 2.0 * _m.sqrt(ax + _length(ax, ay / 8.0))
    d = ay / (2.0 * s)
    if x >= 0.0:
        return complex(s, _m.copysign(d, y))
    return complex(d, _m.copysign(s, y))


def exp(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if _m.isinf(x) and not _m.isfinite(y):
        if x < 0:
            return complex(0.0, _m.copysign(0.0, y))
        if _m.isinf(y):
            raise ValueError("math domain error")
        return complex(inf, nan)
    if _m.isinf(x):
        size = 0.0 if x < 0 else inf
        if y == 0.0:
            return complex(size, y)
        return complex(_m.copysign(size, _m.cos(y)), _m.copysign(size, _m.sin(y)))
    if _m.isinf(y):
        if _m.isnan(x):
            return complex(nan, nan)
        raise ValueError("math domain error")
    if _m.isnan(x):
        return complex(nan, y if y == 0.0 else nan)
    if _m.isnan(y):
        return complex(nan, nan)
    if x > _LOG_LARGE:
        size = _range(_m.exp, x - 1.0)
        return _finished(complex(size * _m.cos(y) * e, size * _m.sin(y) * e), x, y)
    size = _range(_m.exp, x)
    return _finished(complex(size * _m.cos(y), size * _m.sin(y)), x, y)


def _log(z):
    x, y = z.real, z.imag
    ax, ay = abs(x), abs(y)
    angle = _m.atan2(y, x)
    if not (_m.isfinite(x) and _m.isfinite(y)):
        return complex(inf if _m.isinf(x) or _m.isinf(y) else nan, angle)
    if ax > _LARGE or ay > _LARGE:
        return complex(_m.log(_length(ax / 2.0, ay / 2.0)) + _LN2, angle)
    if ax < _TINY and ay < _TINY:
        if ax == 0.0 and ay == 0.0:
            raise ValueError("math domain error")
        return complex(_m.log(_length(_m.ldexp(ax, 53), _m.ldexp(ay, 53))) - 53 * _LN2, angle)
    h = _length(ax, ay)
    if 0.71 <= h <= 1.73:
        big, small = max(ax, ay), min(ax, ay)
        return complex(_m.log1p((big - 1) * (big + 1) + small * small) / 2.0, angle)
    return complex(_m.log(h), angle)


def log(z, base=None, /):
    result = _log(_complex(z))
    if base is None:
        return result
    below = _log(_complex(base))
    if below == 0:
        raise ValueError("math domain error")
    return result / below


def log10(z, /):
    result = _log(_complex(z))
    return complex(result.real / _m.log(10.0), result.imag / _m.log(10.0))


def acos(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if abs(x) > _LARGE or abs(y) > _LARGE or x != x or y != y:
        angle = _m.atan2(abs(y), x)
        if _m.isnan(x) and _m.isinf(y):
            return complex(nan, -y)
        if _m.isnan(y) and x == 0.0:
            return complex(_HALF_PI, nan)
        size = _length(x / 2.0, y / 2.0)
        size = (inf if _m.isinf(size) else nan if _m.isnan(size) else _m.log(size) + _LN2 * 2.0)
        if x < 0.0:
            return complex(angle, -_m.copysign(size, y))
        return complex(angle, _m.copysign(size, -y))
    a = sqrt(complex(1.0 - x, -y))
    b = sqrt(complex(1.0 + x, y))
    return complex(2.0 * _m.atan2(a.real, b.real), _m.asinh(b.real * a.imag - b.imag * a.real))


def acosh(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if abs(x) > _LARGE or abs(y) > _LARGE or x != x or y != y:
        size = _length(x / 2.0, y / 2.0)
        size = inf if _m.isinf(size) else nan if _m.isnan(size) else _m.log(size) + _LN2 * 2.0
        return complex(size, _m.atan2(y, x))
    a = sqrt(complex(x - 1.0, y))
    b = sqrt(complex(x + 1.0, y))
    return complex(_m.asinh(a.real * b.real + a.imag * b.imag), 2.0 * _m.atan2(a.imag, b.real))


def asinh(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if _m.isnan(x) and y == 0.0:
        return complex(x, y)
    if abs(x) > _LARGE or abs(y) > _LARGE or x != x or y != y:
        size = _length(x / 2.0, y / 2.0)
        size = inf if _m.isinf(size) else nan if _m.isnan(size) else _m.log(size) + _LN2 * 2.0
        return complex(_m.copysign(size, x), _m.atan2(y, abs(x)))
    a = sqrt(complex(1.0 + y, -x))
    b = sqrt(complex(1.0 - y, x))
    return complex(_m.asinh(a.real * b.imag - b.real * a.imag),
                   _m.atan2(y, a.real * b.real - a.imag * b.imag))


def asin(z, /):
    z = _complex(z)
    turned = asinh(complex(-z.imag, z.real))
    return complex(turned.imag, -turned.real)


def atanh(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if x < 0.0 or (x == 0.0 and _m.copysign(1.0, x) < 0.0):
        return -atanh(-z)
    ay = abs(y)
    if _m.isnan(x) or _m.isnan(y):
        if _m.isinf(x) or x == 0.0:
            return complex(0.0, nan)
        if _m.isinf(y):
            return complex(0.0, _m.copysign(_HALF_PI, y))
        return complex(nan, nan)
    if x > _SQRT_LARGE or ay > _SQRT_LARGE:
        h = _length(ay / 2.0, x / 2.0)
        real = 0.0 if _m.isinf(h) else x / 4.0 / h / h
        return complex(real, _m.copysign(_HALF_PI, y))
    if x == 1.0 and ay < _SQRT_TINY:
        if ay == 0.0:
            raise ValueError("math domain error")
        return complex(-_m.log(_m.sqrt(ay) / _m.sqrt(_length(ay, 2.0))),
                       _m.copysign(_m.atan2(2.0, -ay) / 2, y))
    return complex(_m.log1p(4.0 * x / ((1 - x) * (1 - x) + ay * ay)) / 4.0,
                   -_m.atan2(-2.0 * y, (1 - x) * (1 + x) - ay * ay) / 2.0)


def atan(z, /):
    z = _complex(z)
    turned = atanh(complex(-z.imag, z.real))
    return complex(turned.imag, -turned.real)


def _hyperbolic(z, first, second):
    """(first(x)·cos(y), second(x)·sin(y)): cosh and sinh."""
    x, y = z.real, z.imag
    if _m.isinf(y) and not _m.isnan(x):
        raise ValueError("math domain error")
    if _m.isnan(y) and _m.isinf(x):
        return complex(first(x), nan)
    if _m.isinf(x) and y == 0.0:
        return complex(first(x), _m.copysign(0.0, y) * (1.0 if first is _m.sinh else
                                                       _m.copysign(1.0, x)))
    if _m.isnan(x) and y == 0.0:
        return complex(nan, y)
    if abs(x) > _LOG_LARGE and _m.isfinite(x):
        nearer = x - _m.copysign(1.0, x)
        result = complex(_trig(_m.cos, y) * _range(first, nearer) * e,
                         _trig(_m.sin, y) * _range(second, nearer) * e)
    else:
        result = complex(_trig(_m.cos, y) * first(x), _trig(_m.sin, y) * second(x))
    return _finished(result, x, y)


def cosh(z, /):
    return _hyperbolic(_complex(z), _m.cosh, _m.sinh)


def sinh(z, /):
    return _hyperbolic(_complex(z), _m.sinh, _m.cosh)


def tanh(z, /):
    z = _complex(z)
    x, y = z.real, z.imag
    if _m.isinf(y) and _m.isfinite(x):
        raise ValueError("math domain error")
    if _m.isinf(x):
        sign = 0.0 if not _m.isfinite(y) else 2.0 * _m.sin(y) * _m.cos(y)
        return complex(_m.copysign(1.0, x), _m.copysign(0.0, sign))
    if abs(x) > _LOG_LARGE:
        return complex(_m.copysign(1.0, x),
                       4.0 * _m.sin(y) * _m.cos(y) * _m.exp(-2.0 * abs(x)))
    if _m.isnan(x) or _m.isnan(y):
        return complex(nan, y if y == 0.0 else nan)
    tx, ty = _m.tanh(x), _m.tan(y)
    narrow = 1.0 / _m.cosh(x)
    both = tx * ty
    below = 1.0 + both * both
    return complex(tx * (1.0 + ty * ty) / below, ((ty / below) * narrow) * narrow)


def cos(z, /):
    z = _complex(z)
    return cosh(complex(-z.imag, z.real))


def sin(z, /):
    z = _complex(z)
    turned = sinh(complex(-z.imag, z.real))
    return complex(turned.imag, -turned.real)


def tan(z, /):
    z = _complex(z)
    turned = tanh(complex(-z.imag, z.real))
    return complex(turned.imag, -turned.real)


def phase(z, /):
    z = _complex(z)
    return _m.atan2(z.imag, z.real)


def polar(z, /):
    z = _complex(z)
    return abs(z), _m.atan2(z.imag, z.real)


def rect(r, phi, /):
    r, phi = float(r), float(phi)
    if _m.isinf(phi) and r != 0.0 and not _m.isnan(r):
        raise ValueError("math domain error")
    if r == 0.0:
        return complex(r, 0.0 if not _m.isfinite(phi) else r * phi)
    if phi == 0.0:
        return complex(r, r * phi)
    return complex(r * _trig(_m.cos, phi), r * _trig(_m.sin, phi))


def isfinite(z, /):
    z = _complex(z)
    return _m.isfinite(z.real) and _m.isfinite(z.imag)


def isnan(z, /):
    z = _complex(z)
    return _m.isnan(z.real) or _m.isnan(z.imag)


def isinf(z, /):
    z = _complex(z)
    return _m.isinf(z.real) or _m.isinf(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    a, b = _complex(a), _complex(b)
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    apart = abs(a - b)
    return apart <= rel_tol * abs(b) or apart <= rel_tol * abs(a) or apart <= abs_tol
