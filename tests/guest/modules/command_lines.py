# argparse, with its help and complaints.
import argparse
p = argparse.ArgumentParser(prog='tool', description='A tool that does things.', epilog='Bye.')
p.add_argument('file', help='input file'); p.add_argument('rest', nargs='*', type=int)
p.add_argument('-v', '--verbose', action='count', default=0, help='more (default: %(default)s)'); p.add_argument('-o', '--out', metavar='F', default='x.txt'); p.add_argument('--mode', choices=['a', 'b'], required=False)
p.add_argument('--flag', action=argparse.BooleanOptionalAction, default=True); p.add_argument('-D', action='append', dest='defs'); p.add_argument('--version', action='version', version='%(prog)s 1.0')
g = p.add_mutually_exclusive_group(); g.add_argument('--x', action='store_true'); g.add_argument('--y', action='store_const', const=5)
gg = p.add_argument_group('extra', 'Extra options'); gg.add_argument('--pair', nargs=2, type=float)
print(p.parse_args(['f', '1', '2', '-vv', '-o', 'z', '--mode=a', '--no-flag', '-D', 'a', '-Db', '--pair', '1', '2.5']))
p.print_help(); p.print_usage()
for a in [[], ['f', 'q'], ['f', '--mode', 'z'], ['f', '--x', '--y'], ['f', '--nope'], ['f', '--pair', '1'], ['--version'], ['f', '-o'], ['-h']]:
    try: p.parse_args(a)
    except SystemExit as e: print('exit', e.code)
s = argparse.ArgumentParser(prog='git'); sub = s.add_subparsers(dest='cmd', required=True, help='sub-commands')
c = sub.add_parser('clone', help='clone it', aliases=['cl']); c.add_argument('url'); c.set_defaults(func=lambda a: 'cloned ' + a.url); sub.add_parser('pull')
a = s.parse_args(['clone', 'u']); print(a.func(a), a.cmd); s.print_help(); c.print_help()
try: s.parse_args([])
except SystemExit: pass
try: s.parse_args(['zz'])
except SystemExit: pass
print(p.parse_known_args(['f', '--zzz', '1'])); print(argparse.Namespace(a=1, b='x'))
f = argparse.ArgumentParser(prog='x', formatter_class=argparse.ArgumentDefaultsHelpFormatter); f.add_argument('--n', type=int, default=3, help='number'); f.add_argument('--long-option-name-here', help='some very long help text that has to be wrapped over several lines because it is so long'); f.print_help()
