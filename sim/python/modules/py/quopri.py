"""Quoted-printable text."""

import binascii

__all__ = ["encode", "decode", "encodestring", "decodestring"]


def encodestring(s, quotetabs=False, header=False):
    return binascii.b2a_qp(s, quotetabs=quotetabs, header=header)


def decodestring(s, header=False):
    return binascii.a2b_qp(s, header=header)


def encode(input, output, quotetabs, header=False):
    output.write(encodestring(input.read(), quotetabs, header))


def decode(input, output, header=False):
    output.write(decodestring(input.read(), header))
