# imports of files, as CPython has them.
import importlib, importlib.util, importlib.machinery, importlib.abc, sys, os, tempfile
d=tempfile.mkdtemp()
os.makedirs(d+'/mypkg/sub')
open(d+'/mod_a.py','w').write('X=1\ndef f(): return X\n')
open(d+'/mypkg/__init__.py','w').write('from .one import a\nfrom . import two\n__all__=["a"]\nprint("init",__name__,__package__)\n')
open(d+'/mypkg/one.py','w').write('a=1\nfrom .two import b\n')
open(d+'/mypkg/two.py','w').write('b=2\nprint(__name__,__package__)\n')
open(d+'/mypkg/sub/__init__.py','w').write('')
open(d+'/mypkg/sub/deep.py','w').write('from ..one import a\nfrom ... import nope\n')
open(d+'/mypkg/sub/ok.py','w').write('from .. import two as t\nfrom ..two import b\nimport mypkg.one as o\nv=(b,o.a,t.b)\n')
sys.path.insert(0,d)
import mod_a
print(mod_a.f(), os.path.basename(mod_a.__file__))
import mypkg
print(mypkg.a, mypkg.two.b)
from mypkg.sub import ok
print(ok.v, ok.__package__, ok.__name__)
try: import mypkg.sub.deep
except ImportError as e: print(type(e).__name__, e)
try: import mypkg.nothing
except ImportError as e: print(type(e).__name__, e, e.name)
try: from mypkg import nothing
except ImportError as e: print(type(e).__name__, str(e).replace(d,'D'))
try: from mod_a import nothing
except ImportError as e: print(type(e).__name__, str(e).replace(d,'D'))
try: import mod_a.x
except ImportError as e: print(type(e).__name__, e)
try: from . import x
except ImportError as e: print(type(e).__name__, e)
open(d+'/mod_a.py','w').write('X=2000\ndef f(): return X+1\n')
os.utime(d+'/mod_a.py',(5000,5000))
importlib.invalidate_caches()
m=importlib.reload(mod_a); print(m is mod_a, mod_a.f())
spec=importlib.util.spec_from_file_location('plug', d+'/mod_a.py'); print(spec.name, type(spec.loader).__name__)
mod=importlib.util.module_from_spec(spec); spec.loader.exec_module(mod); print(mod.X, mod.__name__, mod.__spec__ is spec, 'plug' in sys.modules)
print(importlib.util.find_spec('json').name, importlib.util.find_spec('nope_xyz'), importlib.util.find_spec('json.decoder').origin.endswith('json/decoder.py'))
try: importlib.util.find_spec('nope_xyz.b')
except ImportError as e: print(type(e).__name__, e)
s=importlib.util.find_spec('sys'); print(s.origin if s else None)
print(importlib.import_module('.two','mypkg').b, importlib.import_module('os.path').__name__, importlib.util.resolve_name('.a','b'))
for n in ('math2','collections','mypkg.two'):
    sp=importlib.util.find_spec(n); print(n, 'found' if sp else 'missing')
import importlib.metadata as md
try: md.version('surely-not-there')
except md.PackageNotFoundError as e: print(e)
from mypkg import *
print(a)
def lazy(name):
    return __import__(name, fromlist=['x'])
print(lazy('os.path').__name__, __import__('os.path').__name__)
