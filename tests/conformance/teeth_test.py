#!/usr/bin/env python3
"""The comparison bites: whatever a loop could do otherwise makes two equal traces differ.

Takes traces that the comparison calls equal, changes one thing in one of them, as a wrong kernel
would, and asks whether the comparison sees it. Every kind of event and every field that programs
can tell apart is broken once.
"""

import copy
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

import conformance  # noqa: E402

PROGRAMS = ["scenarios/two_tasks.py", "scenarios/run_in_executor.py",
            "scenarios/task_group_failure.py", "scenarios/lock_fairness.py",
            "scenarios/timeout_chain.py", "scenarios/shield_save.py"]
# Fields whose values the comparison leaves out on purpose (docs/fidelity.md), and numbers of
# things, which are renamed in order of appearance: another number alone is no difference.
RENAMED = set(conformance.SORTS) - {"by"} | {"by"}
FREE = conformance.NOT_COMPARED | RENAMED | {"e"}


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return [json.loads(line) for line in file]


def write(path, lines):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class Teeth:
    def __init__(self, folder, theirs, lines):
        self.path = os.path.join(folder, "broken")
        self.theirs = theirs
        self.lines = lines
        self.broken = self.unseen = 0

    def bites(self, what, lines):
        write(self.path, lines)
        self.broken += 1
        if conformance.compare(self.theirs, conformance.events_of(self.path)) is None:
            self.unseen += 1
            print("not seen:", what)

    def index(self, test, start=1):
        return next((i for i in range(start, len(self.lines)) if test(self.lines[i])), None)

    def changed(self, i, **fields):
        lines = copy.copy(self.lines)
        lines[i] = dict(lines[i], **fields)
        return lines

    def swapped(self, i, j):
        lines = copy.copy(self.lines)
        lines[i], lines[j] = lines[j], lines[i]
        return lines


def other(value):
    """A value of the same sort that is not this one."""
    if value is None:
        return 1
    if isinstance(value, (int, float)):
        return value + 1
    return value + " otherwise"


def kernel_faults(teeth):
    """What a wrong kernel would do."""
    lines = teeth.lines
    ready = [i for i, e in enumerate(lines) if e.get("e") == "run"]
    for i, j in zip(ready, ready[1:]):
        if lines[i]["handle"] != lines[j]["handle"]:
            teeth.bites("two handles run in the other order", teeth.changed(
                i, handle=lines[j]["handle"])[:j] + [dict(lines[j], handle=lines[i]["handle"])]
                + lines[j + 1:])
            break
    made = [i for i, e in enumerate(lines) if e.get("e") == "ready"]
    for i, j in zip(made, made[1:]):
        if j == i + 1:
            teeth.bites("two handles become ready in the other order", teeth.swapped(i, j))
            break
    for kind, field, value in (("select", "timeout", 0.25), ("task", "name", "Task-99"),
                               ("step", "why", "throw"), ("timeout", "why", "clipped"),
                               ("handle", "callback", "other"), ("end", "how", "failed")):
        i = teeth.index(lambda e: e.get("e") == kind and e.get(field) != value)
        if i is not None:
            teeth.bites("%s of %s is another" % (field, kind), teeth.changed(i, **{field: value}))


def every_field(teeth):
    """Each field of the first event of each kind has another value, is gone, or came too."""
    seen = set()
    for i, event in enumerate(teeth.lines):
        kind = event.get("e")
        if kind not in conformance.RECORDED or kind in conformance.LEFT_OUT:
            continue
        for field, value in event.items():
            if (kind, field) in seen or field in FREE or kind == "output" and (
                    field in ("line", "stream") or event["stream"] == "stderr"):
                continue
            if kind == "warning" and field == "line":
                continue
            seen.add((kind, field))
            teeth.bites("%s.%s is another" % (kind, field), teeth.changed(i, **{field: other(value)}))
        if kind not in seen and kind != "output":
            seen.add(kind)
            teeth.bites("an event is missing: " + kind, teeth.lines[:i] + teeth.lines[i + 1:])
            teeth.bites("an event came twice: " + kind,
                        teeth.lines[:i] + [event] + teeth.lines[i:])


def every_reference(teeth):
    """An event speaks of another handle, future or task than it did, one that there is."""
    for kind, field in (("run", "handle"), ("ready", "handle"), ("step", "task"),
                        ("waits", "future"), ("task_done", "task"), ("resolved", "future"),
                        ("timer_due", "handle"), ("ran", "handle")):
        places = [i for i, e in enumerate(teeth.lines) if e.get("e") == kind]
        values = {teeth.lines[i][field] for i in places}
        for i in reversed(places):
            others = values - {teeth.lines[i][field]}
            if others:
                teeth.bites("%s of another %s" % (kind, field),
                            teeth.changed(i, **{field: min(others)}))
                break


def main():
    python, loopscope = conformance.find_python(), os.environ["LOOPSCOPE"]
    if python is None:
        print("SKIPPED: no CPython 3.11 is here.")
        return 77
    broken = unseen = 0
    with tempfile.TemporaryDirectory() as folder:
        for program in (os.path.join(ROOT, p) for p in PROGRAMS):
            theirs, ours = os.path.join(folder, "theirs"), os.path.join(folder, "ours")
            conformance.record(python, program, theirs)
            conformance.simulate(loopscope, program, ours)
            teeth = Teeth(folder, conformance.events_of(theirs), read(ours))
            write(teeth.path, teeth.lines)
            assert conformance.compare(teeth.theirs, conformance.events_of(teeth.path)) is None, program
            kernel_faults(teeth)
            every_field(teeth)
            every_reference(teeth)
            broken += teeth.broken
            unseen += teeth.unseen
    print("%d faults put in, %d not seen" % (broken, unseen))
    return 1 if unseen or broken < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
