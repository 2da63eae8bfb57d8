# ast.unparse, and compile() of trees, as CPython has them.
import ast
src='''"""doc"""
import os, sys as s
from a.b import c as d, e
from . import x
@deco(1)
class A(B, metaclass=M):
    """cls
    doc"""
    x: int = 1
    y: 'str'
    (z): int = 2
    def f(self, a, /, b: int=2, *args, c, d=3, **kw) -> None:
        return a, b
    async def g(self):
        async with a as b, c: await x
        async for i in y: yield i
        return [i async for i in z if i if j]
def h(*, k): pass
if a: 1
elif b: 2
else:
    if c: 3
    else: 4
while x < 5 <= 6 != 7 is not None not in []:
    break
else: continue_ = 1
for (i, j) in x, y: print(i, *j, k=1, **m)
try: a = b = (1, 2)
except (A, B) as e: raise X from e
except: raise
else: del a, b[1:2, ::3], c.d
finally: assert x, 'm'
try: pass
except* V: pass
with open('a') as f, g: f.x += 1
lambda: 0
q = lambda a, *b, c=1: a if b else c
w = -1 ** 2 + (-1) ** 2 + 2 ** -1 + (a + b) * c - (d - e) - ~f + (not g)
w2 = a or b and c or (d or e) and not (f and g)
w3 = (yield)
w4 = [*a, *b], {**c, 'd': 1}, {1, 2}, (1,), ()
w5 = f'{a!r:>{w}} {b} {{x}} {"q"} {d["k"]}' f"it's"
w6 = (n := 5), x[(m := 1)], f((k := 2))
w7 = {k: v for k, v in x.items()}, {i for i in x}, (i for i in x), sum(i for i in x)
w8 = 1.5, 1j, b'x', 'it\\'s', "a\\n", ..., None, True, 1e400, 10 .real, u'u'
global gg
x.y.z = a[1][b:c:d]
a = (yield 1), (await_ + 1)
match p:
    case 1 | 2: pass
    case [a, *_, {'k': v, **r}] if a > 1: pass
    case P(1, x=2) as q: pass
    case None: pass
    case (1 | 2) as z: pass
    case -1: pass
    case _: pass
a = b if c else d if e else f
a = (b if c else d) if e else f
a = (lambda: x)()
a = x @ y // z % w << 1 >> 2 & 3 | 4 ^ 5
a = (x, y)[0], (1, 2), not x in y, (x for x in y)
print((yield), *(a or b))
return_ = await_
'''
t=ast.parse(src); print(ast.unparse(t))
print(ast.dump(ast.parse(ast.unparse(t)))==ast.dump(t))
class Dbl(ast.NodeTransformer):
    def visit_Constant(self,n): return ast.copy_location(ast.Constant(n.value*2),n) if isinstance(n.value,int) else n
    def visit_BinOp(self,n):
        self.generic_visit(n)
        return ast.copy_location(ast.BinOp(n.left,ast.Mult(),n.right),n) if isinstance(n.op,ast.Add) else n
tr=ast.fix_missing_locations(Dbl().visit(ast.parse('x = 3 + 4\nprint(x)\ndef f(a=1): return a + 10\nprint(f())')))
exec(compile(tr,'<t>','exec')); print(ast.unparse(tr))
e=ast.Expression(ast.BinOp(ast.Constant(2),ast.Add(),ast.Constant(3)))
try: compile(e,'x','eval')
except TypeError as x: print(x)
print(eval(compile(ast.fix_missing_locations(e),'x','eval')), ast.unparse(e))
try: compile(ast.parse('1'),'x','eval')
except TypeError as x: print(x)
print(type(compile('1','x','eval',ast.PyCF_ONLY_AST)).__name__, ast.unparse(ast.parse('f(x,y=1)[2]',mode='eval')), ast.unparse(ast.Name('q')), ast.unparse(ast.arguments([],[ast.arg('a')],None,[],[],None,[])))
code=compile(ast.parse('\n\ndef f():\n    raise ValueError(1)\nf()'),'file.py','exec')
try: exec(code)
except ValueError as x: 
    tb=x.__traceback__
    while tb: print(tb.tb_lineno, tb.tb_frame.f_code.co_filename if tb.tb_frame.f_code.co_filename=='file.py' else ''); tb=tb.tb_next
print(ast.unparse(ast.parse('a, b = c, d = 1, 2\na, = x\n(a, b), c = y\nfor (a, b), c in z: pass\nx = a and b and c < d and not e\nx += 1, 2\nreturn_: t = 1, 2\nyield_ = [a, (b, c)]\nasync def f(): return await x\nx = yield_, *b\nx[a, b], x[()], x[a:b, c], x[*a]\nprint(-x ** -y, not (a == b), (a, b) == c, a if b else (c, d), *a, **(b or c))\ndef f():\n  return\n  return 1, 2\n  yield 1, 2\n  x = yield\n  await (yield)\nwith (yield_) as (a, b): pass\nwith a, b as c: pass\ndel (a), (b, c)\nassert (a, b)\nraise (a, b)\nwhile (x := f()): pass\nif (x := 1) and y: pass\n"not doc"\nf"{x!r}{y:.{z}f}{a+b=}"\nlambda x, *y, z=(1, 2), **k: (yield)\n')))
