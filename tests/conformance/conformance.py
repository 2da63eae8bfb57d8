#!/usr/bin/env python3
"""The proof: the same program under CPython and under Loopscope must give the same trace.

    conformance.py --loopscope PROGRAM [--python PYTHON] [--write-badges] [--jobs N] FILE...

Each FILE (a program, or a folder of them) is recorded under CPython 3.11 by recorder/ in virtual
time, and traced by Loopscope; then the events of the level "loop" are compared one by one. What is
compared, and what isn't, is described in docs/fidelity.md. scenarios/as_cpython.txt, from which the
list of scenarios has its badges, must name just those that are equal. Exit status 0: all are equal;
1: some aren't, each with its first difference; 77: there is no CPython 3.11 here (skipped).
"""

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCENARIOS = os.path.join(ROOT, "scenarios")
BADGES = os.path.join(SCENARIOS, "as_cpython.txt")

# Events that say when memory is given back, or a thread is gone: frames of CPython's library hold
# references that our C++ library doesn't need, and the other way round; and a thread's very last
# moments are the interpreter's.
LEFT_OUT = {"future_released", "thread_ended"}
# The kinds that the recorder writes at the level "loop"; ours has more, of what is below the loop.
RECORDED = set("""
    thread_started thread_blocked thread_woken clock loop_created loop_running loop_stop
    loop_stopped loop_closed iteration timer_dropped timers_rebuilt timeout select selected fd_ready
    timer_due batch iteration_end fd_registered fd_unregistered handle ready run ran run_failed skipped
    handle_cancelled future resolved future_cancelled task task_renamed step waits cancel task_done
    task_failed task_cancelled work output warning exception_reported end""".split())
# Each sort of number is renamed by order of appearance: CPython's descriptors are the host's, and
# ids skip where one side makes an object that never shows.
SORTS = {"loop": "loop", "handle": "handle", "future": "future", "task": "future",
         "parent": "future", "by": "future", "fd": "fd", "id": "thread", "th": "thread",
         "work": "work"}
# Places in asyncio's own files differ from one 3.11.x to the next.
LIBRARY = (r"(?:base_events|events|futures|tasks|runners|locks|queues|taskgroups|timeouts|"
           r"streams|selector_events|base_subprocess|unix_events)\.py")
LIBRARY_LINE = r"\b(%s):\d+" % LIBRARY
LIBRARY_FRAME = r'  File "(?:%s|_recorder\.py|_loop\.py)", line \d+, in [^\n]*(?:\n    [^\n]*)?\n?' % LIBRARY
# Words for people, not facts.
NOT_COMPARED = {"what", "args", "purpose", "on"}


def find_python():
    """A CPython 3.11, by its name."""
    names = [os.environ.get("LOOPSCOPE_PYTHON311"), "/usr/bin/python3.11", "python3.11", "python3"]
    for name in filter(None, names):
        path = shutil.which(name)
        if path is None:
            continue
        asked = subprocess.run(
            [path, "-c", "import sys; print(sys.implementation.name, *sys.version_info[:2])"],
            capture_output=True, text=True)
        if asked.stdout.split() == ["cpython", "3", "11"]:
            return path
    return None


def record(python, program, trace):
    environment = dict(os.environ, PYTHONPATH=os.path.join(ROOT, "recorder"), PYTHONHASHSEED="0",
                       PYTHONDONTWRITEBYTECODE="1")
    environment.pop("PYTHONUNBUFFERED", None)
    return subprocess.run(
        [python, "-m", "loopscope_recorder", "run", "--virtual", "--values", "-o", trace,
         os.path.basename(program)], cwd=os.path.dirname(os.path.abspath(program)),
        stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=60)


def simulate(loopscope, program, trace):
    return subprocess.run(
        [loopscope, "trace", program, "-o", trace, "--record", "loop", "--clock", "00:00:00"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def events_of(path):
    """The events of a trace, normalised; where it ended."""
    events = []
    known = {}
    threads = set()
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        next(file)
        for line in file:
            event = json.loads(line)
            kind = event.get("e")
            if kind in LEFT_OUT or kind not in RECORDED:
                continue
            if kind == "thread_started":
                threads.add(event["id"])
            elif kind == "thread_woken" and event.get("th", 1) not in threads:
                event.pop("th", None)  # Another process wakes it; that has no events of its own.
            events.append(normalised(event, known))
    return joined_outputs(cut_off(events))


def cut_off(events):
    """A run that waits for ever ends where it waits: how it is taken apart then is nobody's
    business."""
    if events and events[-1].get("how") == "waits_for_ever":
        blocked = max(i for i, e in enumerate(events) if e["e"] == "thread_blocked")
        return events[:blocked + 1] + events[-1:]
    return events


def normalised(event, known):
    result = {}
    for name, value in event.items():
        if name in NOT_COMPARED or value == 0 and name not in ("t", "when", "timeout") \
                or value == "":
            continue
        if name == "by" and event["e"] in ("handle", "work"):
            pass
        elif name in SORTS:
            value = known.setdefault((SORTS[name], value), 1 + sum(
                1 for sort, _ in known if sort == SORTS[name]))
        elif isinstance(value, str):
            value = normalised_text(value)
        result[name] = value
    return result


def normalised_text(text):
    text = re.sub(r"\b0x[0-9a-f]{6,16}\b", "0x…", text)
    text = re.sub(r"(/[\w.+-]+)+/([\w.+-]+\.py)", r"\2", text)
    text = re.sub(LIBRARY_LINE, r"\1:…", text)
    text = re.sub(r"'_asyncio\.(Task|Future)'", r"'\1'", text)  # The recorder's stand-ins.
    text = text.replace("_UnixSelectorEventLoop.stop", "BaseEventLoop.stop")
    # Without a program that imports socket, families and kinds are plain numbers here.
    text = text.replace("<AddressFamily object>, <SocketKind object>", "2, 1")
    text = re.sub(r"(?<!\d)[3-6]\d{4}(?!\d)", "PORT", text)
    text = re.sub(r"(?<!\d)1[34]\d{13}(?!\d)", "IDENT", text)  # Of threads.
    if text.startswith("waits for ever"):
        # Who waits, and where; for what is told in words for people.
        text = re.sub(r" waits for (?!ever).*?(?= at line \d|;|$)", " waits", text)
        text = re.sub(r" waits( at line \d+) for [^;]*", r" waits\1", text)
        text = re.sub(r"; in a circle: [^;]*", "", text)
    if "\nCoroutine created at (most recent call last)\n" in text:
        # Frames of asyncio's own files are C++ here.
        text = re.sub(LIBRARY_FRAME, "", text)
    return text


def joined_outputs(events):
    """Output is compared by what is written, not by how many calls write it: print() hands
    CPython's stream one piece after the other."""
    result = []
    for event in events:
        if event["e"] == "output" and result and result[-1]["e"] == "output" and all(
                result[-1].get(name) == event.get(name) for name in ("stream", "task", "t", "th")):
            result[-1]["text"] = result[-1].get("text", "") + event.get("text", "")
        else:
            result.append(event)
    for event in result:
        if event["e"] == "warning":
            event.pop("line", None)  # Often a line of CPython's library.
        if event["e"] == "output":
            # Lines of CPython's library in tracebacks are not ours.
            if event.get("stream") == "stderr":
                event.pop("text", None)
            event.pop("line", None)
    return result


def told(event):
    return "%s s %s" % (event.get("t"), json.dumps(
        {k: v for k, v in event.items() if k != "t"}, ensure_ascii=False)) if event else "(ends)"


def compare(cpython, ours):
    """None, or the first difference in words."""
    for index in range(max(len(cpython), len(ours))):
        a = cpython[index] if index < len(cpython) else None
        b = ours[index] if index < len(ours) else None
        if a == b:
            continue
        before = cpython[index - 1] if index else None
        return "event %d\n    before     %s\n    CPython    %s\n    Loopscope  %s" % (
            index, told(before), told(a), told(b))
    return None


def last_line(data):
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def check(program, python, loopscope):
    """(verdict, why, number of events). verdict: same, differs, or out (not comparable)."""
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = os.path.join(folder, "cpython"), os.path.join(folder, "ours")
        try:
            recorded = record(python, program, theirs)
            simulated = simulate(loopscope, program, ours)
            if not os.path.exists(theirs):
                return "differs", "no recording: " + last_line(recorded.stderr), 0
            if not os.path.exists(ours):
                return "differs", "no trace: " + last_line(simulated.stderr), 0
            a, b = events_of(theirs), events_of(ours)
        except subprocess.TimeoutExpired as late:
            return "differs", "no end after %d s: %s" % (late.timeout, late.cmd[0]), 0
        difference = compare(a, b)
        return ("differs" if difference else "same"), difference, len(a)


def programs_in(paths):
    for path in paths:
        if os.path.isdir(path):
            for name in sorted(os.listdir(path)):
                if name.endswith(".py") and not name.endswith("_test.py"):
                    yield os.path.join(path, name)
        else:
            yield path


def stands_alone(path):
    """Whether nothing comes from outside, and no child process takes real time, which is not
    recorded: CPython then sees the same world as Loopscope."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return "[[tool.loopscope.stimuli]]" not in text and "create_subprocess" not in text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--loopscope", required=True)
    parser.add_argument("--python")
    parser.add_argument("--write-badges", action="store_true",
                        help="write the names of the equal scenarios into scenarios/as_cpython.txt")
    parser.add_argument("--except", dest="exceptions", default=os.path.join(HERE, "exceptions.txt"),
                        help="list of programs that can't be equal, each with its reason")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    python = options.python or find_python()
    if python is None:
        print("SKIPPED: no CPython 3.11 is here (python3.11). Nothing was compared.")
        return 77
    exceptions = read_exceptions(options.exceptions)
    every = list(programs_in(options.files))
    programs = [path for path in every if stands_alone(path)]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda p: check(p, python, options.loopscope), programs))
    status = report(programs, results, exceptions, options, python)
    for path in sorted(set(every) - set(programs)):
        print("  left out: %s: gets stimuli, or starts children" % os.path.relpath(path, ROOT))
    return status


def fingerprint(path):
    """FNV-1a, 64 bits, of a file: a badge is for the text that was compared."""
    value = 0xCBF29CE484222325
    with open(path, "rb") as file:
        for byte in file.read():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return "%016x" % value


def read_exceptions(path):
    found = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                name, _, reason = line.partition("#")
                if name.strip():
                    found[name.strip()] = reason.strip()
    return found


def report(programs, results, exceptions, options, python):
    same, failed, events = [], 0, 0
    excepted = []
    for program, (verdict, why, count) in zip(programs, results):
        name = os.path.relpath(program, ROOT)
        if verdict == "same":
            same.append(program)
            events += count
            if name in exceptions:
                print("%s: equal now; take it out of the list of exceptions" % name)
        elif name in exceptions:
            excepted.append((name, exceptions[name]))
        else:
            failed += 1
            print("%s: %s" % (name, why))
    version = subprocess.run([python, "-c", "import platform; print(platform.python_version())"],
                             capture_output=True, text=True).stdout.strip()
    print("CPython %s (%s): %d of %d programs give the same trace, %d events compared" % (
        version, python, len(same), len(programs), events))
    for name, reason in excepted:
        print("  not compared: %s: %s" % (name, reason))
    if not badges_hold(same, version, options.write_badges):
        failed += 1
    return 1 if failed else 0


def badges_hold(same, version, write):
    """Whether the list of badges names the scenarios that are the same, as they stand now."""
    badges = ["%s %s\n" % (os.path.basename(program), fingerprint(program))
              for program in same if os.path.dirname(os.path.abspath(program)) == SCENARIOS]
    if write:
        with open(BADGES, "w", encoding="utf-8") as file:
            file.write("# Scenarios that gave the same trace under CPython %s. Written by "
                       "tests/conformance.\n" % version)
            file.writelines(badges)
    with open(BADGES, encoding="utf-8") as file:
        written = [line for line in file if not line.startswith("#")]
    if not badges or written == badges:
        return True
    print("scenarios/as_cpython.txt is out of date: %s. './dev golden' writes it again." % ", ".join(
        sorted({line.split()[0] for line in set(written) ^ set(badges)})))
    return False


if __name__ == "__main__":
    sys.exit(main())
