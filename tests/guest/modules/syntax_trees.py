# ast: trees, what walks over them, and literals.
import ast
src = '''
import os, sys as s
from a.b import c as d, e
from . import *
@deco(1)
class K(Base, metaclass=M):
    """Doc."""
    x: int = 5
    def f(self, a, /, b=1, *args, c, d=2, **kw) -> int:
        'fdoc'
        global g; nonlocal_ = 1
        return [i for i in range(10) if i % 2 == 0 if i] or {k: v for k, v in d.items()} or {1, 2} or (x async for x in y)
async def co():
    async with a as b, c: await d
    async for i in x: yield i
    else: pass
try: pass
except (A, B) as e: raise X from e
except: raise
else: pass
finally: del a, b[0]
while not x and y or z: break
for a, *b in c: continue
if a < b <= c is not None: x += 1
elif q: assert x, 'm'
with open('f') as f: f.write(f"{x!r:>{w}} {y=} t{{}}" 'abc')
match p:
    case {'a': 1, **r} | [1, *_] | C(1, x=2) | None | -1.5 | 'a' as z if q: ...
    case _: pass
lambda x, *y, z=1, **k: (yield)
print(*a, **b, k=1, end='')
a[1:2, ::3, ...] = -x ** ~y @ z // 2; (w := 5); b'x\\xff'; 1.5e300; 2j; 10**20; 0xff; u'u'; 'é\\n"'; True
a = b = c; x.y.z: 'T'
'''
t = ast.parse(src)
print(ast.dump(t)); print(ast.dump(t, indent=2)[:3000]); print(ast.dump(t, include_attributes=True)[:3000]); print(ast.dump(t, annotate_fields=False)[:2000])
class V(ast.NodeVisitor):
    def visit_Name(self, n): print('name', n.id, n.lineno, n.col_offset, end='; ')
    def visit_FunctionDef(self, n): print('func', n.name, [a.arg for a in n.args.args], ast.get_docstring(n)); self.generic_visit(n)
V().visit(t); print()
print([type(n).__name__ for n in ast.walk(t)][:80], ast.get_docstring(t), t.body[3].name, ast.get_source_segment(src, t.body[3].body[1]))
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(value=0), n) if n.value == 1 else n
    def visit_Pass(self, n): return None
    def visit_Break(self, n): return [n, ast.Continue()]
print(ast.dump(T().visit(ast.parse('x = 1 + f(1, 2)\nif x:\n    y\n    pass\nwhile 1: break'))))
n = ast.BinOp(ast.Constant(1), ast.Add(), right=ast.Constant(2)); print(ast.dump(n), n._fields, n._attributes, ast.Name.__mro__, isinstance(n, ast.expr), repr(n)[:17], ast.Constant(5).value, ast.Return().value)
for f in (lambda: ast.Name(1, 2, 3), lambda: ast.parse('x ='), lambda: ast.parse('x', mode='z'), lambda: ast.dump(5), lambda: ast.get_docstring(n), lambda: ast.Name().id, lambda: ast.parse('1 2', mode='eval'), lambda: ast.BinOp(ast.Add(), left=1, op=2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(ast.dump(ast.parse('a + b', mode='eval')), ast.dump(ast.fix_missing_locations(ast.Expr(ast.Name('a', ast.Load()))), include_attributes=True), ast.dump(ast.increment_lineno(ast.parse('x'), 5), include_attributes=True), list(ast.iter_fields(n)), list(ast.iter_child_nodes(n))[0].value)
names = {n.id for n in ast.walk(ast.parse('a = b + c(d)')) if isinstance(n, ast.Name)}; print(sorted(names))
match ast.parse('f(1)', mode='eval').body:
    case ast.Call(func=ast.Name(id=i), args=[ast.Constant(value=v)]): print(i, v)
for s in ["[1, 2, {'a': (3, 4.5, None, True)}]", "-5", "1+2j", "'a' 'b'", "b'x'", "{1, 2}", "set()", "()", "(1,)", "  [1]", "[1,\n 2]", "1 + 2", "foo", "f(1)", "[x for x in y]", "'a' + 'b'", "{**a}", "not True", "1 if 2 else 3", "lambda: 1", "[1", "", "a.b", "1 < 2", "...", "+5", "--5", "{'a': 1, 'b': [2]}", "f'x'", "'\\n'", "r'\\n'", "0x1f", "1_000", "1e5", "{[]: 1}", "* 1", "1; 2", "x = 1", "\t1"]:
    try: print(repr(s), repr(ast.literal_eval(s)))
    except Exception as e: print(repr(s), type(e).__name__, __import__('re').sub('0x[0-9a-f]+', '0x', str(e)))
