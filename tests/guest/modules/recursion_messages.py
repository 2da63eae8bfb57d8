# What RecursionError says, by what the recursion was about to do.
def show(f, *a):
    try: print(f(*a))
    except RecursionError as e: print(getattr(f, '__name__', f.__class__.__name__), e)
def fact(n):
    if n == 0: return 1
    return n * fact(n - 1)
show(fact, 5000)
def fact2(n): return 1 if n <= 1 else n * fact2(n - 1)
show(fact2, 5000)
def fib(n):
    if n < 2: return n
    return fib(n-1) + fib(n-2)
show(fib, 5000)
def fl(x):
    if x > 1e9: return 0
    return fl(x + 0.5)
show(fl, 1.5)
def st(x):
    if x == 'abc': return 0
    return st(x + 'a')
show(st, '')
def big(x):
    if x == 5: return 0
    return big(x * 3)
show(big, 1)
def ln(x):
    if len(x) == 0: return 0
    return ln(x + [1])
show(ln, [1])
def ln2(x):
    if not len(x): return 0
    return ln2(x + [1])
show(ln2, [1])
def isi(x):
    if isinstance(x, str): return 0
    return isi(x)
show(isi, 1)
def isi2(x):
    if isinstance(x, (list, tuple)): return 0
    return isi2(x)
show(isi2, 1)
def fs(x):
    s = f'{x}'
    return fs(x + 1)
show(fs, 1)
def st2(x):
    s = str(x)
    return st2(x + 1)
show(st2, 1)
def rp(x):
    s = repr(x)
    return rp(x + 1)
show(rp, 1)
def ap(x, l=[]):
    l.append(x)
    return ap(x + 1)
show(ap, 1)
def rg(x):
    for i in range(3): 
        rg(x)
show(rg, 1)
def sm(x):
    return sum([sm(x - 1), 1])
show(sm, 1)
def mx(x):
    return max(1, mx(x))
show(mx, 1)
def mp(x): return list(map(mp, [x]))
show(mp, 1)
def lc(x): return [lc(i) for i in [x]]
show(lc, 1)
def ge(x): return sum(ge(i) for i in [x])
show(ge, 1)
def dc(x): return {k: dc(k) for k in [x]}
show(dc, 1)
def tr(x):
    try: return tr(x)
    finally: pass
show(tr, 1)
def inn(x):
    if x in (3, 4): return 0
    return inn(x * 2)
show(inn, 5)
def inl(x):
    if x in [3, 4]: return 0
    return inl(x * 2)
show(inl, 5)
def ins(x):
    if x in {3, 4}: return 0
    return ins(x * 2)
show(ins, 5)
def ind(x, d={}):
    if x in d: return d[x]
    d[x] = 1
    return ind(x + 1)
show(ind, 5)
def non(x):
    if x is None: return
    non(x)
show(non, 1)
def cl(x):
    def inner(): return cl(x)
    return inner()
show(cl, 1)
def lam(x): return (lambda: lam(x))()
show(lam, 1)
def kw(*, x): return kw(x=x)
try: kw(x=1)
except RecursionError as e: print('kw', e)
def va(*a, **k): return va(*a, **k)
show(va, 1)
def eq(x):
    if x == None: return
    eq(x)
show(eq, 'a')
show(eq, 1)
show(eq, 1.0)
show(eq, [1])
def ne(x):
    if x != []: return ne(x[1:] + [1])
show(ne, [1])
def tu(x):
    if x == (): return 0
    return tu(x)
show(tu, (1,))
def ro(x):
    y = round(x); z = abs(x); w = int(x)
    return ro(x)
show(ro, 1.5)
def sp(x):
    x.split(',')
    return sp(x)
show(sp, 'a,b')
def jo(x):
    ','.join([x])
    return jo(x)
show(jo, 'a,b')
def ho(x): hash(x); return ho(x)
show(ho, 1)
def ty(x): type(x); return ty(x)
show(ty, 1)
def it(x): next(iter([x])); return it(x)
show(it, 1)
def di(x): {}.get(x); return di(x)
show(di, 1)
def pr(x):
    if x > 2000: print(x)
    pr(x + 1)
show(pr, 1)
def ackermann(m, n):
    if m == 0: return n + 1
    elif n == 0: return ackermann(m - 1, 1)
    else: return ackermann(m - 1, ackermann(m, n - 1))
show(ackermann, 4, 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
show(even, 5000)
def flatten(l):
    r = []
    for i in l:
        if isinstance(i, list): r.extend(flatten(i))
        else: r.append(i)
    return r
a = []
a.append(a)
show(flatten, a)
def power(b, e):
    if e == 0: return 1
    return b * power(b, e - 1)
show(power, 2, 5000)
def gcd(a, b):
    if a == b: return a
    return gcd(a - b if a > b else a, b - a if b > a else b)
show(gcd, 100000, 1)
def rev(s):
    if len(s) <= 1: return s
    return rev(s[1:]) + s[0]
show(rev, 'x' * 5000)
def hanoi(n, a, b, c):
    if n > 0: hanoi(n + 1, a, c, b)
show(hanoi, 3, 'a', 'b', 'c')
