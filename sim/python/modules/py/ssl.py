"""TLS as the simulation has it: a handshake with its round trips, and certificates that are names.

Nothing is encrypted. A certificate file names its subject in a line "CN=name" (or is known by the
name of the file), and a client that checks trusts what its context has loaded.
"""

import enum
import os
import socket as _socket_module

import _socket
from asyncio import sslproto as _sslproto


class TLSVersion(enum.IntEnum):
    MINIMUM_SUPPORTED = -2
    SSLv3 = 768
    TLSv1 = 769
    TLSv1_1 = 770
    TLSv1_2 = 771
    TLSv1_3 = 772
    MAXIMUM_SUPPORTED = -1


class VerifyMode(enum.IntEnum):
    CERT_NONE = 0
    CERT_OPTIONAL = 1
    CERT_REQUIRED = 2


class Purpose(enum.Enum):
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


class _SSLMethod(enum.IntEnum):
    PROTOCOL_TLS = 2
    PROTOCOL_TLS_CLIENT = 16
    PROTOCOL_TLS_SERVER = 17


CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = VerifyMode
PROTOCOL_TLS, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = _SSLMethod
OP_ALL, OP_NO_SSLv2, OP_NO_SSLv3, OP_NO_TLSv1, OP_NO_TLSv1_1 = 0x80000050, 0, 1 << 25, 1 << 26, 1 << 28
HAS_SNI = HAS_ALPN = HAS_TLSv1_2 = HAS_TLSv1_3 = True
OPENSSL_VERSION = "OpenSSL 3.0.0 (simulated)"
OPENSSL_VERSION_INFO = (3, 0, 0, 0, 0)
SOCK_STREAM = _socket_module.SOCK_STREAM


class SSLError(OSError):
    """Something is wrong with the encrypted connection."""

    library = "SSL"
    reason = None

    def __str__(self):
        return str(self.args[-1]) if self.args else ""


class SSLZeroReturnError(SSLError):
    pass


class SSLWantReadError(SSLError):
    pass


class SSLWantWriteError(SSLError):
    pass


class SSLSyscallError(SSLError):
    pass


class SSLEOFError(SSLError):
    pass


class SSLCertVerificationError(SSLError, ValueError):
    pass


CertificateError = SSLCertVerificationError


def _names_in(path):
    """The names that a certificate file gives, in the order of its lines."""
    stem = os.path.basename(str(path)).rsplit(".", 1)[0]
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except OSError:
        return [stem]
    return [line.strip()[3:] for line in lines if line.strip().startswith("CN=")] or [stem]


class SSLContext:
    """What both ends of a connection agree on, and whom they trust."""

    sslsocket_class = None

    def __init__(self, protocol=PROTOCOL_TLS):
        self.protocol = _SSLMethod(protocol)
        client = protocol == PROTOCOL_TLS_CLIENT
        self._check_hostname = client
        self._verify_mode = CERT_REQUIRED if client else CERT_NONE
        self._own_names = []
        self._trusted = set()
        self._trusts_default = False
        self._alpn = []
        self.options = OP_ALL
        self.minimum_version = TLSVersion.MINIMUM_SUPPORTED
        self.maximum_version = TLSVersion.MAXIMUM_SUPPORTED

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        if value and self._verify_mode == CERT_NONE:
            self._verify_mode = CERT_REQUIRED
        self._check_hostname = bool(value)

    @property
    def verify_mode(self):
        return self._verify_mode

    @verify_mode.setter
    def verify_mode(self, value):
        if value == CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._verify_mode = VerifyMode(value)

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        self._own_names = _names_in(certfile)

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        if cafile is not None:
            self._trusted.update(_names_in(cafile))

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        self._trusts_default = True

    def set_default_verify_paths(self):
        self._trusts_default = True

    def set_alpn_protocols(self, protocols):
        self._alpn = list(protocols)

    def set_ciphers(self, ciphers):
        pass

    def wrap_socket(self, sock, *args, **kwargs):
        raise NotImplementedError("TLS is simulated for asyncio's connections only")


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    if purpose is Purpose.SERVER_AUTH:
        context = SSLContext(PROTOCOL_TLS_CLIENT)
    else:
        context = SSLContext(PROTOCOL_TLS_SERVER)
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)
    return context


def _create_unverified_context(protocol=PROTOCOL_TLS_CLIENT, **keywords):
    context = SSLContext(protocol)
    context._check_hostname = False
    context._verify_mode = CERT_NONE
    return context


_socket._connect_tls(_sslproto.SSLProtocol, SSLContext, create_default_context)
