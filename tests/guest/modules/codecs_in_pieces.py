# codecs: encodings by name, and bytes that come in pieces.
import codecs, asyncio
text = "héllo € 😀 日本"
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "ascii", "utf-8-sig", "UTF_8"):
    data = text.encode(enc, "replace"); d = codecs.getincrementaldecoder(enc)("replace"); out = [d.decode(data[i:i + 1]) for i in range(len(data))] + [d.decode(b"", True)]
    print(enc, out, "".join(out) == data.decode(enc))
    print([*codecs.iterdecode([data[i:i + 3] for i in range(0, len(data), 3)], enc)], [len(x) for x in codecs.iterencode(["a", "b€" if enc not in ("latin-1", "ascii") else "b"], enc)])
d = codecs.getincrementaldecoder("utf-8")()
print(repr(d.decode(b"\xe2\x82")), d.getstate(), d.decode(b"\xac!"), d.getstate())
for bad in (b"\xff", b"a\x80"):
    try: codecs.getincrementaldecoder("utf-8")().decode(bad)
    except UnicodeDecodeError as e: print(e)
d = codecs.getincrementaldecoder("utf-8")(); d.decode(b"\xe2")
try: d.decode(b"", True)
except UnicodeDecodeError as e: print(e)
print(codecs.encode("é", "utf-8"), codecs.decode(b"\xc3\xa9"), codecs.lookup("utf8").name, codecs.lookup("latin-1").name, codecs.getencoder("ascii")("ab"), codecs.getdecoder("utf-8")(b"ab"), codecs.BOM_UTF8)
try: codecs.lookup("nope")
except LookupError as e: print(e)
async def main():
    r = asyncio.StreamReader(); r.feed_data("snow ☃ man".encode()); r.feed_eof(); dec = codecs.getincrementaldecoder("utf-8")()
    while chunk := await r.read(4): print(repr(dec.decode(chunk)), end=" ")
    print()
asyncio.run(main())
with codecs.open("/tmp/codecs_test.txt", "w", encoding="utf-8") as f: f.write("ü\n")
with codecs.open("/tmp/codecs_test.txt", encoding="utf-8") as f: print(f.read())
