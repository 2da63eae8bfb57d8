# What sys.settrace and sys.setprofile tell, as CPython tells it.
import sys
def tr(frame, event, arg):
    if event=='exception': arg=(arg[0].__name__, str(arg[1]))
    print(event, frame.f_code.co_name, frame.f_lineno, arg)
    return tr
def add(a, b):
    c = a + b
    return c
def loop(n):
    t = 0
    for i in range(n):
        t += i
    while t > 2: t -= 1
    return t
def gen():
    yield 1
    x = 2
    yield x
def err():
    raise ValueError('v')
class A:
    def __init__(self): self.x = 1
    @property
    def p(self): return self.x
def main():
    add(1, 2)
    loop(2)
    for v in gen(): pass
    A().p
    [q for q in range(2)]
    (lambda: 5)()
    z = 1
def failing():
    err()
sys.settrace(tr)
main()
try: failing()
except ValueError: pass
sys.settrace(None)
print(sys.gettrace())
def prof(frame, event, arg):
    if event.startswith('c_'): arg = arg.__name__
    print('P', event, frame.f_code.co_name, arg if not callable(arg) else arg)
def work():
    len([1]); 'a'.upper(); sorted([3,1], key=lambda v: -v); add(1,2)
    try: int('x')
    except ValueError: pass
    try: [].index(3)
    except ValueError: pass
    list(gen())
sys.setprofile(prof)
work()
sys.setprofile(None)
calls = {}
def counter(frame, event, arg):
    if event == 'call': calls[frame.f_code.co_name] = calls.get(frame.f_code.co_name, 0) + 1
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
sys.settrace(counter); fib(10); sys.settrace(None)
print(calls)
def bad(frame, event, arg): raise RuntimeError('bad tracer')
sys.settrace(bad)
try: add(1, 2)
except RuntimeError as e: print(e, sys.gettrace())
lines=[]
def only(frame, event, arg):
    if frame.f_code.co_name != 'loop': return None
    def local(frame, event, arg):
        lines.append((event, frame.f_lineno - frame.f_code.co_firstlineno, dict(frame.f_locals)))
        return local
    return local
sys.settrace(only); loop(3); sys.settrace(None); print(lines)
import threading
def tt(f,e,a):
    if f.f_code.co_name=='add': print('thread',e); return tt
threading.settrace(tt); t=threading.Thread(target=add,args=(1,2)); t.start(); t.join(); threading.settrace(None)
def here():
    f=sys._getframe(); f.f_trace=tr; sys.settrace(lambda *a: None)
    x=1
    y=2
    sys.settrace(None)
here()
