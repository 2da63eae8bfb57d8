# Which functions of the library stand in tracebacks: those that CPython has in Python, under their names.
import base64, binascii, concurrent.futures, csv, datetime, decimal, functools, hashlib, io, json, pickle, queue, random
import statistics, struct, threading, traceback, types


def frames(call):
    try:
        call()
    except Exception as e:
        found = [(f.filename.rpartition('/')[2], f.name) for f in traceback.extract_tb(e.__traceback__)]
        print(type(e).__name__, found[2:])


def in_a_thread(work):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(work).result()


def mapped():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda n: 1 / n, [1, 0]))


for each in (
    lambda: datetime.date(2024, 13, 1),
    lambda: datetime.datetime.strptime('a', '%Y'),
    lambda: datetime.datetime(1, 1, 1) - datetime.datetime(1, 1, 1, tzinfo=datetime.timezone.utc),
    lambda: decimal.Decimal('x'),
    lambda: decimal.Decimal(1) / 0,
    lambda: pickle.dumps(lambda: 1),
    lambda: pickle.loads(b'abc'),
    lambda: csv.reader(5),
    lambda: csv.DictWriter(io.StringIO(), ['a']).writerow({'b': 1}),
    lambda: struct.pack('i', 'a'),
    lambda: binascii.unhexlify('abc'),
    lambda: base64.b64decode('abc'),
    lambda: hashlib.sha256('a'),
    lambda: json.loads('{'),
    lambda: json.loads('[1] 2'),
    lambda: random.choice([]),
    lambda: statistics.mean([]),
    lambda: queue.Queue().get_nowait(),
    lambda: functools.reduce(None, []),
    lambda: types.MappingProxyType(5),
    lambda: in_a_thread(lambda: 1 / 0),
    mapped,
):
    frames(each)


def hook(args):
    print([f.name for f in traceback.extract_tb(args.exc_traceback)])


threading.excepthook = hook
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
