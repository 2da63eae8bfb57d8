# statistics, pprint, textwrap, string, struct, fractions, heapq, copy, decimal.
import statistics as s, pprint, textwrap, string, struct, fractions, heapq, copy, decimal
d = [1, 2, 2, 3, 4, 4, 4, 5.5]
print(s.mean(d), s.median(d), s.mode(d), s.multimode([1, 1, 2, 2]), s.stdev(d), s.pstdev(d), s.variance(d), s.pvariance(d), s.median_low(d), s.median_high(d), s.median_grouped(d), s.fmean(d), s.geometric_mean([1, 2, 4]), s.harmonic_mean([1, 2]), s.quantiles(d, n=4), s.quantiles(d, n=10, method='inclusive'), s.correlation([1, 2, 3], [1, 2, 4]), s.covariance([1, 2, 3], [1, 2, 4]), s.linear_regression([1, 2, 3], [2, 4, 6.1]), s.fmean([1, 2], weights=[3, 1]))
n = s.NormalDist(100, 15); print(n, n.cdf(115), n.pdf(100), n.inv_cdf(.5), n.inv_cdf(.975), n.quantiles(), n.overlap(s.NormalDist(110, 15)), n.overlap(s.NormalDist(90, 10)), n + 5, n * 2, -n, 5 - n, s.NormalDist.from_samples([1, 2, 3]), n.zscore(130))
for i in range(1, 1000): 
    v = s.NormalDist().inv_cdf(i / 1000)
print([s.NormalDist(3, 2.5).inv_cdf(p) for p in (1e-300, 1e-20, 1e-10, .001, .02425, .3, .7, .999, 1 - 1e-15)])
for p in (0, 1, -1, 2):
    try: s.NormalDist().inv_cdf(p)
    except s.StatisticsError as e: print(e)
pprint.pprint({'name': 'x' * 30, 'list': list(range(30)), 'nested': {'a': [1, 2, {'b': 'c' * 50}], 'z': ('t',) * 20}}); pprint.pprint([['a' * 30] * 3, {'k': 'v' * 60}], width=40, indent=2); pprint.pprint({'b': 1, 'a': 2}, sort_dicts=False); print(pprint.pformat('long text ' * 20)); pprint.pprint({1, 3, 2}); pprint.pprint([1, [2, [3, [4]]]], depth=2); pprint.pprint(list(range(40)), compact=True); pprint.pp({'z': 1, 'a': 2})
t = "The quick brown fox jumps over the lazy dog. " * 3
print(textwrap.fill(t, 40), textwrap.wrap(t, 30)[:2], textwrap.shorten(t, 30), textwrap.indent('a\nb\n\nc', '> '), textwrap.dedent('''
    x
      y
    z'''), textwrap.fill(t, 40, initial_indent='* ', subsequent_indent='  '), textwrap.shorten(t, 20, placeholder='...'), sep='\n')
print(string.ascii_letters, string.digits, string.punctuation, string.Template('$a ${b} $$').substitute(a=1, b=2), string.Template('$a $z').safe_substitute(a=1), string.capwords('hello big world'), string.whitespace.encode(), string.hexdigits, [x for x in string.Formatter().parse('a{b!r:>{w}}c')])
print(struct.pack('>IhB3sf', 1, -2, 255, b'abc', 1.5), struct.unpack('<ih', b'\1\0\0\0\2\0'), struct.calcsize('@iqb'), struct.pack('!H', 65535), list(struct.iter_unpack('<H', b'\1\0\2\0')), struct.Struct('<2s?').unpack(b'hi\1'), struct.unpack_from('<B', b'\1\2', 1), struct.pack('5p', b'ab'), struct.pack('=q', -1))
F = fractions.Fraction; print(F(1, 3) + F('0.25'), F(3.5), F('2/6'), F(1, 3).limit_denominator(10), float(F(1, 3)), F(7, 2) // 1, F(7, 2) % 1, round(F(7, 2)), F(5, 3).__floor__(), F(1, 2) ** 2, F(1, 2) ** -1, F(1, 2) ** .5, repr(F(1, 2)), F(1, 2) == .5, hash(F(1, 2)) == hash(.5), F(-3, 6), F(1, 2) < 1, abs(F(-1, 2)), F.from_float(.1), F(decimal.Decimal('1.1')), f'{F(1, 3)}')
h = [5, 1, 8, 3]; heapq.heapify(h); heapq.heappush(h, 0); print(h, heapq.heappop(h), heapq.nlargest(2, h), heapq.nsmallest(2, h, key=lambda x: -x), heapq.heappushpop(h, 9), heapq.heapreplace(h, 2), list(heapq.merge([1, 4], [2, 3], reverse=False)), list(heapq.merge([4, 1], [3, 2], reverse=True)))
a = [1, [2, 3], {'k': [4]}]; b = copy.copy(a); c = copy.deepcopy(a); a[1].append(9); print(b, c, b[1] is a[1], c[1] is a[1])
class N:
    def __init__(self): self.me = self; self.l = [1]
    def __deepcopy__(self, memo): r = N(); r.copied = True; return r
print(copy.deepcopy(N()).copied, copy.copy({1, 2}), copy.deepcopy((1, [2])))
D = decimal.Decimal; decimal.getcontext().prec = 10; print(D(1) / 3, D('1.10') + D('2.2'), D('2').sqrt(), D('1.25').quantize(D('.1')), D('1.35').quantize(D('.1'), decimal.ROUND_HALF_UP), D('NaN'), D('1e5'), D('123.456').as_tuple(), D(10).ln(), D('1.0') == 1, D('-0'), D('1E+3').normalize(), format(D('1234567.891'), ',.2f'), D('0.1') + D('0.2'), D(0.1), int(D('3.9')), round(D('2.675'), 2), D('3').compare(D('2')), max(D(1), D(2)), D('1.1') % 1, D(7) // 2, divmod(D(7), 2), -D(1), D('1e-7'), repr(D('1.50')))
with decimal.localcontext() as ctx: ctx.prec = 3; print(D(22) / 7)
