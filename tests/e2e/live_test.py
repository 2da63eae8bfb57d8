"""loopscope live and the recorder's --to, without a window."""

import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build/dev/cli/loopscope"))


class Live(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.trace = pathlib.Path(folder.name) / "live.trace"
        self.live = subprocess.Popen([PROGRAM, "live", "-o", str(self.trace)],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.live.stdout.readline()
        self.address = re.search(r"--to (\S+)", self.live.stdout.readline()).group(1)

    def end(self):
        self.live.kill()
        self.live.communicate()

    def record(self, text, *options):
        program = self.trace.parent / "program.py"
        program.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "loopscope_recorder", "run", "--to", self.address, *options,
             str(program)], capture_output=True, text=True, timeout=60,
            env=dict(os.environ, PYTHONPATH=str(ROOT / "recorder")))

    def test_a_recording_arrives_whole(self):
        done = self.record("import asyncio\nasync def main():\n    await asyncio.sleep(0.05)\n"
                           "    print('hello')\nasyncio.run(main())\n")
        self.assertEqual((done.returncode, done.stdout), (0, "hello\n"), done.stderr)
        _, err = self.live.communicate(timeout=60)
        self.assertEqual(self.live.returncode, 0, err)
        checked = subprocess.run([PROGRAM, "check", str(self.trace)], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn("recorded time", checked.stdout)

    def test_who_does_not_know_the_token_is_turned_away(self):
        port = int(self.address.split("/")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as other:
            other.sendall(b"wrong\n{}\n")
            try:
                self.assertEqual(other.recv(10), b"")
            except ConnectionResetError:
                pass
        done = self.record("print('still there')\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        _, err = self.live.communicate(timeout=60)
        self.assertEqual(self.live.returncode, 0, err)
        self.assertIn("without the right token", err)

    def test_a_second_recorder_is_refused_and_the_first_goes_on(self):
        go = self.trace.parent / "go"
        first = self.trace.parent / "first.py"
        first.write_text("import os, time\nprint('here', flush=True)\n"
                         "while not os.path.exists(%r): time.sleep(0.01)\n" % str(go))
        with subprocess.Popen(
                [sys.executable, "-m", "loopscope_recorder", "run", "--to", self.address,
                 str(first)], stdout=subprocess.PIPE, text=True,
                env=dict(os.environ, PYTHONPATH=str(ROOT / "recorder"))) as running:
            self.assertEqual(running.stdout.readline(), "here\n")
            second = None
            for _ in range(200):  # Until the first has been taken in.
                second = self.record("print('unrecorded')\n")
                if second.returncode != 0:
                    break
            go.touch()
            self.assertNotEqual(second.returncode, 0)
            self.assertIn("refused", second.stderr)
            self.assertNotIn("Traceback", second.stderr)
        self.assertEqual(running.returncode, 0)
        _, err = self.live.communicate(timeout=60)
        self.assertEqual(self.live.returncode, 0, err)

    def test_a_killed_program_leaves_what_came(self):
        self.record("import asyncio, os\nasync def main():\n    await asyncio.sleep(0.05)\n"
                    "    os._exit(9)\nasyncio.run(main())\n")
        _, err = self.live.communicate(timeout=60)
        self.assertEqual(self.live.returncode, 0, err)
        self.assertIn("without its closing line", err)
        self.assertGreater(self.trace.stat().st_size, 500)


if __name__ == "__main__":
    unittest.main()
