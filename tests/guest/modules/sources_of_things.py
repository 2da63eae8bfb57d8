# The source text of functions and classes, blank lines included.
import inspect, linecache
def add(a):
    "x"

    return a

class C:
    "d"

    def m(self):

        return 1
    @property
    def p(self): return 2

    class Inner:
        x = 1

print(inspect.getsourcelines(add)); print(inspect.getsource(C)); print(inspect.getsourcelines(C.Inner)); print(len(linecache.getlines(__file__)), repr(linecache.getline(__file__, 4)), repr(linecache.getline(__file__, 999)))
print(inspect.getsourcelines(inspect.getmodule(add))[0][-1])
open('/tmp/loopscope_lines.txt', 'w').write('a\n\nb'); print(linecache.getlines('/tmp/loopscope_lines.txt'), linecache.getlines('/tmp/nope.txt'))
