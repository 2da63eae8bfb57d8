# statistics, pprint, numbers, uuid.
import numbers
import pprint
import statistics
import uuid


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.stdev(data))
# => 5 4.5 4 2.138089935299395
print(statistics.pstdev(data), statistics.variance(data), statistics.pvariance(data), statistics.fmean(data))
# => 2.0 4.571428571428571 4 5.0
print(statistics.mean([0.1] * 3), statistics.stdev([1.5, 2.5, 2.75]), statistics.mean([1, 2]), statistics.mean([1, 3]))
# => 0.1 0.6614378277661477 1.5 2
print(statistics.median_low([1, 2, 3, 4]), statistics.median_high([1, 2, 3, 4]), statistics.multimode("aabb"))
# => 2 3 ['a', 'b']
print(statistics.quantiles(data), statistics.quantiles(data, n=10), statistics.quantiles(data, method="inclusive"))
# => [4.0, 4.5, 6.5] [1.8, 3.6, 4.0, 4.0, 4.5, 5.0, 5.6, 7.4, 9.2] [4.0, 4.5, 5.5]
print(statistics.harmonic_mean([40, 60]), statistics.geometric_mean([1, 2, 4]), statistics.median_grouped([1, 2, 2, 3]))
# => 48.0 2.0 2.0
print(statistics.correlation([1, 2, 3], [1, 2, 4]), statistics.linear_regression([1, 2, 3], [2, 4, 6]))
# => 0.9819805060619656 LinearRegression(slope=2.0, intercept=0.0)
print(statistics.NormalDist(100, 15).cdf(115), statistics.NormalDist(1, 2), statistics.covariance([1, 2], [3, 5]))
# => 0.8413447460685429 NormalDist(mu=1.0, sigma=2.0) 1.0
print(error(lambda: statistics.mean([])), error(lambda: statistics.stdev([1])))
# => StatisticsError: mean requires at least one data point StatisticsError: stdev requires at least two data points
nested = {"name": "x" * 30, "list": list(range(30)), "tuple": (1,), "inner": {"b": [1, 2], "a": {"deep": "y" * 40}}}
pprint.pprint(nested)
# => {'inner': {'a': {'deep': 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'},
# =>            'b': [1, 2]},
# =>  'list': [0,
# =>           1,
# =>           2,
# =>           3,
# =>           4,
# =>           5,
# =>           6,
# =>           7,
# =>           8,
# =>           9,
# =>           10,
# =>           11,
# =>           12,
# =>           13,
# =>           14,
# =>           15,
# =>           16,
# =>           17,
# =>           18,
# =>           19,
# =>           20,
# =>           21,
# =>           22,
# =>           23,
# =>           24,
# =>           25,
# =>           26,
# =>           27,
# =>           28,
# =>           29],
# =>  'name': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
# =>  'tuple': (1,)}
pprint.pprint(nested, width=40, compact=True)
# => {'inner': {'a': {'deep': 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'},
# =>            'b': [1, 2]},
# =>  'list': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
# =>           10, 11, 12, 13, 14, 15, 16,
# =>           17, 18, 19, 20, 21, 22, 23,
# =>           24, 25, 26, 27, 28, 29],
# =>  'name': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
# =>  'tuple': (1,)}
pprint.pprint(nested, depth=1)
# => {'inner': {...},
# =>  'list': [...],
# =>  'name': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
# =>  'tuple': (...,)}
print(pprint.pformat([1, 2]), pprint.pformat({"b": 1, "a": 2}), pprint.pformat({"b": 1, "a": 2}, sort_dicts=False))
# => [1, 2] {'a': 2, 'b': 1} {'b': 1, 'a': 2}
pprint.pprint(["word " * 30, {3, 1, 2}], width=50)
# => ['word word word word word word word word word '
# =>  'word word word word word word word word word '
# =>  'word word word word word word word word word '
# =>  'word word word ',
# =>  {1, 2, 3}]
print(isinstance(1, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1.5, numbers.Rational))
# => True True False
print(isinstance(True, numbers.Number), isinstance(1j, numbers.Complex), issubclass(int, numbers.Rational))
# => True True True
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.version, u.variant, u.urn)
# => 12345678-1234-5678-1234-567812345678 UUID('12345678-1234-5678-1234-567812345678') 12345678123456781234567812345678 24197857161011715162171839636988778104 None reserved for NCS compatibility urn:uuid:12345678-1234-5678-1234-567812345678
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"))
# => 886313e1-3b8a-5372-9b90-0c9aee199e5d 60a7f89c-e446-309c-8b4f-460bfdfd0dee
print(uuid.uuid4().version, len(str(uuid.uuid4())), uuid.UUID(int=5) < u, uuid.UUID(bytes=u.bytes) == u)
# => 4 36 True True
print(error(lambda: uuid.UUID("zz")))  # => ValueError: badly formed hexadecimal UUID string
