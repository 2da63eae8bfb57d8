import concurrent.futures as cf, time, threading
# stderr: not compared
# futures by hand
f=cf.Future(); print(f.done(), f.running(), f.cancelled())
f.add_done_callback(lambda x: print('cb1', x.result()))
def bad(x): raise RuntimeError('in callback')
f.add_done_callback(bad)
f.set_result(42); print(f)
f.add_done_callback(lambda x: print('late', x.result()))
try: f.set_result(1)
except cf.InvalidStateError as e: print(type(e).__name__)
g=cf.Future(); print(g.cancel(), g.cancel(), g.set_running_or_notify_cancel(), g)
try: g.result()
except cf.CancelledError as e: print(repr(e))
def init(tag): 
    threading.current_thread().tag=tag; print('init', tag)
def use(n): time.sleep(n); return threading.current_thread().tag, n
with cf.ThreadPoolExecutor(3, thread_name_prefix='P', initializer=init, initargs=('x',)) as p:
    print(list(p.map(use, (0.3,0.2,0.1))), time.monotonic())
    fs={p.submit(use,n):n for n in (2,1,3)}
    for f in cf.as_completed(fs): print(fs[f], f.result(), time.monotonic())
    try:
        for r in p.map(use,(1,5),timeout=2): print(r)
    except TimeoutError as e: print('map timeout', repr(e), time.monotonic())
