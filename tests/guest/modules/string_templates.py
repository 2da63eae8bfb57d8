# string templates, as CPython has them.
import string
class T(string.Template): delimiter='%'; idpattern='[a-z]+_[a-z]+'
t=T('Delimiter : %% Replaced : %with_underscore Ignored : %notunderscored')
print(t.safe_substitute({'with_underscore':'r','notunderscored':'no'}))
import re
class U(string.Template):
    delimiter='{{'
    pattern=r'''
    \{\{(?:
    (?P<escaped>\{\{)|
    (?P<named>[_a-z][_a-z0-9]*)\}\}|
    (?P<braced>[_a-z][_a-z0-9]*)\}\}|
    (?P<invalid>)
    )
    '''
t=U('{{{{ {{var}}'); print(t.pattern.findall(t.template), t.safe_substitute(var='r'))
s=string.Template("$var ${x} $$ $ éa$Ä $A1")
print(s.safe_substitute(var=1,x='two',A1=3), s.get_identifiers(), s.is_valid())
for x in ['$a $','\n  $','${','${a b}','$1']:
    try: print(string.Template(x).substitute(a=1))
    except Exception as e: print(type(e).__name__, e)
print(exit, quit, type(exit).__name__, help, copyright is not None)
import bisect; print(bisect.bisect, bisect.insort)
print(string.Template('$x $y').substitute({'x':1},y=2))
try: exit('bye')
except SystemExit as e: print(e.code)
