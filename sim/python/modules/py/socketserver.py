"""Servers that give each connection to a handler: one after the other, or in threads."""

import io
import selectors
import socket
import sys
import threading
import time

__all__ = ['BaseServer', 'TCPServer', 'UDPServer', 'ThreadingUDPServer', 'ThreadingTCPServer',
           'BaseRequestHandler', 'StreamRequestHandler', 'DatagramRequestHandler',
           'ThreadingMixIn', 'UnixStreamServer', 'UnixDatagramServer', 'ThreadingUnixStreamServer',
           'ThreadingUnixDatagramServer']


class BaseServer:
    """What servers have in common; `get_request` and its kin are the transport's."""

    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address, self.RequestHandlerClass = server_address, RequestHandlerClass
        self._stopped = threading.Event()
        self._stop_asked = False

    def server_activate(self):
        pass

    def _watch(self):
        """A selector that tells of requests."""
        watch = selectors.PollSelector()
        watch.register(self, selectors.EVENT_READ)
        return watch

    def serve_forever(self, poll_interval=0.5):
        self._stopped.clear()
        try:
            with self._watch() as watch:
                while not self._stop_asked:
                    came = watch.select(poll_interval)
                    if self._stop_asked:
                        break
                    if came:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self._stop_asked = False
            self._stopped.set()

    def shutdown(self):
        self._stop_asked = True
        self._stopped.wait()

    def service_actions(self):
        pass

    def handle_request(self):
        waits = [t for t in (self.socket.gettimeout(), self.timeout) if t is not None]
        left = min(waits) if waits else None
        end = None if left is None else time.monotonic() + left
        with self._watch() as watch:
            while not watch.select(left):
                if end is not None:
                    left = end - time.monotonic()
                    if left <= 0:
                        return self.handle_timeout()
            return self._handle_request_noblock()

    def _handle_request_noblock(self):
        try:
            arrived = self.get_request()
        except OSError:
            return
        request, sender = arrived
        if not self.verify_request(request, sender):
            self.shutdown_request(request)
            return
        try:
            self.process_request(request, sender)
        except Exception:
            self.handle_error(request, sender)
            self.shutdown_request(request)
        except:
            self.shutdown_request(request)
            raise

    def handle_timeout(self):
        pass

    def verify_request(self, request, client_address):
        return True

    def process_request(self, request, client_address):
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def server_close(self):
        pass

    def finish_request(self, request, client_address):
        handler = self.RequestHandlerClass
        handler(request, client_address, self)

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        pass

    def handle_error(self, request, client_address):
        import traceback
        print('-' * 40, file=sys.stderr)
        print('Exception occurred during processing of request from', client_address,
              file=sys.stderr)
        traceback.print_exc()
        print('-' * 40, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server_close()


class TCPServer(BaseServer):
    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False
    allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        BaseServer.__init__(self, server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except:
                self.server_close()
                raise

    def server_bind(self):
        listener = self.socket
        for wanted, option in ((self.allow_reuse_address, socket.SO_REUSEADDR),
                               (self.allow_reuse_port, socket.SO_REUSEPORT)):
            if wanted:
                listener.setsockopt(socket.SOL_SOCKET, option, 1)
        listener.bind(self.server_address)
        self.server_address = listener.getsockname()

    def server_activate(self):
        backlog = self.request_queue_size
        self.socket.listen(backlog)

    def server_close(self):
        self.socket.close()

    def fileno(self):
        return self.socket.fileno()

    def get_request(self):
        return self.socket.accept()

    def shutdown_request(self, request):
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        self.close_request(request)

    def close_request(self, request):
        request.close()


class UDPServer(TCPServer):
    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def get_request(self):
        data, client_address = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client_address

    def server_activate(self):
        pass

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        pass


class ThreadingMixIn:
    """Handles each request in a thread of its own."""

    daemon_threads = False
    block_on_close = True
    _threads = None

    def process_request_thread(self, request, client_address):
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        thread = threading.Thread(target=self.process_request_thread,
                                  args=(request, client_address))
        thread.daemon = self.daemon_threads
        if not thread.daemon and self.block_on_close:
            living = [known for known in self._threads or () if known.is_alive()]
            self._threads = living + [thread]
        thread.start()

    def server_close(self):
        super().server_close()
        for thread in self._threads or ():
            thread.join()


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    pass


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass


class UnixStreamServer(TCPServer):
    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    address_family = socket.AF_UNIX


class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
    pass


class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
    pass


class BaseRequestHandler:
    """One request: setup(), handle() and finish() are called in this order."""

    def __init__(self, request, client_address, server):
        self.request, self.client_address, self.server = request, client_address, server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        pass

    def handle(self):
        pass

    def finish(self):
        pass


class _SocketWriter(io.BufferedIOBase):
    """Writes straight to the socket."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, data):
        self._sock.sendall(data)
        return len(data)

    def fileno(self):
        return self._sock.fileno()


class StreamRequestHandler(BaseRequestHandler):
    rbufsize = -1
    wbufsize = 0
    timeout = None
    disable_nagle_algorithm = False

    def setup(self):
        sock = self.connection = self.request
        if self.timeout is not None:
            sock.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = sock.makefile('rb', self.rbufsize)
        unbuffered = self.wbufsize == 0
        self.wfile = _SocketWriter(sock) if unbuffered else sock.makefile('wb', self.wbufsize)

    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except OSError:
                pass
        self.wfile.close()
        self.rfile.close()


class DatagramRequestHandler(BaseRequestHandler):
    def setup(self):
        data, self.socket = self.request
        self.packet = data
        self.rfile, self.wfile = io.BytesIO(data), io.BytesIO()

    def finish(self):
        answer = self.wfile.getvalue()
        self.socket.sendto(answer, self.client_address)
