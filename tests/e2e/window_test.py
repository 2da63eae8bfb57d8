"""The real window under Xvfb, driven by real clicks and keys.

The window writes what its panels say, and where they can be clicked, into a report of JSON lines
($LOOPSCOPE_UI_REPORT, see ui/app/report.h). The test clicks there with xdotool and compares what the
panels say. Skipped where Xvfb or xdotool is missing.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build/dev/cli/loopscope"))
PATIENCE_SECONDS = 60


@unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "needs Xvfb and xdotool")
class WindowTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.report = self.folder / "report.jsonl"
        self.environment = dict(os.environ, XDG_CONFIG_HOME=str(self.folder),
                                LOOPSCOPE_UI_REPORT=str(self.report), LIBGL_ALWAYS_SOFTWARE="1")
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.start_display()

    def start_display(self):
        """Starts Xvfb on a display that it chooses itself."""
        read, write = os.pipe()
        display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x900x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        self.addCleanup(self.end, display)
        os.close(write)
        with os.fdopen(read) as answer:
            self.environment["DISPLAY"] = ":" + answer.readline().strip()

    @staticmethod
    def end(process):
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def start(self, *arguments):
        self.window = subprocess.Popen([PROGRAM, *map(str, arguments)], env=self.environment)
        self.addCleanup(self.end, self.window)

    def last_frame(self):
        """The latest whole line of the report, or None."""
        if not self.report.exists():
            return None
        lines = self.report.read_text("utf-8").split("\n")[:-1]
        return json.loads(lines[-1]) if lines else None

    def wait_for(self, what, condition):
        """The first frame for which `condition` holds."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            self.assertIsNone(self.window.poll(), "the window has closed while waiting for " + what)
            frame = self.last_frame()
            if frame and condition(frame):
                return frame
            time.sleep(0.05)
        self.fail(f"never seen: {what}; last frame: {json.dumps(self.last_frame(), ensure_ascii=False)[:3000]}")

    def settled(self):
        """The last frame once nothing moves any more: cards have arrived."""
        size = -1
        while size != (size := self.report.stat().st_size):
            time.sleep(0.6)
        return self.last_frame()

    def xdotool(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True)

    def click(self, frame, area):
        x, y, w, h = frame["areas"][area]
        self.xdotool("mousemove", x + w // 2, y + h // 2, "sleep", "0.1", "mousedown", "1",
                     "sleep", "0.15", "mouseup", "1")

    def key(self, name):
        self.xdotool("key", "--delay", "150", name)

    def type(self, text):
        self.xdotool("type", "--delay", "60", text)

    def test_what_our_own_python_lacks_is_recorded_under_a_real_one_after_a_question(self):
        program = self.folder / "needs.py"
        program.write_text("import asyncio, sqlite3\n\nasync def main():\n    await asyncio.sleep(1)\n"
                           "    print(sqlite3.connect(':memory:').execute('select 6 * 7').fetchone()[0])\n\n"
                           "asyncio.run(main())\n", "utf-8")
        self.start("window", program)
        asked = self.wait_for("the offer", lambda f: "offer.yes" in f["areas"])
        self.assertIn("sqlite3", " ".join(asked["panels"]["offer"]))
        self.assertIn("not sandboxed", " ".join(asked["panels"]["offer"]))
        self.click(asked, "offer.yes")
        self.wait_for("the recording",
                      lambda f: "virtual time" in " ".join(f["panels"].get("toolbar", [])))
        self.key("End")
        self.wait_for("its output", lambda f: "42" in " ".join(f["panels"].get("output", [])))

    def test_what_if_lays_both_futures_side_by_side_and_is_undone(self):
        self.start("window")
        frame = self.wait_for("the list", lambda f: "start.scenario.two_tasks" in f["areas"])
        self.click(frame, "start.scenario.two_tasks")
        self.wait_for("the program", lambda f: f["file"] == "two_tasks.py")
        for _ in range(5):
            self.key("Right")
        self.settled()
        self.key("i")
        asked = self.wait_for("what can be asked", lambda f: "palette.0" in f["areas"])
        self.assertIn("Cancel Task-", " ".join(asked["panels"]["palette"]))
        self.click(asked, "palette.0")
        both = self.wait_for("both futures", lambda f: "compare.close" in f["areas"])
        self.assertIn("What if: Cancel Task-", " ".join(both["panels"]["compare.first"]))
        self.assertIn("as it was", " ".join(both["panels"]["compare.second"]))
        self.key("ctrl+z")
        self.wait_for("the run as it was", lambda f: "compare.close" not in f["areas"])

    def test_a_scenario_opens_by_click_and_steps_forward_and_back_by_key(self):
        self.start("window")
        frame = self.wait_for("the list", lambda f: "start.scenario.two_tasks" in f["areas"])
        self.assertIn("Two tasks at once", frame["panels"]["start"])
        self.click(frame, "start.scenario.two_tasks")
        first = self.wait_for("the program", lambda f: f["file"] == "two_tasks.py" and f["event"] == 1)
        self.assertIn("Two tasks at once", first["panels"]["toolbar"])

        # Forward by key, callback by callback, and what is said at each stop.
        stops = [first]
        for _ in range(4):
            self.key("Right")
            before = stops[-1]["event"]
            self.wait_for("a step forward", lambda f, b=before: f["event"] > b)
            stops.append(self.settled())
        self.assertTrue(any("hello 15:29:41" in stop["panels"]["output"] for stop in stops))

        # Back by the other key: the same places, and the very same words in every panel.
        for stop in reversed(stops[:-1]):
            self.key("comma")
            self.wait_for("a step back", lambda f, e=stop["event"]: f["event"] == e)
            now = self.settled()["panels"]
            for panel in ("toolbar", "loop", "tasks", "output", "narration", "timeline"):
                self.assertEqual(now[panel], stop["panels"][panel], panel)

        # By click to the end, where everything has been written.
        self.click(self.last_frame(), "toolbar.last")
        end = self.wait_for("the end", lambda f: f["event"] == f["events"])
        lines = [t for t in end["panels"]["output"] if t.startswith(("hello", "world"))]
        self.assertEqual(lines[-3:], ["world 15:29:41", "hello 15:29:42", "world 15:29:42"])
        self.assertIn("the program has ended", end["panels"]["output"])

        # Settings by key; they are remembered when the window opens again.
        self.key("plus")
        self.wait_for("a larger scale", lambda f: f["scale"] == 1.25)
        self.key("l")
        self.wait_for("Chinese", lambda f: "源代码" in f["panels"]["source"])
        self.key("Escape")
        self.wait_for("the list again", lambda f: f["file"] == "")
        self.end(self.window)
        self.report.unlink()
        self.start(ROOT / "scenarios" / "gather.py")
        again = self.wait_for("the window again", lambda f: f["file"] == "gather.py")
        self.assertEqual(again["scale"], 1.25)
        self.assertIn("源代码", again["panels"]["source"])

    def test_a_lesson_is_clicked_through_and_a_prediction_is_made(self):
        self.start(ROOT / "scenarios" / "two_tasks.py")
        frame = self.wait_for("the program", lambda f: f["file"] == "two_tasks.py")
        self.click(frame, "toolbar.lesson")
        frame = self.wait_for("the lesson", lambda f: "lesson.next" in f["areas"])

        # Note by note, each at its own event, to the last.
        events = []
        for number in range(1, 5):
            self.click(self.settled(), "lesson.next")
            frame = self.wait_for(f"note {number}", lambda f, n=number: any(
                f"note {n} of 4" in text for text in f["panels"]["lesson"]))
            events.append(frame["event"])
        self.assertEqual(events, sorted(set(events)))
        self.assertTrue(any("costs nothing" in text for text in frame["panels"]["lesson"]))
        self.click(self.settled(), "lesson.previous")
        self.wait_for("note 3 again", lambda f: f["event"] == events[2])
        self.key("Escape")

        # A prediction from the start: asked, answered by key, told why, and counted.
        self.key("Home")
        self.wait_for("the start", lambda f: f["event"] == 1)
        self.key("p")
        frame = self.wait_for("a question", lambda f: "question.choice.0" in f["areas"])
        self.assertNotIn("timeline", frame["panels"], "the future would tell the answer")
        self.key("a")
        frame = self.wait_for("the answer", lambda f: any(
            "of 1 right" in text for text in f["panels"].get("question", [])))
        self.assertGreater(frame["event"], 1)
        self.key("Return")
        self.wait_for("the next question", lambda f: any(
            "question 2" in text for text in f["panels"].get("question", [])))
        self.key("Escape")
        self.wait_for("the panels again", lambda f: "timeline" in f["panels"])

        # Why? leads back by clicks.
        self.key("End")
        self.wait_for("the end", lambda f: f["event"] == f["events"])
        self.key("Left")
        self.click(self.settled(), "narration.why")
        frame = self.wait_for("reasons", lambda f: any(
            a.startswith("why.step.") for a in f["areas"]))
        reasons = [a for a in frame["areas"] if a.startswith("why.step.")]
        self.click(self.settled(), reasons[-1])
        position = int(reasons[-1].rsplit(".", 1)[1])
        self.wait_for("the cause", lambda f: f["event"] == position + 1)

    def test_the_palette_the_search_and_the_export_do_what_they_say(self):
        # The first screen's search: typing narrows the list, Return opens what is left.
        self.start("window")
        self.wait_for("the list", lambda f: "start.scenario.two_tasks" in f["areas"])
        self.key("slash")
        self.type("philos")
        frame = self.wait_for("one scenario", lambda f: [
            a for a in f["areas"] if a.startswith("start.scenario.")] == ["start.scenario.dining_philosophers"])
        self.key("Return")
        self.wait_for("the program", lambda f: f["file"] == "dining_philosophers.py")

        # The palette: everything by its name.
        self.key("ctrl+k")
        self.wait_for("the palette", lambda f: "palette" in f["panels"])
        self.type("100")
        self.wait_for("an event's number", lambda f: any(
            "event 100" in text for text in f["panels"].get("palette", [])))
        self.key("Return")
        self.wait_for("the event", lambda f: f["event"] == 100)
        self.key("ctrl+k")
        self.wait_for("the palette", lambda f: "palette" in f["panels"])
        self.type("show the heap")
        self.wait_for("the answer", lambda f:
                      "Show the heap as list and tree" in f["panels"].get("palette", [])[:5])
        self.key("Return")
        self.wait_for("the heap", lambda f: "The list" in f["panels"]["loop"])

        # Export: this step as a picture, the next ones as a moving one, and a name that says neither.
        for name, start in (("step.png", b"\x89PNG"), ("steps.webp 4", b"RIFF"), ("steps.gif 3", b"GIF8")):
            self.key("ctrl+e")
            self.wait_for("the question", lambda f: "prompt" in f["panels"])
            self.key("ctrl+a")
            self.type(f"{self.folder}/{name}")
            self.key("Return")
            written = self.folder / name.split()[0]
            # The cursor has walked along, and stands again where it stood.
            self.wait_for(f"that {name} is written", lambda f, w=written: f["event"] == 100 and any(
                text == f"Written: {w}" for text in f["panels"].get("notice", [])))
            self.assertEqual(written.read_bytes()[:4], start)
        self.key("ctrl+e")
        self.wait_for("the question", lambda f: "prompt" in f["panels"])
        self.type("x")
        self.key("Return")
        self.wait_for("what to do", lambda f: any(".webp" in text for text in f["panels"].get("error", [])))
        self.key("Escape")
        self.wait_for("no error", lambda f: "error" not in f["panels"])

    def test_what_if_makes_another_future_and_takes_it_back(self):
        self.start("window", ROOT / "scenarios" / "two_tasks.py", "--at", "60")
        self.wait_for("the program", lambda f: f["file"] == "two_tasks.py" and f["event"] >= 60)
        self.key("i")
        self.wait_for("what can be asked", lambda f: any(
            "Cancel Task-2" in text for text in f["panels"].get("palette", [])))
        self.type("cancel task-2")
        self.key("Return")
        # Both futures on one clock; what was printed until here is the same in both.
        frame = self.wait_for("both futures", lambda f: "as it was" in sum(f["panels"].values(), []))
        words = sum(frame["panels"].values(), [])
        self.assertIn("hello 15:29:41", words)
        self.assertNotIn("≠", words)
        self.key("End")
        self.wait_for("the other end", lambda f: f["event"] == f["events"])
        self.key("ctrl+z")
        self.wait_for("the panels again", lambda f: "timeline" in f["panels"])

    def test_another_future_from_the_command_line_outlives_an_edit_which_is_saved_as_a_scenario(self):
        program = self.folder / "two.py"
        program.write_text("import asyncio\n\nasync def say(word, delay):\n    await asyncio.sleep(delay)\n"
                           "    print(word)\n\nasync def main():\n    await asyncio.gather(say('one', 1),"
                           " say('two', 2), return_exceptions=True)\n\nasyncio.run(main())\n", "utf-8")
        self.environment["XDG_DATA_HOME"] = str(self.folder)
        self.start("window", program, "--what-if", 'cancel = "Task-3", at = 1.5')
        both = self.wait_for("both futures", lambda f: "compare.close" in f["areas"])
        self.assertIn("What if: cancel Task-3", " ".join(both["panels"]["compare.first"]))
        self.click(both, "compare.close")
        self.wait_for("the panels", lambda f: "source" in f["panels"])
        # An edit: the change is still there, so `two` is never said.
        self.key("e")
        self.wait_for("the editor", lambda f: any("Esc" in t for t in f["panels"].get("source", [])))
        self.key("ctrl+Home")
        self.type("print('edited'); ")
        self.key("Escape")
        self.key("End")
        frame = self.wait_for("the end of what was typed", lambda f: f["event"] == f["events"]
                              and "edited" in f["panels"].get("output", []))
        self.assertIn("one", frame["panels"]["output"])
        self.assertNotIn("two", frame["panels"]["output"])
        self.assertIn("what if", " ".join(frame["panels"]["toolbar"]))
        # Saved as a scenario of one's own, without the change.
        self.key("ctrl+s")
        self.wait_for("the question", lambda f: "prompt" in f["panels"])
        self.key("ctrl+a")
        self.type("mine")
        self.key("Return")
        saved = [self.folder / "loopscope" / "scenarios" / "mine.py"]
        self.wait_for("the file", lambda f: saved[0].exists())
        self.assertTrue(saved[0].read_text("utf-8").startswith("print('edited'); import asyncio\n"))

    def test_a_window_at_rest_uses_no_processor(self):
        self.start(ROOT / "scenarios" / "two_tasks.py")
        self.wait_for("the program", lambda f: f["file"] == "two_tasks.py")
        self.settled()
        time.sleep(1)

        def ticks():
            fields = pathlib.Path(f"/proc/{self.window.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])
        before = ticks()
        time.sleep(3)
        self.assertLessEqual(ticks() - before, os.sysconf("SC_CLK_TCK") // 20)

    def test_a_missing_file_is_told_in_the_window_or_by_the_status(self):
        self.start(self.folder / "nowhere.py")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.window.poll() is None and time.monotonic() < deadline:
            frame = self.last_frame()
            if frame and any("nowhere.py" in text for text in frame["panels"].get("error", [])):
                return
            time.sleep(0.05)
        self.assertEqual(self.window.poll(), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
