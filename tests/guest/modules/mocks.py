# unittest.mock: what is recorded, configured, asserted, specified and patched, for calls and awaits.
import asyncio, unittest, sys, os, time, re
from unittest import mock
from unittest.mock import Mock, MagicMock, AsyncMock, patch, call, ANY, sentinel, PropertyMock, create_autospec, mock_open, DEFAULT, NonCallableMock, seal
def T(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: r = f"{type(e).__name__}: {e}"
    print(re.sub(r"id='\d+'", "id='N'", re.sub("0x[0-9a-f]+", "ADDR", str(r))))
m = Mock(return_value=3); T(m, 1, a=2); T(m.assert_called_with, 1, a=2); T(m.assert_called_with, 2); T(m.assert_called_once_with, 1, a=2); m(); T(m.assert_called_once); T(m.assert_not_called); T(m.assert_any_call, 5); T(m.assert_has_calls, [call(1, a=2), call()]); T(m.assert_has_calls, [call(9)]); T(m.assert_has_calls, [call(), call(9)], any_order=True)
print(m.call_count, m.called, m.call_args, m.call_args_list, m.mock_calls, m.call_args.args, m.call_args.kwargs)
T(lambda: Mock()); T(lambda: Mock(name="nm")); T(lambda: Mock(name="nm").a.b()); T(lambda: MagicMock(spec=int)); T(lambda: Mock(spec_set=["a"])); T(lambda: Mock().a().b.c()())
s = Mock(side_effect=[1, ValueError("x"), 3]); T(s); T(s); T(s); T(s)
s = Mock(side_effect=KeyError("k")); T(s); s = Mock(side_effect=lambda x: x * 2); T(s, 4); s = Mock(side_effect=lambda: DEFAULT, return_value=9); T(s)
class Api:
    attr = 5
    def get(self, url, timeout=3): return 1
    async def fetch(self, x): return x
    @staticmethod
    def st(a): pass
    @classmethod
    def cl(cls, b): pass
a = Mock(spec=Api); T(lambda: a.get); T(lambda: a.nope); T(lambda: a.fetch); T(lambda: isinstance(a, Api)); a.new = 1
b = Mock(spec_set=Api); T(setattr, b, "new", 1)
T(lambda: Mock().assert_foo); T(lambda: Mock().asert_called); T(lambda: Mock().called_once)
p = Mock(); p.x.y(1); p.x.z(2, k=3); p.w(); print(p.mock_calls, p.method_calls, p.x.mock_calls, p.x.y.mock_calls); T(p.assert_has_calls, [call.x.y(1), call.w()]); T(p.assert_has_calls, [call.w(), call.x.y(1)]); T(p.assert_has_calls, [call.w(), call.x.y(1)], any_order=True)
mm = MagicMock(); print(len(mm), int(mm), bool(mm), list(mm), 3 in mm, float(mm), hash(mm) == hash(mm), str(mm).startswith("<MagicMock"), 1j * 1); T(lambda: mm[3]); T(lambda: mm + 1); T(lambda: 1 + mm); T(lambda: mm < 3); T(lambda: abs(mm))
mm.__getitem__.return_value = "item"; mm.__len__.return_value = 7; mm.__iter__.return_value = [1, 2]; print(mm["x"], len(mm), list(mm), mm.mock_calls)
with mm as ctx: T(lambda: ctx)
mm.__enter__.return_value = "entered"
with mm as ctx: print(ctx)
mm.__str__ = lambda self: "custom"; print(str(mm)); mm.__lt__ = Mock(return_value=True); print(mm < 5)
T(lambda: len(Mock())); T(lambda: Mock()[0]); T(lambda: setattr(Mock(), "__init__", 1))
with patch("os.getcwd", return_value="/fake") as g: print(os.getcwd(), g.called)
print(os.getcwd() != "/fake")
@patch("time.sleep")
@patch.object(Api, "get", return_value="patched")
def t(get, sleep): time.sleep(5); print(Api().get("u"), get.call_args, sleep.call_args_list)
t()
with patch.dict(os.environ, {"FOO": "bar"}, clear=True): print(dict(os.environ))
d = {"a": 1}
with patch.dict(d, b=2): print(d)
print(d)
with patch.multiple(Api, attr=DEFAULT, get=DEFAULT) as ms: print(sorted(ms)); T(lambda: Api.attr)
T(lambda: patch("nodots")); T(lambda: patch.object(Api, "zip").start()); T(lambda: patch("nomod.x").start())
with patch.object(Api, "attr", 10): print(Api.attr)
with patch.object(Api, "attr", new_callable=PropertyMock) as pm: pm.return_value = 77; print(Api().attr, pm.mock_calls)
pt = patch("time.time", lambda: 42); pt.start(); print(time.time()); pt.stop(); patch.stopall()
with patch("builtins.open", mock_open(read_data="l1\nl2\n")) as mo:
    with open("f") as f: print(f.read())
    with open("f") as f: print([l for l in f], mo.call_args)
    with open("f", "w") as f: f.write("x")
    print(mo().write.call_args, mo.mock_calls[:3])
with patch("builtins.print") as pr: print("hi")
print(pr.call_args)
c = create_autospec(Api); T(c().get); T(lambda: c().get("u")); T(lambda: c().nope); i = create_autospec(Api, instance=True); T(lambda: i.get(1, 2, 3)); i.get.return_value = 4; T(lambda: i.get("x")); T(i.get.assert_called_once_with, "x"); T(i.get.assert_called_once_with, url="x"); T(lambda: i())
def fn(a, b=2): pass
af = create_autospec(fn, return_value=5); T(af, 1); T(af); T(af, 1, 2, 3); T(af.assert_called_once_with, 1); print(af.call_count, af.__name__, af.called)
print(ANY == 3, sentinel.foo, sentinel.foo is sentinel.foo, call(1) == call(ANY), repr(ANY), call.a.b(1), call().foo(2).call_list())
m = Mock(); m.configure_mock(**{"a.b.return_value": 3, "c": 5}); print(m.a.b(), m.c); m.reset_mock(); print(m.mock_calls, m.a.b())
del m.c; T(lambda: m.c); seal(m); T(lambda: m.zzz)
w = Mock(wraps=Api()); print(w.get("u"), w.get.call_args)
n = NonCallableMock(); T(lambda: n())
m = Mock(); ch = Mock(name="ch"); m.attach_mock(ch, "kid"); m.kid(1); print(m.mock_calls); T(lambda: Mock(spec=Mock()))
async def main():
    am = AsyncMock(return_value=5); print(await am(1), am.await_count, am.await_args, am.await_args_list); T(am.assert_awaited_once_with, 1); T(am.assert_awaited_with, 2); T(am.assert_not_awaited); T(AsyncMock().assert_awaited); T(AsyncMock().assert_awaited_with, 1)
    am = AsyncMock(side_effect=[1, ValueError("v")]); print(await am())
    try: await am()
    except ValueError as e: print(repr(e))
    try: await am()
    except StopAsyncIteration as e: print(repr(e))
    async def eff(x): return x + 1
    am = AsyncMock(side_effect=eff); print(await am(4)); c = AsyncMock().method(); print(asyncio.iscoroutine(c), type(c).__name__); c.close()
    mg = MagicMock()
    async with mg as x: T(lambda: x)
    mg.__aiter__.return_value = [1, 2, 3]; print([i async for i in mg])
    s = AsyncMock(spec=Api); T(lambda: s.get); T(lambda: s.fetch); T(str, await s.fetch(1))
    with patch('asyncio.sleep', new_callable=AsyncMock) as sl: T(lambda: None); await asyncio.sleep(100); print(sl.await_args)
    with patch("asyncio.sleep") as sl: await asyncio.sleep(9); T(lambda: sl)
    with patch.object(Api, "fetch") as f: f.return_value = 3; print(await Api().fetch(1)); T(lambda: f)
    @patch.object(Api, "fetch", return_value=8)
    async def deco(f): print(await Api().fetch(1), f.await_count)
    await deco()
    au = create_autospec(Api, instance=True); au.fetch.return_value = 6; print(await au.fetch(2)); T(au.fetch.assert_awaited_once_with, 2)
    am = AsyncMock(); am.a.b.return_value = 2; print(await am.a.b(), am.mock_calls, am.method_calls); am.reset_mock(); print(am.mock_calls)
asyncio.run(main())
class TestX(unittest.IsolatedAsyncioTestCase):
    @patch("asyncio.sleep", return_value=None)
    async def test_a(self, sl): await asyncio.sleep(5); sl.assert_awaited_once_with(5)
    def test_b(self): m = Mock(); m(1); m.assert_called_once_with(2)
@patch("time.sleep")
class TestY(unittest.TestCase):
    def test_q(self, sl): time.sleep(1); self.assertEqual(sl.call_count, 1)
    def setUp(self): p = patch.object(Api, "attr", 99); self.m = p.start(); self.addCleanup(p.stop)
    def test_z(self, sl): self.assertEqual(Api.attr, 99)
unittest.main(verbosity=0, exit=False)
