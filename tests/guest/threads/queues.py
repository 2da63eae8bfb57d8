import queue
import random
import threading
import time

random.seed(7)


def worker(name, jobs, results):
    while True:
        job = jobs.get()
        if job is None:
            jobs.task_done()
            break
        time.sleep(job / 10)
        results.put((time.monotonic(), name, job))
        jobs.task_done()


jobs, results = queue.Queue(), queue.SimpleQueue()
workers = [threading.Thread(target=worker, args=(f"w{n}", jobs, results)) for n in range(3)]
for thread in workers:
    thread.start()
for _ in range(10):
    jobs.put(random.randint(1, 9))
for _ in workers:
    jobs.put(None)
jobs.join()
while not results.empty():
    when, name, job = results.get()
    print(f"{when:.1f} {name} {job}")
for thread in workers:
    thread.join()

bounded = queue.Queue(maxsize=2)


def produce():
    for n in range(6):
        bounded.put(n)
        print(f"{time.monotonic():.1f} put {n} size {bounded.qsize()}")


threading.Thread(target=produce).start()
for _ in range(6):
    time.sleep(0.5)
    print(f"{time.monotonic():.1f} got {bounded.get()}")

tasks = queue.PriorityQueue()
for item in [(3, "c"), (1, "a"), (2, "b")]:
    tasks.put(item)
print([tasks.get()[1] for _ in range(3)])


class UniqueQueue(queue.Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


unique = UniqueQueue()
for n in (1, 1, 1):
    unique.put(n)
print(unique.qsize(), unique.get(), unique.unfinished_tasks)
for call in (lambda: unique.get_nowait(), lambda: unique.get(timeout=0.5),
             lambda: unique.get(timeout=-1), lambda: bounded.get(block=False)):
    try:
        call()
    except (queue.Empty, ValueError) as error:
        print(repr(error), f"{time.monotonic():.1f}")
