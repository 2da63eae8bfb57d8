#!/usr/bin/env python3
"""Runs the programs in bench/programs with program_bench and with CPython and prints one table:
speed and memory of each beside CPython's own.

usage: programs_beside_cpython.py [--build DIR] [--python PYTHON] [--rounds N] [--check] [NAME...]

Figures are processor time (user and system) of the whole process, the best of --rounds runs, less
that of an empty program that imports the same (asyncio, or nothing), so that neither side's start
counts; memory is the peak resident set of the whole process. Both sides take turns, so that a
machine that is busy with other things is busy for both. What the programs print must agree.

With --check the exit status is 1 unless the language's programs reach CPython's speed (geometric
mean) with none under 0.6 of it, and asyncio's twice its speed with the trace off, its speed with the
loop's trace, a third of it with lines and variables too, in at most CPython's memory.
program_bench must come from the release preset.
"""
import argparse
import math
import os
import subprocess
import sys
import tempfile

LANGUAGE = ["count", "calls", "methods", "containers", "strings", "generators", "exceptions",
            "squares", "floats"]
ASYNCIO = ["await_chain", "gather", "sleep_zero", "timers", "queue_hops"]
LEVELS = {"off": 2.0, "loop": 1.0, "variables": 1 / 3}
HERE = os.path.dirname(os.path.abspath(__file__))


def run(program, command):
    """Processor seconds, peak memory in bytes, and what the command printed."""
    with tempfile.NamedTemporaryFile("r") as usage:
        done = subprocess.run([program, "measure", usage.name, *command], stdout=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit status {done.returncode}")
        seconds, kilobytes = usage.read().split()
    return float(seconds), int(kilobytes) * 1024, done.stdout


class Side:
    """One way of running a program, and the best that it did."""

    def __init__(self, name, program, command):
        self.name, self.program, self.command = name, program, command
        self.seconds, self.memory, self.output = math.inf, 0, b""

    def take_turn(self):
        seconds, memory, self.output = run(self.program, self.command)
        self.seconds = min(self.seconds, seconds)
        self.memory = max(self.memory, memory)


def measure(path, sides, rounds):
    program = sides[1][1][0]
    made = [Side(name, program, [*command, path]) for name, command in sides]
    for _ in range(rounds):
        for side in made:
            side.take_turn()
    return made


def startup(folder, text, sides, rounds):
    path = os.path.join(folder, "empty.py")
    with open(path, "w") as file:
        file.write(text)
    return [side.seconds for side in measure(path, sides, rounds)]


def figures(name, sides, starts, rounds):
    """Per side: seconds without the start, and bytes."""
    made = measure(os.path.join(HERE, "programs", name + ".py"), sides, rounds)
    for side in made[1:]:
        if side.output != made[0].output:
            print(f"{name}: {side.name} printed something else than CPython")
    return [(max(side.seconds - start, 1e-6), side.memory) for side, start in zip(made, starts)]


def megabytes(size):
    return f"{size / 2**20:7.1f}"


def language_table(names, sides, starts, rounds):
    print(f"{'the language':<14} {'CPython':>9} {'trace off':>10} {'speed':>7} {'MB':>8} {'MB':>8}")
    ratios = {}
    for name in names:
        theirs, ours = figures(name, sides[:2], starts, rounds)
        ratios[name] = theirs[0] / ours[0]
        print(f"{name:<14} {theirs[0]:8.3f}s {ours[0]:9.3f}s {ratios[name]:6.2f}x"
              f" {megabytes(theirs[1])}  {megabytes(ours[1])}", flush=True)
    mean = math.exp(sum(map(math.log, ratios.values())) / len(ratios))
    print(f"geometric mean {mean:.2f}x\n")
    return mean >= 1.0 and min(ratios.values()) >= 0.6


def asyncio_table(names, sides, starts, rounds):
    heads = "".join(f"{level:>17}" for level in LEVELS)
    print(f"{'asyncio':<14} {'CPython':>9}{heads} {'MB':>8} {'MB':>8}")
    enough = True
    for name in names:
        theirs, *ours = figures(name, sides, starts, rounds)
        row = ""
        for (seconds, _), wanted in zip(ours, LEVELS.values()):
            row += f" {seconds:8.3f}s {theirs[0] / seconds:5.2f}x"
            enough = enough and theirs[0] / seconds >= wanted
        enough = enough and ours[0][1] <= theirs[1]
        print(f"{name:<14} {theirs[0]:8.3f}s{row} {megabytes(theirs[1])}  {megabytes(ours[0][1])}",
              flush=True)
    return enough


def asked(description, levels):
    """What the command line says, and the sides to compare: CPython, then ours at each level."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    program = os.path.join(options.build, "bench", "program_bench")
    return options, [("CPython", [options.python]),
                     *((level, [program, level]) for level in levels)]


def main():
    options, sides = asked(__doc__, LEVELS)
    language = [name for name in LANGUAGE if not options.names or name in options.names]
    asynchronous = [name for name in ASYNCIO if not options.names or name in options.names]
    enough = True
    with tempfile.TemporaryDirectory() as folder:
        if language:
            starts = startup(folder, "pass\n", sides[:2], options.rounds)
            enough = language_table(language, sides, starts, options.rounds) and enough
        if asynchronous:
            starts = startup(folder, "import asyncio\n", sides, options.rounds)
            enough = asyncio_table(asynchronous, sides, starts, options.rounds) and enough
    return 0 if enough or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
