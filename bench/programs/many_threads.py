"""1,000 threads that are all alive at once and blocked, each with a few frames on its stack."""
import threading

COUNT = 1_000


def wait(event, lock, seen, depth):
    if depth:
        return wait(event, lock, seen, depth - 1)
    event.wait()
    with lock:
        seen.append(threading.current_thread().name)


def main():
    event, lock, seen = threading.Event(), threading.Lock(), []
    threads = [threading.Thread(target=wait, args=(event, lock, seen, 10)) for _ in range(COUNT)]
    for thread in threads:
        thread.start()
    print(threading.active_count())
    event.set()
    for thread in threads:
        thread.join()
    print(len(set(seen)), threading.active_count())


main()
