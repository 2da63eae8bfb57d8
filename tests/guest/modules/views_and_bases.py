# Casts of memoryview, assignment to __bases__, the order of sets.
import sys
def t(f,*a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
class A: pass
class B: pass
class C(A): pass
def setb(): C.__bases__=(B,); return C.__mro__
t(setb); t(lambda: setattr(C,'__bases__',())); t(lambda: setattr(C,'__bases__',(int,))); t(lambda:setattr(C,'__bases__',5)); t(lambda:setattr(C,'__bases__',(C,)))
t(lambda: memoryview(bytes(8)).cast('I').tolist()); t(lambda: memoryview(bytearray(8)).cast('H').format); 
m=memoryview(bytearray(range(12))); t(lambda: m.cast('i')[1]); t(lambda:m.cast('d'))
t(lambda:m.cast('H').itemsize); t(lambda: (m.shape,m.strides,m.ndim,m.nbytes,m.itemsize,m.contiguous,m.c_contiguous,m.suboffsets,m.obj)); t(lambda: m.cast('b')[0]); t(lambda:m[2:6].hex())
c=m.cast('H'); c[0]=65535; t(lambda: bytes(m[:4])); t(lambda: c.__setitem__(0,70000)); t(lambda: len(c)); t(lambda: m.toreadonly().readonly); t(lambda: m.cast('q')); t(lambda: m.cast('z')); t(lambda: list(m[::2])); t(lambda: m==bytes(m)); t(lambda: c==memoryview(bytes(m)).cast('H'))
print({3,1,2}, {1,5,3}, {10,9,8,7}, {'a'} , {100,3,50}, {1,2,3,4,5,6,33}, {1.5,2}, {True,False,2})
def s(): return {8,16,0}
print(s(), {-1,-2,5}, frozenset({3,2,1}), [x for x in {5,4,3,1000}])
print({*[3,1,2]}, set([3,1,2]), {x for x in (3,1,2)})
t(lambda: object().__reduce_ex__(4)[1:])
