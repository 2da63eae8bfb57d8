# toml documents, as CPython has them.
import tomllib, io, decimal
doc='''
# c
title = "TOML Example" # x
'quoted key' = 1
"a\\tb" = 2
site."google.com" = true
3.14159 = "pi"
[owner]
name = "Tom\\u00e9 \\U0001F600"
dob = 1979-05-27T07:32:00-08:00
d2 = 1979-05-27T00:32:00.999999
d3 = 1979-05-27 07:32:00Z
d4 = 1979-05-27
t = 07:32:00
t2 = 00:32:00.5
[database]
enabled = true
ports = [ 8000, 8001, 8002, ]
data = [ ["delta", "phi"], [3.14] ]
temp_targets = { cpu = 79.5, case = 72.0, a.b = 1, c = {} }
[servers]
[servers.alpha]
ip = "10.0.0.1"
[servers.beta]
ip = """
multi \\
   line ""quoted"" """""
lit = \'\'\'
raw\\n \'x\' \'\'\'\'
[[products]]
name = "Hammer"
[[products.sub]]
x=1
[[products.sub]]
x=2
[[products]]
[[products]]
name = "Nail"
color = 'gr\\ay'
[n]
a=+99
b=-0
c=1_000
d=0xDEADBEEF
e=0o755
f=0b1101
g=+1.0
h=5e+22
i=-2E-2
j=6.626e-34
k=inf
l=-inf
m=nan
o=224_617.445_991_228
'''
print(tomllib.loads(doc))
print(tomllib.loads('x=1.10',parse_float=decimal.Decimal))
print(tomllib.load(io.BytesIO(b'a=1')))
bad=['a','a=','a=1 b=2','[a]\n[a]','a=1\na=2','[a','a=[1,2','a="x','a={b=1','a={b=1,b=2}','a.b=1\n[a]\nc=1','a=1\na.b=2','a={}\na.b=1','a=[]\n[[a]]','=1','a="\\q"','a="\\u12"','a=\'x','a="""x',"a='''x",'a=1979-13-01','a=1979-02-30','a=01','a=1__0','a=+','[[a]]\n[a]','[a.b]\n[a]\nb=1','[a]\nb.c=1\n[a.b]','a="a\x01"','# \x02','a=truex','[[a]','[]','a=[1 2]','a={b=1 c=2}','a=\n1','"""k"""=1','a="\\ud800"','[a]\n[[a]]','a = "x\ny"','[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple]','[a]\nb=1\n[a.b.c]','a={b=1,}','a=1e','a=.5','a=5.']
for b in bad:
    try: print(repr(b), tomllib.loads(b))
    except Exception as e: print(repr(b), type(e).__name__, e)
try: tomllib.load(io.StringIO('a=1'))
except TypeError as e: print(e)
print(repr(tomllib.TOMLDecodeError), tomllib.TOMLDecodeError.__mro__)
