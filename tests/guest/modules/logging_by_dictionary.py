# logging.config.dictConfig, importlib.import_module, base85, asyncio.log.
import logging, logging.config, sys, importlib, base64, asyncio.log, getpass
class Only(logging.Filter):
    def filter(self, r): return "drop" not in r.getMessage()
old = logging.getLogger("old"); oldkid = logging.getLogger("app.kid")
logging.config.dictConfig({"version": 1, "disable_existing_loggers": True, "formatters": {"f": {"format": "%(levelname)s:%(name)s:%(message)s"}, "brace": {"format": "{levelname}|{message}", "style": "{"}},
 "filters": {"only": {"()": Only}, "named": {"name": "app.db"}},
 "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout", "level": "INFO", "filters": ["only"]}, "b": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "brace"}},
 "loggers": {"app": {"level": "DEBUG", "handlers": ["out"], "propagate": False}, "app.db": {"handlers": ["b"], "level": "WARNING"}}, "root": {"level": "WARNING", "handlers": ["b"]}})
logging.getLogger("app").debug("d"); logging.getLogger("app").info("i"); logging.getLogger("app").info("drop me"); logging.getLogger("app.db").warning("w"); logging.getLogger().error("root"); old.error("disabled"); oldkid.info("kid")
print(old.disabled, oldkid.disabled, [type(h).__name__ for h in logging.getLogger("app").handlers])
for bad in [{}, {"version": 2}, {"version": 1, "handlers": {"x": {"class": "nope.X"}}}, {"version": 1, "loggers": {"q": {"handlers": ["zz"]}}}, {"version": 1, "handlers": {"x": {"class": "logging.StreamHandler", "formatter": "none"}}}, {"version": 1, "root": {"level": "LOUD"}}]:
    try: logging.config.dictConfig(bad)
    except Exception as e: print(type(e).__name__, e, "|", repr(e.__cause__))
logging.config.dictConfig({"version": 1, "incremental": True, "loggers": {"app": {"level": "ERROR"}}}); print(logging.getLogger("app").level)
m = importlib.import_module("os.path"); print(m.join("a", "b"), importlib.import_module("json").dumps([1]))
try: importlib.import_module("nope.x")
except ModuleNotFoundError as e: print(e)
try: importlib.import_module(".x")
except TypeError as e: print(e)
print(base64.b85encode(b"hello world"), base64.b85decode(b"Xk~0{Zv"), base64.a85encode(b"hello\0\0\0\0"), base64.a85decode(b"BOu!rDZ"), base64.a85encode(b"x" * 30, wrapcol=10, adobe=True))
try: base64.b85decode(b"a b")
except ValueError as e: print(e)
print(asyncio.log.logger)
