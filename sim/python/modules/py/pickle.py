# native: it is C in CPython
"""Objects as bytes and back, in CPython's format."""

import copyreg
import io
import struct
import sys
import types

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump",
           "dumps", "load", "loads", "PickleBuffer", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]

format_version = "4.0"
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4


class PickleError(Exception):
    __module__ = '_pickle'


class PicklingError(PickleError):
    __module__ = '_pickle'


class UnpicklingError(PickleError):
    __module__ = '_pickle'


class _Stop(Exception):
    pass


class PickleBuffer:
    """A wrapper for a buffer that may be sent out of band."""

    def __init__(self, buffer):
        self._view = memoryview(buffer)

    def raw(self):
        return self._view

    def release(self):
        self._view.release()


def _long_bytes(n):
    """An int as two's complement, lowest byte first, as short as can be."""
    if n == 0:
        return b''
    size = (n.bit_length() >> 3) + 1
    data = n.to_bytes(size, 'little', signed=True)
    if n < 0 and size > 1 and data[-1] == 0xff and data[-2] & 0x80:
        data = data[:-1]
    return data


def _whichmodule(obj, name):
    module = getattr(obj, '__module__', None)
    if module is not None:
        return module
    for module_name, module in list(sys.modules.items()):
        if module_name in ('__main__', '__mp_main__') or module is None:
            continue
        try:
            if _attribute(module, name) is obj:
                return module_name
        except AttributeError:
            pass
    return '__main__'


def _attribute(obj, name):
    for part in name.split('.'):
        if part == '<locals>':
            raise AttributeError(f"Can't get local attribute {name!r} on {obj!r}")
        try:
            obj = getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {obj!r}") from None
    return obj


_FRAME_MIN = 4
_FRAME_TARGET = 64 * 1024
_BATCH = 1000


class Pickler:
    """Writes objects to a file; what it wrote before it writes as a reference."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif protocol > HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        if not hasattr(file, 'write'):
            raise TypeError("file must have a 'write' attribute")
        self._file_write = file.write
        # FIDELITY: protocols 0 and 1 are written with the codes of protocol 2, which loads reads.
        self.proto = protocol
        self.bin = protocol >= 1
        self.memo = {}
        self.fast = 0
        self._frame = None

    def clear_memo(self):
        self.memo.clear()

    def _write(self, data):
        if self._frame is None:
            self._file_write(data)
            return
        self._frame.append(data)
        self._frame_size += len(data)
        if self._frame_size >= _FRAME_TARGET:
            self._end_frame()
            self._begin_frame()

    def _begin_frame(self):
        self._frame = []
        self._frame_size = 0

    def _end_frame(self):
        data = b''.join(self._frame)
        if len(data) >= _FRAME_MIN:
            self._file_write(b'\x95' + struct.pack('<Q', len(data)))
        self._file_write(data)
        self._frame = None

    def dump(self, obj):
        if self.proto >= 2:
            self._write(b'\x80' + bytes([self.proto]))
        if self.proto >= 4:
            self._begin_frame()
        self.save(obj)
        self._write(b'.')
        if self._frame is not None:
            self._end_frame()

    def memoize(self, obj):
        if self.fast or id(obj) in self.memo:
            return
        index = len(self.memo)
        self.memo[id(obj)] = index, obj
        if self.proto >= 4:
            self._write(b'\x94')
        elif index < 256:
            self._write(b'q' + bytes([index]))
        else:
            self._write(b'r' + struct.pack('<I', index))

    def _get(self, index):
        return b'h' + bytes([index]) if index < 256 else b'j' + struct.pack('<I', index)

    def persistent_id(self, obj):
        return None

    def save(self, obj, save_persistent_id=True):
        pid = self.persistent_id(obj) if save_persistent_id else None
        if pid is not None:
            self.save(pid, save_persistent_id=False)
            self._write(b'Q')
            return
        cls = type(obj)
        known = self.memo.get(id(obj))
        if known is not None and cls not in (int, float, bool):
            self._write(self._get(known[0]))
            return
        override = getattr(self, 'reducer_override', None)
        reduced = NotImplemented if override is None or cls in _SAVE else override(obj)
        if reduced is NotImplemented:
            save = _SAVE.get(cls)
            if save is not None:
                save(self, obj)
                return
            reduce = getattr(self, 'dispatch_table', copyreg.dispatch_table).get(cls)
            if reduce is not None:
                reduced = reduce(obj)
            elif issubclass(cls, type) or cls in (types.FunctionType,):
                self._save_global(obj)
                return
            else:
                reduced = obj.__reduce_ex__(self.proto)
        if isinstance(reduced, str):
            self._save_global(obj, reduced)
            return
        if not isinstance(reduced, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(reduced) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        self._save_reduced(obj, *reduced)

    def _save_reduced(self, obj, func, args, state=None, items=None, pairs=None, setter=None):
        if not isinstance(args, tuple):
            raise PicklingError("args from save_reduce() must be a tuple")
        if not callable(func):
            raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
        name = getattr(func, '__name__', '')
        if self.proto >= 2 and name == '__newobj__':
            self.save(args[0])
            self.save(args[1:])
            self._write(b'\x81')
        elif self.proto >= 4 and name == '__newobj_ex__':
            for arg in args:
                self.save(arg)
            self._write(b'\x92')
        else:
            self.save(func)
            self.save(args)
            self._write(b'R')
        if id(obj) in self.memo:
            # The arguments led back to the object itself.
            self._write(b'0' + self._get(self.memo[id(obj)][0]))
        else:
            self.memoize(obj)
        if items is not None:
            self._save_items(items)
        if pairs is not None:
            self._save_pairs(pairs)
        if state is not None:
            if setter is None:
                self.save(state)
                self._write(b'b')
            else:
                self.save(setter)
                self.save(obj)
                self.save(state)
                self._write(b'\x86R0')

    def _batches(self, things):
        things = iter(things)
        first = next(things, self)
        while first is not self:
            batch = [first]
            for thing in things:
                batch.append(thing)
                if len(batch) == _BATCH:
                    break
            first = next(things, self) if len(batch) == _BATCH else self
            yield batch

    def _save_items(self, items):
        for batch in self._batches(items):
            if len(batch) == 1:
                self.save(batch[0])
                self._write(b'a')
                continue
            self._write(b'(')
            for item in batch:
                self.save(item)
            self._write(b'e')

    def _save_pairs(self, pairs):
        for batch in self._batches(pairs):
            if len(batch) > 1:
                self._write(b'(')
            for key, value in batch:
                self.save(key)
                self.save(value)
            self._write(b'u' if len(batch) > 1 else b's')

    def _save_none(self, obj):
        self._write(b'N')

    def _save_bool(self, obj):
        self._write(b'\x88' if obj else b'\x89')

    def _save_int(self, obj):
        if 0 <= obj < 256:
            self._write(b'K' + bytes([obj]))
        elif 0 <= obj < 65536:
            self._write(b'M' + struct.pack('<H', obj))
        elif -0x80000000 <= obj <= 0x7fffffff:
            self._write(b'J' + struct.pack('<i', obj))
        else:
            data = _long_bytes(obj)
            if len(data) < 256:
                self._write(b'\x8a' + bytes([len(data)]) + data)
            else:
                self._write(b'\x8b' + struct.pack('<i', len(data)) + data)

    def _save_float(self, obj):
        self._write(b'G' + struct.pack('>d', obj))

    def _save_bytes(self, obj):
        if self.proto < 3:
            self._save_reduced(obj, _encode, (str(obj, 'latin1'), 'latin1'))
            return
        size = len(obj)
        if size < 256:
            head = b'C' + bytes([size])
        elif size <= 0xffffffff or self.proto < 4:
            head = b'B' + struct.pack('<I', size)
        else:
            head = b'\x8e' + struct.pack('<Q', size)
        self._write_large(head, bytes(obj))
        self.memoize(obj)

    def _write_large(self, head, data):
        """Long data stands outside of frames."""
        if self._frame is None or len(data) < _FRAME_TARGET:
            self._write(head + data)
            return
        self._end_frame()
        self._file_write(head)
        self._file_write(data)
        self._begin_frame()

    def _save_bytearray(self, obj):
        if self.proto < 5:
            if obj:
                self._save_reduced(obj, bytearray, (bytes(obj),))
            else:
                self._save_reduced(obj, bytearray, ())
            return
        self._write_large(b'\x96' + struct.pack('<Q', len(obj)), bytes(obj))
        self.memoize(obj)

    def _save_str(self, obj):
        data = obj.encode('utf-8', 'surrogatepass')
        size = len(data)
        if size < 256 and self.proto >= 4:
            head = b'\x8c' + bytes([size])
        else:
            head = b'X' + struct.pack('<I', size)
        self._write_large(head, data)
        self.memoize(obj)

    def _save_tuple(self, obj):
        if not obj:
            self._write(b')')
            return
        size = len(obj)
        if size > 3:
            self._write(b'(')
        for item in obj:
            self.save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            # The tuple contains itself, by way of something else: it was written meanwhile.
            self._write((b'1' if size > 3 else b'0' * size) + self._get(known[0]))
            return
        self._write((b'\x85', b'\x86', b'\x87')[size - 1] if size <= 3 else b't')
        self.memoize(obj)

    def _save_list(self, obj):
        self._write(b']')
        self.memoize(obj)
        self._save_items(obj)

    def _save_dict(self, obj):
        self._write(b'}')
        self.memoize(obj)
        self._save_pairs(obj.items())

    def _save_set(self, obj):
        if self.proto < 4:
            self._save_reduced(obj, set, (list(obj),))
            return
        self._write(b'\x8f')
        self.memoize(obj)
        for batch in self._batches(obj):
            self._write(b'(')
            for item in batch:
                self.save(item)
            self._write(b'\x90')

    def _save_frozenset(self, obj):
        if self.proto < 4:
            self._save_reduced(obj, frozenset, (list(obj),))
            return
        self._write(b'(')
        for item in obj:
            self.save(item)
        known = self.memo.get(id(obj))
        if known is not None:
            self._write(b'1' + self._get(known[0]))
            return
        self._write(b'\x91')
        self.memoize(obj)

    def _save_type(self, obj):
        for single in None, NotImplemented, ...:
            if obj is type(single):
                self._save_reduced(obj, type, (single,))
                return
        self._save_global(obj)

    def _save_buffer(self, obj):
        self._save_bytes(obj.raw().tobytes())

    def _save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, '__qualname__', None) or obj.__name__
        if obj is _encode:
            self._write_global(obj, '_codecs', 'encode')
            return
        module_name = _whichmodule(obj, name)
        if '<locals>' in name.split('.'):
            raise AttributeError(f"Can't pickle local object {name!r}")
        try:
            __import__(module_name)
            found = _attribute(sys.modules[module_name], name)
        except ImportError:
            raise PicklingError(f"Can't pickle {obj!r}: import of module {module_name!r} failed"
                                ) from None
        except (KeyError, AttributeError):
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module_name} "
                                "failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as "
                                f"{module_name}.{name}")
        self._write_global(obj, module_name, name)

    def _write_global(self, obj, module_name, name):
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self._write(b'\x93')
        else:
            self._write(b'c' + f'{module_name}\n{name}\n'.encode())
        self.memoize(obj)


def _encode(text, encoding):
    return text.encode(encoding)


_SAVE = {
    type(None): Pickler._save_none, bool: Pickler._save_bool, int: Pickler._save_int,
    float: Pickler._save_float, bytes: Pickler._save_bytes, bytearray: Pickler._save_bytearray,
    str: Pickler._save_str, tuple: Pickler._save_tuple, list: Pickler._save_list,
    dict: Pickler._save_dict, set: Pickler._save_set, frozenset: Pickler._save_frozenset,
    type: Pickler._save_type, types.FunctionType: Pickler._save_global,
    PickleBuffer: Pickler._save_buffer,
}


class Unpickler:
    """Reads what a Pickler wrote."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._file = file
        self.encoding = encoding
        self.errors = errors
        self.memo = {}

    def _read(self, count):
        data = self._file.read(count)
        if len(data) < count:
            if not data:
                raise EOFError("Ran out of input")
            raise UnpicklingError("pickle data was truncated")
        return data

    def _line(self):
        line = self._file.readline()
        if not line.endswith(b'\n'):
            raise UnpicklingError("pickle data was truncated")
        return line[:-1]

    def _number(self, format):
        return struct.unpack(format, self._read(struct.calcsize(format)))[0]

    def persistent_load(self, pid):
        raise UnpicklingError("A load persistent id instruction was encountered, but no "
                              "persistent_load function was specified.")

    def find_class(self, module, name):
        if module == '_codecs' and name == 'encode':
            return _encode
        if module == 'copy_reg':
            module = 'copyreg'
        elif module == '__builtin__':
            module = 'builtins'
        __import__(module)
        return _attribute(sys.modules[module], name)

    def load(self):
        self._stack = []
        self._marks = []
        try:
            while True:
                code = self._file.read(1)
                if not code:
                    raise EOFError("Ran out of input")
                step = _LOAD.get(code[0])
                if step is None:
                    if 0x20 < code[0] < 0x7f and code != b"'":
                        raise UnpicklingError(f"invalid load key, '{chr(code[0])}'.")
                    raise UnpicklingError(f"invalid load key, '\\x{code[0]:02x}'.")
                step(self)
        except _Stop as stop:
            return stop.args[0]
        except IndexError:
            raise UnpicklingError("unpickling stack underflow") from None

    def _items(self):
        """What was pushed since the last mark."""
        items = self._stack
        if not self._marks:
            raise UnpicklingError("could not find MARK")
        self._stack = self._marks.pop()
        return items

    def _push(self, value):
        self._stack.append(value)


def _loads(code):
    def enter(step):
        _LOAD[ord(code) if isinstance(code, str) else code] = step
        return step
    return enter


_LOAD = {}


@_loads(0x80)
def _(u):
    version = u._read(1)[0]
    if version > HIGHEST_PROTOCOL:
        raise ValueError(f"unsupported pickle protocol: {version}")


@_loads(0x95)
def _(u):
    u._read(8)


@_loads('.')
def _(u):
    raise _Stop(u._stack.pop())


@_loads('(')
def _(u):
    u._marks.append(u._stack)
    u._stack = []


@_loads('0')
def _(u):
    if u._stack:
        u._stack.pop()
    else:
        u._items()


@_loads('1')
def _(u):
    u._items()


@_loads('2')
def _(u):
    u._push(u._stack[-1])


@_loads('F')
def _(u):
    u._push(float(u._line()))


@_loads('I')
def _(u):
    line = u._line()
    u._push({b'00': False, b'01': True}.get(line) if line in (b'00', b'01') else int(line, 0))


@_loads('L')
def _(u):
    u._push(int(u._line().rstrip(b'L'), 0))


@_loads(0x8a)
def _(u):
    u._push(int.from_bytes(u._read(u._read(1)[0]), 'little', signed=True))


@_loads(0x8b)
def _(u):
    u._push(int.from_bytes(u._read(u._number('<i')), 'little', signed=True))


def _strings(u, data):
    return data if u.encoding == 'bytes' else str(data, u.encoding, u.errors)


@_loads('S')
def _(u):
    line = u._line()
    if len(line) < 2 or line[0] != line[-1] or line[:1] not in b'"\'':
        raise UnpicklingError("the STRING opcode argument must be quoted")
    text = line[1:-1].decode('latin1').encode('latin1').decode('unicode_escape')
    u._push(_strings(u, text.encode('latin1')))


@_loads('V')
def _(u):
    u._push(str(u._line(), 'raw_unicode_escape'))


@_loads(0x92)
def _(u):
    kwargs, args, cls = u._stack.pop(), u._stack.pop(), u._stack.pop()
    u._push(cls.__new__(cls, *args, **kwargs))


@_loads(0x81)
def _(u):
    args, cls = u._stack.pop(), u._stack.pop()
    u._push(cls.__new__(cls, *args))


@_loads('R')
def _(u):
    args, func = u._stack.pop(), u._stack.pop()
    u._push(func(*args))


def _make(u, cls, args):
    if args or not isinstance(cls, type) or hasattr(cls, '__getinitargs__'):
        u._push(cls(*args))
    else:
        u._push(cls.__new__(cls))


@_loads('i')
def _(u):
    module, name = u._line().decode(), u._line().decode()
    args = u._items()
    _make(u, u.find_class(module, name), args)


@_loads('o')
def _(u):
    cls, *args = u._items()
    _make(u, cls, args)


@_loads('c')
def _(u):
    module, name = u._line().decode(), u._line().decode()
    u._push(u.find_class(module, name))


@_loads(0x93)
def _(u):
    name, module = u._stack.pop(), u._stack.pop()
    if type(name) is not str or type(module) is not str:
        raise UnpicklingError("STACK_GLOBAL requires str")
    u._push(u.find_class(module, name))


@_loads('P')
def _(u):
    u._push(u.persistent_load(u._line().decode()))


@_loads('Q')
def _(u):
    u._push(u.persistent_load(u._stack.pop()))


@_loads('l')
def _(u):
    u._push(u._items())


@_loads('t')
def _(u):
    u._push(tuple(u._items()))


@_loads('d')
def _(u):
    items = u._items()
    u._push(dict(zip(items[::2], items[1::2])))


@_loads(0x91)
def _(u):
    u._push(frozenset(u._items()))


def _some_tuple(count):
    def step(u):
        items = tuple(u._stack[-count:])
        if len(items) < count:
            raise UnpicklingError("unpickling stack underflow")
        u._stack[-count:] = [items]
    return step


for _code, _count in ((0x85, 1), (0x86, 2), (0x87, 3)):
    _LOAD[_code] = _some_tuple(_count)


def _constant(make):
    return lambda u: u._stack.append(make())


for _code, _maker in {'N': lambda: None, ')': tuple, ']': list, '}': dict}.items():
    _LOAD[ord(_code)] = _constant(_maker)
_LOAD[0x88] = _constant(lambda: True)
_LOAD[0x89] = _constant(lambda: False)
_LOAD[0x8f] = _constant(set)


def _numeric(format):
    return lambda u: u._stack.append(u._number(format))


for _code, _format in {'J': '<i', 'K': '<B', 'M': '<H', 'G': '>d'}.items():
    _LOAD[ord(_code)] = _numeric(_format)


def _sized(format, make):
    return lambda u: u._stack.append(make(u, u._read(u._number(format))))


def _utf8(u, data):
    return str(data, 'utf-8', 'surrogatepass')


def _plain(u, data):
    return data


for _code, _format, _maker in (
        (ord('X'), '<I', _utf8), (0x8c, '<B', _utf8), (0x8d, '<Q', _utf8),
        (ord('C'), '<B', _plain), (ord('B'), '<I', _plain), (0x8e, '<Q', _plain),
        (ord('U'), '<B', _strings), (ord('T'), '<i', _strings),
        (0x96, '<Q', lambda u, data: bytearray(data))):
    _LOAD[_code] = _sized(_format, _maker)


def _recall(u, index):
    try:
        u._push(u.memo[index])
    except KeyError:
        raise UnpicklingError(f"Memo value not found at index {index}") from None


@_loads('g')
def _(u):
    _recall(u, int(u._line()))


@_loads('h')
def _(u):
    _recall(u, u._read(1)[0])


@_loads('j')
def _(u):
    _recall(u, u._number('<I'))


@_loads('p')
def _(u):
    u.memo[int(u._line())] = u._stack[-1]


@_loads('q')
def _(u):
    u.memo[u._read(1)[0]] = u._stack[-1]


@_loads('r')
def _(u):
    u.memo[u._number('<I')] = u._stack[-1]


@_loads(0x94)
def _(u):
    u.memo[len(u.memo)] = u._stack[-1]


@_loads('a')
def _(u):
    item = u._stack.pop()
    u._stack[-1].append(item)


@_loads('e')
def _(u):
    items = u._items()
    target = u._stack[-1]
    if hasattr(target, 'extend'):
        target.extend(items)
    else:
        for item in items:
            target.append(item)


@_loads('s')
def _(u):
    value, key = u._stack.pop(), u._stack.pop()
    u._stack[-1][key] = value


@_loads('u')
def _(u):
    items = u._items()
    target = u._stack[-1]
    for key, value in zip(items[::2], items[1::2]):
        target[key] = value


@_loads(0x90)
def _(u):
    items = u._items()
    target = u._stack[-1]
    if isinstance(target, set):
        target.update(items)
    else:
        for item in items:
            target.add(item)


@_loads('b')
def _(u):
    state = u._stack.pop()
    target = u._stack[-1]
    setstate = getattr(target, '__setstate__', None)
    if setstate is not None:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        target.__dict__.update({sys.intern(k) if type(k) is str else k: v
                                for k, v in state.items()})
    for key, value in (slots or {}).items():
        setattr(target, key, value)


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    file = io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors,
                     buffers=buffers).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return Unpickler(io.BytesIO(data), fix_imports=fix_imports, encoding=encoding, errors=errors,
                     buffers=buffers).load()
