#!/usr/bin/env python3
"""Runs the recorder's tests under every CPython from 3.8 on that this machine has."""

import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def pythons():
    """One interpreter per minor version: by name on the path, then pyenv's."""
    found = {}
    names = [shutil.which("python3.%d" % minor) for minor in range(8, 15)]
    names += [sys.executable, shutil.which("python3")]
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    names += sorted(glob.glob(os.path.join(root, "versions", "3.*", "bin", "python")))
    for path in filter(None, names):
        asked = subprocess.run(
            [path, "-c", "import sys; print(sys.implementation.name, *sys.version_info[:3])"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        words = asked.stdout.decode().split()
        if len(words) == 4 and words[0] == "cpython" and words[1] == "3" and int(words[2]) >= 8:
            found.setdefault(int(words[2]), (".".join(words[1:]), path))
    return [found[minor] for minor in sorted(found)]


def run(path):
    return subprocess.run([path, "-W", "ignore", os.path.join(HERE, "recorder_test.py"), "-q"]
                          + sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))


def main():
    found = pythons()
    # Mostly they wait: two or three at a time cost little more than one.
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda python: run(python[1]), found))
    ran = [version for version, _ in found]
    failed = []
    for version, result in zip(ran, results):
        if result.returncode != 0:
            failed.append(version)
            print("CPython %s:\n%s" % (version, result.stdout.decode("utf-8", "replace")))
    print("ran under CPython " + ", ".join(ran) +
          ("; FAILED under " + ", ".join(failed) if failed else "; all passed"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
