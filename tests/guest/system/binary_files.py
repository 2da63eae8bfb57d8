# Files of bytes, descriptors, directories and what os knows of them.
import json
import os
import pathlib
import shutil
import tempfile

start = os.getcwd()
os.chdir(tempfile.mkdtemp())


def error(call):
    try:
        return call()
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


with open("d.bin", "wb") as file:
    print(file.write(bytes(range(6))), file)
with open("d.bin", "r+b") as file:
    print(file.seek(2), file.write(b"XX"), file.tell(), file.seek(0), file.read(), file.read())
    print(file.seek(-2, 2), file.read(1), file.seek(-1, 1), file.peek()[:1], file.truncate(3))
with open("d.bin", "rb", buffering=0) as file:
    buffer = bytearray(2)
    print(file.readinto(buffer), buffer, file.readall(), file)
print(error(lambda: file.read()), error(lambda: open("d.bin", "rb").write(b"")))
print(error(lambda: open("d.bin", "wb").write("text")))
os.mkdir("d")
os.makedirs("d/e/f", exist_ok=True)
print(error(lambda: os.mkdir("d")), error(lambda: os.rmdir("d")), error(lambda: os.remove("zz")))
print(error(lambda: os.listdir("zz")), error(lambda: os.rename("zz", "yy")))
os.rename("d.bin", "d/b.bin")
print(sorted(os.listdir("d")), os.path.isdir("d"), os.path.isfile("d/b.bin"), os.path.exists("zz"))
print([(root, sorted(dirs), sorted(names)) for root, dirs, names in os.walk("d")])
print(os.stat("d/b.bin").st_size, error(lambda: os.stat("zz")))
path = pathlib.Path("d") / "x.json"
print(path, path.name, path.suffix, path.stem, path.parent, path.exists())
print(path.write_text(json.dumps({"a": [1, 2]})), json.loads(path.read_text()), path.stat().st_size)
print(sorted(str(found) for found in pathlib.Path(".").glob("**/*.*")))
print(sorted(str(found) for found in pathlib.Path("d").iterdir()))
print(pathlib.PurePath("/a/b/../c.tar.gz").suffixes, pathlib.Path("a").joinpath("b", "c").parts)
print(error(lambda: pathlib.Path("zz").read_text()), pathlib.Path("zz").is_file())
path.unlink()
print(error(path.unlink), path.unlink(missing_ok=True))
shutil.copy("d/b.bin", "copy.bin")
shutil.copytree("d", "tree")
print(open("copy.bin", "rb").read(), sorted(os.listdir("tree")))
shutil.rmtree("tree")
print(os.path.exists("tree"))
read, write = os.pipe()
print(os.write(write, b"through a pipe"), os.read(read, 7), os.read(read, 100))
os.close(write)
print(os.read(read, 1), os.close(read), error(lambda: os.read(read, 1)))
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("x")
    file.flush()
    print(open(file.name).read(), file.closed)
print(os.path.exists(file.name))
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "f").touch()
    print(os.listdir(folder))
print(os.path.exists(folder), len(open("/dev/urandom", "rb").read(16)), open("/dev/null").read())
fd = os.open("low", os.O_RDWR | os.O_CREAT)
print(os.write(fd, b"low level"), os.lseek(fd, 4, 0), os.read(fd, 5))
os.close(fd)
with open("config.ini", "w") as file:
    file.write("# comment\nname = value\nsize=3\n")
settings = {}
with open("config.ini") as file:
    for number, line in enumerate(file, 1):
        line = line.split("#")[0].strip()
        if line:
            key, _, value = line.partition("=")
            settings[key.strip()] = value.strip()
print(settings, number)
