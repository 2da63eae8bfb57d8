# json: both ways, and what it refuses.
import json, collections, datetime, decimal
d = {'name': 'é', 'n': None, 't': True, 'f': 1.5, 'l': [1, [2, {}], []], 'd': {'x': {}}, 1: 2, None: 3, True: 4, 1.5: 5}
print(json.dumps(d), json.dumps(d, ensure_ascii=False), sep='\n')
print(json.dumps(d, indent=2)); print(json.dumps([1, 2], indent='\t'), json.dumps({'b': 1, 'a': 2}, sort_keys=True, separators=(',', ':')), json.dumps({'a': 1}, indent=None, separators=(', ', ' = ')))
print(json.loads('{"a": [1, 2.5, -3e2, "\\u00e9\\n", true, null, NaN, Infinity]}'), json.loads('  [1]  '), json.loads('"x"'), json.loads(b'{"a":1}'))
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, datetime.datetime): return o.isoformat()
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(json.dumps({'d': datetime.datetime(2020, 1, 2), 's': {3, 1}}, cls=Enc), json.dumps(decimal.Decimal('1.5'), default=str))
try: json.dumps(object())
except TypeError as e: print(e)
print(json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda o: collections.namedtuple('X', o)(*o.values())), json.loads('[1.1]', parse_float=decimal.Decimal), json.loads('{"a":1,"a":2}', object_pairs_hook=list), json.loads('[5]', parse_int=float))
for bad in ['', '{', '[1,', '{"a"}', '{a:1}', "['a']", '[1]x', 'nul', '"abc', '"a\nb"', '{"a":1,}', '[,]', '01', '+1', '1.', '"\\x"', '"\\u12"', '{"a":}', 'tru', '{1:2}', '[1 2]', '\ufeff1']:
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(repr(bad), e, e.pos, e.lineno, e.colno, e.msg)
print(json.dumps('\x00\x1f\x7f\u2028😀"\\/'), json.dumps(float('inf')), json.dumps(10**30), json.dumps((1, 2)), json.dumps({(1,): 2}, skipkeys=True), json.dumps([1e100, 1e-7, 0.1, 1.0, -0.0]))
import io
f = io.StringIO(); json.dump(d, f, indent=1); print(len(f.getvalue())); f.seek(0); print(json.load(f)['name'])
print(list(json.JSONEncoder().iterencode([1, {'a': 2}])), json.JSONDecoder().raw_decode('{"a":1} x'))
print(json.dumps({'a': [1, 2, {'b': []}], 'c': {}}, indent=4)); print(json.dumps(collections.OrderedDict(a=1)), json.dumps(collections.Counter('aab')))
