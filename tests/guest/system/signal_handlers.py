# stderr: not compared
# exits: 143
# Handlers, alarms and timers of signals, in a program without a loop; SIGTERM ends it.
import os
import signal
import time


class TooLong(Exception):
    pass


def note(number, frame):
    print("caught", signal.Signals(number).name, "in a", type(frame).__name__)


print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGTERM))
print(signal.signal(signal.SIGUSR1, note))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(signal.strsignal(signal.SIGINT), signal.strsignal(15), len(signal.valid_signals()))
for bad in (lambda: signal.signal(signal.SIGKILL, note), lambda: signal.signal(0, note),
            lambda: signal.signal(2, "x"), lambda: signal.raise_signal(100)):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)


def too_long(number, frame):
    raise TooLong("after a second")


signal.signal(signal.SIGALRM, too_long)
print(signal.alarm(1))
try:
    time.sleep(10)
except TooLong as error:
    print("TooLong", error, time.monotonic())

ticks = []


def tick(number, frame):
    ticks.append(time.monotonic())
    if len(ticks) == 3:
        print(signal.setitimer(signal.ITIMER_REAL, 0))


signal.signal(signal.SIGALRM, tick)
print(signal.setitimer(signal.ITIMER_REAL, 0.5, 0.25))
time.sleep(3)
print(ticks, time.monotonic())
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print("ignored", flush=True)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt as error:
    print(repr(error), flush=True)
os.kill(os.getpid(), signal.SIGTERM)
print("never")
# stderr: not compared
