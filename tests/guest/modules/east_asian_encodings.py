# Big5, Shift JIS and EUC-KR: every character of some rows, what is refused, text in pieces.
import codecs
import hashlib


def told(call):
    try:
        return call()
    except UnicodeError as error:
        return f"{error.start}, {error.end}, {error.reason}, {error.encoding}"


for encoding in ("big5", "shift_jis", "euc_kr"):
    digest = hashlib.sha256()
    for first in range(0x80, 0x100, 7):
        for second in range(0x20, 0x100):
            digest.update(told(lambda: bytes([first, second, 0x41]).decode(encoding)).encode())
    for point in (*range(0x80, 0x3500, 11), *range(0x4e00, 0x5e00, 13), *range(0xac00, 0xd7a4, 17),
                  *range(0xff00, 0x10010)):
        digest.update(repr(told(lambda: chr(point).encode(encoding))).encode())
    print(encoding, digest.hexdigest())

print("똠방각하 中".encode("EUC-KR"), "日本語ｶﾅ¥‾".encode("SJIS"), "中文繁體".encode("Big5"))
for damaged in (b"\xa4\xd4\xa4\xa8\xa4\xc7\xa4\xb1", b"\xa4\xd4\xa4\xa8", b"\xa4\xd4a", b"ok\xff",
                b"\xa4\xd4\xa4\xa8\xa4\xc7\xa4\xffx"):
    print(told(lambda: damaged.decode("euc-kr")), damaged.decode("euc_kr", "replace"),
          damaged.decode("euc_kr", "ignore"))
for encoding, text in (("big5", "繁體中文"), ("shift-jis", "ｶ漢字"), ("euc-kr", "한국 똠")):
    decoder = codecs.getincrementaldecoder(encoding)()
    print([decoder.decode(bytes([byte])) for byte in text.encode(encoding)])
