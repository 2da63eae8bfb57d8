# native: no frame of asyncio's own stands in a traceback
"""Loops and processes: transports over pipes, transports of processes, watchers of their ends.

The loop's own methods call the functions of BaseEventLoop here with the loop as `self`.
Mirrors: asyncio.unix_events and asyncio.base_subprocess.
"""

import collections
import itertools
import os
import stat
import subprocess
import threading

import asyncio
from _thread import _note_need  # (future, what, number, purpose): for the trace
from asyncio import events, protocols, transports

_NEEDS_DESCRIPTOR, _NEEDS_PROCESS = 1, 3

_READ_AT_ONCE = 256 * 1024
_SILENT_LOSSES = 5


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


def _kind(fd):
    mode = os.fstat(fd).st_mode
    return stat.S_ISFIFO(mode), stat.S_ISSOCK(mode), stat.S_ISCHR(mode)


class _PipeTransport:
    """What the transports of both ends of a pipe have in common."""

    def get_extra_info(self, name, default=None):
        return self._pipe_extra.get(name, default)

    def __repr__(self):
        parts = [type(self).__name__]
        if self._pipe is None:
            parts.append('closed')
        elif self._closing:
            parts.append('closing')
        parts.append(f'fd={self._fileno}')
        parts += ['closed'] if self._pipe is None else self._state()
        return f"<{' '.join(parts)}>"


class _UnixReadPipeTransport(_PipeTransport, transports.ReadTransport):
    """Reads a pipe and hands the bytes to a protocol."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._pipe_extra = {**(extra or {}), 'pipe': pipe}
        self._loop = loop
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._closing = self._paused = False
        if not any(_kind(self._fileno)):
            self._pipe = self._fileno = self._protocol = None
            raise ValueError("Pipe transport is for pipes/sockets only.")
        os.set_blocking(self._fileno, False)
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(loop._add_reader, self._fileno, self._read_ready)
        if waiter is not None:
            loop.call_soon(_set_result_unless_cancelled, waiter, None)

    def _state(self):
        return ['idle' if self._paused or self._closing else 'polling']

    def _read_ready(self):
        try:
            data = os.read(self._fileno, _READ_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._fatal_error(error, 'Fatal read error on pipe transport')
            return
        if data:
            self._protocol.data_received(data)
            return
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._protocol.eof_received)
        self._loop.call_soon(self._call_connection_lost, None)

    def pause_reading(self):
        if not self._closing and not self._paused:
            self._paused = True
            self._loop._remove_reader(self._fileno)

    def resume_reading(self):
        if not self._closing and self._paused:
            self._paused = False
            self._loop._add_reader(self._fileno, self._read_ready)

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def close(self):
        if not self._closing:
            self._close(None)

    def _fatal_error(self, error, message):
        if not isinstance(error, OSError):
            self._loop.call_exception_handler({'message': message, 'exception': error,
                                               'transport': self, 'protocol': self._protocol})
        self._close(error)

    def _close(self, error):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, error)

    def _call_connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = self._loop = None


class _UnixWritePipeTransport(_PipeTransport, transports.WriteTransport):
    """Writes what a protocol gives it into a pipe."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._pipe_extra = {**(extra or {}), 'pipe': pipe}
        self._loop = loop
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._waiting = bytearray()
        self._losses = 0
        self._closing = self._protocol_paused = False
        self._high_water, self._low_water = 64 * 1024, 16 * 1024
        is_pipe, is_socket, is_device = _kind(self._fileno)
        if not (is_pipe or is_socket or is_device):
            self._pipe = self._fileno = self._protocol = None
            raise ValueError("Pipe transport is only for pipes, sockets and character devices")
        os.set_blocking(self._fileno, False)
        loop.call_soon(protocol.connection_made, self)
        if is_pipe or is_socket:
            # That the reader has gone shows as an event for reading.
            loop.call_soon(loop._add_reader, self._fileno, self._read_ready)
        if waiter is not None:
            loop.call_soon(_set_result_unless_cancelled, waiter, None)

    def _state(self):
        return ['polling' if self._waiting else 'idle', f'bufsize={len(self._waiting)}']

    # Limits.

    def get_write_buffer_size(self):
        return len(self._waiting)

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water, self._low_water = high, low
        self._maybe_pause()

    def _tell_protocol(self, method, message):
        try:
            method()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler({'message': message, 'exception': error,
                                               'transport': self, 'protocol': self._protocol})

    def _maybe_pause(self):
        if len(self._waiting) > self._high_water and not self._protocol_paused:
            self._protocol_paused = True
            self._tell_protocol(self._protocol.pause_writing, 'protocol.pause_writing() failed')

    def _maybe_resume(self):
        if self._protocol_paused and len(self._waiting) <= self._low_water:
            self._protocol_paused = False
            self._tell_protocol(self._protocol.resume_writing, 'protocol.resume_writing() failed')

    # Writing.

    def _read_ready(self):
        self._close(BrokenPipeError() if self._waiting else None)

    def write(self, data):
        assert isinstance(data, (bytes, bytearray, memoryview)), repr(data)
        if not data:
            return
        if self._losses or self._closing:
            if self._losses >= _SILENT_LOSSES:
                _warn('pipe closed by peer or os.write(pipe, data) raised exception.')
            self._losses += 1
            return
        data = bytes(data)
        if not self._waiting:
            try:
                count = os.write(self._fileno, data)
            except (BlockingIOError, InterruptedError):
                count = 0
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._losses += 1
                self._fatal_error(error, 'Fatal write error on pipe transport')
                return
            if count == len(data):
                return
            data = data[count:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._waiting += data
        self._maybe_pause()

    def writelines(self, list_of_data):
        self.write(b''.join(list_of_data))

    def _write_ready(self):
        try:
            count = os.write(self._fileno, bytes(self._waiting))
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._waiting.clear()
            self._losses += 1
            self._loop._remove_writer(self._fileno)
            self._fatal_error(error, 'Fatal write error on pipe transport')
            return
        del self._waiting[:count]
        if self._waiting:
            return
        self._loop._remove_writer(self._fileno)
        self._maybe_resume()
        if self._closing:
            self._loop._remove_reader(self._fileno)
            self._call_connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing:
            return
        self._closing = True
        if not self._waiting:
            self._loop._remove_reader(self._fileno)
            self._loop.call_soon(self._call_connection_lost, None)

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def close(self):
        if self._pipe is not None and not self._closing:
            self.write_eof()

    def abort(self):
        self._close(None)

    def _fatal_error(self, error, message):
        if not isinstance(error, OSError):
            self._loop.call_exception_handler({'message': message, 'exception': error,
                                               'transport': self, 'protocol': self._protocol})
        self._close(error)

    def _close(self, error=None):
        self._closing = True
        if self._waiting:
            self._loop._remove_writer(self._fileno)
        self._waiting.clear()
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, error)

    def _call_connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = self._loop = None


def _warn(message, *args):
    import logging
    logging.getLogger('asyncio').warning(message, *args)


# Processes.

class _PipeProtocol(protocols.Protocol):
    """One of the pipes to a process: tells the process's transport what happens on it."""

    def __init__(self, proc, fd):
        self.proc = proc
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def __repr__(self):
        return f'<{type(self).__name__} fd={self.fd} pipe={self.pipe!r}>'

    def connection_made(self, transport):
        self.pipe = transport

    def data_received(self, data):
        self.proc._pipe_data_received(self.fd, data)

    def eof_received(self):
        pass

    def connection_lost(self, exc):
        self.disconnected = True
        self.proc._pipe_connection_lost(self.fd, exc)
        self.proc = None

    def pause_writing(self):
        self.proc._protocol.pause_writing()

    def resume_writing(self):
        self.proc._protocol.resume_writing()


class WriteSubprocessPipeProto(_PipeProtocol):
    pass


class ReadSubprocessPipeProto(_PipeProtocol):
    pass


class _UnixSubprocessTransport(transports.SubprocessTransport):
    """A child process and the pipes to it."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None,
                 extra=None, **kwargs):
        super().__init__(extra)
        self._closed = self._finished = False
        self._protocol = protocol
        self._loop = loop
        self._proc = self._pid = self._returncode = None
        self._exit_waiters = []
        self._pending_calls = collections.deque()
        self._pipes = {fd: None for fd, what in enumerate((stdin, stdout, stderr))
                       if what == subprocess.PIPE}
        try:
            self._start(args, shell, stdin, stdout, stderr, bufsize, **kwargs)
        except:
            self.close()
            raise
        self._pid = self._proc.pid
        self._process_extra = {**(extra or {}), 'subprocess': self._proc}
        loop.create_task(self._connect_pipes(waiter))

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout,
                                      stderr=stderr, universal_newlines=False, bufsize=bufsize,
                                      **kwargs)

    def get_extra_info(self, name, default=None):
        return self._process_extra.get(name, default)

    def __repr__(self):
        parts = [type(self).__name__]
        if self._closed:
            parts.append('closed')
        if self._pid is not None:
            parts.append(f'pid={self._pid}')
        if self._returncode is not None:
            parts.append(f'returncode={self._returncode}')
        elif self._pid is not None:
            parts.append('running')
        else:
            parts.append('not started')
        pipes = self._pipes
        if pipes.get(0) is not None:
            parts.append(f'stdin={pipes[0].pipe}')
        if pipes.get(1) is not None and pipes.get(2) is pipes[1]:
            parts.append(f'stdout=stderr={pipes[1].pipe}')
        else:
            if pipes.get(1) is not None:
                parts.append(f'stdout={pipes[1].pipe}')
            if pipes.get(2) is not None:
                parts.append(f'stderr={pipes[2].pipe}')
        return f"<{' '.join(parts)}>"

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def close(self):
        if self._closed:
            return
        self._closed = True
        for protocol in self._pipes.values():
            if protocol is not None:
                protocol.pipe.close()
        if self._proc is not None and self._returncode is None and self._proc.poll() is None:
            if self._loop.get_debug():
                _warn('Close running child process: kill %r', self)
            try:
                self._proc.kill()
            except ProcessLookupError:
                pass

    def __del__(self):
        if not self._closed:
            self.close()

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes[fd].pipe if fd in self._pipes else None

    def _running(self):
        if self._proc is None:
            raise ProcessLookupError()
        return self._proc

    def send_signal(self, signal):
        self._running().send_signal(signal)

    def terminate(self):
        self._running().terminate()

    def kill(self):
        self._running().kill()

    async def _connect_pipes(self, waiter):
        try:
            proc, loop = self._proc, self._loop
            if proc.stdin is not None:
                _, self._pipes[0] = await loop.connect_write_pipe(
                    lambda: WriteSubprocessPipeProto(self, 0), proc.stdin)
            for fd, file in (1, proc.stdout), (2, proc.stderr):
                if file is not None:
                    _, self._pipes[fd] = await loop.connect_read_pipe(
                        lambda fd=fd: ReadSubprocessPipeProto(self, fd), file)
            loop.call_soon(self._protocol.connection_made, self)
            for callback, data in self._pending_calls:
                loop.call_soon(callback, *data)
            self._pending_calls = None
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if waiter is not None and not waiter.cancelled():
                waiter.set_exception(error)
        else:
            if waiter is not None and not waiter.cancelled():
                waiter.set_result(None)

    def _call(self, callback, *data):
        if self._pending_calls is not None:
            self._pending_calls.append((callback, data))
        else:
            self._loop.call_soon(callback, *data)

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _process_exited(self, returncode):
        self._returncode = returncode
        if self._proc.returncode is None:
            self._proc.returncode = returncode
        self._call(self._protocol.process_exited)
        self._try_finish()

    async def _wait(self):
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        _note_need(waiter, _NEEDS_PROCESS, self._pid, 'Process.wait')
        self._exit_waiters.append(waiter)
        return await waiter

    def _try_finish(self):
        if self._returncode is None:
            return
        if all(pipe is not None and pipe.disconnected for pipe in self._pipes.values()):
            self._finished = True
            self._call(self._call_connection_lost, None)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            for waiter in self._exit_waiters:
                if not waiter.cancelled():
                    waiter.set_result(self._returncode)
            self._exit_waiters = self._loop = self._proc = self._protocol = None


class BaseEventLoop:
    """The loop's own methods, called with the loop as `self`."""

    async def connect_read_pipe(self, protocol_factory, pipe):
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _UnixReadPipeTransport(self, pipe, protocol, waiter)
        _note_need(waiter, _NEEDS_DESCRIPTOR, transport._fileno, 'connect_read_pipe')
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def connect_write_pipe(self, protocol_factory, pipe):
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _UnixWritePipeTransport(self, pipe, protocol, waiter)
        _note_need(waiter, _NEEDS_DESCRIPTOR, transport._fileno, 'connect_write_pipe')
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               universal_newlines=False, shell=True, bufsize=0, encoding=None,
                               errors=None, text=None, **kwargs):
        if not isinstance(cmd, (bytes, str)):
            raise ValueError("cmd must be a string")
        if not shell:
            raise ValueError("shell must be True")
        _refuse(universal_newlines, bufsize, text, encoding, errors)
        protocol = protocol_factory()
        transport = await _start_process(self, protocol, cmd, True, stdin, stdout, stderr, bufsize,
                                         kwargs)
        return transport, protocol

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              universal_newlines=False, shell=False, bufsize=0, encoding=None,
                              errors=None, text=None, **kwargs):
        if shell:
            raise ValueError("shell must be False")
        _refuse(universal_newlines, bufsize, text, encoding, errors)
        protocol = protocol_factory()
        transport = await _start_process(self, protocol, (program,) + args, False, stdin, stdout,
                                         stderr, bufsize, kwargs)
        return transport, protocol


def _refuse(universal_newlines, bufsize, text, encoding, errors):
    if universal_newlines:
        raise ValueError("universal_newlines must be False")
    if bufsize != 0:
        raise ValueError("bufsize must be 0")
    if text:
        raise ValueError("text must be False")
    if encoding is not None:
        raise ValueError("encoding must be None")
    if errors is not None:
        raise ValueError("errors must be None")


async def _start_process(loop, protocol, args, shell, stdin, stdout, stderr, bufsize, kwargs):
    with get_child_watcher() as watcher:
        if not watcher.is_active():
            raise RuntimeError("asyncio.get_child_watcher() is not activated, subprocess support "
                               "is not installed.")
        waiter = loop.create_future()
        transport = _UnixSubprocessTransport(loop, protocol, args, shell, stdin, stdout, stderr,
                                             bufsize, waiter=waiter, **kwargs)

        def ended(pid, returncode):
            # One iteration later, so that what the pipes still hold comes first.
            loop.call_soon_threadsafe(loop.call_soon, transport._process_exited, returncode)

        _note_need(waiter, _NEEDS_PROCESS, transport.get_pid(), 'create_subprocess')
        watcher.add_child_handler(transport.get_pid(), ended)
        try:
            await waiter
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            transport.close()
            await transport._wait()
            raise
    return transport


# Watchers.

class AbstractChildWatcher:
    """Tells when child processes end."""

    def add_child_handler(self, pid, callback, *args):
        raise NotImplementedError()

    def remove_child_handler(self, pid):
        raise NotImplementedError()

    def attach_loop(self, loop):
        raise NotImplementedError()

    def close(self):
        raise NotImplementedError()

    def is_active(self):
        raise NotImplementedError()

    def __enter__(self):
        raise NotImplementedError()

    def __exit__(self, a, b, c):
        raise NotImplementedError()


class ThreadedChildWatcher(AbstractChildWatcher):
    """One thread per process, which waits for its end."""

    def __init__(self):
        self._numbers = itertools.count(0)
        self._threads = {}

    def is_active(self):
        return True

    def close(self):
        for thread in list(self._threads.values()):
            if thread.is_alive() and not thread.daemon:
                thread.join()

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        pass

    def attach_loop(self, loop):
        pass

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        thread = threading.Thread(target=self._wait, name=f"waitpid-{next(self._numbers)}",
                                  args=(loop, pid, callback, args), daemon=True)
        self._threads[pid] = thread
        thread.start()

    def remove_child_handler(self, pid):
        return True

    def _wait(self, loop, pid, callback, args):
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            returncode = 255
            _warn("Unknown child process pid %d, will report returncode 255", pid)
        else:
            returncode = os.waitstatus_to_exitcode(status)
        if loop.is_closed():
            _warn("Loop %r that handles pid %r is closed", loop, pid)
        else:
            loop.call_soon_threadsafe(callback, pid, returncode, *args)
        self._threads.pop(pid)


# FIDELITY: the other watchers of CPython 3.11 wait as this one does.

class PidfdChildWatcher(ThreadedChildWatcher):
    pass


class MultiLoopChildWatcher(ThreadedChildWatcher):
    pass


class SafeChildWatcher(ThreadedChildWatcher):
    pass


class FastChildWatcher(ThreadedChildWatcher):
    pass


_watcher = None


def get_child_watcher():
    global _watcher
    if _watcher is None:
        _watcher = ThreadedChildWatcher()
    return _watcher


def set_child_watcher(watcher):
    global _watcher
    if watcher is not None and not isinstance(watcher, AbstractChildWatcher):
        raise TypeError(f"watcher must be an instance of AbstractChildWatcher or None, not "
                        f"'{type(watcher).__name__}'")
    _watcher = watcher


for _class in list(globals().values()):
    if isinstance(_class, type) and _class.__module__ == __name__:
        _class.__module__ = ('asyncio.base_subprocess' if 'Subprocess' in _class.__name__
                             else 'asyncio.unix_events')
del _class
