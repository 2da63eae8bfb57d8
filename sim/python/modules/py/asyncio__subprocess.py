# native: no frame of asyncio's own stands in a traceback
"""Processes as streams. Mirrors: asyncio.subprocess."""

__all__ = ('create_subprocess_exec', 'create_subprocess_shell')

import subprocess

from asyncio import events, protocols, streams, tasks

PIPE = subprocess.PIPE
STDOUT = subprocess.STDOUT
DEVNULL = subprocess.DEVNULL


def _settle(future, exc):
    if exc is not None:
        future.set_exception(exc)
    else:
        future.set_result(None)


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Feeds the streams of a process from its pipes."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self._own_loop = loop
        self.stdin = self.stdout = None
        self.stderr = self._transport = None
        self._process_exited = False
        self._pipe_fds = []
        self._stdin_closed = loop.create_future()

    def __repr__(self):
        parts = [type(self).__name__]
        for name in 'stdin', 'stdout', 'stderr':
            stream = getattr(self, name)
            if stream is not None:
                parts.append(f'{name}={stream!r}')
        return f"<{' '.join(parts)}>"

    def _reader(self, transport, fd):
        pipe = transport.get_pipe_transport(fd)
        if pipe is None:
            return None
        reader = streams.StreamReader(limit=self._limit, loop=self._own_loop)
        reader.set_transport(pipe)
        self._pipe_fds.append(fd)
        return reader

    def connection_made(self, transport):
        self._transport = transport
        self.stdout = self._reader(transport, 1)
        self.stderr = self._reader(transport, 2)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None,
                                              loop=self._own_loop)

    def _stream(self, fd):
        return {1: self.stdout, 2: self.stderr}.get(fd)

    def pipe_data_received(self, fd, data):
        reader = self._stream(fd)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            _settle(self._stdin_closed, exc)
            return
        reader = self._stream(fd)
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if fd in self._pipe_fds:
            self._pipe_fds.remove(fd)
        self._maybe_close_transport()

    def process_exited(self):
        self._process_exited = True
        self._maybe_close_transport()

    def _maybe_close_transport(self):
        if not self._pipe_fds and self._process_exited:
            self._transport.close()
            self._transport = None

    def _get_close_waiter(self, stream):
        if stream is self.stdin:
            return self._stdin_closed


class Process:
    """A child process with streams."""

    def __init__(self, transport, protocol, loop):
        self._transport = transport
        self._protocol = protocol
        self._loop = loop
        self.stdin = protocol.stdin
        self.stdout = protocol.stdout
        self.stderr = protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f'<{type(self).__name__} {self.pid}>'

    @property
    def returncode(self):
        return self._transport.get_returncode()

    async def wait(self):
        """The exit status, once the process has ended."""
        return await self._transport._wait()

    def send_signal(self, signal):
        self._transport.send_signal(signal)

    def terminate(self):
        self._transport.terminate()

    def kill(self):
        self._transport.kill()

    async def _feed_stdin(self, input):
        self.stdin.write(input)
        try:
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.stdin.close()

    async def _noop(self):
        return None

    async def _read_stream(self, fd):
        pipe = self._transport.get_pipe_transport(fd)
        output = await (self.stderr if fd == 2 else self.stdout).read()
        pipe.close()
        return output

    async def communicate(self, input=None):
        feeding = self._noop() if input is None else self._feed_stdin(input)
        reading = [self._noop() if stream is None else self._read_stream(fd)
                   for fd, stream in ((1, self.stdout), (2, self.stderr))]
        _, stdout, stderr = await tasks.gather(feeding, *reading)
        await self.wait()
        return (stdout, stderr)


def _protocols(limit, loop):
    """Makes the protocol of one process."""
    return lambda: SubprocessStreamProtocol(limit=limit, loop=loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None,
                                  limit=streams._DEFAULT_LIMIT, **kwds):
    loop = events.get_running_loop()
    ends = await loop.subprocess_shell(_protocols(limit, loop), cmd, stdin=stdin, stdout=stdout,
                                       stderr=stderr, **kwds)
    return Process(*ends, loop)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None,
                                 limit=streams._DEFAULT_LIMIT, **kwds):
    loop = events.get_running_loop()
    ends = await loop.subprocess_exec(_protocols(limit, loop), program, *args, stdin=stdin,
                                      stdout=stdout, stderr=stderr, **kwds)
    return Process(*ends, loop)
