#!/usr/bin/env python3
"""Many threads, connections and tasks, and echoes over loopback, beside CPython: two tables.

usage: scale_beside_cpython.py [--build DIR] [--python PYTHON] [--rounds N] [--check] [NAME...]

The first table is peak memory (the resident set of the whole process) of programs that have very
much alive at once; the second is how many messages a second an echo server and its clients in one
program exchange. CPython runs on real threads and real sockets, we on the simulated machine in
virtual time, with the trace off and with the loop's trace. Both sides run the same text and must
print the same.

A second is one of processor time (user and system, less that of a program that only imports asyncio;
the best of --rounds): neither side waits for anything but the processor, and other work on the
machine lengthens the clock alone.

With --check the exit status is 1 unless we need at most CPython's memory with the trace off, and
are at least as fast.
"""
import sys
import tempfile

from programs_beside_cpython import asked, figures, megabytes, startup

CROWDS = ["many_threads", "many_streams", "many_protocols", "many_tasks", "many_of_all"]
ECHOES = {"echo_streams": 30_000, "echo_protocols": 30_000, "echo_bulk": 1_200}


def memory_table(names, sides):
    print(f"{'alive at once':<16}{'CPython':>12}{'trace off':>14}{'':8}{'loop trace':>14}")
    enough = True
    for name in names:
        theirs, *ours = [size for _, size in figures(name, sides, [0.0] * len(sides), 1)]
        row = "".join(f"{megabytes(size):>11} MB {size / theirs:6.2f}x" for size in ours)
        print(f"{name:<16}{megabytes(theirs):>9} MB{row}", flush=True)
        enough = enough and ours[0] <= theirs
    return enough


def echo_table(names, sides, rounds):
    print(f"\n{'messages/s':<16}{'CPython':>12}{'trace off':>12}{'':8}{'loop trace':>12}")
    enough = True
    with tempfile.TemporaryDirectory() as folder:
        starts = startup(folder, "import asyncio\n", sides, rounds)
    for name in names:
        theirs, *ours = [ECHOES[name] / seconds
                         for seconds, _ in figures(name, sides, starts, rounds)]
        row = "".join(f"{rate:12,.0f} {rate / theirs:6.2f}x" for rate in ours)
        print(f"{name:<16}{theirs:12,.0f}{row}", flush=True)
        enough = enough and ours[0] >= theirs
    return enough


def main():
    options, sides = asked(__doc__, ["off", "loop"])
    wanted = set(options.names) or {*CROWDS, *ECHOES}
    enough = memory_table([name for name in CROWDS if name in wanted], sides)
    enough = echo_table([name for name in ECHOES if name in wanted], sides, options.rounds) and enough
    return 0 if enough or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
