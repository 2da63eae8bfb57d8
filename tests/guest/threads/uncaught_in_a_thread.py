import sys
import threading
# stderr: not compared


def fails(n):
    if n == 2:
        sys.exit("only this thread ends")
    raise ValueError(n)


def hook(args):
    print("hook", args.exc_type.__name__, args.exc_value, args.thread.name, args.exc_traceback is not None)


first = threading.Thread(target=fails, args=(1,))
first.start()
first.join()
threading.excepthook = hook
for n in (2, 3):
    thread = threading.Thread(target=fails, args=(n,), name=f"thread {n}")
    thread.start()
    thread.join()
    print(thread.is_alive())
threading.excepthook = threading.__excepthook__


class Quiet(threading.Thread):
    def run(self):
        try:
            super().run()
        except ValueError as error:
            self.error = error


quiet = Quiet(target=fails, args=(9,))
quiet.start()
quiet.join()
print(repr(quiet.error))
print("main goes on")
