# stderr: not compared
# subprocess: run, Popen, pipes, exit codes, signals, errors; children that are Python or a command.
import subprocess
import sys

print(subprocess.run(["echo", "hi", "there"], capture_output=True, text=True))
print(subprocess.run("echo a; echo b | cat; exit 3", shell=True, capture_output=True))
done = subprocess.run([sys.executable, "-c",
                       "import sys; print(sys.argv, len(sys.stdin.read())); sys.exit(4)", "x"],
                      input="hello", text=True, capture_output=True)
print(done.returncode, repr(done.stdout), repr(done.stderr))
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as error:
    print(error, error.returncode, error.cmd, error.output)
for command in (["no-such-program"], ["/no/such/program"]):
    try:
        subprocess.run(command)
    except FileNotFoundError as error:
        print(error, error.errno, error.filename)
process = subprocess.Popen(["sleep", "100"])
print(process.poll(), process.terminate(), process.wait(), process.returncode, process.poll())
process = subprocess.Popen(["sleep", "100"])
process.kill()
print(process.wait())
with subprocess.Popen([sys.executable, "-u", "-c", "for i in range(3): print('line', i)"],
                      stdout=subprocess.PIPE, text=True) as process:
    for line in process.stdout:
        print(repr(line))
print(process.returncode)
process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(process.communicate(b"abc" * 3), process.returncode)
done = subprocess.run([sys.executable, "-c", "1/0"], capture_output=True, text=True)
print(done.returncode, done.stdout == "", done.stderr.splitlines()[-1])
print(subprocess.getoutput("echo x y"), subprocess.getstatusoutput("exit 7"))
print(subprocess.call(["true"]), subprocess.run("kill -TERM $$", shell=True).returncode)
print(subprocess.check_output(["sort", "-r"], input=b"a\nc\nb\n"))
print(subprocess.run([sys.executable, "-c", "import os; print(os.environ['Q'], os.getpid() > 1)"],
                     env={"Q": "7"}, capture_output=True, text=True).stdout)
print(subprocess.run("echo out; echo err >&2", shell=True, stdout=subprocess.PIPE,
                     stderr=subprocess.STDOUT, text=True).stdout)
print(subprocess.run("false && echo no || echo yes; true && echo both", shell=True,
                     capture_output=True, text=True).stdout)
print(subprocess.run([sys.executable, "-c", "import signal, os; os.kill(os.getpid(), 9)"]).returncode)
print(subprocess.run([sys.executable, "-c", "raise SystemExit('goodbye')"], capture_output=True))
try:
    subprocess.check_output("echo partly; exit 2", shell=True)
except subprocess.CalledProcessError as error:
    print(error, error.output)
