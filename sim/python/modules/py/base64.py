"""Bytes as text: base 16, 32, 64 and 85."""

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode',
           'b32decode', 'b16encode', 'b16decode', 'standard_b64encode', 'standard_b64decode',
           'urlsafe_b64encode', 'urlsafe_b64decode', 'a85encode', 'a85decode', 'b85encode',
           'b85decode']

import binascii

_B64 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
_B32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


def _bytes_from(s):
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters')
    if isinstance(s, (bytes, bytearray, memoryview)):
        return bytes(s)
    raise TypeError("argument should be a bytes-like object or ASCII string, not %r"
                    % s.__class__.__name__)


def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        return encoded.translate(bytes.maketrans(b'+/', altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    s = _bytes_from(s)
    if altchars is not None:
        s = s.translate(bytes.maketrans(_bytes_from(altchars), b'+/'))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    return b64decode(_bytes_from(s).translate(bytes.maketrans(b'-_', b'+/')))


def b32encode(s):
    s = bytes(s)
    result = bytearray()
    for at in range(0, len(s), 5):
        chunk = s[at:at + 5]
        number = int.from_bytes(chunk.ljust(5, b'\0'), 'big')
        group = bytes(_B32[(number >> shift) & 31] for shift in range(35, -1, -5))
        keep = {1: 2, 2: 4, 3: 5, 4: 7, 5: 8}[len(chunk)]
        result += group[:keep] + b'=' * (8 - keep)
    return bytes(result)


def b32decode(s, casefold=False, map01=None):
    s = _bytes_from(s)
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if casefold:
        s = s.upper()
    result = bytearray()
    for at in range(0, len(s), 8):
        group = s[at:at + 8]
        digits = group.rstrip(b'=')
        number = 0
        for c in digits.ljust(8, b'A'):
            value = _B32.find(c)
            if value < 0:
                raise binascii.Error('Non-base32 digit found')
            number = number << 5 | value
        keep = {2: 1, 4: 2, 5: 3, 7: 4, 8: 5}.get(len(digits))
        if keep is None:
            raise binascii.Error('Incorrect padding')
        result += number.to_bytes(5, 'big')[:keep]
    return bytes(result)


def b16encode(s):
    return bytes(s).hex().upper().encode()


def b16decode(s, casefold=False):
    s = _bytes_from(s)
    if casefold:
        s = s.upper()
    if any(c not in b'0123456789ABCDEF' for c in s):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


def encodebytes(s):
    return b''.join(binascii.b2a_base64(s[at:at + 57]) for at in range(0, len(s), 57))


def decodebytes(s):
    return binascii.a2b_base64(s)


_B85 = (b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~')
_A85 = bytes(range(33, 118))


def _to_base85(b, digits, pad=False, fold_zeros=False, fold_spaces=False):
    data = bytes(_bytes_from(b)) if isinstance(b, str) else bytes(memoryview(b))
    missing = -len(data) % 4
    data += bytes(missing)
    out = bytearray()
    for at in range(0, len(data), 4):
        word = int.from_bytes(data[at:at + 4], 'big')
        if fold_zeros and word == 0:
            out += b'z'
        elif fold_spaces and word == 0x20202020:
            out += b'y'
        else:
            out += bytes(digits[word // 85 ** power % 85] for power in (4, 3, 2, 1, 0))
    if missing and not pad:
        if fold_zeros and out.endswith(b'z'):
            out[-1:] = digits[:1] * 5
        del out[-missing:]
    return bytes(out)


def b85encode(b, pad=False):
    return _to_base85(b, _B85, pad)


def b85decode(b):
    b = _bytes_from(b)
    missing = -len(b) % 5
    b = bytes(b) + b'~' * missing
    out = bytearray()
    for at in range(0, len(b), 5):
        word = 0
        for place, c in enumerate(b[at:at + 5]):
            digit = _B85.find(c)
            if digit < 0:
                raise ValueError(f'bad base85 character at position {at + place}')
            word = word * 85 + digit
        if word > 0xffffffff:
            raise ValueError(f'base85 overflow in hunk starting at byte {at}')
        out += word.to_bytes(4, 'big')
    return bytes(out[:-missing] if missing else out)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    out = _to_base85(b, _A85, pad, True, foldspaces)
    if adobe:
        out = b'<~' + out
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [out[at:at + width] for at in range(0, len(out), width)]
        if adobe and len(lines[-1]) + 2 > width:
            lines.append(b'')
        out = b'\n'.join(lines)
    return out + b'~>' if adobe else out


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    b = bytes(_bytes_from(b))
    if adobe:
        if not b.endswith(b'~>'):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b'<~') else b[:-2]
    out, group = bytearray(), []
    for c in b + b'u' * 4:
        if 33 <= c <= 117:
            group.append(c - 33)
            if len(group) == 5:
                word = 0
                for digit in group:
                    word = word * 85 + digit
                if word > 0xffffffff:
                    raise ValueError('Ascii85 overflow')
                out += word.to_bytes(4, 'big')
                group.clear()
        elif c == 0x7a or foldspaces and c == 0x79:
            if group:
                raise ValueError(f'{chr(c)} inside Ascii85 5-tuple')
            out += b'\0\0\0\0' if c == 0x7a else b'    '
        elif c not in ignorechars:
            raise ValueError(f'Non-Ascii85 digit found: {chr(c)}')
    padding = 4 - len(group)
    return bytes(out[:-padding] if padding else out)
