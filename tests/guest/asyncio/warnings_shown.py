# warnings.warn with its line, categories and stacklevel.
import warnings
warnings.warn('careful')
warnings.warn('old', DeprecationWarning)
def f():
    warnings.warn('inner', UserWarning, stacklevel=2)
f()
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    f()
    print(len(w), w[0].message)
assert (1, 'always true')
x = 5
print(x is 5)
