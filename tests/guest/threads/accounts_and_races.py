import threading, time
class Account:
    def __init__(self): self.balance=0; self.lock=threading.Lock()
    def add(self, n):
        with self.lock:
            b=self.balance; time.sleep(0.01); self.balance=b+n
acc=Account()
class W(threading.Thread):
    def __init__(self, k): super().__init__(name=f'w{k}', daemon=False); self.k=k; self.result=None
    def run(self):
        for i in range(3): acc.add(self.k)
        self.result=self.k*3
ws=[W(k) for k in range(1,5)]
for w in ws: w.start()
for w in ws: w.join()
print(acc.balance, [w.result for w in ws], round(time.monotonic(),2))
# unlocked race
class Bad(Account):
    def add(self,n):
        b=self.balance; time.sleep(0.01); self.balance=b+n
acc=Bad(); ws=[W(k) for k in range(1,5)]
for w in ws: w.start()
for w in ws: w.join()
print(acc.balance)
# order of same instant
def f(n):
    for i in range(3): time.sleep(1); print(n,i,end=' ')
ts=[threading.Thread(target=f,args=(c,)) for c in 'abc']
for t in ts: t.start()
for t in ts: t.join()
print()
t=threading.Thread(target=time.sleep,args=(3,)); t.start(); t.join(1); print(t.is_alive(), time.monotonic()); t.join(); print(t.is_alive())
print(threading.current_thread().name, threading.main_thread().name, threading.get_ident()==threading.main_thread().ident)
import _thread
def low(): print('low', threading.current_thread().name[:6], threading.active_count())
_thread.start_new_thread(low, ()); time.sleep(0.1)
