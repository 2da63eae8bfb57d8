"""Message digests."""

import _hashes

algorithms_guaranteed = {'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'}
algorithms_available = set(algorithms_guaranteed)

__all__ = tuple(sorted(algorithms_guaranteed)) + (
    'new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac')


def new(name, data=b'', *, usedforsecurity=True):
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
