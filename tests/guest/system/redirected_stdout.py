# What os.dup2() puts in place of stdout gets what print() writes, until the old one is back.
import os
import sys

print("before", flush=True)
saved = os.dup(1)
with open("/tmp/redirected.txt", "w") as file:
    os.dup2(file.fileno(), 1)
    print("into the file", flush=True)
    sys.stdout.write("and this\n")
    sys.stdout.flush()
    os.dup2(saved, 1)
os.close(saved)
print("after", flush=True)
with open("/tmp/redirected.txt") as file:
    print(file.read().split("\n"), flush=True)
reader, writer = os.pipe()
saved = os.dup(1)
os.dup2(writer, 1)
print("through a pipe", flush=True)
os.dup2(saved, 1)
print(os.read(reader, 100), flush=True)
os.unlink("/tmp/redirected.txt")
