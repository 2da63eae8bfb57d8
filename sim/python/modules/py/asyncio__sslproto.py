"""The protocol between a transport and a program that speaks TLS: records over a byte stream.

A record is its kind (one byte), the length of its body (three bytes), and the body. The client says
hello with the name it wants; the server answers with the names of its certificate; the client has
checked them when it says that it has finished. Then records carry the program's bytes, and a last
one says that no more will come.
"""

import enum

from asyncio import BufferedProtocol, Protocol, Transport

HELLO, SERVER_HELLO, FINISHED, DATA, CLOSE, ALERT = b"H", b"S", b"F", b"D", b"C", b"A"
_RECORD_MAX = 16384
_HANDSHAKE_SECONDS = 60.0
_SHUTDOWN_SECONDS = 30.0
_READ_HIGH = 256 * 1024  # So much may wait for a program that has paused reading.


class SSLProtocolState(enum.Enum):
    UNWRAPPED = "UNWRAPPED"
    DO_HANDSHAKE = "DO_HANDSHAKE"
    WRAPPED = "WRAPPED"
    FLUSHING = "FLUSHING"
    SHUTDOWN = "SHUTDOWN"


class _SSLProtocolTransport(Transport):
    """The transport that the program sees."""

    _start_tls_compatible = True

    def __init__(self, loop, ssl_protocol):
        super().__init__()
        self._loop = loop
        self._ssl_protocol = ssl_protocol
        self._closed = False

    def get_extra_info(self, name, default=None):
        return self._ssl_protocol._get_extra_info(name, default)

    def set_protocol(self, protocol):
        self._ssl_protocol._set_app_protocol(protocol)

    def get_protocol(self):
        return self._ssl_protocol._app_protocol

    def is_closing(self):
        return self._closed

    def close(self):
        if not self._closed:
            self._closed = True
            self._ssl_protocol._start_shutdown()

    def abort(self):
        self._closed = True
        self._ssl_protocol._abort(None)

    def is_reading(self):
        return not self._ssl_protocol._app_paused

    def pause_reading(self):
        self._ssl_protocol._pause_reading()

    def resume_reading(self):
        self._ssl_protocol._resume_reading()

    def set_write_buffer_limits(self, high=None, low=None):
        self._ssl_protocol._transport.set_write_buffer_limits(high, low)

    def get_write_buffer_limits(self):
        return self._ssl_protocol._transport.get_write_buffer_limits()

    def get_write_buffer_size(self):
        return self._ssl_protocol._transport.get_write_buffer_size()

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data: expecting a bytes-like instance, got {type(data).__name__}")
        if data:
            self._ssl_protocol._write_app_data(bytes(data))

    def writelines(self, list_of_data):
        self.write(b"".join(list_of_data))

    def write_eof(self):
        raise NotImplementedError

    def can_write_eof(self):
        return False


class SSLProtocol(Protocol):
    """Speaks TLS with the other side, and the program's protocol with the program."""

    def __init__(self, loop, app_protocol, sslcontext, waiter, server_side=False,
                 server_hostname=None, call_connection_made=True, ssl_handshake_timeout=None,
                 ssl_shutdown_timeout=None):
        for name, seconds in (("ssl_handshake_timeout", ssl_handshake_timeout),
                              ("ssl_shutdown_timeout", ssl_shutdown_timeout)):
            if seconds is not None and seconds <= 0:
                raise ValueError(f"{name} should be a positive number, got {seconds}")
        if sslcontext is None:
            raise ValueError("Server side SSL needs a valid SSLContext")
        self._loop = loop
        self._context = sslcontext
        self._waiter = waiter
        self._server_side = server_side
        self._server_hostname = None if server_side else server_hostname
        self._handshake_seconds = ssl_handshake_timeout or _HANDSHAKE_SECONDS
        self._shutdown_seconds = ssl_shutdown_timeout or _SHUTDOWN_SECONDS
        self._set_app_protocol(app_protocol)
        self._app_transport = _SSLProtocolTransport(loop, self)
        self._app_paused = False
        self._transport = None
        self._state = SSLProtocolState.UNWRAPPED
        # What the program's protocol knows: "init", "made", "eof", "lost".
        self._app_state = "init" if call_connection_made else "made"
        self._received = bytearray()
        self._waiting_data = []
        self._timer = None
        self._shutdown_timer = None
        self._peer_names = []
        self._alpn_chosen = None
        self._held_up = False        # The transport is paused: too much waits for the program.
        self._close_sent = False
        self._close_received = False
        self._eof_received = False   # Of the transport, with or without a word before.
        self._error = None           # Why the connection is given up.

    def _set_app_protocol(self, protocol):
        self._app_protocol = protocol
        self._app_buffered = isinstance(protocol, BufferedProtocol)

    def _get_extra_info(self, name, default=None):
        if name == "sslcontext":
            return self._context
        if name == "ssl_object":
            return self
        if name == "peercert":
            return self.getpeercert()
        if name == "cipher":
            return ("TLS_AES_256_GCM_SHA384", "TLSv1.3", 256)
        return self._transport.get_extra_info(name, default) if self._transport else default

    def getpeercert(self, binary_form=False):
        if not self._peer_names:
            return None if self._server_side else {}
        name = self._peer_names[0]
        return {"subject": ((("commonName", name),),),
                "subjectAltName": tuple(("DNS", each) for each in self._peer_names)}

    def version(self):
        return "TLSv1.3"

    def selected_alpn_protocol(self):
        return self._alpn_chosen

    # Records.

    def _send(self, kind, body=b""):
        self._transport.write(kind + len(body).to_bytes(3, "big") + body)

    def _write_app_data(self, data):
        if self._state in (SSLProtocolState.UNWRAPPED, SSLProtocolState.DO_HANDSHAKE):
            self._waiting_data.append(data)
        elif self._state is SSLProtocolState.WRAPPED:
            for at in range(0, len(data), _RECORD_MAX):
                self._send(DATA, data[at:at + _RECORD_MAX])

    def data_received(self, data):
        self._received += data
        if self._state is SSLProtocolState.DO_HANDSHAKE:
            self._do_handshake()
        elif self._state is SSLProtocolState.WRAPPED:
            self._do_read()
        elif self._state is SSLProtocolState.FLUSHING:
            self._do_flush()
        elif self._state is SSLProtocolState.SHUTDOWN:
            self._do_shutdown()

    def _take(self):
        """The next record as its kind and body, or None: it has not come whole."""
        if len(self._received) < 4:
            return None
        size = int.from_bytes(self._received[1:4], "big")
        kind = bytes(self._received[:1])
        if kind not in (HELLO, SERVER_HELLO, FINISHED, DATA, CLOSE, ALERT):
            self._fail("[SSL: WRONG_VERSION_NUMBER] wrong version number")
            return None
        if len(self._received) < 4 + size:
            return None
        body = bytes(self._received[4:4 + size])
        del self._received[:4 + size]
        return kind, body

    def _do_handshake(self):
        while self._state is SSLProtocolState.DO_HANDSHAKE and (record := self._take()):
            kind, body = record
            if kind == ALERT:
                self._fail(body.decode())
            elif kind == HELLO and self._server_side:
                self._answer_hello(body)
            elif kind == SERVER_HELLO and not self._server_side:
                self._check_server(body)
            elif kind == FINISHED and self._server_side:
                self._handshake_done()

    # The handshake.

    def connection_made(self, transport):
        self._transport = transport
        self._state = SSLProtocolState.DO_HANDSHAKE
        self._timer = self._loop.call_later(self._handshake_seconds, self._handshake_timed_out)
        if not self._server_side:
            name = (self._server_hostname or "").encode()
            self._send(HELLO, b"\0".join([name, *(p.encode() for p in self._context._alpn)]))

    def _answer_hello(self, body):
        _, *offered = body.split(b"\0")
        known = [p.encode() for p in self._context._alpn]
        chosen = next((p for p in known if p in offered), b"")
        self._alpn_chosen = chosen.decode() or None
        if not self._context._own_names:
            self._send(ALERT, b"[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure")
            self._fail("[SSL: NO_SHARED_CIPHER] no shared cipher")
            return
        self._send(SERVER_HELLO, b"\0".join([chosen, *(n.encode() for n in self._context._own_names)]))

    def _check_server(self, body):
        chosen, *names = body.split(b"\0")
        self._alpn_chosen = chosen.decode() or None
        self._peer_names = [name.decode() for name in names]
        context = self._context
        if context.verify_mode:
            if not context._trusted.intersection(self._peer_names):
                self._refuse("certificate verify failed: self-signed certificate")
                return
            if context.check_hostname and not any(
                    _name_matches(name, self._server_hostname) for name in self._peer_names):
                self._refuse("certificate verify failed: Hostname mismatch, certificate is not "
                             f"valid for '{self._server_hostname}'.")
                return
        self._send(FINISHED)
        self._handshake_done()

    def _refuse(self, why):
        import ssl
        self._send(ALERT, b"[SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca")
        error = ssl.SSLCertVerificationError(1, f"[SSL: CERTIFICATE_VERIFY_FAILED] {why}")
        error.reason = "CERTIFICATE_VERIFY_FAILED"
        error.verify_message = why.partition(": ")[2]
        error.verify_code = 62 if error.verify_message.startswith("Hostname") else 18
        self._end_handshake(error)

    def _fail(self, text):
        import ssl
        error = ssl.SSLError(1, text)
        if self._state is SSLProtocolState.DO_HANDSHAKE:
            self._end_handshake(error)
        else:
            self._abort(error)

    def _handshake_timed_out(self):
        if self._state is SSLProtocolState.DO_HANDSHAKE:
            self._end_handshake(ConnectionAbortedError(
                f"SSL handshake is taking longer than {self._handshake_seconds} seconds: "
                "aborting the connection"))

    def _end_handshake(self, error):
        self._stop_timer()
        self._abort(error)
        self._wake_waiter(error)

    def _handshake_done(self):
        self._stop_timer()
        self._state = SSLProtocolState.WRAPPED
        if self._app_state == "init":
            self._app_state = "made"
            self._app_protocol.connection_made(self._app_transport)
        self._wake_waiter(None)
        waiting, self._waiting_data = self._waiting_data, []
        for data in waiting:
            self._write_app_data(data)
        self._do_read()

    def _wake_waiter(self, error):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None) if error is None else waiter.set_exception(error)

    def _stop_timer(self):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # The program's bytes.

    def _do_read(self):
        if self._state not in (SSLProtocolState.WRAPPED, SSLProtocolState.FLUSHING):
            return
        if not self._app_paused:
            self._read_records()
        if self._app_paused and not self._held_up and len(self._received) >= _READ_HIGH:
            self._held_up = True
            self._transport.pause_reading()
        elif self._held_up and not self._app_paused:
            self._held_up = False
            self._transport.resume_reading()

    def _read_records(self):
        """Hands on all that has come whole, at once."""
        pieces = []
        while not self._close_received and (record := self._take()):
            kind, body = record
            if kind == DATA:
                pieces.append(body)
            elif kind == CLOSE:
                self._close_received = True
            elif kind == ALERT:
                self._fail(body.decode())
        if pieces:
            self._hand_on(b"".join(pieces))
        if self._close_received:
            self._call_eof_received()
            self._start_shutdown()

    def _hand_on(self, data):
        if not self._app_buffered:
            self._app_protocol.data_received(data)
            return
        view = memoryview(data)
        while view:
            buffer = self._app_protocol.get_buffer(len(view))
            count = min(len(buffer), len(view))
            if not count:
                raise RuntimeError("get_buffer() returned an empty buffer")
            buffer[:count] = view[:count]
            self._app_protocol.buffer_updated(count)
            view = view[count:]

    def _pause_reading(self):
        self._app_paused = True

    def _resume_reading(self):
        if self._app_paused:
            self._app_paused = False
            if self._state is SSLProtocolState.WRAPPED:
                self._loop.call_soon(self._do_read)
            elif self._state is SSLProtocolState.FLUSHING:
                self._loop.call_soon(self._do_flush)
            elif self._state is SSLProtocolState.SHUTDOWN:
                self._loop.call_soon(self._do_shutdown)

    def pause_writing(self):
        self._app_protocol.pause_writing()

    def resume_writing(self):
        self._app_protocol.resume_writing()

    # The end.

    def _start_shutdown(self):
        if self._state in (SSLProtocolState.FLUSHING, SSLProtocolState.SHUTDOWN,
                           SSLProtocolState.UNWRAPPED):
            return
        self._app_transport._closed = True
        if self._state is SSLProtocolState.DO_HANDSHAKE:
            self._abort(None)
            return
        self._state = SSLProtocolState.FLUSHING
        self._shutdown_timer = self._loop.call_later(self._shutdown_seconds,
                                                     self._shutdown_timed_out)
        self._do_flush()

    def _shutdown_timed_out(self):
        if self._state in (SSLProtocolState.FLUSHING, SSLProtocolState.SHUTDOWN):
            self._abort(TimeoutError("SSL shutdown timed out"))

    def _do_flush(self):
        self._do_read()
        self._state = SSLProtocolState.SHUTDOWN
        self._do_shutdown()

    def _do_shutdown(self):
        """Says that no more will come, and waits until the other side has said so too."""
        if not self._eof_received:
            if not self._close_sent:
                self._close_sent = True
                self._send(CLOSE)
            while not self._close_received and (record := self._take()):
                self._close_received = record[0] == CLOSE
            if not self._close_received:
                return
        self._call_eof_received()
        if self._shutdown_timer is not None:
            self._shutdown_timer.cancel()
            self._shutdown_timer = None
        self._loop.call_soon(self._transport.close)

    def _call_eof_received(self):
        if self._app_state == "made":
            self._app_state = "eof"
            self._app_protocol.eof_received()

    def eof_received(self):
        self._eof_received = True
        if self._state is SSLProtocolState.DO_HANDSHAKE:
            self._end_handshake(ConnectionResetError())
        elif self._state is SSLProtocolState.WRAPPED:
            self._state = SSLProtocolState.FLUSHING
            if self._app_paused:
                return True
            self._do_flush()
        elif self._state is SSLProtocolState.FLUSHING:
            self._state = SSLProtocolState.SHUTDOWN
            self._do_shutdown()
        elif self._state is SSLProtocolState.SHUTDOWN:
            self._do_shutdown()

    def _abort(self, error):
        self._state = SSLProtocolState.UNWRAPPED
        self._error = error
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc):
        if exc is None:
            exc = self._error
        self._app_transport._closed = True
        if self._state is not SSLProtocolState.DO_HANDSHAKE and self._app_state in ("made", "eof"):
            self._app_state = "lost"
            self._loop.call_soon(self._app_protocol.connection_lost, exc)
        self._state = SSLProtocolState.UNWRAPPED
        self._transport = None
        self._wake_waiter(ConnectionResetError() if exc is None else exc)
        self._stop_timer()
        if self._shutdown_timer is not None:
            self._shutdown_timer.cancel()
            self._shutdown_timer = None


def _name_matches(pattern, name):
    """Whether a certificate's name, perhaps with a star in front, stands for `name`."""
    if name is None:
        return False
    if pattern.startswith("*."):
        return name.partition(".")[2].lower() == pattern[2:].lower()
    return pattern.lower() == name.lower()
