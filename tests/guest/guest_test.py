"""Guest programs that carry their expectations: `# => text` stands for one line of standard output.

Each program of this folder is run by Loopscope and, where it is CPython 3.11, by the system's python3:
both must print exactly the lines that the comments of the file name, in order, and exit with status 0.
"""
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT.parent.parent / "build/dev/cli/loopscope"))
CPYTHON = "/usr/bin/python3"
EXPECTATION = re.compile(r"# => ?(.*)$")


def expected(path):
    """The lines that a program promises to print."""
    found = (EXPECTATION.search(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [match.group(1).rstrip() for match in found if match]


def programs():
    """Every program with expectations, by path."""
    return [path for path in sorted(ROOT.rglob("*.py"))
            if path != pathlib.Path(__file__).resolve() and expected(path)]


def output(command, path):
    """Exit status, lines of stdout and the text of stderr of one run."""
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run([*command, str(path)], capture_output=True, timeout=120, check=False,
                          stdin=subprocess.DEVNULL, env=environment)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return done.returncode, [line.rstrip() for line in lines], done.stderr.decode("utf-8", "replace")


def is_reference():
    """Whether the system's Python is the version that programs are measured by."""
    try:
        done = subprocess.run([CPYTHON, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.stdout.startswith(b"Python 3.11.")


class Guests(unittest.TestCase):
    """The same file means the same to both."""

    maxDiff = None

    def check(self, command):
        self.assertGreater(len(programs()), 5)
        for path in programs():
            with self.subTest(program=path.relative_to(ROOT).as_posix()):
                status, lines, errors = output(command, path)
                self.assertEqual(lines, expected(path), errors[-2000:])
                self.assertEqual(status, 0, errors[-2000:])

    def test_every_row_of_the_api_names_programs_that_exist(self):
        table = (ROOT.parent.parent / "docs/api.md").read_text(encoding="utf-8")
        for row in re.findall(r"^\| (?!API|-)(.*) \|$", table, re.M):
            api, state, tests = (cell.strip() for cell in row.rsplit(" | ", 2))
            with self.subTest(api=api):
                self.assertNotEqual(state, "not yet")
                for name in [] if tests == "–" else tests.split(", "):
                    self.assertTrue((ROOT / (name + ".py")).is_file(), name)

    def test_loopscope_prints_what_the_comments_say(self):
        self.check([PROGRAM, "run"])

    @unittest.skipUnless(is_reference(), "needs CPython 3.11")
    def test_the_comments_say_what_cpython_prints(self):
        self.check([CPYTHON])


if __name__ == "__main__":
    unittest.main()
