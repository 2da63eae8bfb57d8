"""The machine as a program in virtual time sees it: sockets, selectors, pipes, children, signals.

What waits in real life waits in virtual time here: the thread gives way, and goes on when what it
waits for is there or its deadline has come. Sockets and child processes themselves stay real; children
take no virtual time: the clock does not move while one of them computes or sleeps.
"""

import errno
import math
import os
import select as select_module
import selectors
import signal
import socket
import time

from ._threads import SIGNAL

PID = 4242  # The same in every recording.

_real_sleep = time.sleep
_real_monotonic = time.monotonic
_real_getpid = os.getpid
_real_kill = os.kill
_real_waitpid = getattr(os, "waitpid", None)

# Signals that end a process which doesn't handle them.
_ENDING = {getattr(signal, name) for name in (
    "SIGHUP", "SIGINT", "SIGQUIT", "SIGABRT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGTERM",
    "SIGVTALRM", "SIGPROF") if hasattr(signal, name)}

# How long a child may take until it is held to wait for something that never comes, in seconds.
_CHILD_PATIENCE = 15.0


class Machine:
    """The patches, and what they share."""

    def __init__(self, virtual, scheduler):
        self.virtual = virtual
        self.scheduler = scheduler
        self.endless = set()  # Children that took longer than our patience.

    def install(self, patch):
        self._patch_sockets(patch)
        self._patch_selectors(patch)
        self._patch_descriptors(patch)
        self._patch_processes(patch)
        self._patch_signals(patch)

    def _deadline(self, timeout):
        return None if timeout is None else self.virtual.time + max(timeout, 0)

    # ---- sockets ------------------------------------------------------------------------------

    def _wait_for_socket(self, sock, event, what):
        """Waits as long as the socket's timeout allows until it can be read or written."""
        timeout = sock.gettimeout()
        if timeout == 0 or sock.fileno() < 0 or not self.scheduler.known():
            return
        poll = select_module.poll()
        poll.register(sock.fileno(), event)
        if not self.scheduler.wait_until(lambda: bool(poll.poll(0)), self._deadline(timeout), what):
            raise socket.timeout("timed out")

    def _patch_sockets(self, patch):
        kind, scheduler = socket.socket, self.scheduler
        base = kind.__mro__[1]

        def reader(name):
            original = getattr(kind, name)

            def read(sock, *arguments, **keywords):
                self._wait_for_socket(sock, select_module.POLLIN, "socket." + name.strip("_"))
                return original(sock, *arguments, **keywords)
            return read

        def acting(name, waits=True):
            original = getattr(kind, name)

            def act(sock, *arguments, **keywords):
                if waits:
                    self._wait_for_socket(sock, select_module.POLLOUT, "socket." + name)
                try:
                    return original(sock, *arguments, **keywords)
                finally:
                    scheduler.poll_all()  # Others may be able to go on now.
            return act

        def sendall(sock, data, *flags):
            if sock.gettimeout() == 0 or not scheduler.known():
                try:
                    return base.sendall(sock, data, *flags)
                finally:
                    scheduler.poll_all()
            rest = memoryview(data).cast("B")
            while rest:
                self._wait_for_socket(sock, select_module.POLLOUT, "socket.sendall")
                try:
                    rest = rest[base.send(sock, rest, socket.MSG_DONTWAIT):]
                except BlockingIOError:
                    continue
                scheduler.poll_all()

        made = {name: reader(name) for name in (
            "recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "_accept")
            if hasattr(kind, name)}
        made.update({name: acting(name) for name in ("send", "sendto", "sendmsg")})
        made.update({name: acting(name, False) for name in (
            "connect", "connect_ex", "shutdown", "_real_close")})
        made["sendall"] = sendall
        for name, function in made.items():
            patch(kind, name, function)

    # ---- selectors and pipes --------------------------------------------------------------------

    def _patch_selectors(self, patch):
        def patched(kind):
            original = kind.select

            def select(selector, timeout=None):
                self.settle_children()
                ready = original(selector, 0)
                if ready or timeout is not None and timeout <= 0 or not self.scheduler.known():
                    return ready
                self.scheduler.wait_until(lambda: bool(original(selector, 0)),
                                          self._deadline(timeout), "select")
                return original(selector, 0)
            patch(kind, "select", select)
        for name in ("SelectSelector", "PollSelector", "EpollSelector", "KqueueSelector"):
            if hasattr(selectors, name):
                patched(getattr(selectors, name))
        original = select_module.select

        def select(readers, writers, others, timeout=None):
            now = original(readers, writers, others, 0)
            if any(now) or timeout is not None and timeout <= 0 or not self.scheduler.known():
                return now
            self.scheduler.wait_until(lambda: any(original(readers, writers, others, 0)),
                                      self._deadline(timeout), "select")
            return original(readers, writers, others, 0)
        patch(select_module, "select", select)

    def _patch_descriptors(self, patch):
        """Pipes: what is written may let others go on; a read waits in virtual time."""
        scheduler = self.scheduler

        def acting(name):
            original = getattr(os, name)

            def act(*arguments):
                result = original(*arguments)
                if scheduler.poll_waits:
                    scheduler.poll_all()
                return result
            return act
        for name in ("write", "close"):
            patch(os, name, acting(name))
        read = os.read

        def waiting_read(fd, size):
            if scheduler.known() and len(scheduler.records) > 1 and os.get_blocking(fd):
                poll = select_module.poll()
                poll.register(fd, select_module.POLLIN)
                scheduler.wait_until(lambda: bool(poll.poll(0)), None, "read")
            return read(fd, size)
        if hasattr(os, "get_blocking"):
            patch(os, "read", waiting_read)

    # ---- processes --------------------------------------------------------------------------------

    def _patch_processes(self, patch):
        patch(os, "getpid", lambda: self.scheduler.current.pid if self.scheduler.known() else PID)
        if _real_waitpid is None:
            return

        def waitpid(pid, options):
            if options & os.WNOHANG or not self.scheduler.known():
                self.settle_children()
                return _real_waitpid(pid, options)
            found = []

            def test():
                if not found:
                    try:
                        answer = _real_waitpid(pid, options | os.WNOHANG)
                        if answer[0]:
                            found.append(answer)
                    except OSError as error:
                        found.append(error)
                return bool(found)
            self.scheduler.wait_until(test, None, "waitpid")
            if isinstance(found[0], OSError):
                raise found[0]
            return found[0]
        patch(os, "waitpid", waitpid)

    def settle_children(self):
        """Gives child processes real time until each has ended or waits for its input."""
        if not _has_children():
            return
        end, calm = _real_monotonic() + _CHILD_PATIENCE, 0
        while calm < 3:
            children = [c for c in _children_of("self") if c not in self.endless]
            if _real_monotonic() >= end:
                self.endless.update(children)  # Nobody waits for these again.
                return
            if all(_state_of(child) in "ZX" for child in children):
                return
            calm = calm + 1 if all(_waits_for_input(child) for child in children) else 0
            _real_sleep(0.002)

    # ---- signals ------------------------------------------------------------------------------------

    def _note_end_by(self, number):
        """The program sends itself a signal: where that ends it, the recording ends here."""
        if number in _ENDING and signal.getsignal(number) is signal.SIG_DFL and (
                not _blocked(number)):
            self.virtual.finish("exited", 128 + number,
                                "ended by " + signal.Signals(number).name)

    def _patch_signals(self, patch):
        scheduler = self.scheduler

        def send(number):
            if scheduler.current is scheduler.main or not number:
                self._note_end_by(number)
                return _real_kill(_real_getpid(), number)
            return scheduler.post_signal(number)

        def kill(pid, number):
            if pid not in (PID, _real_getpid()) or number in (
                    getattr(signal, "SIGKILL", 9), getattr(signal, "SIGSTOP", 19)):
                return _real_kill(_real_getpid() if pid == PID else pid, number)
            if not isinstance(number, int) or number not in signal.valid_signals() and number:
                return _real_kill(_real_getpid(), number)
            return send(number)
        patch(os, "kill", kill)
        raise_signal = getattr(signal, "raise_signal", None)
        if raise_signal is not None:
            def raised(number):
                if scheduler.current is scheduler.main:
                    self._note_end_by(number)
                    return raise_signal(number)
                return scheduler.post_signal(number)
            patch(signal, "raise_signal", raised)
        if not hasattr(signal, "setitimer"):
            return
        real_setitimer, real_getitimer = signal.setitimer, signal.getitimer

        def left():
            when = scheduler.alarm
            return (max(0.0, when[0] - self.virtual.time), when[2]) if when else (0.0, 0.0)

        def setitimer(which, seconds, interval=0.0):
            if which != signal.ITIMER_REAL:
                return real_setitimer(which, seconds, interval)
            if seconds < 0 or interval < 0:
                raise signal.ItimerError(errno.EINVAL, "Invalid argument")
            before = left()
            scheduler.blocks += 1
            scheduler.alarm = (self.virtual.time + seconds, scheduler.blocks,
                               interval) if seconds else None
            return before

        patch(signal, "setitimer", setitimer)
        patch(signal, "getitimer",
              lambda which: left() if which == signal.ITIMER_REAL else real_getitimer(which))
        patch(signal, "alarm", lambda seconds: int(math.ceil(
            setitimer(signal.ITIMER_REAL, seconds)[0])))

        def pause():
            while scheduler.block(None, "pause") is not SIGNAL:
                pass
        if hasattr(signal, "pause"):
            patch(signal, "pause", pause)
        if hasattr(signal, "sigtimedwait"):
            self._patch_signal_waits(patch)

    def _patch_signal_waits(self, patch):
        """sigwait and its kin: what is pending is taken at once; else the other threads go on."""
        scheduler, take = self.scheduler, signal.sigtimedwait

        def wait(numbers, deadline, on):
            numbers = set(numbers)
            found = take(numbers, 0)
            while found is None and (deadline is None or self.virtual.time < deadline):
                scheduler.block(deadline, on, lambda: numbers & signal.sigpending())
                found = take(numbers, 0)
            return found

        def sigtimedwait(numbers, timeout):
            if timeout < 0:
                return take(numbers, timeout)
            return wait(numbers, self.virtual.time + timeout, "sigtimedwait")

        def sigwait(numbers):
            return wait(numbers, None, "sigwait").si_signo
        patch(signal, "sigtimedwait", sigtimedwait)
        patch(signal, "sigwaitinfo", lambda numbers: wait(numbers, None, "sigwaitinfo"))
        patch(signal, "sigwait", sigwait)


def _blocked(number):
    """Whether the thread that asks keeps the signal waiting."""
    mask = getattr(signal, "pthread_sigmask", None)
    return mask is not None and number in mask(signal.SIG_BLOCK, ())


def _has_children():
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _children_of(process):
    found = []
    try:
        for thread in os.listdir("/proc/%s/task" % process):
            with open("/proc/%s/task/%s/children" % (process, thread)) as file:
                found += file.read().split()
    except OSError:
        pass
    return found


def _state_of(process):
    try:
        with open("/proc/%s/stat" % process) as file:
            return file.read().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return "X"


# Where the kernel says that a process waits: for something to read, or for a child of its own.
_INPUT = ("pipe_read", "anon_pipe_read", "unix_stream", "wait_for_packet", "skb_wait", "do_poll",
          "poll_schedule", "ep_poll", "do_select", "n_tty_read", "wait_woken", "sigsuspend", "pause")
_OUTPUT = ("pipe_write", "anon_pipe_write", "sock_alloc_send")
_CHILD = ("do_wait", "kernel_wait", "do_wait4")
# The same by the numbers of system calls on x86-64.
_INPUT_CALLS = {"0", "1", "7", "17", "18", "19", "20", "23", "34", "44", "45", "46", "47", "232",
                "270", "271", "281"}
_CHILD_CALLS = {"61", "247"}


def _waits_for_input(process):
    """Whether a process has ended, or does nothing until something is said to it."""
    state = _state_of(process)
    if state in "ZX":
        return True
    if state != "S":
        return False
    try:
        with open("/proc/%s/syscall" % process) as file:
            call = file.read().split()[0]
    except (OSError, IndexError):
        return _by_its_place(process)
    if call in _CHILD_CALLS:
        return all(_waits_for_input(child) for child in _children_of(process))
    return call in _INPUT_CALLS


def _by_its_place(process):
    try:
        with open("/proc/%s/wchan" % process) as file:
            place = file.read()
    except OSError:
        return True
    if place.startswith(_CHILD):
        return all(_waits_for_input(child) for child in _children_of(process))
    return place.startswith(_INPUT + _OUTPUT)
