import threading, time
class ReadWrite:
    def __init__(self): self.c=threading.Condition(); self.r=0
    def read(self):
        with self.c: self.r+=1
    def done(self):
        with self.c:
            self.r-=1
            if not self.r: self.c.notify_all()
    def write(self):
        self.c.acquire()
        while self.r: self.c.wait()
    def written(self): self.c.release()
rw=ReadWrite(); data=[0]
def reader(i):
    for _ in range(2):
        rw.read(); v=data[0]; time.sleep(0.2*i); print(f'r{i} {v} {time.monotonic():.1f}'); rw.done(); time.sleep(0.1)
def writer(i):
    for _ in range(2):
        rw.write(); data[0]+=1; time.sleep(0.1); print(f'w{i} {data[0]} {time.monotonic():.1f}'); rw.written(); time.sleep(0.3)
ts=[threading.Thread(target=reader,args=(i,)) for i in (1,2,3)]+[threading.Thread(target=writer,args=(i,)) for i in (1,2)]
for t in ts: t.start()
for t in ts: t.join()
# dining with ordering
forks=[threading.Lock() for _ in range(3)]
def phil(i):
    a,b=sorted((i,(i+1)%3))
    for m in range(2):
        with forks[a]:
            with forks[b]:
                time.sleep(0.5); print('eats', i, m, round(time.monotonic(),2))
ts=[threading.Thread(target=phil,args=(i,)) for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
# ping-pong via events
a,b=threading.Event(),threading.Event()
def ping():
    for i in range(3): a.wait(); a.clear(); print('ping',i); time.sleep(.1); b.set()
def pong():
    for i in range(3): b.wait(); b.clear(); print('pong',i); time.sleep(.1); a.set()
p,q=threading.Thread(target=ping),threading.Thread(target=pong); p.start(); q.start(); a.set(); p.join(); q.join(); print(round(time.monotonic(),2))
