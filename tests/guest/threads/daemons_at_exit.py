import threading, time, sys, atexit
atexit.register(lambda: print('atexit', threading.active_count()))
def daemon():
    try:
        while True:
            print('tick', time.monotonic()); time.sleep(1)
    finally:
        print('never')
def worker():
    time.sleep(2.5); print('worker done')
threading.Thread(target=daemon, daemon=True).start()
threading.Thread(target=worker).start()
print('main ends')
