# urllib.parse, csv, html, zoneinfo.
import html, csv, io, sys
from urllib.parse import *
import urllib.parse
print(html.escape('<a href="x">\'&</a>'), html.unescape('&lt;p&gt; &amp;amp; &quot;&#39;&#x41;&eacute;&nbsp;&copy; &notit; &unknown; &#0; &#128; &hellip;'))
for u in ['http://user:pw@Host.com:8080/a/b;p?q=1&r=2#frag','https://x.org','/rel/path?x','mailto:a@b.c','//net/loc','file:///etc/x','http://[::1]:80/','a;b;c','HTTP://X/','','http://h:port/','http://h/?a#b?c','ftp://h/x;type=a']:
    r=urlparse(u); print(r, r.geturl()); s=urlsplit(u); print(s.scheme,s.hostname,s.username,s.password, s.geturl())
    try: print(r.port)
    except ValueError as e: print(e)
for b,u in [('http://a/b/c/d;p?q',x) for x in ['g:h','g','./g','g/','/g','//g','?y','g?y','#s','g#s',';x','..','../','../g','../..','../../../g','./','g;x=1/../y','']]: print(u, urljoin(b,u))
print(quote('a b/c?é~'), quote('a/b',safe=''), quote_plus('a b&c'), unquote('a%20b%C3%A9%zz'), unquote_plus('a+b%2B'), quote(b'\xff'), unquote_to_bytes('%ff%4'), urlencode({'a':1,'b':'x y','c':[1,2]}), urlencode({'c':[1,2]},doseq=True), urlencode([('q','é&')]), parse_qs('a=1&b=2&a=3&c='), parse_qs('c=',keep_blank_values=True), parse_qsl('a=1;b=2&c=%20x+y'), urldefrag('http://x/#y'), urlunsplit(('http','h','p','q','f')), urlparse(b'http://h/p'))
r=urlparse('http://h/p'); print(r._replace(scheme='ftp').geturl(), tuple(r), r[1])
for f in [lambda:urlparse('http://[::1'), lambda:urlencode('abc'), lambda:urljoin('a',b'b'), lambda:quote(5), lambda: parse_qs('a', strict_parsing=True)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t='name,age\r\n"Smith, J",42\nX,"a ""q"" b"\n\nlast,"multi\nline"'
print(list(csv.reader(io.StringIO(t)))); print(list(csv.DictReader(io.StringIO(t),restkey='r')))
print(list(csv.reader(["a;b;'c;d'","1; 2;3"],delimiter=';',quotechar="'",skipinitialspace=True)), list(csv.reader(['1,"x",2.5'],quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(['a\\,b,c'],escapechar='\\')), list(csv.reader(['a"b,c"d', '"x"y,z'])))
o=io.StringIO(); w=csv.writer(o); print(w.writerow(['a',1,None,2.5,'x,y','q"q','l\nl','', True])); w.writerows([[1,2],['']]); print(repr(o.getvalue()))
for k in [dict(quoting=csv.QUOTE_ALL),dict(quoting=csv.QUOTE_NONNUMERIC),dict(quoting=csv.QUOTE_NONE,escapechar='\\'),dict(delimiter='\t',lineterminator='\n'),dict(doublequote=False,escapechar='\\'),dict(dialect='unix')]:
    o=io.StringIO(); csv.writer(o,**k).writerow(['a,b','c"d',1,'e\tf']); print(repr(o.getvalue()))
o=io.StringIO(); d=csv.DictWriter(o,['a','b'],restval='-'); d.writeheader(); d.writerow({'a':1}); d.writerow({'a':1,'b':2}); print(repr(o.getvalue()))
for f in [lambda:d.writerow({'z':1}), lambda:csv.writer(o,quoting=csv.QUOTE_NONE).writerow(['a,b']), lambda:csv.writer(5), lambda:csv.reader([],delimiter='ab'), lambda:next(csv.reader([b'a'])), lambda:csv.get_dialect('zz'), lambda:csv.writer(o).writerow(5), lambda:csv.reader([],foo=1), lambda: csv.list_dialects(), lambda: csv.field_size_limit(), lambda: csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, lambda: list(csv.reader(['a,b\r\n','c\rd\n']))]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
from zoneinfo import ZoneInfo
from datetime import *
z=ZoneInfo('Europe/Berlin'); print(datetime(2024,7,1,12,tzinfo=z), datetime(2024,1,1,12,tzinfo=z).tzname(), datetime(2024,3,31,0,59,tzinfo=timezone.utc).astimezone(z), datetime(2024,3,31,1,tzinfo=timezone.utc).astimezone(z), datetime(2024,10,27,1,tzinfo=timezone.utc).astimezone(z), datetime(2024,10,27,0,30,tzinfo=timezone.utc).astimezone(z), repr(z), z, z is ZoneInfo('Europe/Berlin'))
print(datetime(2024,7,4,9,tzinfo=ZoneInfo('America/New_York')).astimezone(ZoneInfo('Asia/Tokyo')), datetime(2024,11,3,5,59,tzinfo=timezone.utc).astimezone(ZoneInfo('America/New_York')),datetime(2024,11,3,6,tzinfo=timezone.utc).astimezone(ZoneInfo('America/New_York')), datetime(2024,3,10,7,tzinfo=timezone.utc).astimezone(ZoneInfo('US/Eastern')), datetime.now(ZoneInfo('UTC')).tzname(), ZoneInfo('UTC').utcoffset(None), z.utcoffset(None), datetime(2024,3,31,2,30,tzinfo=z).utcoffset(), datetime(2024,10,27,2,30,tzinfo=z,fold=1).utcoffset())
try: ZoneInfo('Mars/X')
except Exception as e: print(type(e).__name__, e)
