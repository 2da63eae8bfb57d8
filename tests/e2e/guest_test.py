"""Programs as people write them, run by the real binary and compared with what CPython prints.

Beside tests/guest/**/NAME.py stand NAME.out (its standard output) and, where it says anything
there, NAME.err (its standard error). A line "# exits: N" near the top gives the exit status when
it is not 0; "# stderr: not compared" leaves standard error out, where Loopscope words it in its
own way or names another line. Addresses are written as 0x0. NAME.out is CPython 3.11's, in virtual time; NAME.err is
as well, but for the library's own frames, which Loopscope leaves out.
"""
import difflib
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build/dev/cli/loopscope"))
PROGRAMS = sorted(path for path in (ROOT / "tests/guest").rglob("*.py")
                  if path.with_suffix(".out").exists())


def without_addresses(text):
    return re.sub(r"0x[0-9a-f]{6,}", "0x0", text)


def expected_text(path):
    return without_addresses(path.read_text("utf-8")) if path.exists() else ""


def compares_stderr(program):
    return "\n# stderr: not compared\n" not in program.read_text("utf-8")


def expected_status(program):
    stated = re.search(r"^# exits: (\d+)$", program.read_text("utf-8"), re.MULTILINE)
    return int(stated[1]) if stated else 0


class GuestPrograms(unittest.TestCase):
    """Each program prints what it prints under CPython, and ends as it does there."""

    def assert_same_text(self, what, actual, expected):
        if actual == expected:
            return
        lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected",
                                     "printed", lineterm="")
        self.fail(f"{what} differs:\n" + "\n".join(lines))

    def test_there_are_programs(self):
        self.assertGreaterEqual(len(PROGRAMS), 40)

    def test_each_prints_what_cpython_prints(self):
        for program in PROGRAMS:
            with self.subTest(str(program.relative_to(ROOT))):
                done = subprocess.run([PROGRAM, "run", program.name], cwd=program.parent,
                                      stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                                      encoding="utf-8", errors="replace", check=False)
                self.assert_same_text("stdout", without_addresses(done.stdout),
                                      expected_text(program.with_suffix(".out")))
                if compares_stderr(program):
                    self.assert_same_text("stderr", without_addresses(done.stderr),
                                          expected_text(program.with_suffix(".err")))
                self.assertEqual(done.returncode, expected_status(program))


if __name__ == "__main__":
    unittest.main()
