#!/usr/bin/env python3
"""What recording costs: the same programs beside themselves, with the recorder and without.

    recorder_overhead.py [--python PYTHON] [--repeat N]

Prints, for each program, the time of both, the events recorded, and the microseconds that one event
costs (median of the repeats). The aim is at most 2 µs at loop level on CPython 3.11. Says too
whether the order of callbacks was the same.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

PROGRAMS = {
    "sleep(0) in 100 tasks": """
async def spin(n):
    for _ in range(n):
        await asyncio.sleep(0)
        note(n)
async def main():
    await asyncio.gather(*(spin(300) for _ in range(100)))
""",
    "a queue between 2 tasks": """
async def put(queue):
    for i in range(8000):
        await queue.put(i)
    await queue.put(None)
async def main():
    queue = asyncio.Queue(8)
    task = asyncio.ensure_future(put(queue))
    while (item := await queue.get()) is not None:
        note(item)
    await task
""",
    "20,000 tasks": """
async def child(i):
    note(i)
    return i
async def main():
    for _ in range(20):
        await asyncio.gather(*(child(i) for i in range(1000)))
""",
    "20,000 timers": """
async def main():
    loop = asyncio.get_running_loop()
    begin = loop.time() + 1
    for i in range(20000):
        loop.call_at(begin + i % 100 / 1e6, note, i)
    await asyncio.sleep(2)
""",
    "a chain of call_soon": """
async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    def step(left):
        note(left)
        loop.call_soon(step, left - 1) if left else done.set_result(None)
    step(30000)
    await done
""",
}

FRAME = """
import asyncio, sys, time, zlib
order = 0
def note(what):
    global order
    order = zlib.crc32(str(what).encode(), order)
{body}
if len(sys.argv) > 1:
    sys.path.insert(0, sys.argv[2])
    import loopscope_recorder
    recording = loopscope_recorder.install(sys.argv[1])
begin = time.process_time()
asyncio.run(main())
if len(sys.argv) > 1:
    recording.stop()
print(time.process_time() - begin, order)
"""


def run(python, program, *arguments):
    out = subprocess.run([python, program, *arguments], capture_output=True, text=True, check=True)
    seconds, order = out.stdout.split()
    return float(seconds), order


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    print("%-26s %9s %9s %9s %9s  %s" % ("program", "plain s", "recorded", "events", "us/event",
                                         "order"))
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, body in PROGRAMS.items():
            program, trace = os.path.join(folder, "p.py"), os.path.join(folder, "t.trace")
            with open(program, "w", encoding="utf-8") as file:
                file.write(FRAME.format(body=body))
            plain, recorded, same = [], [], True
            for _ in range(options.repeat):
                seconds, order = run(options.python, program)
                plain.append(seconds)
                seconds, other = run(options.python, program, trace, os.path.join(ROOT, "recorder"))
                recorded.append(seconds)
                same = same and order == other
            with open(trace, encoding="utf-8") as file:
                for line in file:
                    last = line
            events = json.loads(last)["end_of_trace"]
            a, b = statistics.median(plain), statistics.median(recorded)
            cost = (b - a) / events * 1e6
            results[name] = round(cost, 3)
            print("%-26s %9.3f %9.3f %9d %9.2f  %s" % (name, a, b, events, cost,
                                                       "same" if same else "DIFFERS"))
    print(json.dumps({"benchmark": "recorder_overhead", "us_per_event": results}))


if __name__ == "__main__":
    main()
