"""The real binary, driven as a user drives it: commands, outputs, exit statuses."""
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build/dev/cli/loopscope"))
SCENARIOS = sorted((ROOT / "scenarios").glob("*.py"))


def loopscope(*arguments, timeout=120, cwd=None, address_space=None, text=""):
    """Runs the program; gives (status, stdout, stderr) as text. `address_space`: bytes it may map."""
    limit = address_space and (lambda: resource.setrlimit(resource.RLIMIT_AS, (address_space,) * 2))
    # A sanitizer build must not count what Mesa's drivers leak when a picture is drawn.
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0") if "render" in arguments else None
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=text.encode(), cwd=cwd,
                          env=environment, capture_output=True, timeout=timeout, check=False,
                          preexec_fn=limit)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


class Temporary(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


class Scenarios(unittest.TestCase):
    """Each scenario prints what its document, and CPython, print."""

    def test_output_is_the_documents(self):
        self.assertGreaterEqual(len(SCENARIOS), 15)
        for path in SCENARIOS:
            with self.subTest(path.stem):
                expected = (ROOT / "tests/golden/scenarios" / (path.stem + ".out")).read_text("utf-8")
                status, out, err = loopscope("run", path.name, cwd=path.parent)
                self.assertEqual(re.sub(r"0x[0-9a-f]+", "0x0", out), expected)
                # Two of them wait for ever, and are meant to.
                waits = path.stem in ("dining_philosophers", "runs_for_ever")
                self.assertEqual(status, 3 if waits else 0, err)

    def test_the_list_names_them_in_both_languages(self):
        for language, word in (("en", "Two tasks at once"), ("zh", "同时运行两个任务")):
            status, out, _ = loopscope("list", "--lang", language)
            self.assertEqual(status, 0)
            self.assertIn("two_tasks", out)
            self.assertIn(word, out)

    def test_they_can_be_opened_by_their_name(self):
        status, out, _ = loopscope("run", "gather")
        self.assertEqual(status, 0)
        self.assertIn("use 3.0 time", out)


class GuestFailures(Temporary):
    """Status 1 and what CPython writes to stderr."""

    def test_an_uncaught_exception_prints_cpythons_traceback(self):
        path = self.write("fails.py", "def f():\n    return 1 / 0\n\nf()\n")
        status, out, err = loopscope("run", path.name, cwd=self.folder)
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, 'Traceback (most recent call last):\n'
                              '  File "fails.py", line 4, in <module>\n'
                              '    f()\n'
                              '  File "fails.py", line 2, in f\n'
                              '    return 1 / 0\n'
                              '           ~~^~~\n'
                              'ZeroDivisionError: division by zero\n')

    def test_a_syntax_error_shows_the_place(self):
        path = self.write("bad.py", "print('a'\nx = 1\n")
        status, out, err = loopscope("run", path.name, cwd=self.folder)
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, '  File "bad.py", line 1\n'
                              "    print('a'\n"
                              '         ^\n'
                              "SyntaxError: '(' was never closed\n")

    def test_sys_exit_gives_its_status(self):
        path = self.write("leave.py", "import sys\nprint('bye')\nsys.exit(7)\n")
        self.assertEqual(loopscope("run", path)[:2], (7, "bye\n"))

    def test_an_import_we_lack_is_cpythons_error_and_a_hint(self):
        path = self.write("lacks.py", "import numpy_of_nowhere\n")
        status, _, err = loopscope("run", path)
        self.assertEqual(status, 1)
        self.assertIn("ModuleNotFoundError: No module named 'numpy_of_nowhere'", err)

    def test_never_awaited_warns_on_stderr(self):
        status, _, err = loopscope("run", "never_awaited")
        self.assertEqual(status, 0)
        self.assertIn("RuntimeWarning: coroutine 'say_hello' was never awaited", err)


class WhatAProgramIsGiven(Temporary):
    """Arguments, standard input, and the modules that lie beside it."""

    def test_words_behind_the_file_are_its_arguments(self):
        path = self.write("p.py", "import sys\nprint(sys.argv)\n")
        status, out, err = loopscope("run", path, "a b", "--seed", "3", "--", "--seed", "-")
        self.assertEqual((status, out, err), (0, "['p.py', 'a b', '--seed', '-']\n", ""))

    def test_the_block_gives_arguments_when_nobody_else_does(self):
        path = self.write("p.py", "import sys\nprint(sys.argv[1:])\n# /// script\n"
                                  '# [tool.loopscope]\n# arguments = ["x", "-y"]\n# ///\n')
        self.assertEqual(loopscope("run", path)[1], "['x', '-y']\n")
        self.assertEqual(loopscope("run", path, "z")[1], "['z']\n")

    def test_standard_input_from_a_file_and_from_our_own(self):
        path = self.write("p.py", "import sys\nprint(input('? '), sys.stdin.read())\n")
        words = self.write("words.txt", "one\ntwo\nthree\n")
        self.assertEqual(loopscope("run", path, "--stdin", words)[1], "? one two\nthree\n\n")
        self.assertEqual(loopscope("run", path, "--stdin", "-", text="four\n")[1], "? four \n")
        status, _, err = loopscope("run", path)
        self.assertEqual(status, 1)
        self.assertIn("EOFError", err)
        self.assertIn("--stdin FILE", err)

    def test_standard_input_that_can_t_be_read(self):
        path = self.write("p.py", "input()\n")
        for bad, why in (("nosuch.txt", "No such file"), (self.folder, "Is a directory")):
            status, _, err = loopscope("run", path, "--stdin", bad)
            self.assertEqual(status, 2)
            self.assertIn(why, err)

    def test_modules_beside_it_are_imported(self):
        (self.folder / "kit" / "inner").mkdir(parents=True)
        self.write("kit/__init__.py", "from .steps import step\nfrom . import inner\n")
        self.write("kit/steps.py", "import asyncio\nasync def step(n):\n    await asyncio.sleep(n)\n"
                                   "    return n\n")
        self.write("kit/inner/__init__.py", "from ..steps import step as again\n")
        path = self.write("p.py", "import asyncio, kit\nfrom kit.inner import again\n"
                                  "async def main():\n    print(await kit.step(1), await again(2))\n"
                                  "asyncio.run(main())\n")
        self.assertEqual(loopscope("run", path), (0, "1 2\n", ""))
        self.assertEqual(loopscope("run", "p.py", cwd=self.folder), (0, "1 2\n", ""))
        status, told, _ = loopscope("narrate", path)
        self.assertEqual(status, 0)
        self.assertIn("Line 3 of kit/steps.py: await asyncio.sleep(n)", told)

    def test_nothing_but_what_it_imports_is_read(self):
        self.write("secret.py", "print('read')\n")
        self.write("secret.txt", "read")
        path = self.write("p.py", "import os\nprint(os.listdir(), os.path.exists('secret.py'))\n")
        self.assertEqual(loopscope("run", path)[1], "['p.py'] False\n")

    def test_a_fault_of_an_own_module_is_not_ours(self):
        self.write("kit.py", "x = 1\n")
        path = self.write("p.py", "from kit import y\n")
        status, _, err = loopscope("run", path)
        self.assertEqual(status, 1)
        self.assertTrue(err.endswith("cannot import name 'y' from 'kit' (kit.py)\n"), err)


class Budgets(Temporary):
    """Status 3: stopped, with a sentence that says why; what came before stays."""

    def test_an_endless_loop_without_await_stops(self):
        path = self.write("spin.py", "print('before')\nwhile True:\n    pass\n")
        status, out, err = loopscope("run", "--steps", 1_000_000, path)
        self.assertEqual((status, out), (3, "before\n"))
        self.assertIn("steps", err)
        self.assertEqual(len(err.strip().splitlines()), 1, err)

    def test_an_endless_loop_with_await_stops(self):
        path = self.write("ticks.py", "import asyncio\nasync def main():\n    while True:\n"
                                      "        await asyncio.sleep(1)\nasyncio.run(main())\n")
        status, _, err = loopscope("run", "--until", 100, path)
        self.assertEqual(status, 3)
        self.assertIn("100", err)
        self.assertEqual(loopscope("trace", "--events", 5000, path, "-o", self.folder / "t.jsonl")[0], 3)

    def test_what_grows_without_end_stops_and_is_named(self):
        for text, named in ((
                "import asyncio\nasync def child():\n    await asyncio.sleep(1)\n"
                "async def main():\n    print('before')\n    while True:\n"
                "        asyncio.create_task(child())\nasyncio.run(main())\n", "tasks are pending"),
                ("print('before')\nkept = []\nwhile True:\n    kept.append('x' * 1000 + str(len(kept)))\n",
                 "line 4"),
                ("print('before')\nkept = []\nwhile True:\n    try: kept.append(bytearray(100_000))\n"
                 "    except MemoryError: pass\n", "line 4"),
                ("import asyncio\nprint('before')\nasync def main():\n"
                 "    await asyncio.start_server(lambda r, w: asyncio.sleep(9), '127.0.0.1', 8888)\n"
                 "    _, writer = await asyncio.open_connection('127.0.0.1', 8888)\n"
                 "    while True: writer.write(b'x' * 100_000)\nasyncio.run(main())\n", "line 6")):
            with self.subTest(named):
                path = self.write("grows.py", text)
                status, out, err = loopscope("run", "--memory", 32, path)
                self.assertEqual((status, out), (3, "before\n"), err)
                self.assertIn("32 MiB", err)
                self.assertIn(named, err)
                self.assertEqual(len(err.strip().splitlines()), 1, err)

    def test_turns_in_which_no_time_passes_stop(self):
        for text in ("while True: await asyncio.sleep(0)",
                     "loop = asyncio.get_running_loop()\n    def again(): loop.call_soon(again)\n"
                     "    again()\n    await asyncio.sleep(1)"):
            with self.subTest(text):
                path = self.write("turns.py", f"import asyncio\nasync def main():\n    {text}\n"
                                              "asyncio.run(main())\n")
                status, _, err = loopscope("run", "--steps", 1_000_000, path)
                self.assertEqual(status, 3)
                self.assertIn("in which no time passed", err)

    def test_a_program_that_waits_for_ever_says_what_waits(self):
        path = self.write("waits.py", "import asyncio\nasync def main():\n"
                                      "    await asyncio.get_running_loop().create_future()\n"
                                      "asyncio.run(main())\n")
        status, _, err = loopscope("run", path)
        self.assertEqual(status, 3)
        self.assertIn("waits for ever", err)
        self.assertIn("Task-1", err)

    def test_threads_without_end_meet_an_error_when_memory_is_short(self):
        limit = 2 << 30
        if loopscope("--version", address_space=limit)[0] != 0:
            self.skipTest("a sanitizer maps more than that by itself")
        path = self.write("threads.py", "import threading\ntry:\n    while True:\n"
                                        "        threading.Thread(target=threading.Event().wait,"
                                        " daemon=True).start()\n"
                                        "except RuntimeError as error:\n    print(error)\n")
        status, out, err = loopscope("run", path, address_space=limit)
        self.assertEqual((status, out), (0, "can't start new thread\n"), err)

    def test_a_huge_string_is_a_memory_error(self):
        path = self.write("huge.py", "try:\n    'a' * 10**12\nexcept MemoryError:\n    print('refused')\n")
        self.assertEqual(loopscope("run", path)[:2], (0, "refused\n"))

    def test_unbounded_recursion_is_a_recursion_error(self):
        path = self.write("deep.py", "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\n"
                                     "except RecursionError as e:\n    print(e)\n")
        self.assertEqual(loopscope("run", path)[:2], (0, "maximum recursion depth exceeded\n"))


class BadInput(Temporary):
    """Status 2 and a sentence that says what is wrong and what to do."""

    def refused(self, *arguments):
        status, out, err = loopscope(*arguments)
        self.assertEqual((status, out), (2, ""), err)
        self.assertTrue(err.startswith("loopscope: "), err)
        return err

    def test_numbers_out_of_range_are_named(self):
        path = self.write("ok.py", "print(1)\n")
        for option, value in (("--until", "nan"), ("--until", "-1"), ("--until", "inf"),
                              ("--steps", "0"), ("--events", "-5")):
            with self.subTest(value):
                status, out, err = loopscope("run", option, value, path)
                self.assertEqual((status, out), (2, ""), err)
                self.assertIn(f"{option}: '{value}' is no ", err)

    def test_a_full_disk(self):
        path = self.write("ok.py", "print(1)\n")
        self.assertIn("No space left", self.refused("trace", path, "-o", "/dev/full"))
        self.assertFalse(os.path.isfile("/dev/full"))
        with open("/dev/full", "w") as full:
            for command in (("run", path), ("list",), ("narrate", path)):
                with self.subTest(command[0]):
                    result = subprocess.run([PROGRAM, *map(str, command)], stdout=full,
                                            stderr=subprocess.PIPE, text=True, timeout=60)
                    self.assertEqual(result.returncode, 2)
                    self.assertIn("can't be written", result.stderr)

    def test_a_link_stays_a_link(self):
        path = self.write("ok.py", "print(1)\n")
        (self.folder / "old.trace").write_text("old")
        (self.folder / "link.trace").symlink_to(self.folder / "old.trace")
        self.assertEqual(loopscope("trace", path, "-o", self.folder / "link.trace")[0], 0)
        self.assertTrue((self.folder / "link.trace").is_symlink())
        self.assertIn("loopscope", (self.folder / "old.trace").read_text())

    def test_a_missing_file(self):
        self.assertIn("nowhere.py", self.refused("run", self.folder / "nowhere.py"))

    def test_a_directory(self):
        self.assertIn("directory", self.refused("run", self.folder))

    def test_binary_bytes(self):
        path = self.write("noise.py", bytes(range(256)) * 20)
        for command in ("run", "narrate", "check"):
            self.refused(command, path)

    def test_an_unknown_command_option(self):
        self.assertEqual(loopscope("run", "--nonsense")[0], 2)
        self.assertEqual(loopscope("trace", "gather")[0], 2)

    def test_a_trace_that_is_cut_off_opens_up_to_the_damage(self):
        trace = self.folder / "t.jsonl"
        self.assertEqual(loopscope("trace", "two_tasks", "-o", trace)[0], 0)
        whole = trace.read_bytes()
        cut = self.write("cut.jsonl", whole[:len(whole) * 2 // 3])
        status, out, err = loopscope("check", cut)
        self.assertEqual(status, 2, err)
        self.assertRegex(out + err, r"line \d+")
        status, out, err = loopscope("narrate", cut)
        self.assertEqual(status, 0, err)
        self.assertGreater(len(out.splitlines()), 20)
        self.assertRegex(err, r"line \d+")

    def test_a_trace_whose_ids_point_nowhere_is_told_as_such(self):
        trace = self.folder / "nowhere.trace"
        self.assertEqual(loopscope("trace", "gather", "-o", trace)[0], 0)
        fine, made = trace.read_text(), '"e":"iteration","loop":1,"n":2'
        self.assertIn("Nothing is wrong", loopscope("check", trace)[1])
        trace.write_text(fine.replace(made, made.replace('"loop":1', '"loop":77')))
        status, out, err = loopscope("check", trace)
        self.assertEqual((status, err), (0, ""))
        self.assertIn("(iteration) is of a loop that was never created.", out)
        self.assertEqual(loopscope("narrate", trace)[0], 0)

    def test_a_trace_of_noise_is_refused(self):
        self.refused("check", self.write("noise.jsonl", b'{"format":"loopscope-trace","version":99}\n'))


class Traces(Temporary):
    """A trace is a pure function of the program, and tells the same as the program."""

    def trace(self, name, *options):
        path = self.folder / name
        status, out, err = loopscope("trace", *options, "-o", path)
        self.assertEqual(status, 0, err)
        return path

    def test_two_runs_give_the_same_bytes(self):
        for scenario in ("two_tasks", "gather", "print_task", "never_awaited"):
            first = self.trace("a.jsonl", scenario).read_bytes()
            self.assertEqual(first, self.trace("b.jsonl", scenario).read_bytes(), scenario)
            self.assertGreater(len(first.splitlines()), 10)

    def test_what_if_makes_another_future(self):
        path = self.write("p.py", "import asyncio, sys, time\n"
                          "async def main():\n    print(sys.stdin.readline().strip(), time.monotonic())\n"
                          "    await asyncio.sleep(5)\n    print('slept')\n"
                          "asyncio.run(main())\n"
                          "# /// script\n# [[tool.loopscope.stimuli]]\n# at = 1.0\n# stdin = \"yes\\n\"\n"
                          "# ///\n")
        self.assertEqual(loopscope("run", path)[:2], (0, "yes 1.0\nslept\n"))
        moved = loopscope("run", path, "--what-if", "move = 1, at = 3.5")
        self.assertEqual(moved[:2], (0, "yes 3.5\nslept\n"))
        without = loopscope("run", path, "--what-if", "leave_out = 1")
        self.assertEqual(without[1], " 0.0\nslept\n")
        cancelled = loopscope("run", path, "--what-if", 'cancel = "Task-1", at = 2.0')
        self.assertEqual(cancelled[1], "yes 1.0\n")
        status, _, err = loopscope("run", path, "--what-if", "leave_out = 2")
        self.assertEqual(status, 2)
        self.assertIn("there is no input 2", err)
        self.assertEqual(loopscope("run", path, "--what-if", "nonsense")[0], 2)

    def test_a_compressed_trace_tells_the_same(self):
        plain = loopscope("narrate", self.trace("a.jsonl", "two_tasks"))
        packed = loopscope("narrate", self.trace("a.jsonl.zst", "two_tasks"))
        self.assertEqual(plain, packed)
        first, rest = plain[1].split("\n", 1)
        self.assertTrue(first.startswith("Recorded by loopscope "), first)
        self.assertEqual(rest, loopscope("narrate", "two_tasks")[1])

    def test_the_level_decides_what_is_recorded(self):
        sizes = [len(self.trace("a.jsonl", "--record", level, "two_tasks").read_bytes().splitlines())
                 for level in ("loop", "lines", "variables")]
        self.assertEqual(sizes, sorted(set(sizes)))

    def test_the_wall_clock_can_be_set(self):
        status, out, _ = loopscope("run", "--clock", "09:05:07", "two_awaits")
        self.assertEqual((status, out.splitlines()[0]), (0, "hello 09:05:07"))


class Narration(unittest.TestCase):
    """Every step in words, in two languages."""

    def test_it_gives_the_reason_for_the_timeout(self):
        _, out, _ = loopscope("narrate", "two_tasks")
        self.assertIn("select(timeout=0)", out)
        self.assertIn("does not wait", out)

    def test_it_speaks_chinese(self):
        _, out, _ = loopscope("narrate", "--lang", "zh", "two_tasks")
        self.assertIn("就绪队列", out)
        self.assertNotIn("the loop", out)


class Pictures(Temporary):
    """render draws the window without a display."""

    def test_a_png_of_the_size_asked_for(self):
        picture = self.folder / "p.png"
        status, _, err = loopscope("render", "two_tasks", "--at", 60, "--size", "1280x720", "-o", picture)
        if status == 2 and "without the window" in err:
            self.skipTest("built without the window")
        self.assertEqual(status, 0, err)
        data = picture.read_bytes()
        self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(int.from_bytes(data[16:20], "big"), 1280)
        self.assertEqual(int.from_bytes(data[20:24], "big"), 720)
        self.assertGreater(len(data), 20_000)


class Help(unittest.TestCase):
    def test_help_and_version(self):
        status, out, _ = loopscope("--help")
        self.assertEqual(status, 0)
        for command in ("run", "trace", "narrate", "render", "check", "list"):
            self.assertIn(command, out)
        status, out, _ = loopscope("--version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^loopscope \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
