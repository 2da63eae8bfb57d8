# local variables, as CPython has them.
def f(a,b=2):
    d=locals()
    print(d is locals(), d)
    c=5
    print(d)
    locals()
    print(sorted(d))
    d['zz']=9
    del b
    print(sorted(locals()), locals()['zz'])
    exec("q=1")
    print(locals()['q'])
    d['a']=100
    print(a, d['a'], locals()['a'])
    def g(): return a
    return g
print(f(1)())
def h():
    x=[locals() for _ in range(2)]
    print(x[0] is x[1], sorted(x[0]))
    import sys
    print(sys._getframe().f_locals is locals())
h()
class W:
    def __del__(self): print('del')
def k():
    w=W()
    l=locals()
    del w
    print('after del')
    l.pop('w',None)
    print('end')
k()
def gen():
    x=1
    yield locals()
    y=2
    yield locals()
g=gen(); a=next(g); print(a); b=next(g); print(a is b, a)
