"""Ways to write what is not plain text."""

import base64
import quopri

__all__ = ['encode_7or8bit', 'encode_base64', 'encode_noop', 'encode_quopri']


def encode_base64(msg):
    data = msg.get_payload(decode=True)
    msg.set_payload(base64.encodebytes(data).decode('ascii'))
    msg['Content-Transfer-Encoding'] = 'base64'


def encode_quopri(msg):
    data = quopri.encodestring(msg.get_payload(decode=True), quotetabs=True)
    msg.set_payload(data.replace(b' ', b'=20').decode('ascii'))
    msg['Content-Transfer-Encoding'] = 'quoted-printable'


def encode_7or8bit(msg):
    data = msg.get_payload(decode=True)
    plain = data is None or data.isascii()
    msg['Content-Transfer-Encoding'] = '7bit' if plain else '8bit'


def encode_noop(msg):
    pass
