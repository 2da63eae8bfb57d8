# native: it is C in CPython
"""Bytes as text and back."""

_ALPHABET = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


def hexlify(data, sep=None, bytes_per_sep=1):
    text = bytes(data).hex() if sep is None else bytes(data).hex(sep, bytes_per_sep)
    return text.encode()


b2a_hex = hexlify


def unhexlify(hexstr):
    if isinstance(hexstr, (bytes, bytearray)):
        hexstr = hexstr.decode('latin-1')
    if len(hexstr) % 2:
        raise Error('Odd-length string')
    if any(c not in '0123456789abcdefABCDEF' for c in hexstr):
        raise Error('Non-hexadecimal digit found')
    return bytes.fromhex(hexstr)


a2b_hex = unhexlify


def b2a_base64(data, *, newline=True):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    data = bytes(data)
    result = bytearray()
    for at in range(0, len(data), 3):
        chunk = data[at:at + 3]
        number = int.from_bytes(chunk.ljust(3, b'\0'), 'big')
        group = bytes(_ALPHABET[(number >> shift) & 63] for shift in (18, 12, 6, 0))
        result += group[:len(chunk) + 1] + b'=' * (3 - len(chunk))
    if newline:
        result += b'\n'
    return bytes(result)


def a2b_base64(data, /, *, strict_mode=False):
    if isinstance(data, str):
        data = data.encode('ascii')
    bits = 0
    number = 0
    padding = 0
    result = bytearray()
    for c in data:
        if c == 61:
            padding += 1
            continue
        value = _ALPHABET.find(c)
        if value < 0:
            if strict_mode:
                raise Error('Only base64 data is allowed')
            continue
        if padding and strict_mode:
            raise Error('Discontinuous padding not allowed')
        padding = 0
        number = number << 6 | value
        bits += 6
        if bits >= 8:
            bits -= 8
            result.append(number >> bits & 255)
            number &= (1 << bits) - 1
    if bits == 6:
        count = len(result) // 3 * 4 + 1
        raise Error(f'Invalid base64-encoded string: number of data characters ({count}) cannot be '
                    '1 more than a multiple of 4')
    if bits and padding < bits // 2:
        raise Error('Incorrect padding')
    return bytes(result)


def crc32(data, value=0, /):
    crc = value ^ 0xFFFFFFFF
    for byte in bytes(data):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
