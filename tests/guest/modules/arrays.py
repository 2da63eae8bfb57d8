# array.array: its methods, its messages, and what takes it as a buffer.
import array, struct, binascii, copy, bisect, sys, io, pickle
a = array.array('i', range(5)); print(a, len(a), a.itemsize, a.typecode, a[2], a[-1], a[1:4], a[::-2], list(a), sum(a), max(a), 3 in a, 9 in a)
a.append(7); a.extend([8, 9]); a.insert(0, -1); print(a, a.pop(), a.pop(0), a.index(3), a.count(7)); a.remove(2); a.reverse(); print(a)
a[0] = 100; a[1:3] = array.array('i', [5, 6, 7]); del a[0]; print(a, a + a, a * 2, a == array.array('l', a), a < array.array('i', [99]))
a += array.array('i', [1]); print(a, a.tobytes()[:8], a.buffer_info()[1]); a.byteswap(); print(a)
for f in (lambda: array.array('b', [200]), lambda: array.array('B', [-1]), lambda: array.array('h', [40000]), lambda: array.array('H', [70000]), lambda: array.array('i', [2**31]), lambda: array.array('I', [-1]), lambda: array.array('q', [2**63]), lambda: array.array('i', ['a']), lambda: array.array('i', [1.5]), lambda: array.array('d', ['x']), lambda: array.array('z'), lambda: array.array('i', "ab"), lambda: array.array(1), lambda: a[100], lambda: a['x'], lambda: a.remove(12345), lambda: array.array('i').pop(), lambda: a + [1], lambda: a.frombytes(b'abc'), lambda: hash(a), lambda: a.index(77777), lambda: a.fromlist((1,)), lambda: a.__setitem__(slice(0, 1), [1])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d = array.array('d', [1.5, 2]); print(d, array.array('f', [0.1]), array.array('u', 'héllo'), array.array('u', 'hé').tounicode(), array.array('b', b'abc'), array.array('B', 'abc'.encode()))
print(memoryview(d).tolist(), memoryview(d).format, memoryview(d).itemsize, memoryview(array.array('h', [1, -2]))[1], bytes(array.array('h', [1])), binascii.hexlify(array.array('H', [258])))
m = memoryview(array.array('h', [1, 2, 3])); m[0] = 9; print(m.obj, m.nbytes, m.cast('B').tolist())
print(copy.copy(d), copy.deepcopy(d) is d, sorted(array.array('i', [3, 1, 2])), list(reversed(array.array('i', [1, 2]))), [*map(str, d)], tuple(d))
s = array.array('i', [1, 3]); bisect.insort(s, 2); print(s, array.typecodes, struct.unpack('3i', s), pickle.loads(pickle.dumps(s)))
b = io.BytesIO(); s.tofile(b); b.seek(0); t = array.array('i'); t.fromfile(b, 3); print(t)
try: t.fromfile(b, 1)
except EOFError as e: print(e)
for i, x in enumerate(t): print(i, x, end=' ')
print(array.array, type(t), isinstance(t, array.ArrayType), repr(array.array('i')), str(t), f"{t}", array.array('i', (x * x for x in range(3))), bool(array.array('i')), bool(t))
