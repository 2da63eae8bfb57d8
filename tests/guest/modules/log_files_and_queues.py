# logging.handlers: rotating files, queues and their listener; the fields of a UUID.
import asyncio, logging, logging.handlers, os, queue, sys, tempfile, uuid, time
folder = tempfile.mkdtemp(); path = os.path.join(folder, "app.log")
h = logging.handlers.RotatingFileHandler(path, maxBytes=60, backupCount=2); log = logging.getLogger("rot"); log.addHandler(h); log.setLevel(10); log.propagate = False
for i in range(12): log.info("message number %d", i)
h.close()
for n in sorted(os.listdir(folder)): print(n, open(os.path.join(folder, n)).read().split("\n"))
q = queue.Queue(-1); out = logging.StreamHandler(sys.stdout); out.setFormatter(logging.Formatter("%(threadName)s %(levelname)s %(message)s")); err = logging.StreamHandler(sys.stdout); err.setLevel(logging.ERROR); err.setFormatter(logging.Formatter("ERR %(message)s"))
lis = logging.handlers.QueueListener(q, out, err, respect_handler_level=True); root = logging.getLogger("q"); root.addHandler(logging.handlers.QueueHandler(q)); root.setLevel(10); root.propagate = False
lis.start()
async def w(i): root.info("start %d", i); await asyncio.sleep(.1 * i); root.error("end %s", i)
async def main():
    await asyncio.gather(*(w(i) for i in range(3)))
    try: 1 / 0
    except ZeroDivisionError: root.exception("oops")
asyncio.run(main()); lis.stop(); print(q.empty(), lis._thread)
t = logging.handlers.TimedRotatingFileHandler(os.path.join(folder, "t.log"), when="S", interval=5, backupCount=1); tl = logging.getLogger("t"); tl.addHandler(t); tl.propagate = False
print(t.suffix, t.interval, t.when, t.computeRollover(1000)); 
for w in ("midnight", "W2", "D", "H"): x = logging.handlers.TimedRotatingFileHandler(os.path.join(folder, "u.log"), when=w, delay=True, utc=True); print(w, x.interval, x.computeRollover(1_000_000_000))
for bad in ("X", "W9", "W"):
    try: logging.handlers.TimedRotatingFileHandler(path, when=bad)
    except ValueError as e: print(e)
f = logging.FileHandler("rel.log", delay=True); print(os.path.isabs(f.baseFilename), type(f).__name__)
u = uuid.UUID("12345678-1234-5678-1234-567812345678"); print(u.fields, u.time, u.clock_seq, u.bytes_le, u.time_mid, u.node)
