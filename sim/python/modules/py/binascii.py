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


def crc_hqx(data, crc, /):
    crc &= 0xffff
    for byte in bytes(data):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xffff
    return crc


def _must_quote(data, at, column, quotetabs, istext, header):
    c = data[at]
    after = data[at + 1:at + 2]
    if c > 126 or c == 61 or header and c == 95:
        return True
    if c == 46:
        return column == 0 and after in (b'', b'\n', b'\r', b'\0')
    if c in b'\r\n':
        return not istext
    if c in b'\t ':
        return quotetabs or not after
    return c < 33


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    data = bytes(data.encode('ascii') if isinstance(data, str) else data)
    first = data.find(b'\n')
    end = b'\r\n' if first > 0 and data[first - 1] == 13 else b'\n'
    out = bytearray()
    at = column = 0
    while at < len(data):
        c = data[at]
        if _must_quote(data, at, column, quotetabs, istext, header):
            if column + 3 >= 76:
                out += b'=' + end
                column = 0
            out += b'=%02X' % c
            column += 3
        elif istext and (c == 10 or data[at:at + 2] == b'\r\n'):
            if out and out[-1] in b' \t':
                out[-1:] = b'=%02X' % out[-1]
            out += end
            column = 0
            at += c == 13
        else:
            if column + 1 >= 76 and data[at + 1:at + 2] not in (b'', b'\n'):
                out += b'=' + end
                column = 0
            out.append(95 if header and c == 32 else c)
            column += 1
        at += 1
    return bytes(out)


def a2b_qp(data, header=False):
    data = bytes(data.encode('ascii') if isinstance(data, str) else data)
    out = bytearray()
    at = 0
    while at < len(data):
        c = data[at]
        if c == 61:
            pair = data[at + 1:at + 3]
            if not pair:
                break
            if pair[0] in b'\r\n':
                newline = data.find(b'\n', at + 1)
                at = len(data) if newline < 0 else newline + 1
                continue
            if pair[0] == 61:
                out.append(61)
                at += 2
                continue
            if len(pair) == 2 and all(byte in b'0123456789abcdefABCDEF' for byte in pair):
                out.append(int(pair, 16))
                at += 3
                continue
            out.append(61)
        else:
            out.append(32 if header and c == 95 else c)
        at += 1
    return bytes(out)


def b2a_uu(data, /, *, backtick=False):
    if len(data) > 45:
        raise Error("At most 45 bytes at once")
    data = bytes(data)
    zero = 96 if backtick else 32
    out = bytearray([32 + len(data) if data else zero])
    for at in range(0, len(data), 3):
        number = int.from_bytes(data[at:at + 3].ljust(3, b'\0'), 'big')
        out += bytes((number >> shift & 63) + 32 or zero for shift in (18, 12, 6, 0))
    return bytes(out.replace(b' ', bytes([zero])) if backtick else out) + b'\n'


def a2b_uu(data, /):
    data = bytes(data.encode('ascii') if isinstance(data, str) else data)
    length = (data[0] - 32) & 63
    out = bytearray()
    text = data[1:].rstrip(b'\r\n')
    for at in range(0, len(text), 4):
        number = 0
        for byte in text[at:at + 4].ljust(4):
            if not 32 <= byte <= 96:
                raise Error("Illegal char")
            number = number << 6 | (byte - 32) & 63
        out += number.to_bytes(3, 'big')
    return bytes(out[:length].ljust(length, b'\0'))
