"""Processes with pipes to them, run and waited for."""

import builtins
import errno
import io
import os
import posix
import signal
import sys
import threading
import time
import warnings
from time import monotonic as _time

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput',
           'check_output', 'run', 'CalledProcessError', 'DEVNULL', 'SubprocessError',
           'TimeoutExpired', 'CompletedProcess']

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    """A process ended with an exit status other than 0, where 0 was asked for."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                name = signal.Signals(-self.returncode)
                return f"Command '{self.cmd}' died with {name!r}."
            except ValueError:
                return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."
        return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A process has not ended in the time given."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    """What run() answers."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        if self.stdout is not None:
            parts.append(f'stdout={self.stdout!r}')
        if self.stderr is not None:
            parts.append(f'stderr={self.stderr!r}')
        return f"{type(self).__name__}({', '.join(parts)})"

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def list2cmdline(seq):
    words = []
    for arg in map(os.fsdecode, seq):
        quote = not arg or ' ' in arg or '\t' in arg
        arg = arg.replace('"', '\\"')
        words.append(f'"{arg}"' if quote else arg)
    return ' '.join(words)


class Popen:
    """A child process."""

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None,
                 encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        self._child_created = False
        self.returncode = None
        self._waitpid_lock = threading.Lock()
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if text is not None and universal_newlines is not None and \
                bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are "
                                  "supplied but different. Pass one or the other.")
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.encoding = encoding
        self.errors = errors
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self.pipesize = pipesize
        theirs, ours = self._pipes(stdin, stdout, stderr)
        try:
            self._start(args, executable, shell, cwd, env, theirs)
        except BaseException:
            for fd in ours:
                if fd >= 0:
                    os.close(fd)
            raise
        finally:
            for fd in self._to_close:
                os.close(fd)
        line_buffering = self.text_mode and bufsize == 1
        if line_buffering:
            bufsize = -1
        self.stdin = self._file(ours[0], 'wb', bufsize, line_buffering)
        self.stdout = self._file(ours[1], 'rb', bufsize, False)
        self.stderr = self._file(ours[2], 'rb', bufsize, False)

    def _file(self, fd, mode, bufsize, line_buffering):
        if fd < 0:
            return None
        file = io.open(fd, mode, bufsize)
        if self.text_mode:
            file = io.TextIOWrapper(file, encoding=self.encoding, errors=self.errors,
                                    **({'write_through': bufsize == 0,
                                        'line_buffering': line_buffering} if mode == 'wb' else {}))
        return file

    def _pipes(self, stdin, stdout, stderr):
        """The descriptors that the child gets, and our ends of the pipes (-1: none)."""
        self._to_close = []
        theirs, ours = [0, 1, 2], [-1, -1, -1]
        for place, what in enumerate((stdin, stdout, stderr)):
            if what is None:
                continue
            if what == PIPE and isinstance(what, int):
                read, write = os.pipe()
                theirs[place], ours[place] = (read, write) if place == 0 else (write, read)
                self._to_close.append(theirs[place])
            elif what == DEVNULL and isinstance(what, int):
                theirs[place] = os.open(os.devnull, os.O_RDWR)
                self._to_close.append(theirs[place])
            elif what == STDOUT and isinstance(what, int):
                if place != 2:
                    raise ValueError("STDOUT can only be used for stderr")
                theirs[2] = theirs[1]
            elif isinstance(what, int):
                theirs[place] = what
            else:
                theirs[place] = what.fileno()
        return theirs, ours

    def _start(self, args, executable, shell, cwd, env, descriptors):
        if isinstance(args, (str, bytes)) or hasattr(args, '__fspath__'):
            args = [os.fsdecode(args)]
        else:
            args = list(args)
            for arg in args:
                if not isinstance(arg, (str, bytes)) and not hasattr(arg, '__fspath__'):
                    raise TypeError("expected str, bytes or os.PathLike object, not "
                                    + type(arg).__name__)
            args = [os.fsdecode(arg) for arg in args]
        if not args:
            raise IndexError("list index out of range")
        if shell:
            args = ['/bin/sh', '-c'] + args
        program = os.fsdecode(executable) if executable else args[0]
        environment = {os.fsdecode(k): os.fsdecode(v)
                       for k, v in (os.environ if env is None else env).items()}
        self.pid = posix.spawn([program] + args[1:], environment, cwd, descriptors, program)
        self._child_created = True

    def __repr__(self):
        shown = self.args if isinstance(self.args, str) else f'{list(self.args)!r}'
        text = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return text if len(text) <= 80 else text[:76] + '...>'

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    @property
    def universal_newlines(self):
        return self.text_mode

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for file in (self.stdout, self.stderr):
            if file:
                file.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            self.wait()

    def __del__(self, _warn=warnings.warn):
        if getattr(self, '_child_created', False) and self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
            self.poll()

    # Its end.

    def _note(self, status):
        self.returncode = os.waitstatus_to_exitcode(status)

    def poll(self):
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 0
            else:
                if pid == self.pid:
                    self._note(status)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                try:
                    pid, status = os.waitpid(self.pid, 0)
                except ChildProcessError:
                    pid, status = self.pid, 0
                if pid == self.pid:
                    self._note(status)
            return self.returncode
        if not posix.wait_end(self.pid, timeout):
            raise TimeoutExpired(self.args, timeout)
        return self.poll()

    def send_signal(self, sig):
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    # Its pipes.

    def communicate(self, input=None, timeout=None):
        if getattr(self, '_communication_started', False) and input:
            raise ValueError("Cannot send input after starting communication")
        deadline = None if timeout is None else _time() + timeout
        if not getattr(self, '_communication_started', False):
            self._communication_started = True
            self._input = self._as_bytes(input) if self.stdin else b''
            self._received = {}
            if self.stdin and not self._input:
                self._close_stdin()
            for file in (self.stdout, self.stderr):
                if file and not file.closed:
                    self._received[file] = []
        self._exchange(deadline, timeout)
        self.wait(timeout=self._left(deadline, timeout))
        return self._answer(self.stdout), self._answer(self.stderr)

    def _as_bytes(self, data):
        if data is None:
            return b''
        if self.text_mode:
            if not isinstance(data, str):
                raise TypeError(f"write() argument must be str, not {type(data).__name__}")
            return data.encode(self.stdin.encoding, self.stdin.errors)
        return bytes(memoryview(data))

    def _close_stdin(self):
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass

    def _left(self, deadline, timeout):
        return None if deadline is None else max(deadline - _time(), 0)

    def _answer(self, file):
        if file is None or file not in self._received:
            return None
        data = b''.join(self._received[file])
        if not self.text_mode:
            return data
        return data.decode(file.encoding, file.errors).replace('\r\n', '\n').replace('\r', '\n')

    def _exchange(self, deadline, timeout):
        """Writes and reads until every pipe has come to its end."""
        if self.stdin and not self.stdin.closed:
            os.set_blocking(self.stdin.fileno(), False)
        while True:
            watched = {file.fileno(): file for file in self._received if not file.closed}
            wanted = [(fd, 1) for fd in watched]
            if self.stdin and not self.stdin.closed:
                wanted.append((self.stdin.fileno(), 2))
            if not wanted:
                return
            ready = posix.poll(wanted, self._left(deadline, timeout))
            if not ready and deadline is not None and _time() >= deadline:
                raise TimeoutExpired(
                    self.args, timeout,
                    output=b''.join(self._received.get(self.stdout, ())) or None,
                    stderr=b''.join(self._received.get(self.stderr, ())) or None)
            for fd in ready:
                file = watched.get(fd)
                if file is not None:
                    data = os.read(fd, 32768)
                    if data:
                        self._received[file].append(data)
                    else:
                        file.close()
                else:
                    self._feed()

    def _feed(self):
        try:
            count = os.write(self.stdin.fileno(), self._input)
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._close_stdin()
            return
        self._input = self._input[count:]
        if not self._input:
            self._close_stdin()


def call(*popenargs, timeout=None, **kwargs):
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except BaseException:
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    retcode = call(*popenargs, **kwargs)
    if retcode:
        cmd = kwargs.get("args")
        raise CalledProcessError(retcode, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    for kw in ('stdout', 'check'):
        if kw in kwargs:
            raise ValueError(f'{kw} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        kwargs['input'] = '' if kwargs.get('universal_newlines') or kwargs.get('text') or \
            kwargs.get('encoding') or kwargs.get('errors') else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used '
                             'with capture_output.')
        kwargs['stdout'] = PIPE
        kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        retcode = process.poll()
        if check and retcode:
            raise CalledProcessError(retcode, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, retcode, stdout, stderr)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding,
                            errors=errors)
        exitcode = 0
    except CalledProcessError as error:
        data = error.output
        exitcode = error.returncode
    if data[-1:] == '\n':
        data = data[:-1]
    return exitcode, data


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]
