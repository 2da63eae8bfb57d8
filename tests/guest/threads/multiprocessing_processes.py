# Processes of multiprocessing: ends, pipes, pools.
import multiprocessing as mp, os, time, sys
def f(q, n):
    q.put((n, n*n))
def slow():
    time.sleep(100)
def bad(): sys.exit(3)
def err(): raise ValueError('x')
def echo(c):
    while True:
        m = c.recv()
        if m is None: break
        c.send(m.upper())
    c.close()
def sq(x): return x*x
def add(a,b): return a+b
if __name__ == '__main__':
    q = mp.Queue()
    ps = [mp.Process(target=f, args=(q, i), name=f'p{i}') for i in range(3)]
    for p in ps: p.start()
    print(sorted(q.get() for _ in ps))
    for p in ps: p.join()
    print([p.exitcode for p in ps], [p.is_alive() for p in ps], [p.name for p in ps])
    p = mp.Process(target=slow, daemon=True)
    print(p.exitcode, p.is_alive(), p.pid is None)
    p.start(); print(p.exitcode, p.is_alive(), p.pid != os.getpid())
    p.terminate(); p.join(); print(p.exitcode, p.is_alive())
    p = mp.Process(target=slow); p.start(); p.join(0.1); print(p.exitcode); p.kill(); p.join(); print(p.exitcode)
    p = mp.Process(target=bad); p.start(); p.join(); print(p.exitcode)
    a, b = mp.Pipe()
    p = mp.Process(target=echo, args=(b,)); p.start()
    a.send('hello'); print(a.recv(), a.poll(0)); a.send(None); p.join(); print(p.exitcode)
    with mp.Pool(2) as pool:
        print(pool.map(sq, range(5)), pool.apply(add, (1,2)), pool.starmap(add, [(1,2),(3,4)]))
        print(list(pool.imap(sq, [3,4])), sorted(pool.imap_unordered(sq,[5,6])))
        r = pool.apply_async(sq, (7,)); print(r.get(timeout=5), r.ready(), r.successful())
        r = pool.map_async(sq, [1,2]); r.wait(); print(r.get())
        try: pool.apply(err)
        except ValueError as e: print('ValueError', e)
    v = mp.Value('i', 3); 
    with v.get_lock(): v.value += 1
    print(v.value)
    arr = mp.Array('d', [1,2,3]); print(arr[:], len(arr))
    lk = mp.Lock(); 
    with lk: print('locked')
    e = mp.Event(); e.set(); print(e.is_set(), mp.current_process().name, mp.cpu_count() > 0)
