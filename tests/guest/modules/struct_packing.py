# Bytes packed and unpacked, and every refusal in CPython's words.
import struct
def t(f,*a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e), e)
t(struct.pack,'>I',1); t(struct.pack,'<hHiIqQ',-1,2,-3,4,-5,6); t(struct.pack,'!4s2xB',b'abcdef',255); t(struct.pack,'5p',b'abcdefgh')
t(struct.pack,'bhil', 1,2,3,4); t(struct.calcsize,'bhil'); t(struct.calcsize,'=bhil'); t(struct.calcsize, '@P n N')
for f in 'bBhHiIlLqQnN':
    for v in (2**70,-2**70,-1,'x',1.5):
        t(struct.pack, f, v); t(struct.pack,'>'+f,v)
t(struct.pack,'f',1e300); t(struct.pack,'e',1e10); t(struct.pack,'<efd',1.5,0.1,-2.25); t(struct.unpack,'<efd',struct.pack('<efd',1.5,0.1,-2.25)); t(struct.pack,'e',65504.0); t(struct.pack,'<e',5.960464477539063e-08);t(struct.pack,'d','x'); t(struct.pack,'>f',float('nan')); t(struct.unpack,'>e',b'\x7c\x00')
t(struct.unpack,'>IH',b'\0\0\0\1\0\2'); t(struct.unpack,'>I',b'123'); t(struct.unpack_from,'>H',b'\0\1\2\3',2); t(struct.unpack_from,'>H',b'\0\1\2\3',3); t(struct.unpack_from,'>H',b'\0\1\2\3',-1); t(struct.unpack_from,'>H',b'\0\1\2\3',-9)
t(list,struct.iter_unpack('<HB',bytes(range(9)))); t(struct.iter_unpack,'<H',b'123'); t(struct.iter_unpack,'',b'')
b=bytearray(8); t(struct.pack_into,'>I',b,2,0xdeadbeef); print(b); t(struct.pack_into,'>I',b,6,1); t(struct.pack_into,'>I',b'12345',0,1); t(struct.pack_into,'>I',b,-3,1)
t(struct.pack,'II',1); t(struct.pack,'Z',1); t(struct.pack,'3',1); t(struct.pack,'c',b'ab'); t(struct.pack,'s','a'); t(struct.pack,'?',[]); t(struct.pack, '3?',1,0,'a'); t(struct.pack,1)
s=struct.Struct('!HI'); print(s.size,s.format,s.pack(1,2),s.unpack(s.pack(3,4))); t(struct.Struct,None); t(struct.Struct)
t(struct.unpack,'>bB?c3s',b'\xff\xff\1zabc'); t(struct.pack, '999999999999999999999s', b''); t(struct.unpack,'I','abcd'); t(struct.pack); t(struct.pack, '<i', True)
print(struct.error, struct.Struct)
