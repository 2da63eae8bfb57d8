# Options, commands, locales and servers of the smaller modules.
import getopt, locale, cmd, io, socketserver, threading, socket
for args, s, l in ((['-a', '-b', 'v', 'x', '-c'], 'ab:c', []), (['--foo=1', '--bar', '-z', 'y'], 'z', ['foo=', 'bar']), (['-q'], 'a', []), (['-b'], 'b:', []), (['--fo', 'x'], '', ['foo=']), (['--b'], '', ['bar', 'baz']), (['--bar=1'], '', ['bar']), (['--nope'], '', ['bar'])):
    for f in (getopt.getopt, getopt.gnu_getopt):
        try: print(f(args, s, l))
        except getopt.GetoptError as e: print(type(e).__name__, e, e.opt)
print(locale.setlocale(locale.LC_ALL, 'C'), locale.localeconv()['decimal_point'], locale.format_string('%d %s', (1, 'a')), locale.atof('1.5'), locale.strcoll('a', 'b'))
try: locale.setlocale(locale.LC_ALL, 'xx_YY')
except locale.Error as e: print(e)
class Shell(cmd.Cmd):
    intro = 'Welcome'; prompt = '> '
    def do_add(self, arg):
        "add a b: sums"
        print(sum(map(int, arg.split())))
    def do_greet(self, arg): print('hi', arg or 'you')
    def do_quit(self, arg): return True
    def help_extra(self): print('extra help')
    def do_EOF(self, line): print('eof'); return True
out = io.StringIO()
sh = Shell(stdin=io.StringIO("add 1 2\ngreet\n\nhelp\nhelp add\nhelp greet\nhelp extra\n?add\n!ls\nnope x\n"), stdout=out); sh.use_rawinput = False
sh.cmdloop(); print(out.getvalue())
sh.onecmd('greet bob'); print(sh.completenames('g'), sh.parseline('add 1 2'))
sh.columnize([f"item{i}" * (i % 3 + 1) for i in range(20)], 60); print(out.getvalue()[-300:])
class H(socketserver.BaseRequestHandler):
    def handle(self):
        d = self.request.recv(100); self.request.sendall(d.upper() + threading.current_thread().name[:6].encode())
class H2(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile: self.wfile.write(line[::-1]); break
for S, h in ((socketserver.TCPServer, H), (socketserver.ThreadingTCPServer, H), (socketserver.TCPServer, H2)):
    with S(('127.0.0.1', 0), h) as srv:
        t = threading.Thread(target=srv.serve_forever, daemon=True); t.start()
        with socket.create_connection(srv.server_address) as c:
            c.sendall(b'hello\n'); print(c.recv(100))
        srv.shutdown(); t.join()
