# unittest: what the runner reports of every kind of failure, and coroutines as tests.
import unittest, asyncio, sys, warnings
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
class TestFib(unittest.TestCase):
    """Docs."""
    @classmethod
    def setUpClass(cls): print('setUpClass')
    @classmethod
    def tearDownClass(cls): print('tearDownClass')
    def setUp(self): self.x=1; self.addCleanup(print,'cleanup')
    def tearDown(self): pass
    def test_ok(self):
        """Adds up."""
        self.assertEqual(fib(5),5); self.assertTrue(True); self.assertIn(1,[1]); self.assertIsNone(None)
        with self.assertRaises(ValueError) as cm: int('x')
        self.assertIn('invalid', str(cm.exception)); self.assertAlmostEqual(0.1+0.2,0.3); self.assertRaisesRegex(ValueError,'inv',int,'q')
    def test_fail(self): self.assertEqual(fib(5),6)
    def test_fail_msg(self): self.assertEqual(1,2,'oh no')
    def test_list(self): self.assertEqual([1,2,3],[1,3,3,4])
    def test_dict(self): self.assertEqual({'a':1,'b':2},{'a':1,'b':3})
    def test_str(self): self.assertEqual('hello\nworld\n','hello\nthere\n')
    def test_str1(self): self.assertEqual('hello world','hello wurld')
    def test_set(self): self.assertEqual({1,2},{2,3})
    def test_tuple(self): self.assertEqual((1,),(2,))
    def test_error(self): 1/0
    def test_chain(self):
        try: {}['k']
        except KeyError as e: raise RuntimeError('wrapped') from e
    def test_true(self): self.assertTrue([])
    def test_false(self): self.assertFalse('x')
    def test_in(self): self.assertIn(5,[1,2])
    def test_is(self): self.assertIs(1,2)
    def test_isinst(self): self.assertIsInstance('a',int)
    def test_less(self): self.assertLess(2,1)
    def test_raises(self):
        with self.assertRaises(ValueError): pass
    def test_regex(self): self.assertRegex('abc','x+')
    def test_count(self): self.assertCountEqual([1,2,2],[2,1,1])
    def test_near(self): self.assertAlmostEqual(1.0,1.1)
    def test_long(self): self.assertEqual('a'*100,'a'*99+'b')
    def test_failcall(self): self.fail('boom')
    @unittest.skip('not today')
    def test_skip(self): pass
    @unittest.skipIf(True,'cond')
    def test_skipif(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.assertEqual(1,2)
    @unittest.expectedFailure
    def test_unexp(self): pass
    def test_sub(self):
        for i in range(4):
            with self.subTest(i=i): self.assertEqual(i%2,0)
    def test_subm(self):
        with self.subTest('msg', k='v'): raise KeyError('z')
    def test_logs(self):
        import logging
        with self.assertLogs('foo','INFO') as cm: logging.getLogger('foo').info('first')
        self.assertEqual(cm.output,['INFO:foo:first'])
    def test_warns(self):
        with self.assertWarns(DeprecationWarning): warnings.warn('x',DeprecationWarning)
        with self.assertWarns(UserWarning): pass
    def test_skipcall(self): self.skipTest('called')
class TestAsync(unittest.IsolatedAsyncioTestCase):
    def setUp(self): self.log=['setUp']
    async def asyncSetUp(self): await asyncio.sleep(0); self.log.append('asyncSetUp')
    async def asyncTearDown(self): self.log.append('atd'); print(self.log)
    def tearDown(self): print('tearDown')
    async def test_sleep(self):
        await asyncio.sleep(1); self.log.append('test'); self.addAsyncCleanup(self.acl)
        self.assertEqual(await asyncio.wait_for(asyncio.sleep(0.1,'v'),1),'v')
    async def acl(self): print('async cleanup')
    async def test_timeout(self):
        with self.assertRaises(asyncio.TimeoutError): await asyncio.wait_for(asyncio.sleep(10),0.01)
    def test_sync(self): self.log.append('sync')
class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError('no setup')
    def test_x(self): pass
@unittest.skip('whole')
class Skipped(unittest.TestCase):
    def test_y(self): pass
def mk(v): return unittest.TextTestRunner(stream=sys.stdout, verbosity=v)
if __name__=='__main__':
    import re, io
    for v in (1,2):
        s=unittest.TestLoader().loadTestsFromModule(sys.modules['__main__'])
        buf=io.StringIO(); r=unittest.TextTestRunner(stream=buf,verbosity=v).run(s)
        print(re.sub(r'in \d+\.\d+s','in X',re.sub(r'File ".*?([^/"]+)"',r'File "\1"',buf.getvalue())))
        print(r.wasSuccessful(), r.testsRun, len(r.failures), len(r.errors), r)
    s=unittest.TestSuite(); s.addTest(TestFib('test_ok')); print(s.countTestCases(), s)
    print(TestFib('test_ok'), repr(TestFib('test_ok')), TestFib('test_ok').id(), unittest.FunctionTestCase(fib))
    try: unittest.main(argv=['x','TestFib.test_ok'],exit=False,verbosity=2,testRunner=mk(0))
    except SystemExit as e: print('exit',e.code)
