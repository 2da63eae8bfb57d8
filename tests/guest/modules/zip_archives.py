# zipfile, as CPython has it.
import zipfile, os, tempfile, io, time
d=tempfile.mkdtemp(); os.chdir(d)
os.makedirs('in/sub'); open('in/a.txt','w').write('hello '*50); open('in/sub/b.txt','w').write('bé'); 
for p in ('in/a.txt','in/sub/b.txt','in/sub','in'): os.utime(p,(1e9,1e9))
with zipfile.ZipFile('t.zip','w',zipfile.ZIP_DEFLATED) as z:
    z.write('in/a.txt'); z.write('in/sub/b.txt','renamed/b.txt'); z.write('in/sub'); z.writestr('str.txt','some text'); z.writestr(zipfile.ZipInfo('info.txt',(2020,1,2,3,4,6)),b'bytes'); z.comment=b'cmt'
    with z.open('stream.bin','w') as f: f.write(b'abc'); f.write(b'def')
    print(z.namelist())
with zipfile.ZipFile('t.zip') as z:
    for i in z.infolist(): print(i.filename,i.file_size,i.compress_size,i.compress_type,i.CRC,i.is_dir(), i.date_time if i.filename=='info.txt' else '', repr(i) if 'str' not in i.filename and 'a.txt' not in i.filename and 'b.txt' not in i.filename and 'sub' not in i.filename else '')
    print(z.read('str.txt'), z.comment, z.testzip(), z.getinfo('in/a.txt').file_size, z.open('in/a.txt').read(5))
    with z.open('renamed/b.txt') as f: print(io.TextIOWrapper(f,'utf-8').read())
    try: z.read('nope')
    except KeyError as e: print(e)
    z.extractall('out'); print(sorted(os.path.join(a,f) for a,_,fs in os.walk('out') for f in fs)); print(open('out/str.txt').read(), z.extract('info.txt','o2').endswith('o2/info.txt'))
    try: z.writestr('x','y')
    except ValueError as e: print(e)
with zipfile.ZipFile('t.zip','a') as z: z.writestr('added.txt','new')
print(zipfile.ZipFile('t.zip').namelist(), zipfile.is_zipfile('t.zip'), zipfile.is_zipfile('in/a.txt'), zipfile.is_zipfile('zz'))
try: zipfile.ZipFile('in/a.txt')
except zipfile.BadZipFile as e: print(e)
try: zipfile.ZipFile('missing.zip')
except FileNotFoundError as e: print(e)
b=io.BytesIO()
with zipfile.ZipFile(b,'w') as z: z.writestr('q/1.txt','1'); z.writestr('q/r/2.txt','2'*100,compress_type=zipfile.ZIP_BZIP2)
z=zipfile.ZipFile(io.BytesIO(b.getvalue())); print(z.read('q/r/2.txt')[:5], [i.compress_type for i in z.infolist()])
p=zipfile.Path(z); print([str(x.name) for x in p.iterdir()], (p/'q'/'1.txt').read_text(), (p/'q').is_dir(), (p/'zz').exists(), sorted(x.name for x in (p/'q').iterdir()))
z.close()
try: z.read('q/1.txt')
except ValueError as e: print(e)
try: zipfile.ZipFile('x','q')
except ValueError as e: print(e)
z=zipfile.ZipFile('pd.zip','w'); z.writestr(zipfile.ZipInfo('a',(2001,2,3,4,5,6)),'abc'); z.printdir(); z.close(); print(z)
import shutil
print(os.path.basename(shutil.make_archive('arch','zip','in'))); shutil.unpack_archive('arch.zip','un'); print(sorted(os.listdir('un')))
