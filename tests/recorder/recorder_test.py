"""What the recorder sees, under the Python that runs this file."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = os.path.join(ROOT, "recorder")
sys.path.insert(0, PACKAGE)

import loopscope_recorder  # noqa: E402


def read(path):
    """(header, events, closed) of a trace; every line must be JSON, time must not go back."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    header = json.loads(lines[0])
    events = [json.loads(line) for line in lines[1:]]
    closed = bool(events) and "end_of_trace" in events[-1]
    if closed:
        told = events.pop()["end_of_trace"]
        assert told == sum(1 for e in events if e["e"] not in ("source", "unseen")), told
    last = 0
    for event in events:
        assert event["t"] >= last, "time goes back"
        last = event["t"]
    return header, events, closed


class Recording(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name="out.trace"):
        return os.path.join(self.folder, name)

    def program(self, text, name="program.py"):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))
        return path

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "loopscope_recorder", "run"] + list(arguments),
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=dict(os.environ, PYTHONPATH=PACKAGE, PYTHONDONTWRITEBYTECODE="1"))

    def run_recorded(self, text, *options, arguments=()):
        """(status, stdout, stderr, header, events) of a program recorded from the command line."""
        program = self.program(text)
        process = self.start("-o", self.path(), *options, program, *arguments)
        out, err = process.communicate(timeout=60)
        header, events, closed = read(self.path())
        self.assertTrue(closed, err)
        return process.returncode, out.decode(), err.decode(), header, events

    def in_process(self, main, **options):
        with loopscope_recorder.record(self.path(), **options):
            asyncio.run(main())
        return read(self.path())[1]


HELLO = """
    import asyncio
    async def say(what, delay):
        await asyncio.sleep(delay)
        print(what)
        return what.upper()
    async def main():
        a = asyncio.create_task(say("a", 0.02))
        b = asyncio.create_task(say("b", 0.01))
        print(await a, await b)
    asyncio.run(main())
"""


class CommandLine(Recording):
    def test_the_program_runs_as_without_recording(self):
        status, out, err, header, events = self.run_recorded(HELLO)
        self.assertEqual((status, out, err), (0, "b\na\nA B\n", ""))
        self.assertEqual(header["time"], "recorded")
        self.assertEqual(header["python"], "%d.%d.%d" % sys.version_info[:3])
        self.assertIn("async def say", header["sources"]["program.py"])
        self.assertTrue(header["unseen"])

    def test_tasks_steps_and_output_are_seen(self):
        events = self.run_recorded(HELLO)[4]
        kinds = [e["e"] for e in events]
        for kind in ("loop_created", "loop_running", "iteration", "timeout", "select", "selected",
                     "timer_due", "batch", "handle", "ready", "run", "step", "waits", "ran",
                     "future", "resolved", "task", "task_done", "output", "loop_stop",
                     "loop_stopped", "loop_closed", "end"):
            self.assertIn(kind, kinds)
        names = [e["coroutine"] for e in events if e["e"] == "task"][:3]
        self.assertEqual(names, ["main", "say", "say"])

    def test_each_run_ends_before_the_next_begins(self):
        events = self.run_recorded(HELLO)[4]
        running = None
        for event in events:
            if event["e"] == "run":
                self.assertIsNone(running)
                running = event["handle"]
            elif event["e"] == "ran":
                self.assertEqual(running, event["handle"])
                running = None
        self.assertIsNone(running)

    def test_a_task_done_comes_before_the_handles_of_its_callbacks(self):
        events = self.run_recorded(HELLO)[4]
        done = next(i for i, e in enumerate(events)
                    if e["e"] == "task_done" and e["task"] == 2)
        self.assertEqual(events[done + 1]["e"], "handle")
        self.assertEqual(events[done + 1]["callback"], "Task.task_wakeup")

    def test_exit_status_and_traceback_pass_through(self):
        status, out, err, _, events = self.run_recorded("import sys\nsys.exit(7)\n")
        self.assertEqual(status, 7)
        self.assertEqual(events[-1]["how"], "exited")
        status, out, err, _, events = self.run_recorded("1/0\n")
        self.assertEqual(status, 1)
        self.assertIn("ZeroDivisionError", err)
        self.assertNotIn("loopscope_recorder", err)
        self.assertEqual(events[-1]["how"], "failed")

    def test_arguments_reach_the_program(self):
        out = self.run_recorded("import sys\nprint(sys.argv[1:])\n", arguments=("--x", "y"))[1]
        self.assertEqual(out, "['--x', 'y']\n")

    def test_a_module_can_be_recorded(self):
        self.program("print(__name__)\n", "thing.py")
        process = self.start("-o", self.path(), "-m", "thing")
        out, err = process.communicate(timeout=60)
        self.assertEqual(out.decode(), "__main__\n", err)
        self.assertEqual(read(self.path())[0]["program"], "thing.py")

    def test_a_killed_program_leaves_a_readable_trace(self):
        program = self.program("""
            import asyncio
            async def main():
                while True:
                    await asyncio.sleep(0.01)
                    print("alive", flush=True)
            asyncio.run(main())
        """)
        process = self.start("-o", self.path(), program)
        for _ in range(5):
            process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        _, events, closed = read(self.path())
        self.assertFalse(closed)
        self.assertGreater(sum(1 for e in events if e["e"] == "output"), 2)

    def test_the_ring_keeps_the_last_events(self):
        events = self.run_recorded(HELLO, "--ring", "20")[4]
        self.assertEqual(len(events), 20)
        self.assertEqual(events[-1]["e"], "end")


class VirtualTime(Recording):
    def test_two_recordings_are_the_same_bytes(self):
        program = self.program("""
            import asyncio, time, random, datetime
            async def main():
                start = time.monotonic()
                await asyncio.sleep(3600)
                print(time.monotonic() - start, time.strftime("%X"), datetime.datetime.now())
                time.sleep(5)
                tasks = {asyncio.ensure_future(asyncio.sleep(i, i)) for i in range(5)}
                done, pending = await asyncio.wait(tasks, timeout=2.5)
                print(len(done), len(pending), random.random(), hash("x"))
            asyncio.run(main())
        """)
        texts = []
        for name in ("1", "2"):
            begun = time.monotonic()
            process = self.start("-o", self.path(name), "--virtual", program)
            out, err = process.communicate(timeout=60)
            self.assertIn(b"3600.0 01:00:00 2000-01-01 01:00:00", out, err)
            self.assertLess(time.monotonic() - begun, 30)
            with open(self.path(name), "rb") as file:
                # Which of two futures of one cycle goes first is a matter of addresses.
                texts.append([line for line in file if b'"future_released"' not in line])
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(json.loads(texts[0][0])["time"], "virtual")

    def test_a_program_that_waits_for_ever_ends(self):
        status, _, err, _, events = self.run_recorded("""
            import asyncio
            async def main():
                await asyncio.get_running_loop().create_future()
            asyncio.run(main())
        """, "--virtual")
        self.assertEqual(status, 3)
        self.assertIn("waits for ever", err)
        self.assertEqual(events[-1]["how"], "waits_for_ever")

    def test_threads_take_turns_in_virtual_time(self):
        status, out, err, _, events = self.run_recorded("""
            import asyncio, queue, threading, time
            def work(n):
                time.sleep(n)
                print("worked", n, time.monotonic())
                return n
            async def main():
                loop = asyncio.get_running_loop()
                jobs = [loop.run_in_executor(None, work, n) for n in (3, 1, 2)]
                print(await asyncio.gather(*jobs), time.monotonic())
            asyncio.run(main())
            items = queue.Queue(1)
            def producer():
                for i in range(3):
                    time.sleep(1)
                    items.put(i)
            thread = threading.Thread(target=producer)
            thread.start()
            print([items.get() for _ in range(3)], time.monotonic())
            thread.join()
        """, "--virtual")
        self.assertEqual((status, out), (0, "worked 1 1.0\nworked 2 2.0\nworked 3 3.0\n"
                                            "[3, 1, 2] 3.0\n[0, 1, 2] 6.0\n"), err)
        self.assertIn("thread_blocked", [e["e"] for e in events])

    def test_an_executor_works(self):
        status, out, err, _, events = self.run_recorded("""
            import asyncio
            async def main():
                loop = asyncio.get_running_loop()
                print(await loop.run_in_executor(None, sum, [1, 2, 3]))
            asyncio.run(main())
        """, "--virtual")
        self.assertEqual((status, out), (0, "6\n"), err)
        self.assertIn("threadsafe", [e.get("by") for e in events])

    def test_blocking_sockets_wait_in_virtual_time(self):
        status, out, err, _, _ = self.run_recorded("""
            import os, socket, threading, time
            a, b = socket.socketpair()
            def server():
                time.sleep(2)
                b.sendall(b"late")
            threading.Thread(target=server).start()
            print(a.recv(10), time.monotonic())
            a.settimeout(0.5)
            try:
                a.recv(10)
            except socket.timeout as error:
                print(error, time.monotonic())
            print(os.getpid())
        """, "--virtual")
        self.assertEqual((status, out), (0, "b'late' 2.0\ntimed out 2.5\n4242\n"), err)

    def test_alarms_are_virtual_and_interrupt_a_sleep(self):
        status, out, err, _, _ = self.run_recorded("""
            import signal, time
            def rings(number, frame):
                print("rings", time.monotonic())
            signal.signal(signal.SIGALRM, rings)
            signal.setitimer(signal.ITIMER_REAL, 1, 2)
            time.sleep(4)
            print(time.monotonic())
        """, "--virtual")
        self.assertEqual((status, out), (0, "rings 1.0\nrings 3.0\n4.0\n"), err)

    def test_workers_of_a_process_pool_have_pids_and_globals_of_their_own(self):
        status, out, err, _, _ = self.run_recorded("""
            import os, time
            from concurrent.futures import ProcessPoolExecutor
            calls = 0
            def job(n):
                global calls
                calls += 1
                time.sleep(n)
                return n, os.getpid() - 4242, calls
            if __name__ == "__main__":
                with ProcessPoolExecutor(2) as pool:
                    print(list(pool.map(job, [2, 1, 1])), calls, time.monotonic())
        """, "--virtual")
        self.assertEqual((status, out), (0, "[(2, 1, 1), (1, 2, 1), (1, 2, 2)] 0 2.0\n"), err)

    def test_a_child_process_takes_no_time(self):
        status, out, err, _, _ = self.run_recorded("""
            import subprocess, sys, time
            code = "import time; time.sleep(0.2); print('child')"
            print(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE,
                                 timeout=0.1).stdout, time.monotonic() <= 0.1)
        """, "--virtual")
        self.assertEqual((status, out), (0, "b'child\\n' True\n"), err)

    def test_what_is_said_at_exit_is_recorded(self):
        *_, events = self.run_recorded("""
            import atexit
            atexit.register(print, "bye")
        """, "--virtual")
        self.assertEqual([e["text"] for e in events if e["e"] == "output"], ["bye\n"])
        self.assertEqual(events[-1]["e"], "end")


class Events(Recording):
    def test_calls_that_executors_run_are_told(self):
        def job(text):
            if not text:
                raise LookupError(text)
            return text

        async def main():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, job, "x")
            try:
                await loop.run_in_executor(None, job, "")
            except LookupError:
                pass
        work = [e for e in self.in_process(main) if e["e"] == "work"]
        self.assertEqual([(e["work"], e["stage"]) for e in work], [
            (1, "submitted"), (1, "started"), (1, "finished"),
            (2, "submitted"), (2, "started"), (2, "failed")])
        self.assertTrue(all(e["function"].endswith("job") for e in work))
        self.assertEqual((work[0]["task"], work[0]["th"] if "th" in work[0] else 1), (1, 1))
        self.assertNotEqual(work[1].get("th", 1), 1)
        self.assertEqual(work[-1]["by"], "LookupError")

    def test_descriptors_have_the_numbers_that_they_have_without_recording(self):
        program = "import os\nprint(os.open(os.devnull, os.O_RDONLY))\n"
        plain = subprocess.run([sys.executable, self.program(program)], stdout=subprocess.PIPE)
        self.assertEqual(self.run_recorded(program)[1], plain.stdout.decode())

    def test_a_cancellation_says_who_asked(self):
        async def main():
            async def sleeper():
                await asyncio.sleep(10)
            task = asyncio.ensure_future(sleeper())
            await asyncio.sleep(0)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
            task.cancel()
        events = self.in_process(main)
        accepted, refused = [e for e in events if e["e"] == "cancel"][:2]
        self.assertEqual((accepted["by"], accepted["answer"]), (1, "accepted"))
        self.assertEqual((refused["task"], refused["answer"]), (accepted["task"], "refused"))
        self.assertIn("task_cancelled", [e["e"] for e in events])

    def test_values_stay_out_unless_asked_for(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(len, "s3cret")
            future = loop.create_future()
            loop.call_soon(future.set_exception, ValueError("s3cret"))
            try:
                await future
            except ValueError:
                pass
            return "s3cret"
        self.in_process(main)
        with open(self.path(), encoding="utf-8") as file:
            self.assertNotIn("s3cret", file.read().split("\n", 1)[1])
        self.in_process(main, values=True)
        with open(self.path(), encoding="utf-8") as file:
            self.assertIn("s3cret", file.read().split("\n", 1)[1])

    def test_exceptions_in_callbacks_are_seen(self):
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda loop, context: None)
            loop.call_soon(lambda: 1 / 0)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        events = self.in_process(main)
        kinds = [e["e"] for e in events]
        at = kinds.index("run_failed")
        self.assertEqual(kinds[at + 1], "exception_reported")
        self.assertEqual(kinds[at + 2], "ran")

    def test_a_running_loop_can_be_recorded_from_within(self):
        path = self.path()

        async def other():
            await asyncio.sleep(0.01)

        async def main():
            task = asyncio.ensure_future(other())
            await asyncio.sleep(0)
            with loopscope_recorder.record(path):
                await task
                await asyncio.sleep(0.001)
        asyncio.run(main())
        _, events, closed = read(path)
        self.assertTrue(closed)
        self.assertEqual(sum(1 for e in events if e["e"] == "task"), 2)
        self.assertIn("task_done", [e["e"] for e in events])

    def test_everything_is_put_back_afterwards(self):
        def present():
            base = asyncio.base_events.BaseEventLoop
            return (asyncio.Future, asyncio.Task, asyncio.Handle, base._run_once, base.stop,
                    asyncio.base_events.heapq, asyncio.events._set_running_loop,
                    vars(sys.stdout).get("write"))
        before = present()

        async def main():
            await asyncio.sleep(0)
        self.in_process(main)
        self.assertEqual(before, present())

    def test_types_look_the_same(self):
        async def main():
            loop = asyncio.get_running_loop()
            task = asyncio.ensure_future(asyncio.sleep(0))
            future = loop.create_future()
            assert isinstance(task, asyncio.Task) and isinstance(task, asyncio.Future)
            assert isinstance(future, asyncio.Future) and not isinstance(future, asyncio.Task)
            assert issubclass(asyncio.Task, asyncio.Future)
            assert repr(future) == "<Future pending>", repr(future)
            assert repr(task).startswith("<Task pending"), repr(task)
            assert type(future) is asyncio.Future
            handle = loop.call_later(5, print)
            assert repr(handle).startswith("<TimerHandle when="), repr(handle)
            handle.cancel()
            await task

            class Mine(asyncio.Future):
                pass
            mine = Mine()
            assert isinstance(mine, Mine) and not isinstance(future, Mine)
            mine.set_result(1)
            assert await mine == 1
        self.in_process(main)

    def test_a_thread_is_seen_and_calls_back(self):
        async def main():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, time.sleep, 0.3)
        events = self.in_process(main)
        self.assertIn("threadsafe", [e.get("by") for e in events])
        self.assertGreaterEqual(sum(1 for e in events if e["e"] == "thread_started"), 2)

    def test_the_order_of_callbacks_does_not_change(self):
        order = []

        async def main():
            loop = asyncio.get_running_loop()
            for i in range(5):
                loop.call_later(0, order.append, ("timer", i))
                loop.call_soon(order.append, ("soon", i))
            when = loop.time() + 0.01
            for i in range(7):
                loop.call_at(when, order.append, ("tie", i))
            await asyncio.sleep(0.05)
        asyncio.run(main())
        plain, order[:] = list(order), []
        self.in_process(main)
        self.assertEqual(plain, order)


class Lines(Recording):
    PROGRAM = """
        import asyncio
        def double(x):
            return 2 * x
        async def inner(n):
            await asyncio.sleep(0)
            return double(n)
        async def main():
            password = "s3cret"
            value = await inner(21)
            try:
                await asyncio.wait_for(asyncio.sleep(1), 0.001)
            except asyncio.TimeoutError:
                pass
            return value
        asyncio.run(main())
    """

    def test_frames_are_entered_suspended_resumed_and_left(self):
        _, _, _, header, events = self.run_recorded(self.PROGRAM, "--lines")
        self.assertEqual(header["level"], "lines")
        frames = {e["frame"]: e["function"] for e in events if e["e"] == "enter"}
        self.assertEqual(sorted(frames.values()), ["<module>", "double", "inner", "main"])
        state = {}
        for event in events:
            kind = event["e"]
            if kind == "enter":
                state[event["frame"]] = "runs"
            elif kind == "suspend":
                self.assertEqual(state[event["frame"]], "runs")
                state[event["frame"]] = "suspended"
            elif kind == "resume":
                self.assertEqual(state[event["frame"]], "suspended")
                state[event["frame"]] = "runs"
            elif kind in ("line", "exit"):
                self.assertEqual(state[event["frame"]], "runs")
                if kind == "exit":
                    del state[event["frame"]]
        self.assertEqual(state, {})
        inner = next(f for f, name in frames.items() if name == "inner")
        self.assertEqual([e["line"] for e in events
                          if e["e"] == "line" and e["frame"] == inner], [6, 7])
        self.assertNotIn("s3cret", json.dumps(events))

    def test_variables_are_shown_except_those_left_out(self):
        events = self.run_recorded(self.PROGRAM, "--vars", "--exclude", "pass*")[4]
        shown = {(e["name"], e.get("value")) for e in events if e["e"] == "variable"}
        self.assertIn(("n", "21"), shown)
        self.assertIn(("value", "42"), shown)
        self.assertIn(("password", "…"), shown)
        self.assertNotIn("s3cret", json.dumps(events))


class Opening(Recording):
    def test_loopscope_opens_what_was_recorded(self):
        loopscope = os.environ.get("LOOPSCOPE")
        if not loopscope:
            self.skipTest("LOOPSCOPE is not set")
        for options in ((), ("--virtual",), ("--lines",), ("--vars",)):
            self.run_recorded(HELLO, *options)
            done = subprocess.run([loopscope, "check", self.path()], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"Nothing is wrong", done.stdout)
            told = subprocess.run([loopscope, "narrate", self.path()], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
            self.assertEqual(told.returncode, 0, told.stderr)


UVLOOP = """
    import asyncio, sys
    import uvloop
    async def child(n):
        await asyncio.sleep(0.01 * n)
        return n
    async def boom():
        raise ValueError("no")
    async def main():
        loop = asyncio.get_running_loop()
        waits = asyncio.create_task(child(100), name="waits")
        print(await asyncio.gather(child(1), child(2), boom(), return_exceptions=True))
        waits.cancel()
        try:
            await waits
        except asyncio.CancelledError:
            print("cancelled")
        loop.call_later(3600, print, "never").cancel()
        loop.call_soon_threadsafe(print, "soon")
        print(await asyncio.to_thread(sum, [1, 2]))
    HOW
"""


def has_uvloop():
    try:
        import uvloop  # noqa: F401
    except ImportError:
        return False
    return sys.version_info >= (3, 9)  # asyncio.to_thread


@unittest.skipUnless(has_uvloop(), "no uvloop under this Python")
class ForeignLoop(Recording):
    def check(self, how):
        status, out, err, header, events = self.run_recorded(UVLOOP.replace("HOW", how))
        self.assertEqual(
            (status, out), (0, "[1, 2, ValueError('no')]\ncancelled\nsoon\n3\n"), err)
        told = [e["what"] for e in events if e["e"] == "unseen"]
        self.assertEqual(len(told), 1, told)
        self.assertIn("the inside of uvloop.Loop: iterations, select", told[0])
        kinds = {}
        for event in events:
            kinds[event["e"]] = kinds.get(event["e"], 0) + 1
        self.assertEqual([e["coroutine"] for e in events if e["e"] == "task"][:5],
                         ["main", "child", "child", "child", "boom"])
        self.assertEqual((kinds["loop_created"], kinds["loop_closed"]), (1, 1))
        self.assertEqual(kinds["loop_running"], kinds["loop_stopped"])
        for kind in ("step", "waits", "task_done", "task_failed", "task_cancelled", "handle",
                     "ready", "timer_due", "handle_cancelled", "cancel", "resolved", "work"):
            self.assertIn(kind, kinds)
        self.assertEqual(kinds["run"], kinds["ran"])
        self.assertNotIn("iteration", kinds)
        by = {e["by"] for e in events if e["e"] == "handle"}
        self.assertEqual(by, {"soon", "timer", "threadsafe"})
        stepped = None
        for event in events:  # Steps don't overlap.
            if event["e"] == "step":
                self.assertIsNone(stepped)
                stepped = event["task"]
            elif event["e"] in ("waits", "task_done", "task_failed", "task_cancelled"):
                self.assertEqual(event["task"], stepped)
                stepped = None

    def test_under_uvloop_what_the_program_asks_of_the_loop_is_seen(self):
        self.check("uvloop.install(); asyncio.run(main())")

    @unittest.skipUnless(hasattr(asyncio, "Runner"), "asyncio.Runner came with Python 3.11")
    def test_a_runner_with_a_factory_of_uvloops_is_seen(self):
        self.check("with asyncio.Runner(loop_factory=uvloop.new_event_loop) as r: r.run(main())")

    def test_in_virtual_time_it_is_refused_with_what_to_do(self):
        status, out, err, _, events = self.run_recorded(
            UVLOOP.replace("HOW", "uvloop.install(); asyncio.run(main())"), "--virtual")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("uvloop.Loop keeps time by its own clock. Record without --virtual.", err)
        self.assertEqual(events[-1]["how"], "failed")

    def test_the_methods_of_the_loop_are_put_back(self):
        import uvloop

        async def main():
            await asyncio.sleep(0.001)
        before = {name: vars(uvloop.Loop).get(name) for name in dir(uvloop.Loop)}
        loop = uvloop.new_event_loop()
        with loopscope_recorder.record(self.path()):
            loop.run_until_complete(main())
        self.assertEqual({name: vars(uvloop.Loop).get(name) for name in dir(uvloop.Loop)}, before)
        loop.run_until_complete(main())
        loop.close()
        kinds = [e["e"] for e in read(self.path())[1]]
        self.assertIn("loop_running", kinds)
        self.assertIn("task_done", kinds)


EAGER = """
    import asyncio
    async def quick(n):
        print("quick", n)
        return n
    async def slow(n):
        await asyncio.sleep(0.01)
        return n
    async def fails():
        raise ValueError("no")
    async def bare():
        await asyncio.sleep(0)
    async def outer():
        return await asyncio.create_task(quick(2), name="inner")
    async def main():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        tasks = [asyncio.create_task(make) for make in (quick(1), slow(5), fails(), bare(), outer())]
        print([task.done() for task in tasks])
        await asyncio.gather(*tasks, return_exceptions=True)
    asyncio.run(main())
"""


@unittest.skipUnless(hasattr(asyncio, "eager_task_factory"), "eager tasks came with Python 3.12")
class EagerTasks(Recording):
    def test_what_ends_in_its_first_step_is_seen(self):
        status, out, err, _, events = self.run_recorded(EAGER)
        self.assertEqual((status, out), (0, "quick 1\nquick 2\n[True, False, True, False, True]\n"),
                         err)
        tasks = {e["task"]: e for e in events if e["e"] == "task"}
        names = {e["coroutine"]: e["task"] for e in tasks.values()}
        self.assertLessEqual({"main", "quick", "slow", "fails", "bare", "outer"}, set(names))
        self.assertEqual(sum(e["coroutine"] == "quick" for e in tasks.values()), 2)
        for event in tasks.values():
            parent = tasks.get(event["parent"])
            told = parent and parent["coroutine"]
            if event["coroutine"] == "quick":
                self.assertIn(told, ("main", "outer"))
            elif event["coroutine"] in ("slow", "fails", "bare", "outer"):
                self.assertEqual(told, "main")
        open_steps = []  # The first step of an eager task lies in that of its parent.
        ends = ("waits", "task_done", "task_failed", "task_cancelled")
        first = []
        for event in events:
            if event["e"] == "step":
                if open_steps:
                    self.assertEqual(tasks[event["task"]]["parent"], open_steps[-1])
                    self.assertEqual(event["why"], "first")
                    first.append(tasks[event["task"]]["coroutine"])
                open_steps.append(event["task"])
            elif event["e"] in ends:
                self.assertEqual(open_steps.pop(), event["task"])
            elif event["e"] == "output" and "quick" in event["text"]:
                self.assertEqual(tasks[event["task"]]["coroutine"], "quick")
        self.assertEqual(open_steps, [])
        self.assertEqual(first, ["quick", "slow", "fails", "bare", "outer", "quick"])
        self.assertEqual(tasks[names["slow"]]["line"], 17)

    def test_a_loop_that_does_not_run_makes_no_eager_step(self):
        events = self.run_recorded("""
            import asyncio
            async def job():
                return 1
            loop = asyncio.new_event_loop()
            task = asyncio.Task(job(), loop=loop, eager_start=True, name="later")
            print(task.done(), loop.run_until_complete(task))
            loop.close()
        """)[4]
        self.assertEqual([e["name"] for e in events if e["e"] == "task"], ["later"])
        self.assertEqual([e["why"] for e in events if e["e"] == "step"], ["first"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
