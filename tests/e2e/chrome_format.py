"""A validator of the Chrome trace event format, written from its description alone.

problems(document) gives what is wrong with a parsed file, in words; an empty list: nothing. What it
asks: the keys that each phase needs and their types, names of processes and threads, begins with
their ends, slices of one thread that nest, flows and async events that begin and end once, counters
of numbers.
"""

import math

# What each phase needs beside ph: X complete, B/E begin and end, i/I instant, M metadata, C counter,
# b/n/e async, s/t/f flow.
NEEDS = {
    "X": ("name", "pid", "tid", "ts", "dur"), "B": ("name", "pid", "tid", "ts"),
    "E": ("pid", "tid", "ts"), "i": ("name", "pid", "tid", "ts"), "I": ("name", "pid", "tid", "ts"),
    "M": ("name", "pid", "args"), "C": ("name", "pid", "ts", "args"),
    "b": ("name", "cat", "id", "pid", "ts"), "n": ("name", "cat", "id", "pid", "ts"),
    "e": ("name", "cat", "id", "pid", "ts"), "s": ("name", "id", "pid", "tid", "ts"),
    "t": ("name", "id", "pid", "tid", "ts"), "f": ("name", "id", "pid", "tid", "ts"),
}
METADATA = {"process_name": "name", "thread_name": "name", "process_labels": "labels",
            "process_sort_index": "sort_index", "thread_sort_index": "sort_index"}
NUMBERS = {"ts", "dur", "tts", "tdur"}
TEXTS = {"name", "cat", "ph"}


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _fields(event):
    phase = event.get("ph")
    if phase not in NEEDS:
        return ["unknown phase %r" % (phase,)]
    found = ["%s without %s" % (phase, key) for key in NEEDS[phase] if key not in event]
    for key, value in event.items():
        if key in NUMBERS and not (_is_number(value) and value >= 0):
            found.append("%s is %r" % (key, value))
        if key in TEXTS and not isinstance(value, str):
            found.append("%s is %r" % (key, value))
        if key in ("pid", "tid") and not isinstance(value, (int, str)):
            found.append("%s is %r" % (key, value))
    if "args" in event and not isinstance(event["args"], dict):
        found.append("args is no object")
    elif phase == "M":
        wanted = METADATA.get(event.get("name"))
        if wanted is None or wanted not in event.get("args", {}):
            found.append("metadata %r" % (event.get("name"),))
    elif phase == "C" and not all(map(_is_number, event.get("args", {"": None}).values())):
        found.append("a counter of something else than numbers")
    if phase in "iI" and event.get("s", "t") not in ("g", "p", "t"):
        found.append("scope %r" % (event["s"],))
    return found


def _begins_and_ends(events):
    """B and E of a thread balance, in the order of their times."""
    found, open_slices = [], {}
    for event in sorted((e for e in events if e["ph"] in "BE"), key=lambda e: e["ts"]):
        stack = open_slices.setdefault((event["pid"], event["tid"]), [])
        if event["ph"] == "B":
            stack.append(event["name"])
        elif not stack:
            found.append("an end without a begin at %s" % event["ts"])
        elif stack.pop() != event.get("name", event.get("name")) and "name" in event:
            found.append("an end of another name at %s" % event["ts"])
    return found + ["no end of %r" % name for stack in open_slices.values() for name in stack]


def _nesting(events, tolerance):
    """Complete slices of one thread lie in each other or apart."""
    found, threads = [], {}
    for event in events:
        if event["ph"] == "X":
            threads.setdefault((event["pid"], event["tid"]), []).append(
                (event["ts"], event["ts"] + event["dur"], event["name"]))
    for slices in threads.values():
        ends = []
        for begin, end, name in sorted(slices, key=lambda s: (s[0], -s[1])):
            while ends and ends[-1] <= begin + tolerance:
                ends.pop()
            if ends and end > ends[-1] + tolerance:
                found.append("%r overlaps what is around it at %s" % (name, begin))
            ends.append(end)
    return found


def _arrows(events, phases, key):
    """Each begins once, before all else of its id, and ends once."""
    begin, _, end = phases
    found, states = [], {}
    for event in sorted((e for e in events if e["ph"] in phases), key=lambda e: e["ts"]):
        name = key(event)
        state = states.get(name)
        if event["ph"] == begin:
            if state == "open":
                found.append("%r begins twice" % (name,))
            states[name] = "open"
        elif state != "open":
            found.append("%r goes on before it begins" % (name,))
        elif event["ph"] == end:
            states[name] = "ended"
    return found + ["%r never ends" % (name,) for name, state in states.items() if state == "open"]


def problems(document, tolerance=0.0015):
    """What is wrong with a parsed file. `tolerance`: microseconds that rounding may cost."""
    events = document["traceEvents"] if isinstance(document, dict) else document
    if not isinstance(events, list) or not all(isinstance(e, dict) for e in events):
        return ["there is no list of events"]
    found = ["event %d: %s" % (i, what) for i, e in enumerate(events) for what in _fields(e)]
    if found:
        return found
    found += _begins_and_ends(events) + _nesting(events, tolerance)
    found += _arrows(events, "stf", lambda e: (e.get("cat"), e["name"], e["id"]))
    found += _arrows(events, "bne", lambda e: (e["cat"], e["id"], e["name"]))
    named = {(e["pid"], e.get("tid")) for e in events if e["ph"] == "M" and e["name"] == "thread_name"}
    if named:
        found += ["thread %r has no name" % (t,) for t in sorted(
            {(e["pid"], e["tid"]) for e in events if e["ph"] == "X"} - named)]
    return found
