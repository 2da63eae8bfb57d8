# What `sh -c` understands: arithmetic, loops, conditions, tr, test; and Ctrl-C for commands.
import signal
import subprocess

PROGRAMS = [
    'echo $((1+2*3)) $(( (4-1) * 2 )) $((7/2)) $((7%4)) $((2<3))',
    'for i in 1 2 3; do echo "line $i"; done',
    'i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done',
    'echo hello | tr a-z A-Z',
    'echo hello | tr -d l',
    "echo 'a b' | tr ' ' '\\n'",
    'if test 1 = 1; then echo yes; else echo no; fi',
    'if false; then echo a; elif true; then echo b; else echo c; fi; echo $?',
    'for i in a b\ndo\n  for j in 1 2\n  do echo $i$j\n  done\ndone',
    'x="1 2 3"; for n in $x; do echo $n; done; for n in "$x"; do echo $n; done',
    'seq 5 | tail -n 2',
    'echo one && echo two || echo three; false || echo four',
    'until [ -n "$d" ]; do d=1; echo once; done',
    'echo a; # comment ; echo b\necho c',
    'exit $((3+4))',
    'A=5; echo $((A*2)) ${A}x',
    'for i in 1 2; do echo $i; done; wait; echo end',
    '[ -f /etc/nope ] || echo missing',
    'printf "%s-%s\\n" a b | tr ab xy',
    'if [ 2 -gt 1 ] && [ a != b ]; then echo both; fi',
    'echo done for if',
    'while true; do echo x; exit 2; done',
]
for text in PROGRAMS:
    done = subprocess.run(text, shell=True, capture_output=True, text=True)
    print(repr(text), done.returncode, repr(done.stdout), repr(done.stderr))

for command in (["cat"], ["sleep", "9"]):
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    child.send_signal(signal.SIGINT)
    print(command[0], child.wait())
