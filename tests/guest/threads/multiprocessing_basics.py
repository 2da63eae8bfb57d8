import multiprocessing as mp, os, time
total = 0
def work(n, q):
    global total
    total += n
    time.sleep(n)
    q.put((n, total, mp.current_process().name, os.getpid() != os.getppid()))
def fail():
    raise SystemExit(3)
def add(v):
    for _ in range(5):
        with v.get_lock(): v.value += 1
def sq(x): return x*x
def add2(a,b): return a+b
if __name__ == '__main__':
    q = mp.Queue()
    ps = [mp.Process(target=work, args=(n, q)) for n in (2, 1)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(sorted(q.get()[:3] for _ in ps), total)
    p = mp.Process(target=fail, name='failing'); p.start(); p.join(); print(p.exitcode, p.is_alive(), p.name)
    v = mp.Value('i', 0)
    ps = [mp.Process(target=add, args=(v,)) for _ in range(3)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(v.value)
    a, b = mp.Pipe()
    a.send({'x': 1}); print(b.recv(), b.poll())
    with mp.Pool(2) as pool:
        print(pool.map(sq, range(5)), pool.apply(sq, (7,)), pool.starmap(add2, [(1,2),(3,4)]))
        r = pool.apply_async(sq, (9,)); print(r.get(timeout=5))
        print(list(pool.imap(sq, [1,2,3])))
    print(mp.current_process().name, mp.cpu_count() > 0, mp.active_children())
