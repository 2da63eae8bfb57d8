# warnings, traceback and logging.
import io
import logging
import sys
import traceback
import warnings

sys.stderr = sys.stdout


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("careful")
    warnings.warn("old", DeprecationWarning)
print([(str(w.message), w.category.__name__) for w in caught])
# => [('careful', 'UserWarning'), ('old', 'DeprecationWarning')]
with warnings.catch_warnings():
    warnings.simplefilter("error")
    print(error(lambda: warnings.warn("now an error", RuntimeWarning)))
# => RuntimeWarning: now an error
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("unseen")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    for _ in range(3):
        warnings.warn("once per place")
print(len(caught))  # => 1
print(warnings.formatwarning("text", UserWarning, "file.py", 3, "the line"), end="")
# => file.py:3: UserWarning: text
# =>   the line
print(error(lambda: warnings.warn("x", int)))
# => TypeError: category must be a Warning subclass, not 'type'


def inner():
    raise ValueError("bad value")


def outer():
    try:
        inner()
    except ValueError as e:
        raise RuntimeError("wrapped") from e


try:
    outer()
except RuntimeError as e:
    text = traceback.format_exc()
    lines = text.splitlines()
    print(lines[0], lines[-1], "direct cause" in text, len(lines))
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    tb = traceback.extract_tb(e.__traceback__)
    print([(f.name, f.line) for f in tb], len(tb))
    print("".join(traceback.format_exception(e)) == text)
    te = traceback.TracebackException.from_exception(e)
    print(str(te), te.exc_type.__name__, list(te.format_exception_only()))
    print(traceback.format_tb(e.__traceback__)[-1].splitlines()[1])
    buffer = io.StringIO()
    traceback.print_exception(e, file=buffer)
    print(buffer.getvalue() == text)
# => Traceback (most recent call last): RuntimeError: wrapped True 15
# => ['RuntimeError: wrapped\n'] ['RuntimeError: wrapped\n']
# => [('<module>', 'outer()'), ('outer', 'raise RuntimeError("wrapped") from e')] 2
# => True
# => wrapped RuntimeError ['RuntimeError: wrapped\n']
# =>     raise RuntimeError("wrapped") from e
# => True
print(traceback.format_exc(), end="")  # => NoneType: None
print(traceback.extract_stack()[-1].name)  # => <module>

buffer = io.StringIO()
handler = logging.StreamHandler(buffer)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(funcName)s:%(message)s"))
log = logging.getLogger("app.db")
log.setLevel(logging.DEBUG)
log.addHandler(handler)
log.propagate = False


def work():
    log.debug("debug %d", 1)
    log.info("info %s %s", "a", "b")
    log.warning("warning %(x)s", {"x": 5})
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")


work()
print(buffer.getvalue().replace(__file__, "FILE").splitlines()[:5])
# => ['DEBUG:app.db:work:debug 1', 'INFO:app.db:work:info a b', 'WARNING:app.db:work:warning 5', 'ERROR:app.db:work:failed', 'Traceback (most recent call last):']
print(log, log.parent, log.getEffectiveLevel(), logging.getLevelName(30), log.isEnabledFor(5))
# => <Logger app.db (DEBUG)> <RootLogger root (WARNING)> 10 WARNING False
print(logging.getLogger("app").getChild("db") is log, log.hasHandlers(), logging.getLogger().name)
# => True True root
handler.setLevel(logging.ERROR)
buffer.truncate(0)
buffer.seek(0)
log.info("no")
log.error("yes")
print(buffer.getvalue(), end="")  # => ERROR:app.db:<module>:yes
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="{levelname:<8}{message}", style="{")
logging.info("root info")  # => INFO    root info
logging.debug("hidden")
logging.getLogger("other").warning("other %s", "warning")  # => WARNING other warning
logging.log(45, "between")  # => Level 45between
logging.getLogger("filtered").addFilter(lambda record: "secret" not in record.getMessage())
logging.getLogger("filtered").error("secret")
logging.getLogger("filtered").error("open")  # => ERROR   open
adapter = logging.LoggerAdapter(logging.getLogger("adapted"), {"user": "u"})
adapter.warning("adapted")  # => WARNING adapted
logging.disable(logging.ERROR)
logging.error("off")
logging.critical("on")  # => CRITICALon
logging.disable(logging.NOTSET)
record = logging.makeLogRecord({"msg": "made %s", "args": ("here",), "levelno": 20})
print(record.getMessage(), error(lambda: logging.getLogger(5)))
# => made here TypeError: A logger name must be a string
print(error(lambda: logging.getLogger("x").setLevel("NOPE")))
# => ValueError: Unknown level: 'NOPE'
