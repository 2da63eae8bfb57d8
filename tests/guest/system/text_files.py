# Files of text: modes, lines, encodings, newlines, positions, errors.
import io
import os
import tempfile

os.chdir(tempfile.mkdtemp())


def error(call):
    try:
        return call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


with open("a.txt", "w") as file:
    print(file.write("hello\nworld\n"), file.name, file.mode, file.encoding, file.closed)
    print(file)
print(file.closed, error(lambda: file.write("x")))
with open("a.txt") as file:
    print([line for line in file])
with open("a.txt", "a") as file:
    print("appended", file=file)
print(open("a.txt").read().splitlines(), open("a.txt").readlines())
print(error(lambda: open("a.txt").write("x")), error(lambda: open("a.txt", "a").read()))
for arguments in (("a.txt", "q"), ("a.txt", "rw"), ("no/where", "w"), ("missing",), (".",),
                  ("a.txt", "x"), (1.5,), ("a.txt", "rbt"), ("a.txt", "r", 0)):
    print(error(lambda: open(*arguments)))
print(error(lambda: open("a.txt", "rb", encoding="utf-8")))
print(error(lambda: open("a.txt", encoding="nope")))
with open("u.txt", "w", encoding="utf-8") as file:
    file.write("héllo wörld €\n日本\n")
print(os.path.getsize("u.txt"), open("u.txt", encoding="utf-8").read())
print(error(lambda: open("u.txt", encoding="ascii").read()))
print(open("u.txt", encoding="ascii", errors="replace").read(3))
with open("u.txt", encoding="utf-8") as file:
    print(file.read(3), file.tell(), file.read(2), repr(file.readline()), file.tell())
    print(repr(file.readline()), repr(file.readline()), file.seek(1), file.read(1))
with open("r.txt", "w+") as file:
    file.write("abc\ndef\n")
    file.seek(0)
    print(file.readline(), file.tell(), file.seek(0, 2), file.write("ghi\n"), file.seek(0))
    print(file.read())
    print(error(lambda: file.seek(1, 1)))
with open("n.txt", "w", newline="\r\n") as file:
    file.write("a\nb\n")
print(open("n.txt", "rb").read(), repr(open("n.txt").read()), repr(open("n.txt", newline="").read()))
with open("n.txt") as file:
    print(file.readline(), file.newlines == "\r\n", repr(file.read()))
with open("i.txt", "w") as file:
    file.writelines(["1\n", "2\n", "3"])
with open("i.txt") as file:
    print(next(file), error(file.tell), file.readline(), list(file))
wrapper = io.TextIOWrapper(io.BytesIO(b"x\xc3\xa9\ny"), encoding="utf-8")
print(wrapper.readline(), wrapper.read(), wrapper.readable(), wrapper.writable())
