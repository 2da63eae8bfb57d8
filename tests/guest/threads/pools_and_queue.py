import concurrent.futures as cf, threading, time, queue
def job(n):
    print('begin', n, threading.current_thread().name, time.monotonic())
    time.sleep(n)
    if n==3: raise ValueError(n)
    return n*n
with cf.ThreadPoolExecutor(2) as p:
    fs=[p.submit(job,n) for n in (1,3,2)]
    print(fs[0])
    for f in cf.as_completed(fs):
        print(f.exception() or f.result(), time.monotonic())
    print(list(p.map(job,[1,2])))
    d,n=cf.wait([p.submit(job,1),p.submit(job,5)],return_when=cf.FIRST_COMPLETED)
    print(len(d),len(n))
    f=p.submit(job,1); g=p.submit(job,1); print(g.cancel(), g); print(f.result(timeout=10))
    try: p.submit(job,4).result(timeout=1)
    except TimeoutError as e: print(repr(e))
q=queue.Queue(2)
def prod():
    for i in range(5):
        q.put(i); print('put',i)
    q.put(None)
t=threading.Thread(target=prod); t.start()
while (x:=q.get()) is not None: print('got',x); time.sleep(0.5); q.task_done()
t.join()
try: q.get(timeout=1)
except queue.Empty as e: print(repr(e), time.monotonic())
