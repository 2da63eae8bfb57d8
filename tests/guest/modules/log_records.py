# logging: formats, handlers, adapters, filters.
import logging, sys, io, logging.handlers
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format='%(levelname)-8s|%(name)s|%(message)s|%(module)s|%(threadName)s|%(process)s'.replace('|%(process)s', ''))
log = logging.getLogger('app.db')
def f(): log.info('x=%s y=%d', 1, 2); log.warning('w', extra={'k': 1}); log.debug({'a': 1}); log.error('%(a)s', {'a': 5})
f()
try: 1/0
except ZeroDivisionError: log.exception('oops')
log.critical('c', stack_info=False); log.log(25, 'custom'); logging.addLevelName(25, 'NOTICE'); log.log(25, 'custom')
h = logging.StreamHandler(s := io.StringIO()); h.setFormatter(logging.Formatter('{asctime} {message}', '%H:%M', style='{')); h.setLevel('ERROR'); h.addFilter(lambda r: 'no' not in r.msg)
log.addHandler(h); log.propagate = False; log.error('yes'); log.error('no'); log.info('low'); print(s.getvalue()[5:])
print(log, log.handlers, log.level, log.getEffectiveLevel(), log.isEnabledFor(10), log.parent, logging.getLogger(), logging.getLevelName(10), logging.getLevelName('INFO'), log.hasHandlers())
class Ctx(logging.LoggerAdapter):
    def process(self, msg, kw): return f"[{self.extra['id']}] {msg}", kw
log.propagate = True; Ctx(log, {'id': 7}).info('adapted %s', 1)
m = logging.handlers.MemoryHandler(10, target=logging.StreamHandler(sys.stdout)); l2 = logging.getLogger('mem'); l2.propagate = False; l2.addHandler(m); l2.info('buf'); print('before'); m.flush()
logging.disable(logging.INFO); log.info('hidden'); log.warning('shown'); logging.disable(logging.NOTSET)
class JF(logging.Formatter):
    def format(self, r): return '{"l": "%s", "m": "%s"}' % (r.levelname, r.getMessage())
hh = logging.StreamHandler(sys.stdout); hh.setFormatter(JF()); l3 = logging.getLogger('js'); l3.propagate = False; l3.addHandler(hh); l3.warning('a %s', 'b')
logging.getLogger('quiet').addHandler(logging.NullHandler())
r = logging.LogRecord('n', 20, 'p.py', 5, 'm %s', ('a',), None); print(r, r.getMessage(), logging.Formatter('%(name)s:%(message)s').format(r)); print(logging.makeLogRecord({'msg': 'x'}).msg)
q = __import__('queue').Queue(); l4 = logging.getLogger('q'); l4.propagate = False; l4.addHandler(logging.handlers.QueueHandler(q)); l4.error('queued %d', 5); print(q.get().getMessage())
print(logging.getLogger('app').getChild('x').name, logging.root.name, logging.Logger.manager.loggerDict.keys() >= {'app.db'})
logging.captureWarnings(True); import warnings; warnings.warn('captured'); logging.captureWarnings(False)
try: logging.Formatter('%(foo', validate=True)
except ValueError as e: print(e)
