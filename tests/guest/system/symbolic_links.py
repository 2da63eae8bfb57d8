# Symbolic links, made and followed.
import os, tempfile
d = tempfile.mkdtemp()
p = os.path.join(d, 'a.txt')
with open(p, 'w') as f: f.write('hi')
l = os.path.join(d, 'l')
os.symlink(p, l)
print(os.path.islink(l), os.path.basename(os.readlink(l)), open(l).read(), os.path.exists(l))
print(os.lstat(l).st_mode & 0o170000 == 0o120000, os.stat(l).st_size)
os.symlink('nowhere', os.path.join(d, 'broken'))
print(os.path.exists(os.path.join(d, 'broken')), os.path.lexists(os.path.join(d, 'broken')))
print(sorted(os.listdir(d)))
try: os.symlink(p, l)
except FileExistsError as e: print('exists', e.errno)
try: os.readlink(p)
except OSError as e: print(e.errno, e.strerror)
os.unlink(l); print(os.path.exists(p))
import pathlib
q = pathlib.Path(d) / 'q'
q.symlink_to('a.txt'); print(q.is_symlink(), q.read_text(), q.readlink())
print(q.resolve().name, os.path.realpath(q) == os.path.realpath(p))
