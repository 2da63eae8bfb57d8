# cookies, as CPython has them.
from http import cookies
C=cookies.SimpleCookie(); C['fig']='newton'; C['sugar']='wafer'; print(C); print(C.output(header='Cookie:')); print(repr(C))
C['rocky']='road'; C['rocky']['path']='/cookie'; C['rocky']['max-age']=3600; C['rocky']['httponly']=True; C['rocky']['secure']=True; C['rocky']['samesite']='Lax'; C['rocky']['comment']='a "b" c'
print(C.output()); print(C.output(attrs=['path'],header='Cookie:')); print(C['rocky'].OutputString(), C['rocky'].value, C['rocky'].key)
C=cookies.SimpleCookie('keebler="E=everybody; L=\\"Loves\\"; fudge=\\012;"; a=b; Path=/x; c'); print(C)
C=cookies.SimpleCookie('chips=ahoy; vienna=finger; expires=Wed, 01 Jan 2020 00:00:00 GMT; secure'); print(C, C['vienna']['expires'], C['vienna']['secure'])
C=cookies.SimpleCookie(); C['twix']='none for you; "q" é\\'; print(C); C['n']=7; print(C['n'].value, C['n'].coded_value, list(C), C['n'])
for f in (lambda: C.__setitem__('a b',1), lambda: C.__setitem__('path',1), lambda: C['n'].__setitem__('bogus',1)):
    try: f()
    except cookies.CookieError as e: print('CE',e)
print(C.js_output())
m=cookies.Morsel(); m.set('k','v','v'); print(m, m.isReservedKey('Path'), m==m.copy(), m.output(), dict(m))
