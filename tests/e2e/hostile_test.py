"""Programs and traces that mean harm: each ends soon, with a message, and with a status of its own.

A process that dies by a signal, hangs, or says nothing fails. LOOPSCOPE names the binary.
"""

import os
import pathlib
import random
import resource
import subprocess
import tempfile
import textwrap
import unittest

LOOPSCOPE = os.environ["LOOPSCOPE"]
SANITIZED = b"__asan_init" in pathlib.Path(LOOPSCOPE).read_bytes()
SECONDS = 60 if SANITIZED else 20
ADDRESS_SPACE = 6 << 30  # The sanitizers reserve more than that.

# Status 3: stopped by the budget of steps. `!` stands for the loop that never ends.
ENDLESS = {
    "in a finalizer": "class A:\n def __del__(self):\n  !\nA()",
    "in a finalizer that the collector calls":
        "import gc\nclass A:\n def __del__(self):\n  !\na = A()\na.a = a\ndel a\ngc.collect()",
    "in a finalizer at the end": "class A:\n def __del__(self):\n  !\na = A()",
    "in a finalizer that swallows everything":
        "class A:\n def __del__(self):\n  try:\n   !\n  except BaseException: pass\n  finally:\n   !\n"
        "while True: A()",
    "in a weak reference's callback":
        "import weakref\nclass A: pass\ndef gone(r):\n !\na = A()\nr = weakref.ref(a, gone)\ndel a",
    "in a generator that is dropped":
        "def g():\n try: yield 1\n finally:\n  !\nx = g()\nnext(x)\ndel x",
    "in a repr": "class A:\n def __repr__(self):\n  !\nprint(A())",
    "in a comparison while sorting":
        "class A:\n def __lt__(self, other):\n  !\nsorted([A(), A()])",
    "in the text of the exception that ends the program":
        "class A(Exception):\n def __str__(self):\n  !\nraise A",
    "in a callback":
        "import asyncio\ndef f():\n !\nasync def main():\n"
        " asyncio.get_running_loop().call_soon(f)\n await asyncio.sleep(1)\nasyncio.run(main())",
    "in the loop's exception handler, called by a finalizer":
        "import asyncio\ndef handler(loop, context):\n !\nasync def main():\n"
        " loop = asyncio.get_running_loop()\n loop.set_exception_handler(handler)\n"
        " f = loop.create_future()\n f.set_exception(ValueError())\n del f\n"
        " await asyncio.sleep(1)\nasyncio.run(main())",
    "in a task's finally while it is cancelled":
        "import asyncio\nasync def f():\n try: await asyncio.sleep(9)\n finally:\n  !\n"
        "async def main():\n t = asyncio.create_task(f())\n await asyncio.sleep(0)\n t.cancel()\n"
        " await t\nasyncio.run(main())",
    "around a clause that catches everything":
        "while True:\n try:\n  !\n except BaseException: pass",
    "at exit": "import atexit\n@atexit.register\ndef f():\n !",
    "of finalizers that make objects with finalizers":
        "class A:\n def __del__(self): A()\nA()",
    "in C++, over an iterator": "import itertools\nany(itertools.repeat(0))",
    "in C++, looking for an item": "import itertools\n1 in itertools.repeat(0)",
    "in a power of long numbers": "pow(3, 7**200000, 10**20000+1)",
    "in divisions of long numbers": "a = 7**300000\nwhile True: a // (a // 3)",
    "in a pattern that backtracks":
        "import re\nwhile True:\n try: re.match('(a+)+$', 'a' * 40 + 'b')\n except RuntimeError: pass",
    "in C++, in a filter": "import itertools\nnext(filter(None, itertools.repeat(0)))",
}

# The program catches RecursionError: status 0 and "caught".
RECURSIVE = {
    "a call": "def f(): f()\nf()",
    "a call with a limit of a billion":
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n def __repr__(self): return repr(self)\n"
        "repr(A())",
    "sorting by a key that sorts":
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(x): return sorted([1], key=f)\nf(1)",
    "an instance as its class's __call__": "class A: pass\nA.__call__ = A()\nA()()",
    "__eq__": "class A:\n def __eq__(self, other): return self == other\nA() == A()",
    "__getattr__": "class A:\n def __getattr__(self, name): return getattr(self, name)\nA().x",
    "generators": "def g(): yield from g()\nlist(g())",
    "a deep copy": "import copy\nx = []\nfor i in range(100_000): x = [x]\ncopy.deepcopy(x)",
    "a deep pickle": "import pickle\nx = []\nfor i in range(100_000): x = [x]\npickle.dumps(x)",
    "the hash of a deep tuple": "x = ()\nfor i in range(1_000_000): x = (x,)\nhash(x)",
    "a deep comparison": "x = []\ny = []\nfor i in range(100_000): x, y = [x], [y]\nx == y",
    "parentheses in a pattern": "import re\nre.compile('(' * 5000 + ')' * 5000)",
    "awaits": "import asyncio\nasync def f(): await f()\nasyncio.run(f())",
    "exec": "s = 'exec(s)'\nexec(s)",
    "a list in a list in a list": "x = []\nfor i in range(200_000): x = [x]\nrepr(x)",
    "tasks that wait for each other, cancelled":
        "import asyncio\nasync def main():\n async def a(): await u\n async def b(): await t\n"
        " t = asyncio.create_task(a())\n u = asyncio.create_task(b())\n await asyncio.sleep(0)\n"
        " t.cancel()\nasyncio.run(main())",
}

# The program catches MemoryError (or OverflowError): status 0 and "caught".
LARGE = {
    "a str": "'a' * 10**12",
    "a list": "[0] * 10**12",
    "bytes": "bytes(10**12)",
    "a shifted int": "1 << 10**12",
    "a format's width": "'{:{}}'.format(1, 10**12)",
    "a product of very many": "__import__('itertools').product(range(1000), repeat=10**9)",
    "combinations of very many":
        "__import__('itertools').combinations_with_replacement(range(10), 10**13)",
    "a struct": "__import__('struct').pack('99999999999999s', b'')",
    "a decimal's digits": "int(__import__('decimal').Decimal('1e999999999'))",
    "a pattern": "__import__('re').match('((a{9999}){9999}){9999}', 'a')",
}

# These end by themselves, with whatever status of the program's own.
ENDS = {
    "structures too deep to be freed by recursion":
        "x = []\nfor i in range(300_000): x = [x]\ny = None\nfor i in range(100_000): y = (y,)",
    "finalizers that raise": "class A:\n def __del__(self): raise ValueError\nA()\na = A()\na.a = a",
    "finalizers that bring their objects back":
        "import gc\nkept = []\nclass A:\n def __del__(self): kept.append(self)\n"
        "for i in range(9):\n a = A()\n a.a = a\ndel a\ngc.collect()\nkept.clear()\ngc.collect()",
    "weak references that die last":
        "import builtins, weakref\nclass A: pass\nbuiltins.a = A()\n"
        "builtins.r = weakref.ref(builtins.a, print)",
    "an exit with a thing that has no text":
        "import sys\nclass A:\n def __str__(self): raise ValueError\nprint('x')\nsys.exit(A())",
    "a list emptied by the index that asks for its item":
        "class I:\n def __index__(self):\n  x.clear()\n  return 2\nx = [1] * 9\n"
        "try: x[I()] = 5\nexcept IndexError: pass\nx[I():5]\nx = [1] * 9\ndel x[::I()]",
    "a dict cleared while it compares keys":
        "class E:\n def __hash__(self): return 1\n def __eq__(self, other): d.clear()\n"
        "d = {E(): 1}\nd.get(E())\nd = {E(): 1, 2: 3}\nd[E()] = 1",
    "a list cleared while it sorts":
        "class A:\n def __lt__(self, other): x.clear(); return True\nx = [A() for i in range(20)]\n"
        "try: x.sort()\nexcept ValueError: pass",
    "a traceback that leads to itself":
        "try: 1 / 0\nexcept Exception as e: tb = e.__traceback__\n"
        "try: tb.tb_next = tb\nexcept ValueError as e: print(e)",
    "no builtins left": "__builtins__.__dict__.clear()\nprint(1)",
    "a loop closed by its own callback":
        "import asyncio\nloop = asyncio.new_event_loop()\nloop.call_soon(loop.close)\n"
        "loop.call_soon(loop.stop)\nloop.run_forever()",
    "sys.exit in a task":
        "import asyncio, sys\nasync def f(): sys.exit(5)\nasync def main():\n"
        " asyncio.create_task(f())\n await asyncio.sleep(1)\nasyncio.run(main())",
    "brackets": "x = " + "(" * 50_000,
    "minus signs": "x = " + "-" * 100_000 + "1",
    "a long sum": "x = " + "1+" * 50_000 + "1",
    "iterators of iterators":
        "x = iter([1])\nfor i in range(400_000): x = enumerate(x)\n"
        "try: next(x)\nexcept RecursionError: pass",
    "a NUL": "x = 1\0\n",
}


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


class Hostile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_it(self, *arguments):
        result = subprocess.run([LOOPSCOPE, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                capture_output=True, timeout=SECONDS, preexec_fn=limits)
        said = result.stdout + result.stderr
        self.assertNotIn(b"Sanitizer", said)
        self.assertNotIn(b"internal error", said)
        self.assertGreaterEqual(result.returncode, 0, said[-2000:])
        if result.returncode != 0:
            self.assertNotEqual(said, b"")
        return result

    def run_program(self, text):
        path = self.folder / "program.py"
        path.write_text(text + "\n")
        return self.run_it("run", "--steps", "100000", path)

    def test_a_loop_that_never_ends_is_stopped_wherever_it_is(self):
        for where, text in ENDLESS.items():
            with self.subTest(where):
                result = self.run_program(text.replace("!", "while True: pass"))
                self.assertEqual(result.returncode, 3, result.stderr[-2000:])
                self.assertIn(b"loopscope: stopped", result.stderr)

    def test_recursion_without_end_is_a_RecursionError(self):
        for what, text in RECURSIVE.items():
            with self.subTest(what):
                guarded = ("try:\n" + textwrap.indent(text, " ") +
                           "\nexcept RecursionError: print('caught')")
                path = self.folder / "program.py"
                path.write_text(guarded + "\n")
                result = self.run_it("run", path)
                self.assertEqual((result.returncode, result.stdout), (0, b"caught\n"),
                                 result.stderr[-2000:])

    def test_what_is_too_large_is_a_MemoryError(self):
        for what, text in LARGE.items():
            with self.subTest(what):
                result = self.run_program(
                    f"try: {text}\nexcept (MemoryError, OverflowError): print('caught')")
                self.assertEqual((result.returncode, result.stdout), (0, b"caught\n"),
                                 result.stderr[-2000:])

    def test_programs_that_do_odd_things_to_the_run_end(self):
        for what, text in ENDS.items():
            with self.subTest(what):
                path = self.folder / "program.py"
                path.write_text(text + "\n")
                self.run_it("run", path)

    def test_a_trace_that_was_cut_or_changed_is_told_or_refused(self):
        program = self.folder / "program.py"
        program.write_text("import asyncio\nasync def f(): await asyncio.sleep(1)\n"
                           "async def main(): await asyncio.gather(f(), f())\n"
                           "asyncio.run(main())\n")
        whole = self.folder / "whole.trace"
        self.assertEqual(self.run_it("trace", program, "-o", whole).returncode, 0)
        data = whole.read_bytes()
        dice = random.Random(3)
        for turn in range(24):
            changed = bytearray(data)
            if turn % 2 == 0:
                del changed[dice.randrange(len(data)):]
            for _ in range(turn % 5):
                if changed:
                    changed[dice.randrange(len(changed))] = dice.randrange(256)
            path = self.folder / "changed.trace"
            path.write_bytes(changed)
            with self.subTest(turn=turn):
                result = self.run_it(("narrate", "check")[turn % 3 == 0], path)
                self.assertIn(result.returncode, (0, 1, 2, 3))


if __name__ == "__main__":
    unittest.main()
