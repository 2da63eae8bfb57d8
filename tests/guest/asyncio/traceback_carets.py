# Tracebacks with carets under multi-line and nested calls.
# exits: 1
def a(x):
    return b(x) + 1

def b(x):
    y = x * 2
    return c(y,
             other=x)

def c(v, other):
    if v > other:
        raise ValueError(
            "multi", "args")

class K:
    def m(self):
        return [self.n(i) for i in range(3)]
    def n(self, i):
        return {}[i]

import traceback, sys
try:
    a(3)
except ValueError:
    traceback.print_exc(file=sys.stdout)
try:
    K().m()
except KeyError as e:
    print(''.join(traceback.format_exception(e)))
    print(traceback.format_exception_only(e))
    print(sys.exc_info()[0], e.__traceback__.tb_lineno, e.__traceback__.tb_frame.f_code.co_name)
print(sys.exc_info())
a(1)
