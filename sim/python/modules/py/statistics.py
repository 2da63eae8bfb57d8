"""Means, medians and spreads. Sums are exact, and rounded once at the end."""

import math
import random
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple

__all__ = ['NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean',
           'geometric_mean', 'harmonic_mean', 'linear_regression', 'mean', 'median',
           'median_grouped', 'median_high', 'median_low', 'mode', 'multimode', 'pstdev',
           'pvariance', 'quantiles', 'stdev', 'variance']


class StatisticsError(ValueError):
    pass


class _Ratio:
    """An exact fraction: as much arithmetic as sums of floats need."""

    __slots__ = ('top', 'bottom')

    def __init__(self, top, bottom=1):
        common = math.gcd(top, bottom) or 1
        if bottom < 0:
            common = -common
        self.top = top // common
        self.bottom = bottom // common

    @classmethod
    def of(cls, x):
        if isinstance(x, _Ratio):
            return x
        try:
            return cls(*x.as_integer_ratio())
        except AttributeError:
            raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")

    def __add__(self, other):
        return _Ratio(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __sub__(self, other):
        return _Ratio(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other):
        return _Ratio(self.top * other.top, self.bottom * other.bottom)

    def divided(self, n):
        return _Ratio(self.top, self.bottom * n)

    def number(self, kind):
        if kind.__name__ in ('Decimal', 'Fraction'):
            return kind(self.top) / kind(self.bottom)
        if kind is int and self.bottom == 1:
            return self.top
        return self.top / self.bottom


def _total(data):
    """The exact sum, the number of items, and the type that a result should have."""
    total = _Ratio(0)
    special = 0.0
    n = 0
    kind = int
    for x in data:
        n += 1
        if isinstance(x, float):
            kind = float
            if not math.isfinite(x):
                special += x
                continue
        elif not isinstance(x, int) and kind is not float:
            kind = type(x)
        total += _Ratio.of(x)
    if special or special != special:
        return special, n, float
    return total, n, kind


def mean(data):
    total, n, kind = _total(data)
    if n < 1:
        raise StatisticsError('mean requires at least one data point')
    if isinstance(total, float):
        return total / n
    return total.divided(n).number(kind)


def fmean(data, weights=None):
    if weights is None:
        data = list(data)
        if not data:
            raise StatisticsError('fmean requires at least one data point')
        return math.fsum(data) / len(data)
    data, weights = list(data), list(weights)
    if len(data) != len(weights):
        raise StatisticsError('data and weights must be the same length')
    bottom = math.fsum(weights)
    if not bottom:
        raise StatisticsError('sum of weights must be non-zero')
    return math.fsum(w * x for w, x in zip(weights, data)) / bottom


def geometric_mean(data):
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive '
                              'numbers') from None


def harmonic_mean(data, weights=None):
    data = list(data)
    if not data:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if min(data) < 0:
        raise StatisticsError('harmonic mean does not support negative values')
    weights = [1] * len(data) if weights is None else list(weights)
    if any(x == 0 for x in data):
        return 0
    bottom = _Ratio(0)
    for x, w in zip(data, weights):
        r = _Ratio.of(x)
        bottom += _Ratio.of(w) * _Ratio(r.bottom, r.top)
    top, _, _ = _total(weights)
    result = top * _Ratio(bottom.bottom, bottom.top)
    return result.number(float)


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    low = bisect_left(data, x)
    high = bisect_right(data, x, lo=low)
    lower = float(x) - float(interval) / 2.0
    return lower + interval * (n / 2 - low) / (high - low)


def mode(data):
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError('no mode for empty data')
    return pairs[0][0]


def multimode(data):
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError('must have at least two data points')
    result = []
    if method == 'inclusive':
        m = size - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == 'exclusive':
        m = size + 1
        for i in range(1, n):
            j = min(max(i * m // n, 1), size - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f'Unknown method: {method!r}')


def _squares(data, center):
    """The exact sum of squared distances from the mean, and how many there are."""
    data = list(data)
    total, n, kind = _total(data)
    if n == 0 or isinstance(total, float):
        return total, n, kind
    middle = total.divided(n) if center is None else _Ratio.of(center)
    result = _Ratio(0)
    for x in data:
        distance = _Ratio.of(x) - middle
        result += distance * distance
    return result, n, kind


def variance(data, xbar=None):
    squares, n, kind = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('variance requires at least two data points')
    return squares.divided(n - 1).number(kind)


def pvariance(data, mu=None):
    squares, n, kind = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return squares.divided(n).number(kind)


def _root(ratio):
    """The square root of an exact fraction, rounded once."""
    top, bottom = ratio.top, ratio.bottom
    if top == 0:
        return 0.0
    shift = max(0, 110 - (top.bit_length() - bottom.bit_length()))
    shift += shift & 1
    scaled, rest = divmod(top << shift, bottom)
    root = math.isqrt(scaled)
    # A bit that says "a little more" keeps the last rounding honest.
    odd = 1 if rest or root * root != scaled else 0
    return (root << 1 | odd) / (1 << shift // 2 + 1)


def _root_as(ratio, kind):
    """The square root as what the data are."""
    if kind.__name__ == 'Decimal':
        from decimal import Decimal, getcontext
        context = getcontext().copy()
        context.prec += 5
        exact = context.divide(Decimal(ratio.top), Decimal(ratio.bottom))
        return +exact.sqrt(context)
    return _root(ratio)


def stdev(data, xbar=None):
    squares, n, kind = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    return _root_as(squares.divided(n - 1), kind)


def pstdev(data, mu=None):
    squares, n, kind = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pstdev requires at least one data point')
    return _root_as(squares.divided(n), kind)


def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError('covariance requires that both inputs have same number of data '
                              'points')
    if n < 2:
        raise StatisticsError('covariance requires at least two data points')
    xbar = math.fsum(x) / n
    ybar = math.fsum(y) / n
    return math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y)) / (n - 1)


def correlation(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError('correlation requires that both inputs have same number of data '
                              'points')
    if n < 2:
        raise StatisticsError('correlation requires at least two data points')
    xbar = math.fsum(x) / n
    ybar = math.fsum(y) / n
    sxy = math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))
    sxx = math.fsum((d := xi - xbar) * d for xi in x)
    syy = math.fsum((d := yi - ybar) * d for yi in y)
    try:
        return sxy / math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


LinearRegression = namedtuple('LinearRegression', ('slope', 'intercept'))


def linear_regression(x, y, /, *, proportional=False):
    n = len(x)
    if len(y) != n:
        raise StatisticsError('linear regression requires that both inputs have same number of '
                              'data points')
    if n < 2:
        raise StatisticsError('linear regression requires at least two data points')
    if proportional:
        sxy = math.fsum(xi * yi for xi, yi in zip(x, y))
        sxx = math.fsum(xi * xi for xi in x)
    else:
        xbar = math.fsum(x) / n
        ybar = math.fsum(y) / n
        sxy = math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))
        sxx = math.fsum((d := xi - xbar) * d for xi in x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope, 0.0 if proportional else ybar - slope * xbar)


# The coefficients of Wichura's algorithm AS 241 (Applied Statistics 37, 1988), highest power first:
# numerator and denominator near the middle, farther out, and in the tails.
_AS241 = (
    ((2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4,
      4.59219_53931_54987_1457e+4, 1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
      1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0),
     (5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4,
      2.12137_94301_58659_5867e+4, 5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
      4.23133_30701_60091_1252e+1, 1.0)),
    ((7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
      1.27045_82524_52368_38258e+0, 3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
      4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0),
     (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
      1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
      2.05319_16266_37758_82187e+0, 1.0)),
    ((2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
      2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
      5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0),
     (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
      7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
      5.99832_20655_58879_37690e-1, 1.0)),
)


def _polynomial(coefficients, x):
    value = 0.0
    for c in coefficients:
        value = value * x + c
    return value


def _standard_quantile(p):
    """Where the standard normal distribution has p to its left."""
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        top, bottom = _AS241[0]
        r = 0.180625 - q * q
        return _polynomial(top, r) * q / _polynomial(bottom, r)
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    (top, bottom), r = (_AS241[1], r - 1.6) if r <= 5.0 else (_AS241[2], r - 5.0)
    x = _polynomial(top, r) / _polynomial(bottom, r)
    return -x if q < 0.0 else x


class NormalDist:
    """A normal distribution."""

    __slots__ = {'_mu': 'mean', '_sigma': 'standard deviation'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = list(data)
        return cls(fmean(data), stdev(data))

    def samples(self, n, *, seed=None):
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        spread = self._sigma * self._sigma
        if not spread:
            raise StatisticsError('pdf() not defined when sigma is zero')
        diff = x - self._mu
        return math.exp(diff * diff / (-2.0 * spread)) / math.sqrt(math.tau * spread)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._sigma * math.sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        if self._sigma <= 0.0:
            raise StatisticsError('cdf() not defined when sigma at or below zero')
        return self._mu + _standard_quantile(p) * self._sigma

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        narrow, wide = sorted((self, other), key=lambda d: (d._sigma, d._mu))
        if not narrow.variance or not wide.variance:
            raise StatisticsError('overlap() not defined when sigma is zero')
        spread = wide.variance - narrow.variance
        apart = math.fabs(wide._mu - narrow._mu)
        if not spread:
            return 1.0 - math.erf(apart / (2.0 * narrow._sigma * math.sqrt(2.0)))
        middle = narrow._mu * wide.variance - wide._mu * narrow.variance
        reach = narrow._sigma * wide._sigma * math.sqrt(
            apart * apart + spread * math.log(wide.variance / narrow.variance))
        crossings = (middle + reach) / spread, (middle - reach) / spread
        first, second = (math.fabs(wide.cdf(x) - narrow.cdf(x)) for x in crossings)
        return 1.0 - (first + second)

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    mean = property(lambda self: self._mu)
    median = property(lambda self: self._mu)
    mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * math.fabs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / math.fabs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __rsub__(self, other):
        return -(self - other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'
