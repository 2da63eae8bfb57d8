# loop.add_signal_handler: callbacks in the next iteration, arguments, replacing, removing, errors.
import asyncio
import os
import signal
import threading


async def main():
    loop = asyncio.get_running_loop()
    got = []
    loop.add_signal_handler(signal.SIGUSR1, got.append, "one")
    loop.add_signal_handler(signal.SIGUSR2, lambda: got.append("two"))
    os.kill(os.getpid(), signal.SIGUSR1)
    print("at once", got)
    await asyncio.sleep(0)
    print("one iteration", got)
    await asyncio.sleep(0)
    print("two iterations", got)
    os.kill(os.getpid(), signal.SIGUSR2)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.1)
    print(got)
    loop.add_signal_handler(signal.SIGUSR1, got.append, "replaced")
    loop.call_later(1, os.kill, os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(2)
    print(got, loop.time())
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    print(signal.getsignal(signal.SIGUSR1))
    for bad in (0, 65, signal.SIGKILL, "SIGINT"):
        try:
            loop.add_signal_handler(bad, print)
        except (ValueError, RuntimeError, TypeError) as error:
            print(type(error).__name__, error)
    try:
        loop.add_signal_handler(signal.SIGTERM, main)
    except TypeError as error:
        print(error)

    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)

    def from_thread():
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=from_thread)
    thread.start()
    await stop.wait()
    thread.join()
    print("stopped by SIGTERM from a thread")


asyncio.run(main())
print(signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGUSR2))
