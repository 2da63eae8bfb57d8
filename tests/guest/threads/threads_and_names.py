import threading
# stderr: not compared
import time


def work(seconds):
    print("begin", seconds, threading.current_thread().name, time.monotonic())
    time.sleep(seconds)
    print("end", seconds, time.monotonic())


threads = [threading.Thread(target=work, args=(n,)) for n in (2, 1, 3)]
for thread in threads:
    thread.start()
    print(thread.name, thread.is_alive(), thread.daemon)
print(threading.active_count(), [thread.name for thread in threading.enumerate()])
for thread in threads:
    thread.join()
print(threading.active_count(), threading.current_thread() is threading.main_thread())

lock = threading.Lock()
lock.acquire()
print(lock.acquire(timeout=2), lock.acquire(blocking=False), time.monotonic())

mine = threading.local()
mine.value = 1


class Counted(threading.local):
    def __init__(self, start):
        self.value = start


counted = Counted(7)
counted.value += 1


def fails():
    print(hasattr(mine, "value"), counted.value)
    mine.value = 5
    print(mine.__dict__)
    raise ValueError("nobody catches this")


thread = threading.Thread(target=fails, name="failing", daemon=True)
thread.start()
thread.join()
print(mine.value, counted.value, thread.is_alive())


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook
thread = threading.Thread(target=fails)
thread.start()
thread.join()
timer = threading.Timer(1.5, print, ["timer"], {"end": "!\n"})
timer.start()
cancelled = threading.Timer(1, print, ["never"])
cancelled.start()
cancelled.cancel()
timer.join()
print(time.monotonic())
for call in (lambda: thread.start(), lambda: threading.current_thread().join(),
             lambda: threading.Thread().join(), lambda: lock.acquire(False, 1),
             lambda: threading.Semaphore(-1), lambda: threading.Condition().wait(),
             lambda: threading.BoundedSemaphore().release(),
             lambda: threading.RLock().release()):
    try:
        call()
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, error)
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
