# Ctrl-C at whatever the main thread waits for.
import threading, signal, os, time, queue
def poke(d=0.1):
    threading.Timer(d, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
t = threading.Thread(target=time.sleep, args=(1,)); t.start(); poke()
try: t.join()
except KeyboardInterrupt: print('join interrupted')
q = queue.Queue(); poke()
try: q.get()
except KeyboardInterrupt: print('get interrupted')
poke()
try: q.get(timeout=5)
except KeyboardInterrupt: print('get timeout interrupted')
e = threading.Event(); poke()
try: e.wait()
except KeyboardInterrupt: print('wait interrupted')
l = threading.Lock(); l.acquire(); poke()
try: l.acquire()
except KeyboardInterrupt: print('lock interrupted', l.locked())
c = threading.Condition(); poke()
try:
    with c: c.wait()
except KeyboardInterrupt: print('cond')
from concurrent.futures import ThreadPoolExecutor
poke()
try:
    with ThreadPoolExecutor(1) as p:
        f = p.submit(time.sleep, 0.5); f.result()
except KeyboardInterrupt: print('future')
poke()
try: time.sleep(5)
except KeyboardInterrupt: print('sleep')
b = threading.Barrier(2); poke()
try: b.wait()
except KeyboardInterrupt: print('barrier', b.broken)
