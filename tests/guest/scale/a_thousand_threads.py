"""A thousand threads, all alive at once."""
import threading
from concurrent.futures import ThreadPoolExecutor

COUNT = 1_000
ready, go = threading.Semaphore(0), threading.Event()
lock = threading.Lock()
seen = []


def work(number):
    ready.release()
    go.wait()
    with lock:
        seen.append(number)


threads = [threading.Thread(target=work, args=(number,)) for number in range(COUNT)]
for thread in threads:
    thread.start()
for _ in threads:
    ready.acquire()
print(threading.active_count(), len(set(thread.ident for thread in threads)))  # => 1001 1000
print(seen)  # => []
go.set()
for thread in threads:
    thread.join()
print(sorted(seen) == list(range(COUNT)), threading.active_count())  # => True 1

# They meet at a barrier, all of them.
barrier = threading.Barrier(COUNT)
places = []
threads = [threading.Thread(target=lambda: places.append(barrier.wait())) for _ in range(COUNT)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(places) == list(range(COUNT)), barrier.n_waiting)  # => True 0

# A pool with as many workers: each waits for the next, so all must be there.
events = [threading.Event() for _ in range(COUNT + 1)]


def relay(number):
    events[number + 1].wait(60)
    events[number].set()
    return number


with ThreadPoolExecutor(COUNT) as pool:
    results = pool.map(relay, range(COUNT))
    events[COUNT].set()
    print(sum(results), events[0].is_set())  # => 499500 True
