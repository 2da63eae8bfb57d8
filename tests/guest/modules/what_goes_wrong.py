# A hundred mistakes and what CPython says of each.
import sys, traceback, warnings
class BankError(Exception):
    def __init__(self, msg, code=0):
        super().__init__(msg); self.code=code
class Insufficient(BankError): pass
class Account:
    def __init__(self, owner, balance=0): self.owner, self._balance = owner, balance
    @property
    def balance(self): return self._balance
    @balance.setter
    def balance(self, v):
        if v < 0: raise Insufficient(f'need {-v} more', code=42)
        self._balance = v
    def withdraw(self, n): self.balance -= n
    def __str__(self): return f'{self.owner}: {self.balance}'
    def __format__(self, spec): return format(str(self), spec)
    def __eq__(self, o): return isinstance(o, Account) and self.owner == o.owner
    __hash__ = None
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print('exit', t and t.__name__); return False
a=Account('Ann', 10)
print(f'{a:>12}|', a)
try: a.withdraw(50)
except BankError as e: print(type(e).__name__, e, e.code, e.args)
try: hash(a)
except TypeError as e: print(e)
for bad in ['a.balanc','a.balance()','a[0]','len(a)','a+1','-a','a<a','int(a)','int("z")','[][1]','{}["k"]','None.x','undefined','"a"+1','1+"a"','[1]+(2,)','"%d"%"x"','"{}".format()','f(1)','Account()','Account(1,2,3)','print(foo=1)','"abc".foo','(1).foo','sum("ab")','max([])','int([])','float("x")','open("/nope/x")','__import__("nope")','[1,2,3].index(9)','[].pop()','{}.popitem()','next(iter([]))','chr(-1)','ord("ab")','bytes([300])','"a".encode("ascii2")','"é".encode("ascii")','b"\\xff".decode()','range(1,2,0)','"abc".index("z")','[3,"a"].sort()','dict([1])','zip(1)','a.__class__.__name__=1','(lambda x:x)()','setattr(1,"a",2)','del_x','iter(5)','list(5)','{[]:1}','set([[]])','isinstance(1,1)','issubclass(1,int)','super()','type("A",(1,),{})','1/0','1%0','0**-1','2.0**10000','int("9"*5000)','"a"*-1*"b"','lambda: (yield)','b"a"+"b"','round("x")','abs("x")','divmod(1,"a")','pow("a",2)','complex("x")','slice(1)()', 'object()()', 'object().x','type.foo','print.foo','Account.foo','Account.withdraw()','a.withdraw()','a.withdraw(1,2)','str(b"a","ascii","x","y")','"".join([1])','"a".split("")','memoryview(1)','frozenset().add(1)','(1,2).append(3)','x = 5','import','def f(:','"abc','(1,','[1,2','{1:','for','1 = x','f() = 1','a b','return','yield','break','class','1a','0777','1__0','é=','print "x"','if x','else:','  x','$','?','a?b','x = $']:
    try: r=eval(bad)
    except BaseException as e: print(bad, '->', type(e).__name__+':', e, getattr(e,'offset',''), getattr(e,'text',''))
    else: print(bad, '->', r if not callable(r) else 'callable')
