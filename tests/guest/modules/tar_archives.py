# tarfile, as CPython has it.
import tarfile, os, tempfile, io, shutil
d=tempfile.mkdtemp(); os.chdir(d)
os.makedirs('in/sub'); open('in/a.txt','w').write('hello '*50); open('in/sub/b.txt','w').write('b\u00e9'); os.chmod('in/a.txt',0o640)
for p in ('in/a.txt','in/sub/b.txt','in/sub','in'): os.utime(p,(1e9,1e9))
for mode,name in (('w','t.tar'),('w:gz','t.tgz'),('w:bz2','t.tbz')):
    with tarfile.open(name,mode) as t:
        t.add('in'); t.add('in/a.txt',arcname='other.txt')
        i=tarfile.TarInfo('mem.txt'); i.size=3; i.mtime=1000000000; t.addfile(i,io.BytesIO(b'abc'))
        i=tarfile.TarInfo('x'*120+'\u00e9.txt'); t.addfile(i)
    print(tarfile.is_tarfile(name), os.path.getsize(name) if mode=='w' else '')
    with tarfile.open(name) as t:
        print(t.getnames())
        for m in t: print(m.name[:20],m.size,oct(m.mode),m.type,m.isfile(),m.isdir(),int(m.mtime))if m.name.startswith(('in','o','m')) else 0
        print(t.extractfile('mem.txt').read(), t.extractfile('in'), t.getmember('in/a.txt').size)
        try: t.getmember('zz')
        except KeyError as e: print(e)
        shutil.rmtree('out',ignore_errors=True); t.extractall('out'); print(sorted(os.path.join(a,f)[:20] for a,_,fs in os.walk('out') for f in fs), open('out/in/sub/b.txt').read(), oct(os.stat('out/in/a.txt').st_mode), os.stat('out/in/a.txt').st_mtime)
        t.extract('mem.txt','o2'); print(os.listdir('o2'))
with tarfile.open('t.tar','a') as t: t.add('in/a.txt',arcname='appended')
print(tarfile.open('t.tar').getnames()[-1])
open('bad','w').write('not a tar')
try: tarfile.open('bad')
except tarfile.ReadError as e: print(str(e).split('\n')[0])
try: tarfile.open('nope.tar')
except FileNotFoundError as e: print(e)
print(tarfile.is_tarfile('bad'))
b=io.BytesIO()
with tarfile.open(fileobj=b,mode='w',format=tarfile.USTAR_FORMAT) as t:
    i=tarfile.TarInfo('d'); i.type=tarfile.DIRTYPE; i.mode=0o755; t.addfile(i)
    i=tarfile.TarInfo('l'); i.type=tarfile.SYMTYPE; i.linkname='d/f'; t.addfile(i)
    i=tarfile.TarInfo('d/f'); i.size=2; i.mtime=5; t.addfile(i,io.BytesIO(b'hi'))
import hashlib; print(len(b.getvalue()), hashlib.md5(b.getvalue()).hexdigest()); b.seek(0)
with tarfile.open(fileobj=b) as t: print([(m.name,m.issym(),m.linkname) for m in t.getmembers()], t.extractfile('l').read()); t.list()
b=io.BytesIO()
with tarfile.open(fileobj=b,mode='w') as t: i=tarfile.TarInfo('é'*3); i.size=1; t.addfile(i,io.BytesIO(b'q'))
print(hashlib.md5(b.getvalue()).hexdigest())
def flt(ti): ti.uid=0; return None if 'sub' in ti.name else ti
with tarfile.open('f.tar','w') as t: t.add('in',filter=flt); print(t.getnames())

for f in ('zip','tar','bztar'): print(os.path.basename(shutil.make_archive('q',f,root_dir='.',base_dir='in'))); 
shutil.unpack_archive('q.zip','un2'); print(sorted(os.listdir('un2/in')))
try: shutil.make_archive('q','nope')
except ValueError as e: print(e)
try: shutil.unpack_archive('q.xyz')
except shutil.ReadError as e: print(e)
