# files compared and shelved, as CPython has them.
import filecmp, fileinput, mimetypes, shelve, os, tempfile, sys, io
d=tempfile.mkdtemp(); os.chdir(d)
for p,t in [('a/x','1'),('b/x','1'),('a/y','1'),('b/y','2'),('a/only','q'),('b/ronly','q'),('a/sub/f','1'),('b/sub/f','1'),('a/sub/g','z'),('a/t','12'),('b/t','13')]:
    os.makedirs(os.path.dirname(p),exist_ok=True); open(p,'w').write(t)
os.makedirs('a/funny'); open('b/funny','w').write('x')
c=filecmp.dircmp('a','b'); print(c.left_list,c.right_list,c.common,c.left_only,c.right_only,c.common_dirs,c.common_files,c.common_funny,list(c.subdirs))
print(sorted(c.same_files+c.diff_files))
print(sorted(filecmp.cmpfiles('a','b',['x','y','zz'],shallow=False)[2]))
try: c.nope
except AttributeError as e: print(e)
open('l1','w').write('one\ntwo\n'); open('l2','w').write('three')
with fileinput.input(files=('l1','l2')) as f:
    for line in f: print(fileinput.filename() if 0 else f.filename(), f.lineno(), f.filelineno(), f.isfirstline(), repr(line))
for line in fileinput.input(['l1'],inplace=True,backup='.orig'): print(line.rstrip().upper())
print(open('l1').read(), os.path.exists('l1.orig'), fileinput.lineno())
fileinput.close()
try: fileinput.lineno()
except RuntimeError as e: print(e)
for n in ['a.html','b.tar.gz','c.py','d.JPG','e.unknown','http://x.y/z.png?q=1','f.json','g.tgz','h.txt.bz2','i.mp3','k.webp','data:image/png;base64,xx','noext','l.css','m.csv','o.svg','p.pdf','q.docx','r.md','s.zip']: print(n, mimetypes.guess_type(n,strict=True)) if n not in ('q.docx','r.md','k.webp') else None
print(mimetypes.guess_extension('text/html'), mimetypes.guess_extension('nope/x'), mimetypes.guess_extension('text/plain'), mimetypes.guess_extension('image/jpeg'))
mimetypes.add_type('text/x-mine','.mine'); print(mimetypes.guess_type('q.mine'))
with shelve.open('sh') as s: s['a']={'x':[1,2]}; s['b']=3; s['a']['x'].append(9); print(s['a'], sorted(s), len(s), 'a' in s, s.get('zz','no'))
with shelve.open('sh',writeback=True) as s: s['a']['x'].append(9); del s['b']
with shelve.open('sh') as s: print(dict(s)); 
try: s['a']
except ValueError as e: print(e)
try: shelve.open('sh')['nokey']
except KeyError as e: print(repr(e))
