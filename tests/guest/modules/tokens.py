# tokenize, token and runpy, as CPython has them.
import tokenize, token, io, runpy, tempfile, os, keyword
src='''# c
import os
def f(a, b=1):
    """doc
    more"""
    if a >= b: # hi
        return f'{a}' + r"x\\n"

    x = [1,
         2.5e3, 0xFF,
         3j]
    y = a \\
        + b
    return x // y ** 2
class A: pass
@dec
async def g(): await x; z := 1
s = 'a' "b" b'c' rb"""q
w"""; t -> u ... != <<= ? $
'''
for t in tokenize.generate_tokens(io.StringIO(src).readline): print(t if t.type!=tokenize.OP else (token.tok_name[t.exact_type],t.string,t.start))
print([ (t.type,t.string) for t in tokenize.tokenize(io.BytesIO(b'# -*- coding: latin-1 -*-\nx=1\n').readline)])
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(src).readline))==src)
print(tokenize.untokenize([(t.type,t.string) for t in tokenize.generate_tokens(io.StringIO('x = f(1,"a" "b")\nif x:\n  y\n').readline)]))
for bad in ('(1,\n','"""abc','  x\n y\n','x = (\n','if a:\n    b\n  c\n'):
    try: list(tokenize.generate_tokens(io.StringIO(bad).readline)); print('ok',repr(bad))
    except Exception as e: print(type(e).__name__, e)
print([t.type for t in tokenize.generate_tokens(io.StringIO('x').readline)], [t.type for t in tokenize.generate_tokens(io.StringIO('').readline)])
p=tempfile.mktemp('.py'); open(p,'w').write('a=__name__\nb=X\n'); r=runpy.run_path(p,{'X':9},'__main__'); print(r['a'],r['b'])
