#!/usr/bin/env python3
"""Runs kernel_bench and CPython's asyncio on the same workloads and prints how they compare.

usage: beside_cpython.py [--build DIR] [--python PYTHON] [--check]

With --check the exit status is 1 unless the kernel makes at least 15 times CPython's steps a second
with the trace off, and 5 times with the loop's trace recorded. kernel_bench must come from the
release preset; a debug build says nothing.
"""
import argparse
import json
import os
import subprocess
import sys

WANTED_OFF = 15.0
WANTED_TRACED = 5.0


def kernel_figures(program):
    """(workload, traced) -> steps a second, the best of the repetitions."""
    command = [program, "--benchmark_format=json", "--benchmark_repetitions=3"]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL).stdout)
    figures = {}
    for row in report["benchmarks"]:
        if row.get("run_type") == "aggregate":
            continue
        name, traced = row["name"].removeprefix("BM_").split("/")[:2]
        key = name, traced == "1"
        figures[key] = max(figures.get(key, 0.0), row["items_per_second"])
    return figures


def cpython_figures(python):
    workloads = os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads.py")
    out = subprocess.run([python, workloads], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    version = subprocess.run([options.python, "--version"], check=True, text=True,
                             stdout=subprocess.PIPE).stdout.strip()
    theirs = cpython_figures(options.python)
    ours = kernel_figures(os.path.join(options.build, "bench", "kernel_bench"))
    print(f"steps a second                 {version:>14}      trace off         with trace")
    enough = True
    for name, reference in theirs.items():
        off, traced = ours[name, False], ours[name, True]
        print(f"{name:<28} {reference:>16,.0f} {off:>14,.0f} {off / reference:5.1f}x"
              f" {traced:>12,.0f} {traced / reference:5.1f}x")
        enough = enough and off >= WANTED_OFF * reference and traced >= WANTED_TRACED * reference
    if options.check and not enough:
        print(f"wanted: {WANTED_OFF:g}x with the trace off, {WANTED_TRACED:g}x with it")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
