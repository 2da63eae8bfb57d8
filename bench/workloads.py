"""The workloads of kernel_bench.cpp on CPython's own asyncio, timed by processor time
(as Google Benchmark does).

Prints one JSON object: workload -> steps a second (the best of several runs). Timers really wait in
CPython, so for that workload the loop's clock is advanced by hand, as a simulator does: what is
measured is the work of the loop, not the waiting.
"""
import asyncio
import json
import sys
import time

SPIN_TASKS, SPIN_TURNS = 10, 2000
CREATED = 10000
TIMER_TASKS, TIMER_TURNS = 100, 100
RALLIES = 10000


async def spin_worker():
    for _ in range(SPIN_TURNS):
        await asyncio.sleep(0)


async def sleep_zero():
    tasks = [asyncio.create_task(spin_worker()) for _ in range(SPIN_TASKS)]
    for task in tasks:
        await task


async def nothing():
    pass


async def create_tasks():
    for _ in range(CREATED):
        await asyncio.create_task(nothing())


async def timer_worker(number):
    delay = 0.001 * (number % 17 + 1)
    for _ in range(TIMER_TURNS):
        await asyncio.sleep(delay)


async def timers():
    tasks = [asyncio.create_task(timer_worker(i)) for i in range(TIMER_TASKS)]
    for task in tasks:
        await task


async def player(table, side):
    loop = asyncio.get_running_loop()
    for _ in range(RALLIES):
        await table[side]
        table[side] = loop.create_future()
        table[1 - side].set_result(None)


async def ping_pong():
    loop = asyncio.get_running_loop()
    table = [loop.create_future(), loop.create_future()]
    first = asyncio.create_task(player(table, 0))
    second = asyncio.create_task(player(table, 1))
    table[0].set_result(None)
    await first
    await second


class VirtualClockLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer instead of waiting for it."""

    def __init__(self):
        super().__init__()
        self._now = 0.0
        selector = self._selector
        real_select = selector.select

        def select(timeout):
            if timeout:
                self._now = self._scheduled[0]._when
            return real_select(0)

        selector.select = select

    def time(self):
        return self._now


def steps_a_second(main, steps, factory=None, rounds=5):
    best = 0.0
    for _ in range(rounds):
        with asyncio.Runner(loop_factory=factory) as runner:
            begin = time.process_time()
            runner.run(main())
            best = max(best, steps / (time.process_time() - begin))
    return best


def run_all():
    return {
        "sleep_zero": steps_a_second(sleep_zero, SPIN_TASKS * SPIN_TURNS),
        "create_tasks": steps_a_second(create_tasks, CREATED),
        "timers": steps_a_second(timers, TIMER_TASKS * TIMER_TURNS, VirtualClockLoop),
        "ping_pong": steps_a_second(ping_pong, RALLIES * 2),
    }


if __name__ == "__main__":
    json.dump(run_all(), sys.stdout, indent=1)
    print()
