# sys.excepthook and sys.unraisablehook of the program's own.
# exits: 1
import sys
def hook(t,v,tb): print('hook', t.__name__, v, tb.tb_lineno)
def uhook(u): print('unraisable', u.exc_type.__name__, u.exc_value, u.err_msg, type(u.object).__name__)
sys.unraisablehook=uhook
class A:
    def __del__(self): raise ValueError('in del')
A()
sys.excepthook=hook
def f(): raise RuntimeError('x')
f()
