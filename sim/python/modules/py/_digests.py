# native
"""The digests BLAKE2 (RFC 7693) and SHA-3 (FIPS 202)."""

_SIGMA = tuple(tuple(int(c, 16) for c in row) for row in (
    '0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8',
    '905724afe1bc683d', '2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a',
    '6fe9b308c2d714a5', 'a2847615fb9e3cd0'))
_IV64 = (0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
         0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179)
_IV32 = tuple(word >> 32 for word in _IV64)
_COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def _bytes_of(data):
    if isinstance(data, str):
        raise TypeError('Strings must be encoded before hashing')
    return bytes(memoryview(data))


def _twin(digest, slots):
    twin = object.__new__(type(digest))
    for name in slots:
        setattr(twin, name, getattr(digest, name))
    return twin


class _Blake2:
    """A digest that goes on from block to block; the last block is compressed at the end."""

    __slots__ = ('digest_size', '_state', '_counter', '_rest', '_last_node')

    def __new__(cls, data=b'', /, *, digest_size=None, key=b'', salt=b'', person=b'', fanout=1,
                depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False,
                usedforsecurity=True):
        self = object.__new__(cls)
        size = cls.MAX_DIGEST_SIZE if digest_size is None else digest_size
        if not 1 <= size <= cls.MAX_DIGEST_SIZE:
            raise ValueError(f'digest_size for {cls._title} must be between 1 and '
                             f'{cls.MAX_DIGEST_SIZE} bytes, here it is {size}')
        for what, value, most in (('salt', salt, cls.SALT_SIZE),
                                  ('person', person, cls.PERSON_SIZE),
                                  ('key', key, cls.MAX_KEY_SIZE)):
            if len(value) > most:
                raise ValueError(f'maximum {what} length is {most} bytes')
        wide = cls._bits == 64
        offset = node_offset.to_bytes(8 if wide else 6, 'little')
        parameters = (bytes((size, len(key), fanout, depth)) + leaf_size.to_bytes(4, 'little') +
                      offset + bytes((node_depth, inner_size)) + bytes(14 if wide else 0) +
                      bytes(salt).ljust(cls.SALT_SIZE, b'\0') +
                      bytes(person).ljust(cls.PERSON_SIZE, b'\0'))
        step = cls._bits // 8
        self._state = [iv ^ int.from_bytes(parameters[at * step:(at + 1) * step], 'little')
                       for at, iv in enumerate(cls._iv)]
        self.digest_size = size
        self._counter = 0
        self._rest = bytes(key).ljust(cls._block, b'\0') if key else b''
        self._last_node = last_node
        self.update(data)
        return self

    @property
    def name(self):
        return type(self)._title

    @property
    def block_size(self):
        return type(self)._block

    def _compress(self, state, block, counter, last):
        bits, mask = self._bits, (1 << self._bits) - 1
        step = bits // 8
        m = [int.from_bytes(block[at:at + step], 'little') for at in range(0, len(block), step)]
        v = state + list(self._iv)
        v[12] ^= counter & mask
        v[13] ^= counter >> bits
        if last:
            v[14] ^= mask
            if self._last_node:
                v[15] ^= mask
        r1, r2, r3, r4 = self._rotations
        for turn in range(self._rounds):
            order = _SIGMA[turn % 10]
            for at, (a, b, c, d) in enumerate(_COLUMNS):
                va, vb, vc, vd = v[a], v[b], v[c], v[d]
                va = va + vb + m[order[2 * at]] & mask
                vd ^= va
                vd = vd >> r1 | vd << bits - r1 & mask
                vc = vc + vd & mask
                vb ^= vc
                vb = vb >> r2 | vb << bits - r2 & mask
                va = va + vb + m[order[2 * at + 1]] & mask
                vd ^= va
                vd = vd >> r3 | vd << bits - r3 & mask
                vc = vc + vd & mask
                vb ^= vc
                v[a], v[b], v[c], v[d] = va, vb >> r4 | vb << bits - r4 & mask, vc, vd
        return [old ^ v[at] ^ v[at + 8] for at, old in enumerate(state)]

    def update(self, data, /):
        data = self._rest + _bytes_of(data)
        block = self._block
        at = 0
        while len(data) - at > block:
            self._counter += block
            self._state = self._compress(self._state, data[at:at + block], self._counter, False)
            at += block
        self._rest = data[at:]

    def digest(self):
        rest = self._rest
        state = self._compress(self._state, rest.ljust(self._block, b'\0'),
                               self._counter + len(rest), True)
        step = self._bits // 8
        return b''.join(word.to_bytes(step, 'little') for word in state)[:self.digest_size]

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _twin(self, _Blake2.__slots__)


class blake2b(_Blake2):
    __slots__ = ()
    __module__ = '_blake2'
    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 64
    SALT_SIZE = PERSON_SIZE = 16
    _title, _bits, _block, _rounds, _iv, _rotations = 'blake2b', 64, 128, 12, _IV64, (32, 24, 16, 63)


class blake2s(_Blake2):
    __slots__ = ()
    __module__ = '_blake2'
    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 32
    SALT_SIZE = PERSON_SIZE = 8
    _title, _bits, _block, _rounds, _iv, _rotations = 'blake2s', 32, 64, 10, _IV32, (16, 12, 8, 7)


def _round_constants():
    """The bits that SHA-3's linear feedback register gives, one word for each round."""
    register, words = 1, []
    for _ in range(24):
        word = 0
        for power in range(7):
            if register & 1:
                word |= 1 << (1 << power) - 1
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        words.append(word)
    return words


def _turns():
    """How far each lane is turned: (x, y) from (1, 0) onwards."""
    turns, x, y = {(0, 0): 0}, 1, 0
    for t in range(24):
        turns[x, y] = (t + 1) * (t + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return turns


_ROUNDS = _round_constants()
_MOVES = [(x + 5 * y, y + 5 * ((2 * x + 3 * y) % 5), turn) for (x, y), turn in _turns().items()]
_ALL = (1 << 64) - 1


def _keccak(a):
    for constant in _ROUNDS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[x - 4] << 1 & _ALL | c[x - 4] >> 63) for x in range(5)]
        b = [0] * 25
        for source, dest, turn in _MOVES:
            lane = a[source] ^ d[source % 5]
            b[dest] = lane << turn & _ALL | lane >> 64 - turn
        a = [b[at] ^ ~b[at - at % 5 + (at + 1) % 5] & _ALL & b[at - at % 5 + (at + 2) % 5]
             for at in range(25)]
        a[0] ^= constant
    return a


class _Sponge:
    """SHA-3: what is left of a block waits for more."""

    __slots__ = ('name', 'digest_size', 'block_size', '_suffix', '_lanes', '_rest')

    def _absorb(self, lanes, block):
        lanes = list(lanes)
        for at in range(0, len(block), 8):
            lanes[at // 8] ^= int.from_bytes(block[at:at + 8], 'little')
        return _keccak(lanes)

    def update(self, data, /):
        data = self._rest + _bytes_of(data)
        at = 0
        while len(data) - at >= self.block_size:
            self._lanes = self._absorb(self._lanes, data[at:at + self.block_size])
            at += self.block_size
        self._rest = data[at:]

    def _squeeze(self, length):
        block = bytearray(self._rest.ljust(self.block_size, b'\0'))
        block[len(self._rest)] ^= self._suffix
        block[-1] ^= 0x80
        lanes = self._absorb(self._lanes, block)
        out = b''
        while True:
            out += b''.join(lane.to_bytes(8, 'little') for lane in lanes)[:self.block_size]
            if len(out) >= length:
                return out[:length]
            lanes = _keccak(lanes)

    def copy(self):
        return _twin(self, _Sponge.__slots__)

    def __repr__(self):
        return f'<{self.name} _hashlib.{type(self).__name__} object @ {id(self):#x}>'


class HASH(_Sponge):
    __slots__ = ()
    __module__ = '_hashlib'

    def digest(self):
        return self._squeeze(self.digest_size)

    def hexdigest(self):
        return self.digest().hex()


class HASHXOF(_Sponge):
    __slots__ = ()
    __module__ = '_hashlib'

    def digest(self, length):
        return self._squeeze(length)

    def hexdigest(self, length):
        return self._squeeze(length).hex()


_BITS = {'sha3_224': 224, 'sha3_256': 256, 'sha3_384': 384, 'sha3_512': 512, 'shake_128': 128,
         'shake_256': 256}


def new_sha3(name, data=b''):
    shake = name.startswith('shake')
    self = object.__new__(HASHXOF if shake else HASH)
    bits = _BITS[name]
    self.name = name
    self.digest_size = 0 if shake else bits // 8
    self.block_size = 200 - bits // 4
    self._suffix = 0x1f if shake else 0x06
    self._lanes, self._rest = [0] * 25, b''
    self.update(data)
    return self
