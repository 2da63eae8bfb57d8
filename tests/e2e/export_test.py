"""diff, export, import and the way out, driven as a user drives them."""

import csv
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

import chrome_format

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


def loopscope(*arguments, **environment):
    done = subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120, check=False,
                          env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **environment})
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
        programs = [self.program] + [ROOT / "scenarios" / name for name in (
            "process_pool.py", "task_group_failure.py", "echo_slow_link.py", "ctrl_c.py",
            "thread_pool_of_two.py", "swallowed_cancellation.py")]
        for program in programs:
            with self.subTest(program=program.name):
                text = self.export("chrome", program=program).read_text(encoding="utf-8")
                document = json.loads(text, parse_constant=self.fail)
                self.assertEqual(chrome_format.problems(document), [])
                self.assertGreater(len(document["traceEvents"]), 10)

    def test_the_validator_of_that_format_finds_what_is_wrong(self):
        slice_ = {"ph": "X", "name": "a", "pid": 1, "tid": 1, "ts": 0, "dur": 10}
        flow = {"ph": "s", "name": "a", "id": 1, "pid": 1, "tid": 1, "ts": 5}
        good = [slice_, dict(slice_, ts=2, dur=3), flow, dict(flow, ph="f", ts=6)]
        self.assertEqual(chrome_format.problems(good), [])
        for bad in ([{"ph": "?"}], [dict(slice_, ts=-1)], [dict(slice_, dur=float("nan"))],
                    [{k: v for k, v in slice_.items() if k != "tid"}],
                    [slice_, dict(slice_, ts=5)], [flow], [dict(flow, ph="f")],
                    [dict(slice_, ph="B")], [dict(slice_, ph="E")],
                    [{"ph": "M", "name": "thread_name", "pid": 1, "args": {}}],
                    [dict(slice_, ph="i", s="x")]):
            self.assertTrue(chrome_format.problems(bad), bad)

    def test_waiting_tasks_are_slices_of_that_length(self):
        events = json.loads(self.export("chrome").read_text(encoding="utf-8"))["traceEvents"]
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

    @unittest.skipUnless(shutil.which("ffmpeg"), "no ffmpeg on this machine")
    def test_an_mp4_holds_the_pictures_that_the_other_formats_hold(self):
        if "built without the window" in loopscope("render", self.program, "-o", os.devnull)[2]:
            self.skipTest("built without the window")
        # An odd size: players want even ones.
        options = ("--size", "641x361", "--from", "10", "--to", "60", "--step", "callback")
        out = self.export("mp4", *options)
        self.assertIn(b"ftyp", out.read_bytes()[:64])
        frames = self.folder / "frame-%03d.ppm"
        subprocess.run(["ffmpeg", "-v", "error", "-i", out, frames], check=True, timeout=120,
                       stdin=subprocess.DEVNULL)
        made = sorted(self.folder.glob("frame-*.ppm"))
        webp = self.export("webp", *options).read_bytes()
        self.assertGreater(len(made), 2)
        self.assertGreaterEqual(len(made), webp.count(b"ANMF"))
        for frame in made:
            data = frame.read_bytes()
            self.assertEqual(data[:15], b"P6\n640 360\n255\n")
            self.assertGreater(len(set(data[15:])), 20)
        self.assertNotEqual(made[0].read_bytes(), made[-1].read_bytes())
        # What ffmpeg says is told, on the terminal and in the window alike.
        status, _, err = loopscope("export", self.program, "--as", "mp4", "-o",
                                   self.folder / "no" / "such" / "folder.mp4", *options)
        self.assertNotEqual(status, 0)
        self.assertIn("No such file or directory", err)

    def test_without_ffmpeg_an_mp4_is_refused_with_what_to_do(self):
        if "built without the window" in loopscope("render", self.program, "-o", os.devnull)[2]:
            self.skipTest("built without the window")
        status, _, err = loopscope("export", self.program, "--as", "mp4", "-o",
                                   self.folder / "out.mp4", "--size", "400x320", "--to", "20",
                                   PATH=str(self.folder))
        self.assertNotEqual(status, 0)
        self.assertIn("needs the program ffmpeg, which is not installed", err)
        self.assertIn("webp", err)

    def test_ffmpeg_gets_whole_pictures_of_the_size_that_it_is_told(self):
        # A program of its name notes how it is called, and fails when it is told to.
        if "built without the window" in loopscope("render", self.program, "-o", os.devnull)[2]:
            self.skipTest("built without the window")
        fake = self.file("ffmpeg", """#!%s
import json, os, sys
data = sys.stdin.buffer.read()
with open(os.path.join(os.path.dirname(__file__), "called.json"), "w") as file:
    json.dump({"arguments": sys.argv[1:], "bytes": len(data), "colours": len(set(data))}, file)
assert sys.argv[-1].startswith("file:")
with open(sys.argv[-1][5:], "wb") as file:
    file.write(b"made")
if "FAKE_STATUS" in os.environ:
    print("the disk is full", file=sys.stderr)
sys.exit(int(os.environ.get("FAKE_STATUS", "0")))
""" % sys.executable)
        fake.chmod(0o755)
        path = {"PATH": "%s:%s" % (self.folder, os.environ["PATH"])}
        out = self.folder / "out.mp4"
        arguments = ("export", self.program, "--as", "mp4", "-o", out, "--size", "400x320",
                     "--from", "3", "--to", "40", "--step", "callback")
        status, _, err = loopscope(*arguments, **path)
        self.assertEqual(status, 0, err)
        called = json.loads((self.folder / "called.json").read_text())
        given = called["arguments"]
        for option, value in (("-f", "rawvideo"), ("-pixel_format", "rgb24"),
                              ("-video_size", "400x320"), ("-i", "-"), ("-pix_fmt", "yuv420p")):
            self.assertEqual(given[given.index(option) + 1], value)
        self.assertGreater(float(given[given.index("-framerate") + 1]), 0)
        self.assertEqual(given[-1], "file:" + str(out))
        self.assertEqual(called["bytes"] % (400 * 320 * 3), 0)
        self.assertGreater(called["bytes"] // (400 * 320 * 3), 1)
        self.assertGreater(called["colours"], 10)
        status, _, err = loopscope(*arguments, FAKE_STATUS="1", **path)
        self.assertNotEqual(status, 0)
        self.assertIn("ffmpeg failed: the disk is full", err)


class WayOut(Case):
    """A program that Loopscope's own Python can't run is offered to a real one."""

    LACKS = "import sqlite3\nprint(sqlite3.__name__)\n"

    def on_a_terminal(self, answer, *arguments, **environment):
        """(status, all that was shown) with a terminal to answer on."""
        import pty
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update(environment)
            os.chdir(self.folder)
            os.execv(PROGRAM, [PROGRAM, *map(str, arguments)])
        os.write(terminal, answer.encode() + b"\n")
        shown = b""
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        status = os.waitpid(pid, 0)[1]
        os.close(terminal)
        return os.WEXITSTATUS(status), shown.decode("utf-8", "replace")

    def test_it_asks_first_says_why_and_opens_what_was_recorded(self):
        program = self.file("lacks.py", self.LACKS)
        _, shown = self.on_a_terminal("y", "run", program, TMPDIR=str(self.folder))
        self.assertIn("No module named 'sqlite3'", shown)
        self.assertIn("not sandboxed", shown)
        self.assertIn("[y/N]", shown)
        traces = list(self.folder.glob("*.trace"))
        self.assertEqual(len(traces), 1, shown)
        status, out, err = loopscope("check", traces[0])
        self.assertEqual(status, 0, err)
        self.assertIn("in virtual time", out)

    def test_no_is_no(self):
        program = self.file("lacks.py", self.LACKS)
        for answer in ("n", ""):
            status, shown = self.on_a_terminal(answer, "run", program, TMPDIR=str(self.folder))
            self.assertEqual(status, 1, shown)
            self.assertEqual(list(self.folder.glob("*.trace")), [])

    def test_with_nobody_to_ask_it_only_says_how(self):
        program = self.file("lacks.py", self.LACKS)
        status, _, err = loopscope("run", program, TMPDIR=str(self.folder))
        self.assertEqual(status, 1)
        self.assertIn("--real", err)
        self.assertIn("not sandboxed", err)
        self.assertEqual(list(self.folder.glob("*.trace")), [])

    def test_asked_for_in_so_many_words_it_needs_no_question(self):
        program = self.file("lacks.py", self.LACKS)
        status, _, err = loopscope("trace", program, "--real", "-o", self.folder / "t.trace")
        self.assertEqual(status, 0, err)
        self.assertIn('"text":"sqlite3\\n"', (self.folder / "t.trace").read_text())

    def test_without_a_python_it_says_so(self):
        program = self.file("lacks.py", self.LACKS)
        status, _, err = loopscope("trace", program, "--real", "-o", self.folder / "t.trace",
                                   LOOPSCOPE_PYTHON="/nowhere/python3")
        self.assertEqual(status, 2)
        self.assertIn("can't be run", err)
        self.assertFalse((self.folder / "t.trace").exists())

    def test_a_syntax_that_only_a_newer_python_has_fails_there_as_it_does_there(self):
        program = self.file("newer.py", "type Number = int\nprint(Number.__name__)\n")
        self.assertEqual(loopscope("run", program)[0], 1)
        newer = next((p for p in map(shutil.which, ("python3.14", "python3.13", "python3.12"))
                      if p and subprocess.run([p, "-c", ""]).returncode == 0), None)
        python = newer or sys.executable
        status, _, err = loopscope("trace", program, "--real", "-o", self.folder / "t.trace",
                                   LOOPSCOPE_PYTHON=python)
        if newer:
            self.assertEqual(status, 0, err)
            self.assertIn('"text":"Number', (self.folder / "t.trace").read_text())
        elif sys.version_info < (3, 12):
            self.assertEqual(status, 1, err)
            self.assertIn("SyntaxError", err)


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

    def test_hostile_files_open_or_are_refused_but_never_crash(self):
        event = {"ph": "X", "name": "a", "pid": 1, "tid": 1, "ts": 0, "dur": 5}
        begin = {"ph": "B", "name": "b", "pid": 1, "tid": 1, "ts": 5}
        whole = json.dumps({"traceEvents": [dict(event, ts=i, tid=i % 3) for i in range(40)]})
        cases = ['{"traceEvents":' * 50000, '{"traceEvents":5}',
                 json.dumps([dict(event, ts=1e308, dur=1e308)] * 3),
                 json.dumps([dict(event, dur=-5, name=None), dict(event, ts="x")]),
                 json.dumps([dict(event, ts=i, dur=60000 - 2 * i) for i in range(20000)]),
                 json.dumps([{"ph": "E", "pid": 1, "tid": 1, "ts": 1}] * 500 + [begin] * 500),
                 json.dumps([dict(event, ts=900 - i) for i in range(900)])]
        cases += [whole[:n] for n in range(1, len(whole), 397)]
        cases += [whole[:n] + "\\\"{"[n % 3] + whole[n + 1:] for n in range(1, len(whole), 397)]
        for i, text in enumerate(cases):
            status, _, err = loopscope("check", self.file("hostile.json", text))
            self.assertIn(status, (0, 1, 2), "%d: %s" % (i, err[-300:]))

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
