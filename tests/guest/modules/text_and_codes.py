# csv, pickle, configparser, urllib, codecs, unicodedata and gc.
import csv, io, pickle, configparser, html, urllib.parse, base64, hashlib, uuid, secrets, bisect
s = io.StringIO('name,age\n"Smith, J",42\nBob,7\n'); print(list(csv.reader(s))); s.seek(0); print(list(csv.DictReader(s)))
o = io.StringIO(); w = csv.writer(o, delimiter=';', quoting=csv.QUOTE_MINIMAL); w.writerow(['a;b', 1, None, 'q"q', 1.5]); w.writerows([[1, 2], ['x\ny', '']]); print(repr(o.getvalue()))
o = io.StringIO(); w = csv.DictWriter(o, ['a', 'b'], extrasaction='ignore', restval='-'); w.writeheader(); w.writerow({'a': 1, 'z': 2}); print(repr(o.getvalue()))
try: csv.DictWriter(o, ['a']).writerow({'b': 1})
except ValueError as e: print(e)
print(csv.Sniffer().sniff('a;b;c\n1;2;3').delimiter, csv.list_dialects(), list(csv.reader(['a\tb'], 'excel-tab')), list(csv.reader(["'a,b',c"], quotechar="'")))
class P:
    def __init__(self, x): self.x = x
    def __getstate__(self): return {'x': self.x}
    def __setstate__(self, st): self.__dict__.update(st, restored=True)
q = pickle.loads(pickle.dumps(P(5))); print(q.x, q.restored, pickle.loads(pickle.dumps([1, 'a', (2,), {3: {4}}, None, True, 1.5, b'x', range(3), 10**20])), pickle.dumps(1), pickle.dumps([1, 'a'], 2))
c = configparser.ConfigParser(); c.read_string('[DEFAULT]\nx = 1\n[a]\ny: hello %(x)s\nflag = yes\n# c\n[b]\nmulti = 1\n  2\n'); print(c.sections(), c['a']['y'], c.getboolean('a', 'flag'), c.getint('a', 'x'), c.get('b', 'multi'), c.has_option('a', 'q'), c.get('a', 'q', fallback='fb'), dict(c['b'])); o = io.StringIO(); c.write(o); print(o.getvalue())
try: c['nope']
except KeyError as e: print(repr(e))
try: c.get('a', 'nope')
except configparser.NoOptionError as e: print(e)
print(html.escape('<a href="x">&\'</a>'), html.unescape('&lt;&eacute;&#39;&amp;&hearts;'), urllib.parse.urlparse('https://u:p@h.com:80/p/a?q=1&r=2#f'), urllib.parse.quote('a b/é?'), urllib.parse.unquote('a%20b%C3%A9'), urllib.parse.urlencode({'a': 1, 'b': 'x y'}), urllib.parse.parse_qs('a=1&a=2&b='), urllib.parse.urljoin('http://a/b/c', '../d'))
print(base64.b64encode(b'hello'), base64.b64decode('aGVsbG8='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b32encode(b'a'), base64.b16encode(b'a'), base64.b85encode(b'abc'), hashlib.sha256(b'a').hexdigest(), hashlib.md5(b'').hexdigest(), hashlib.new('sha1', b'x').hexdigest(), hashlib.blake2b(b'x', digest_size=8).hexdigest(), hashlib.sha3_256(b'').hexdigest()[:10])
print(uuid.UUID('12345678123456781234567812345678'), uuid.uuid5(uuid.NAMESPACE_DNS, 'x.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), uuid.UUID(int=5).hex, len(secrets.token_hex(4)), bisect.bisect([1, 2, 3], 2), bisect.bisect_left([1, 2, 3], 2, key=lambda x: x), bisect.insort(l := [1, 3], 2), l)
import codecs; print(codecs.encode('Hello', 'rot13'), codecs.encode(b'ab', 'hex'), codecs.decode('6162', 'hex'), 'a\té\u4e2d😀\\'.encode('unicode_escape'), b'a\\n\\x41\\u4e2d\\N{BULLET}\\101'.decode('unicode_escape'), 'é中😀\\'.encode('raw_unicode_escape'), b'\xe9\\u4e2d\\\\u0041'.decode('raw_unicode_escape'), 'Hi é中😀 a+b ~\\ -x'.encode('utf-7'), 'Hi é中😀 a+b ~\\-'.encode('utf-7').decode('utf-7'), b'+AOk-+Ti0-x'.decode('utf7'), '🏳️é'.encode('utf-7').decode('utf-7'), codecs.encode(b'x'*60, 'base64'))
for data, enc in [(b'\\', 'unicode_escape'), (b'a\\x4', 'unicode_escape'), (b'\\u12', 'unicode_escape'), (b'\\U00110000', 'unicode_escape'), (b'\\N{nope}', 'unicode_escape'), (b'\\N', 'unicode_escape'), (b'\\u12', 'raw_unicode_escape'), (b'\\U00110000', 'raw_unicode_escape'), (b'+', 'utf-7'), (b'a+!', 'utf-7'), (b'\xff', 'utf-7'), (b'+2AA', 'utf-7'), (b'+AOl-', 'utf-7'), (b'+A-', 'utf-7')]:
    try: print(data, repr(data.decode(enc)))
    except UnicodeDecodeError as e: print(data, e)
    print(ascii(data.decode(enc, 'replace')), ascii(data.decode(enc, 'ignore')))
import unicodedata as u
print(u.name('é'), u.lookup('SNOWMAN'), u.category('A'), u.normalize('NFD', 'é'), len(u.normalize('NFKC', 'ﬁ①½')), u.normalize('NFKD', 'Ångström').encode('ascii', 'ignore'), u.decomposition('½'), u.bidirectional('א'), u.combining('\u0301'), u.east_asian_width('中'), u.mirrored('('), u.digit('²'), u.decimal('٣'), u.numeric('½'), u.numeric('五'), u.unidata_version, u.name('\n', 'none'), u.is_normalized('NFC', 'é'))
for f, a in [(u.name, ('\n',)), (u.name, ('ab',)), (u.lookup, ('NOPE',)), (u.digit, ('a',)), (u.decimal, ('²',)), (u.numeric, ('a',)), (u.category, (5,)), (u.category, ('ab',)), (u.normalize, ('X', 'é')), (u.normalize, (1, 'a'))]:
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
ﬁ = 5; print(fi, 'fi' in globals()); 
class ｆｏｏ: ａ = 1
print(foo.a, foo.__name__, getattr(foo, 'a'), '\N{GREEK SMALL LETTER ALPHA}\N{VS16}\N{Tamil Letter A}\N{CUNEIFORM SIGN A}\N{LF}'.encode())
def kw(ℌ): return H
print(kw(1), kw(H=2), kw.__code__.co_varnames)
import gc
a = []; b = [a]; c = {'k': a}
r = gc.get_referrers(a); print(b in r, c in r, gc.get_referents(b) == [a], a in gc.get_referents(c), any(o is b for o in gc.get_objects()))
