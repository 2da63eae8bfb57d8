# native: it is C in CPython
"""Message digests."""

import _hashes

_LATER = ('blake2b', 'blake2s', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128',
          'shake_256')
algorithms_guaranteed = {'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', *_LATER}
algorithms_available = set(algorithms_guaranteed)

__all__ = tuple(sorted(algorithms_guaranteed)) + (
    'new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac', 'file_digest')


def __getattr__(name):
    """The digests that are rarely asked for are loaded when they are."""
    if name not in _LATER:
        raise AttributeError(f"module 'hashlib' has no attribute {name!r}")
    import _digests
    if name.startswith('blake2'):
        found = getattr(_digests, name)
    else:
        def found(string=b'', *, usedforsecurity=True):
            return _digests.new_sha3(name, string)
        found.__name__ = found.__qualname__ = f'openssl_{name}'
    globals()[name] = found
    return found


def file_digest(fileobj, digest, /, *, _bufsize=1 << 18):
    made = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        made.update(fileobj.getbuffer())
        return made
    while chunk := fileobj.read(_bufsize):
        made.update(chunk)
    return made


def new(name, data=b'', *, usedforsecurity=True):
    plain = name.lower().replace('-', '_')
    if plain in _LATER:
        return (globals().get(plain) or __getattr__(plain))(data)
    return _hashes.new(name.lower().replace('-', ''), data)


def _constructor(name):
    def construct(string=b'', *, usedforsecurity=True):
        return _hashes.new(name, string)
    construct.__name__ = construct.__qualname__ = f'openssl_{name}'
    return construct


md5 = _constructor('md5')
sha1 = _constructor('sha1')
sha224 = _constructor('sha224')
sha256 = _constructor('sha256')
sha384 = _constructor('sha384')
sha512 = _constructor('sha512')


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    import hmac
    size = _hashes.new(hash_name).digest_size
    dklen = size if dklen is None else dklen
    result = b''
    block = 1
    while len(result) < dklen:
        part = hmac.digest(password, salt + block.to_bytes(4, 'big'), hash_name)
        total = int.from_bytes(part, 'big')
        for _ in range(iterations - 1):
            part = hmac.digest(password, part, hash_name)
            total ^= int.from_bytes(part, 'big')
        result += total.to_bytes(size, 'big')
        block += 1
    return result[:dklen]
