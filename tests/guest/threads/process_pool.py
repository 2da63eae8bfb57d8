import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

parent = os.getpid()
pids = []


def square(n):
    time.sleep(n)
    pids.append(os.getpid())
    return n * n, os.getpid() != parent, len(pids)


def fails(n):
    raise LookupError(f"no {n}")


def begin(word):
    print("a process begins:", word, flush=True)


class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x


def double(point):
    point.x *= 2
    return point


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        for result in pool.map(square, [2, 1, 1]):
            print(result)
        try:
            pool.submit(fails, 3).result()
        except LookupError as error:
            print("LookupError", error)
        point = Point(4)
        doubled = pool.submit(double, point).result()
        print(doubled.x, point.x, doubled == Point(8))
        jobs = {pool.submit(square, n): n for n in (3, 1)}
        for job in as_completed(jobs):
            print(jobs[job], job.result()[:2])
    print(pids)
    try:
        pool.submit(square, 1)
    except RuntimeError as error:
        print(error)
    with ProcessPoolExecutor(1, initializer=begin, initargs=("hello",)) as pool:
        print(pool.submit(square, 1).result()[0])
