# native
"""Arrays of numbers of one size, or of characters."""

import operator
import struct

typecodes = 'bBuhHiIlLqQfd'

_WHOLE = {'b': 'signed char', 'B': 'unsigned byte integer', 'h': 'signed short integer',
          'H': 'unsigned short'}
_bytes_length = bytearray.__len__
_bytes_item = bytearray.__getitem__
_set_bytes = bytearray.__setitem__


class array(bytearray):
    """array(typecode [, initializer]) -> array

    FIDELITY: a subclass of bytearray, which holds the items as the machine does, so that whatever
    takes a buffer takes an array.
    """

    __module__ = 'array'

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            kind = 'str' if isinstance(typecode, str) else type(typecode).__name__
            raise TypeError(f'array() argument 1 must be a unicode character, not {kind}')
        if typecode not in typecodes:
            raise ValueError(f'bad typecode (must be {", ".join(typecodes[:-1])} or d)')
        if isinstance(initializer, str) and typecode != 'u':
            raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
        self = super().__new__(cls)
        self.typecode = typecode
        self._format = 'I' if typecode == 'u' else typecode
        self.itemsize = struct.calcsize(self._format)
        return self

    def __init__(self, typecode, initializer=(), /):
        if isinstance(initializer, array) and initializer.typecode == typecode:
            self._add(bytes(initializer))
        elif isinstance(initializer, (bytes, bytearray)) and not isinstance(initializer, array):
            self.frombytes(initializer)
        else:
            for item in initializer:
                self.append(item)

    @property
    def _buffer_format(self):
        return self._format

    # Items and the bytes that they are.

    def _packed(self, item):
        if self.typecode == 'u':
            if not isinstance(item, str) or len(item) != 1:
                raise TypeError('array item must be a unicode character, not '
                                + ('str' if isinstance(item, str) else type(item).__name__))
            item = ord(item)
        elif self.typecode in 'fd':
            if not hasattr(item, '__float__') and not hasattr(item, '__index__'):
                raise TypeError(f'must be real number, not {type(item).__name__}')
            return struct.pack(self._format, item)
        elif isinstance(item, float) or not hasattr(item, '__index__'):
            raise TypeError(f"'{type(item).__name__}' object cannot be interpreted as an integer")
        item = operator.index(item)
        try:
            return struct.pack(self._format, item)
        except struct.error:
            raise OverflowError(self._overflow(item)) from None

    def _overflow(self, item):
        code, signed = self.typecode, self.typecode.islower()
        bits = self.itemsize * 8 - signed
        high = item >= 1 << bits
        if code in _WHOLE:
            return f'{_WHOLE[code]} is {"greater than maximum" if high else "less than minimum"}'
        if not signed and not high:
            return "can't convert negative value to unsigned int"
        if code == 'I' and item < 1 << 64:
            return 'unsigned int is greater than maximum'
        if code == 'i' and -(1 << 63) <= item < 1 << 63:
            return f'signed integer is {"greater than maximum" if high else "less than minimum"}'
        if code in 'qQ':
            return 'int too big to convert'
        return f"Python int too large to convert to C {'unsigned ' * (not signed)}long"

    def _unpacked(self, data):
        items = [item for item, in struct.iter_unpack(self._format, data)]
        return list(map(chr, items)) if self.typecode == 'u' else items

    def _add(self, data):
        super().extend(data)

    def _index(self, index, what):
        size = len(self)
        if index < 0:
            index += size
        if not 0 <= index < size:
            raise IndexError(what)
        return index * self.itemsize

    def _same_kind(self, data):
        made = type(self)(self.typecode)
        made._add(data)
        return made

    # The methods of a sequence.

    def __len__(self):
        return _bytes_length(self) // self.itemsize

    def __iter__(self):
        i = 0
        while i < len(self):
            yield self[i]
            i += 1

    def __reversed__(self):
        return iter(self.tolist()[::-1])

    def __getitem__(self, index, /):
        if isinstance(index, slice):
            width = self.itemsize
            return self._same_kind(b''.join(
                _bytes_item(self, slice(i * width, (i + 1) * width))
                for i in range(*index.indices(len(self)))))
        if not hasattr(index, '__index__'):
            raise TypeError('array indices must be integers')
        at = self._index(operator.index(index), 'array index out of range')
        return self._unpacked(_bytes_item(self, slice(at, at + self.itemsize)))[0]

    def __setitem__(self, index, value, /):
        width = self.itemsize
        if isinstance(index, slice):
            if not isinstance(value, array):
                raise TypeError(
                    f'can only assign array (not "{type(value).__name__}") to array slice')
            if value.typecode != self.typecode:
                raise TypeError('bad argument type for built-in operation')
            items = self.tolist()
            items[index] = value.tolist()
            self._replace(items)
            return
        if not hasattr(index, '__index__'):
            raise TypeError('array indices must be integers')
        at = self._index(operator.index(index), 'array assignment index out of range')
        _set_bytes(self, slice(at, at + width), self._packed(value))

    def __delitem__(self, index, /):
        if not isinstance(index, slice):
            self._index(operator.index(index), 'array assignment index out of range')
        items = self.tolist()
        del items[index]
        self._replace(items)

    def _replace(self, items):
        _set_bytes(self, slice(0, _bytes_length(self)), b''.join(map(self._packed, items)))

    def __contains__(self, item, /):
        return item in self.tolist()

    def __add__(self, other, /):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        if other.typecode != self.typecode:
            raise TypeError('bad argument type for built-in operation')
        return self._same_kind(bytes(self) + bytes(other))

    def __iadd__(self, other, /):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, count, /):
        return self._same_kind(bytes(self) * count)

    __rmul__ = __mul__

    def __imul__(self, count, /):
        _set_bytes(self, slice(0, _bytes_length(self)), bytes(self) * count)
        return self

    def _compared(self, other, compare):
        if not isinstance(other, array):
            return NotImplemented
        return compare(self.tolist(), other.tolist())

    def __eq__(self, other, /):
        return self._compared(other, operator.eq)

    def __ne__(self, other, /):
        return self._compared(other, operator.ne)

    def __lt__(self, other, /):
        return self._compared(other, operator.lt)

    def __le__(self, other, /):
        return self._compared(other, operator.le)

    def __gt__(self, other, /):
        return self._compared(other, operator.gt)

    def __ge__(self, other, /):
        return self._compared(other, operator.ge)

    __hash__ = None

    def __repr__(self):
        if len(self) == 0:
            return f"array('{self.typecode}')"
        items = self.tounicode() if self.typecode == 'u' else self.tolist()
        return f"array('{self.typecode}', {items!r})"

    __str__ = __repr__

    def __copy__(self):
        return self._same_kind(bytes(self))

    def __deepcopy__(self, memo, /):
        return self.__copy__()

    def __reduce_ex__(self, protocol, /):
        return type(self), (self.typecode, self.tolist())

    def append(self, item, /):
        self._add(self._packed(item))

    def extend(self, items, /):
        if isinstance(items, array):
            if items.typecode != self.typecode:
                raise TypeError('can only extend with array of same kind')
            self._add(bytes(items))
            return
        for item in items:
            self.append(item)

    def insert(self, index, item, /):
        items = self.tolist()
        self._packed(item)
        items.insert(index, item)
        self._replace(items)

    def pop(self, index=-1, /):
        if len(self) == 0:
            raise IndexError('pop from empty array')
        at = self._index(index, 'pop index out of range')
        item = self[at // self.itemsize]
        _set_bytes(self, slice(at, at + self.itemsize), b'')
        return item

    def remove(self, item, /):
        items = self.tolist()
        if item not in items:
            raise ValueError('array.remove(x): x not in array')
        items.remove(item)
        self._replace(items)

    def index(self, item, start=0, stop=None, /):
        items = self.tolist()
        for i in range(*slice(start, stop).indices(len(items))):
            if items[i] == item:
                return i
        raise ValueError('array.index(x): x not in array')

    def count(self, item, /):
        return self.tolist().count(item)

    def reverse(self):
        self._replace(self.tolist()[::-1])

    def byteswap(self):
        width = self.itemsize
        data = bytes(self)
        _set_bytes(self, slice(0, len(data)), b''.join(
            data[i:i + width][::-1] for i in range(0, len(data), width)))

    def buffer_info(self):
        return id(self), len(self)

    # To and from other things.

    def tolist(self):
        return self._unpacked(bytes(self))

    def tobytes(self):
        return bytes(self)

    def tounicode(self):
        if self.typecode != 'u':
            raise ValueError("tounicode() may only be called on unicode type arrays")
        return ''.join(self.tolist())

    def fromlist(self, items, /):
        if not isinstance(items, list):
            raise TypeError('arg must be list')
        self._add(b''.join(map(self._packed, items)))

    def frombytes(self, data, /):
        data = bytes(data)
        if len(data) % self.itemsize:
            raise ValueError('bytes length not a multiple of item size')
        self._add(data)

    def fromunicode(self, text, /):
        if self.typecode != 'u':
            raise ValueError("fromunicode() may only be called on unicode type arrays")
        for character in text:
            self.append(character)

    def tofile(self, file, /):
        file.write(bytes(self))

    def fromfile(self, file, count, /):
        data = file.read(count * self.itemsize)
        whole = len(data) - len(data) % self.itemsize
        self._add(data[:whole])
        if len(data) != count * self.itemsize:
            raise EOFError('read() didn\'t return enough bytes')


ArrayType = array


def _name_in_messages():
    from _type_names import set_message_name
    set_message_name(array, 'array.array')


_name_in_messages()
