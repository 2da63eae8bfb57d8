"""diff, export, import and the way out, driven as a user drives them."""

import csv
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build/dev/cli/loopscope"))

HELLO = """import asyncio

async def say(what, delay):
    await asyncio.sleep(delay)
    print(what, "</script><b>&amp;\\u2028")

async def main():
    await asyncio.gather(say("a", 1), say("b", 2))

asyncio.run(main())
"""


def loopscope(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120, check=False,
                          env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode(
        "utf-8", "replace")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = self.file("hello.py", HELLO)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def export(self, kind, *options, program=None):
        out = self.folder / ("out." + kind)
        status, _, err = loopscope("export", program or self.program, "--as", kind, "-o", out,
                                   *options)
        self.assertEqual(status, 0, err)
        return out


class Diff(Case):
    def test_equal_programs_are_the_same(self):
        status, out, _ = loopscope("diff", self.program, self.program)
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^The two traces are the same: \d+ events\.")

    def test_the_first_difference_is_told_with_both_states(self):
        other = self.file("other.py", HELLO.replace('say("b", 2)', 'say("b", 3)'))
        status, out, _ = loopscope("diff", self.program, other, "--record", "loop")
        self.assertEqual(status, 1)
        lines = out.splitlines()
        self.assertIn("part at event", lines[0])
        self.assertEqual(len(lines), 3)
        self.assertIn("runs", lines[1])
        status, out, _ = loopscope("diff", self.program, other, "--record", "loop", "--lang", "zh")
        self.assertIn("正在运行", out)

    def test_a_recording_and_a_run_of_the_same_program_are_the_same(self):
        trace = self.folder / "recorded.trace"
        status, _, err = loopscope("trace", self.program, "--real", "--record", "loop", "-o", trace)
        self.assertIn("not sandboxed", err)
        self.assertEqual(status, 0, err)
        status, out, _ = loopscope("diff", self.program, trace, "--record", "loop")
        if "3.11" in json.loads(trace.read_text(encoding="utf-8").splitlines()[0])["python"]:
            self.assertEqual(status, 0, out)
        status, out, _ = loopscope("check", trace)
        self.assertIn("in virtual time", out)
        self.assertIn("What the recording can't show", out)


class Export(Case):
    def test_chrome_trace_events_are_well_formed(self):
        document = json.loads(self.export("chrome").read_text(encoding="utf-8"))
        events = document["traceEvents"]
        tracks = {}
        for event in events:
            self.assertIn(event["ph"], "XiM")
            self.assertIsInstance(event["pid"], int)
            self.assertIsInstance(event["tid"], int)
            self.assertIsInstance(event["name"], str)
            if event["ph"] == "M":
                self.assertIn(event["name"], ("process_name", "thread_name"))
                continue
            self.assertGreaterEqual(event["ts"], 0)
            if event["ph"] == "X":
                self.assertGreaterEqual(event["dur"], 0)
                tracks.setdefault((event["pid"], event["tid"]), []).append(event)
        for track in tracks.values():  # Slices of a track don't overlap.
            track.sort(key=lambda event: event["ts"])
            for a, b in zip(track, track[1:]):
                self.assertLessEqual(a["ts"] + a["dur"], b["ts"] + 0.0015)
        waiting = [e for e in events if e.get("cat") == "task" and e["name"] == "waiting"]
        self.assertTrue(any(abs(e["dur"] - 2e6) < 10 for e in waiting))

    def test_the_table_of_tasks_reads_as_csv(self):
        with open(self.export("csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["coroutine"] for row in rows][:3], ["main", "say", "say"])
        self.assertEqual([row["waiting_s"] for row in rows][:3], ["2", "1", "2"])
        self.assertEqual(rows[0]["state"], "done")

    def test_the_page_needs_nothing_from_outside_and_escapes_what_the_program_says(self):
        page = self.export("html").read_text(encoding="utf-8")
        self.assertNotRegex(page, r"(src|href)\s*=")
        self.assertEqual(page.count("</script>"), 2)
        data = page.split('id="data">')[1].split("</script>")[0]
        steps = json.loads(data)["steps"]
        self.assertIn("</script><b>", "".join(step["out"] for step in steps))
        self.assertGreater(len(steps), 3)
        for step in steps:
            self.assertTrue(step["en"][0] and step["zh"][0])

    def test_a_range_can_be_chosen(self):
        whole = json.loads(self.export("html", "--step", "event").read_text(encoding="utf-8")
                           .split('id="data">')[1].split("</script>")[0])["steps"]
        part = json.loads(self.export("html", "--step", "event", "--from", "10", "--to", "19")
                          .read_text(encoding="utf-8").split('id="data">')[1]
                          .split("</script>")[0])["steps"]
        self.assertEqual([step["n"] for step in part], list(range(10, 20)))
        self.assertGreater(len(whole), 50)
        status, _, err = loopscope("export", self.program, "--as", "csv", "-o",
                                   self.folder / "x", "--from", "9", "--to", "2")
        self.assertEqual(status, 2, err)

    def test_animations_have_one_picture_a_step(self):
        if "built without the window" in loopscope("render", self.program, "-o", os.devnull)[2]:
            self.skipTest("built without the window")
        options = ("--size", "400x320", "--to", "60")
        gif = self.export("gif", *options).read_bytes()
        self.assertEqual(gif[:6], b"GIF89a")
        self.assertEqual(struct.unpack("<HH", gif[6:10]), (400, 320))
        self.assertGreater(gif.count(b"\x21\xf9\x04"), 1)
        webp = self.export("webp", *options).read_bytes()
        self.assertEqual((webp[:4], webp[8:12]), (b"RIFF", b"WEBP"))
        self.assertGreater(webp.count(b"ANMF"), 1)
        out = self.folder / "out.mp4"
        status, _, err = loopscope("export", self.program, "--as", "mp4", "-o", out, *options)
        if status == 0:
            self.assertIn(b"ftyp", out.read_bytes()[:64])
        else:
            self.assertIn("ffmpeg", err)


class Import(Case):
    def test_viztracers_file_opens(self):
        events = [{"ph": "M", "pid": 1, "tid": 5, "name": "thread_name", "args": {"name": "Main"}},
                  {"ph": "X", "pid": 1, "tid": 5, "ts": 100.0, "dur": 50.0, "cat": "FEE",
                   "name": "main (/x/prog.py:10)"},
                  {"ph": "X", "pid": 1, "tid": 5, "ts": 110.0, "dur": 20.0, "cat": "FEE",
                   "name": "work (/x/prog.py:3)"},
                  {"ph": "X", "pid": 1, "tid": 6, "ts": 120.0, "dur": 5.0, "name": "other"},
                  {"ph": "C", "pid": 1, "ts": 1, "name": "counter"}]
        path = self.file("viz.json", json.dumps({"traceEvents": events, "viztracer_metadata": {}}))
        status, out, err = loopscope("check", path)
        self.assertEqual(status, 0, err)
        self.assertIn("recorded time", out)
        self.assertIn("1 events of other sorts", out)
        status, out, err = loopscope("narrate", path)
        self.assertEqual(status, 0, err)
        self.assertIn("work", out)

    def test_what_we_export_is_read_again(self):
        status, _, err = loopscope("check", self.export("chrome"))
        self.assertEqual(status, 0, err)

    def test_damaged_files_are_refused_with_a_reason(self):
        path = self.file("viz.json", '{"traceEvents": [{"ph": "X", "ts": 1')
        status, _, err = loopscope("check", path)
        self.assertEqual(status, 2)
        self.assertIn("damaged or cut off", err)
        deep = self.file("deep.json", '{"traceEvents": ' + "[" * 200000)
        self.assertEqual(loopscope("check", deep)[0], 2)


class Large(Case):
    def test_the_first_picture_does_not_wait_for_the_last_event(self):
        trace = self.folder / "small.trace"
        self.assertEqual(loopscope("trace", self.program, "-o", trace)[0], 0)
        lines = trace.read_text(encoding="utf-8").splitlines(keepends=True)
        large = self.folder / "large.trace"
        with open(large, "w", encoding="utf-8") as file:
            file.writelines(lines[:60])
            for _ in range(50):
                file.write('{"t":9,"e":"clock","from":0}\n' * 20000)
            file.write("this is damage\n")
        status, _, err = loopscope("render", large, "--at", "50", "-o", self.folder / "p.png")
        if "built without the window" in err:
            self.skipTest("built without the window")
        self.assertEqual((status, err), (0, ""))
        status, _, err = loopscope("check", large)
        self.assertEqual(status, 2)
        self.assertIn("line 1000061", err)


class WayOut(Case):
    def test_a_missing_module_is_told_with_the_way_out(self):
        program = self.file("p.py", "import some_module_from_elsewhere\n")
        status, _, err = loopscope("run", program)
        self.assertEqual(status, 1)
        self.assertIn("some_module_from_elsewhere", err)
        self.assertIn("--real", err)
        self.assertIn("not sandboxed", err)

    def test_a_slip_in_a_modules_name_is_only_put_right(self):
        program = self.file("p.py", "import asyncio\nasyncio.slep(1)\n")
        status, _, err = loopscope("run", program)
        self.assertEqual(status, 1)
        self.assertIn("Did you mean: 'sleep'?", err)
        self.assertNotIn("--real", err)

    def test_other_failures_are_not_commented(self):
        program = self.file("p.py", "1/0\n")
        self.assertNotIn("--real", loopscope("run", program)[2])

    def test_real_runs_the_program_and_keeps_its_status(self):
        program = self.file("p.py", "import sys\nprint('out')\nsys.exit(5)\n")
        status, out, err = loopscope("run", "--real", program)
        self.assertEqual((status, out), (5, "out\n"), err)
        trace = re.search(r"the recording is (\S+)\.", err).group(1)
        self.addCleanup(os.unlink, trace)
        self.assertEqual(loopscope("check", trace)[0], 0)


if __name__ == "__main__":
    sys.exit(unittest.main())
