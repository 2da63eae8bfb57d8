# What unicodedata tells of characters, and texts in their normal forms.
import unicodedata as u

for c in "A中½é가ﬁ\n\u00a0²😀٣":
    print(repr(c), u.category(c), u.east_asian_width(c), u.bidirectional(c), u.name(c, "?"),
          u.numeric(c, None), u.digit(c, None), u.decimal(c, None), u.combining(c), u.mirrored(c),
          u.decomposition(c), ascii(u.normalize("NFKD", c)))
print(u.lookup("greek small letter alpha"), u.unidata_version, u.is_normalized("NFC", "e\u0301"))
for wrong in (lambda: u.lookup("nope"), lambda: u.name("\n"), lambda: u.numeric("a"),
              lambda: u.normalize("X", "é"), lambda: u.category("ab"), lambda: u.category(1),
              lambda: u.digit("½"), lambda: u.decimal("²")):
    try:
        wrong()
    except (KeyError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
plain = "".join(c for c in u.normalize("NFD", "Crème Brûlée ñ Ångström") if not u.combining(c))
print(plain, ascii(u.normalize("NFC", "e\u0323\u0302 \u1112\u1161\u11ab")))


def columns(text):
    return sum(2 if u.east_asian_width(c) in "FW" else 1 for c in text)


for name in ("张三", "Wang", "李小明"):
    print(name + " " * (10 - columns(name)) + "|")
