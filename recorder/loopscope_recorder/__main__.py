"""python -m loopscope_recorder run [options] PROGRAM.py [arguments]"""

import argparse
import atexit
import io
import os
import runpy
import sys
import traceback


def time_of_day(text):
    parts = [int(part) for part in text.split(":")]
    if not 2 <= len(parts) <= 3:
        raise ValueError(text)
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) == 3 else 0)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m loopscope_recorder",
        description="Records what a real asyncio program's event loop does, for Loopscope.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("run", help="run a program and record it")
    run.add_argument("-o", "--output", default=None, metavar="T",
                     help="the trace to write (default: PROGRAM.trace)")
    run.add_argument("--to", metavar="PORT/TOKEN",
                     help="stream to the window of 'loopscope live' on this machine instead")
    run.add_argument("--virtual", action="store_true",
                     help="virtual time: nothing really sleeps, and every recording is the same")
    run.add_argument("--clock", type=time_of_day, default=0, metavar="HH:MM:SS",
                     help="with --virtual: the time of day at the start")
    run.add_argument("--lines", action="store_true", help="record frames and source lines too")
    run.add_argument("--vars", action="store_true",
                     help="record local variables and other values too; they may hold secrets")
    run.add_argument("--values", action="store_true",
                     help="record results, arguments and messages, but no local variables")
    run.add_argument("--exclude", action="append", default=[], metavar="NAME",
                     help="leave the values of these variables out; NAME* for any ending")
    run.add_argument("--length", type=int, default=80, metavar="N",
                     help="cut values at so many characters (default 80)")
    run.add_argument("--ring", type=int, metavar="N",
                     help="keep only the last N events, written when the program ends")
    run.add_argument("-m", dest="module", action="store_true",
                     help="PROGRAM is the name of a module, as for python -m")
    run.add_argument("program", metavar="PROGRAM")
    run.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS")
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        raise SystemExit(2)
    return options


def restart_for_virtual_time():
    """Hashes of texts must not be random where each recording is to be the same."""
    if os.environ.get("PYTHONHASHSEED") == "0":
        return
    os.environ["PYTHONHASHSEED"] = "0"
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [folder] + [p for p in [os.environ.get("PYTHONPATH")] if p])
    os.execv(sys.executable, [sys.executable] + _interpreter_options() +
             ["-m", "loopscope_recorder"] + sys.argv[1:])


def _interpreter_options():
    flags = []
    if sys.flags.dev_mode:
        flags += ["-X", "dev"]
    for warning in sys.warnoptions:
        flags += ["-W", warning]
    return flags


def read_source(path):
    with open(path, "rb") as file:
        data = file.read()
    return data, data.decode("utf-8", "surrogateescape")


def run_file(path, recorder_of):
    """Runs a file as __main__, as `python FILE` does. Returns how it ended, and its status."""
    data, text = read_source(path)
    name = os.path.basename(path)
    recorder = recorder_of(name, {name: text})
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    import types
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    namespace = module.__dict__

    def body():
        exec(compile(data, path, "exec", dont_inherit=True), namespace)
    return recorder, body


def run_module(name, recorder_of):
    import importlib.util
    sys.path[0] = os.getcwd()
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = importlib.util.find_spec(name + ".__main__")
    if spec is None or not spec.origin:
        sys.exit("loopscope_recorder: there is no module named %s" % name)
    _, text = read_source(spec.origin)
    file = os.path.basename(spec.origin)
    recorder = recorder_of(file, {file: text})

    def body():
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    return recorder, body


def guarded(body):
    """Runs the program; (how, status) as the trace's `end` has them. Shows its traceback."""
    try:
        body()
    except SystemExit as exit:
        if exit.code is None:
            return "exited", 0
        if isinstance(exit.code, int):
            return "exited", exit.code & 0xFF
        sys.stdout.flush()
        sys.stderr.write("%s\n" % (exit.code,))
        return "exited", 1
    except BaseException as exception:
        _show(exception)
        return "failed", 130 if isinstance(exception, KeyboardInterrupt) else 1
    return "finished", 0


def _show(exception):
    """The traceback as python shows it: without our own frames above the program's."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(
            (__file__, os.path.dirname(__file__))):
        trace = trace.tb_next
    try:
        sys.stdout.flush()
    except Exception:
        pass
    hook = sys.excepthook
    if hook is sys.__excepthook__:
        hook(type(exception), exception.with_traceback(trace), trace)
        return
    try:
        hook(type(exception), exception.with_traceback(trace), trace)
    except Exception:
        traceback.print_exc()


def main(arguments=None):
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.virtual:
        restart_for_virtual_time()
    from . import Options, _open_sink
    from ._recorder import Recorder
    sys.argv = [options.program] + options.arguments
    output = options.output
    if output is None:
        stem = os.path.basename(options.program)
        output = (stem[:-3] if stem.endswith(".py") else stem) + ".trace"
    level = "variables" if options.vars else "lines" if options.lines else "loop"

    def recorder_of(name, sources):
        return Recorder(_open_sink(output, options.to), Options(
            level=level, values=options.vars or options.values, exclude=options.exclude,
            length=options.length, ring=options.ring, virtual=options.virtual,
            clock=options.clock, program=name,
            sources=sources, arguments=options.arguments))

    try:
        recorder, body = (run_module if options.module else run_file)(
            options.program, recorder_of)
    except OSError as error:
        sys.stderr.write("loopscope_recorder: %s\n" % error)
        return 2
    recorder.install()
    how, status = guarded(body)
    _finish_threads()
    _run_atexit(recorder)
    _release_main()
    recorder.finish(how, status)
    try:
        sys.stdout.flush()
    except OSError:
        pass
    return status


def _finish_threads():
    """What python does before it ends: waits for threads, then for what was asked for at exit."""
    import threading
    pools = sys.modules.get("concurrent.futures.thread")
    if pools is not None and sys.version_info < (3, 9):
        pools._python_exit()  # Left to atexit there, when the hooks are gone.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    try:
        threading._shutdown()
    except Exception:
        pass


def _run_atexit(recorder):
    """What the program registered for its end belongs to the recording."""
    atexit.unregister(recorder.finish)
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass  # It has been shown.


def _release_main():
    """Takes the program's globals apart, so that what is reported at the end is recorded too."""
    import gc
    module = sys.modules.get("__main__")
    if module is not None and getattr(module, "__file__", None) != __file__:
        namespace = vars(module)
        for name in [n for n in namespace if not n.startswith("__")]:
            namespace[name] = None
    gc.collect()


if __name__ == "__main__":
    sys.exit(main())
