import threading, time, queue, random
# RLock, Condition, Barrier, Semaphore, Event
r=threading.RLock()
def rec(n):
    with r:
        if n: rec(n-1)
        else: print('deep', threading.current_thread().name)
ts=[threading.Thread(target=rec,args=(3,),name=f'R{i}') for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
cond=threading.Condition(); items=[]
def consumer(i):
    with cond:
        while not items: cond.wait()
        print('c',i,items.pop(0), time.monotonic())
cs=[threading.Thread(target=consumer,args=(i,)) for i in range(3)]
for c in cs: c.start()
for k in range(3):
    time.sleep(1)
    with cond: items.append(k); cond.notify()
for c in cs: c.join()
b=threading.Barrier(3, action=lambda: print('barrier action'))
def at(i):
    time.sleep(i); n=b.wait(); print('passed', i, n, time.monotonic())
bs=[threading.Thread(target=at,args=(i,)) for i in range(3)]
for t in bs: t.start()
for t in bs: t.join()
def broken():
    try: b.wait(timeout=1)
    except threading.BrokenBarrierError as e: print('broken', repr(e), b.broken)
t=threading.Thread(target=broken); t.start(); t.join(); b.reset(); print(b.broken, b.n_waiting, b.parties)
s=threading.Semaphore(2)
def lim(i):
    with s:
        print('in',i,time.monotonic()); time.sleep(1)
ls=[threading.Thread(target=lim,args=(i,)) for i in range(5)]
for t in ls: t.start()
for t in ls: t.join()
e=threading.Event()
def waiter(): print(e.wait(1), time.monotonic()); print(e.wait(), time.monotonic())
t=threading.Thread(target=waiter); t.start(); time.sleep(3); e.set(); t.join(); print(e.is_set()); e.clear()
with cond: print(cond.wait_for(lambda: False, timeout=0.5), time.monotonic())
q=queue.PriorityQueue(); [q.put(x) for x in (3,1,2)]; print([q.get() for _ in range(3)], q.empty(), q.full(), q.qsize())
q=queue.LifoQueue(); [q.put(x) for x in (3,1,2)]; print([q.get() for _ in range(3)])
q=queue.SimpleQueue(); q.put(1); print(q.get(), q.empty()); 
try: q.get(timeout=0.5)
except queue.Empty as ex: print(repr(ex), type(ex).__module__, time.monotonic())
q=queue.Queue(1); q.put(1)
try: q.put(2,timeout=0.5)
except queue.Full as ex: print(repr(ex), time.monotonic())
try: q.put_nowait(3)
except queue.Full as ex: print(repr(ex))
try: q.task_done(); q.task_done()
except ValueError as ex: print(ex)
l=threading.Lock()
print(l.locked(), l.acquire(), l.acquire(False), l.locked())
def rel(): l.release()
t=threading.Thread(target=rel); t.start(); t.join(); print(l.locked())
