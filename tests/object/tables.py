"""Writes the tables of expressions that table_test.cpp checks, with what CPython says.

    PYTHONHASHSEED=0 python3.11 tests/object/tables.py

Expressions keep to what expression.cpp reads. Random ones come from a fixed seed.
"""

import os
import random
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables")
FLOATS = ["0.0", "-0.0", "1.0", "-1.5", "0.1", "123456.789", "1e16", "1e-5", "9999999.5", "1e300",
          "5e-324", "2.5", "3.5", "1234.5678e-10", "float('inf')", "float('-inf')", "float('nan')"]
TEXTS = ["''", "'abc'", "'Hello World'", "'straße'", "'ΑΣ ΣΑΣ'", "'ﬁne ǅungla'", "'İstanbul'",
         "'日本語テキスト'", "'a\\u0301b'", "'\\U0001f600x'", "'  pad \\t'", "'one\\ntwo\\r\\nthree'",
         "'aXbXc'", "'٣٤'", "'½²'", "'ab12'", "'_id'", "'ŉ ẞ'", "'\\xa0\\u2003'", "'TITLE Case'"]


def outcome(expression):
    try:
        return repr(eval(expression))
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


def cases(name):
    """The expressions written by hand, one a line."""
    with open(os.path.join(os.path.dirname(HERE), "cases", name + ".txt"),
              encoding="utf-8") as file:
        return file.read().splitlines()


def write(name, expressions):
    with open(os.path.join(HERE, name + ".txt"), "w", encoding="utf-8") as file:
        file.write("# Written by tables.py from CPython %d.%d.\n" % sys.version_info[:2])
        for expression in dict.fromkeys(expressions):
            result = outcome(expression)
            try:
                (expression + result).encode()
            except UnicodeEncodeError:
                continue
            if "\n" not in expression + result and " at 0x" not in result:
                file.write(">>> %s\n%s\n" % (expression, result))


def formats(rng):
    ints = ["0", "1", "-1", "42", "-12345", "1234567890", "10**20", "-(10**30)", "True", "255"]
    aligns = ["", "<", ">", "^", "=", "*<", "0>", "é^", "\U0001f600="]
    for _ in range(700):
        kind = rng.choice("iiffffsc")
        value = {"i": rng.choice(ints), "f": rng.choice(FLOATS), "s": rng.choice(TEXTS[:10]),
                 "c": rng.choice(["1+2j", "0j", "-1.5j", "(1e20-3j)", "complex('nan+infj')"])}[kind]
        types = {"i": "bcdoxXneEfFgG%", "f": "eEfFgGn%", "s": "s", "c": "eEfFgGn"}[kind]
        spec = (rng.choice(aligns) + rng.choice(["", "", "+", "-", " "]) + rng.choice(["", "", "",
                                                                                       "z"])
                + rng.choice(["", "", "#"]) + rng.choice(["", "", "0"])
                + rng.choice(["", "1", "8", "15", "20"]) + rng.choice(["", "", ",", "_"])
                + rng.choice(["", "", ".0", ".1", ".3", ".10"]) + rng.choice(["",
                                                                              rng.choice(types)]))
        yield "format(%s, %r)" % (value, spec)
    for value, spec in (("5", "dd"), ("5", "."), ("5", ".x"), ("1.0", "x"), ("'a'", "d"), ("5",
                                                                                           ",,"),
                        ("5", ",_"), ("5", "_,"), ("5", ",x"), ("5", "_n"), ("5",
                                                                             "99999999999999999999d"),
                        ("5", ".2147483648f"), ("'a'", "=5"), ("'a'", "+"), ("'a'", " "), ("'a'",
                                                                                           "#"),
                        ("'a'", ","), ("'a'", "z"), ("5", "z"), ("1114112", "c"), ("-1", "c"),
                        ("10**30", "c"),
                        ("5", "é"), ("1.5", "\x01"), ("None", "5"), ("[]", "5"), ("1j", "010"),
                        ("1j", "=9"),
                        ("1j", "x"), ("5", "+c"), ("5", "#c"), ("5", ".2d"), ("1.5", "1_000"),
                        ("True", ""),
                        ("10**400", "f"), ("True", "5"), ("()", ""), ("{}", "")):
        yield "format(%s, %r)" % (value, spec)
    yield "(5).__format__(3)"
    yield "'a'.__format__(None)"


def percents(rng):
    for _ in range(300):
        value = rng.choice(["0", "42", "-42", "255", "10**20", "1.5", "-0.0", "1e10", "'ab'", "'é'",
                            "b'x'",
                            "True", "None", "[1]", "float('inf')", "65", "'c'"])
        spec = ("%" + rng.choice(["", "-", "+", " ", "#", "0", "-0", "+#0"]) + rng.choice(["", "1",
                                                                                           "8"])
                + rng.choice(["", ".0", ".3", ".12"]) + rng.choice("diouxXeEfFgGcrsa"))
        yield "%r %% (%s,)" % (spec, value)
        if rng.random() < 0.3:
            yield "%r %% (%s,)" % (spec.encode(), value)
    yield from cases("percent")


def str_formats():
    yield from cases("str_format")


def floats(rng):
    yield from FLOATS
    for _ in range(250):
        yield repr(rng.choice([rng.uniform(-10, 10), rng.random() * 10.0 ** rng.randint(-320, 308),
                               float(rng.randint(-10**17, 10**17)),
                               rng.random() * 10.0 ** rng.randint(-6, 18)]))
    for _ in range(120):
        value = round(rng.uniform(-1000, 1000), rng.randint(0, 5))
        yield "round(%r, %d)" % (value, rng.randint(-4, 6))
    for value in ("2.675", "0.5", "1.5", "-2.5", "1e22", "5e-324", "1.7976931348623157e308", "0.15",
                  "1234.5"):
        yield "round(%s)" % value
        for digits in (-400, -308, -3, -1, 0, 1, 2, 323, 400):
            yield "round(%s, %d)" % (value, digits)
    numbers = FLOATS + ["0", "3", "-7", "10**20", "True"]
    for _ in range(250):
        a, b = rng.choice(numbers), rng.choice(FLOATS)
        if rng.random() < 0.5:
            a, b = b, a
        op = rng.choice(["+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", ">="])
        yield "(%s) %s (%s)" % (a, op, b)
    for a, b in (("2**53", "9007199254740992.0"), ("2**53 + 1", "9007199254740992.0"), ("10**400",
                                                                                        "1e308"),
                 ("10**400", "float('inf')"), ("-(10**400)", "float('-inf')"), ("10**16 + 1",
                                                                                "1e16"), ("3", "2.9999999999999996")):
        for op in ("<", "==", ">"):
            yield "(%s) %s (%s)" % (a, op, b)
    for text in ("1.5", " 1_000.5 ", "1__0", "_1", "1_", "inf", "-Infinity", "nan", "+nan", "iNf",
                 "1e5", "1e", "1e+", ".5", "5.", ".",
                 "", " ", "0x10", "1 2", "٣.٥", "1e400", "-1e400", "1e-400", "infinit", "1_0e1_0",
                 "1e5_0", "--1", "é"):
        yield "float(%r)" % text
    for value in ("b'1.5'", "b'x'", "bytearray(b' 2 ')", "[]", "None", "True", "10**400", "1j",
                  "'a', 2"):
        yield "float(%s)" % value
    for value in FLOATS:
        yield "(%s).hex()" % value
        yield "(%s).as_integer_ratio()" % value
        yield "(%s).is_integer()" % value
        yield "(%s).__trunc__(), (%s).__floor__(), (%s).__ceil__()" % (value, value, value)
        yield "-(%s), abs(%s), +(%s)" % (value, value, value)
        if "nan" not in value:
            yield "hash(%s)" % value
    for text in ("0x1.8p3", "1.8", "0x", "", "inf", "-NaN", "0x1p5000", "0x1p-1080", "0x.8", "0x1.",
                 "1p", "0x1.fffffffffffff8p0", " 0xAp1 ",
                 "0x1.00000000000008p0", "0x1.00000000000018p0", "zz"):
        yield "float.fromhex(%r)" % text
    yield "(1.5).real, (1.5).imag, (1.5).conjugate()"
    yield "(7.5).__divmod__(2), (2.0).__rdivmod__(7)"
    yield "(7.5).__divmod__(0)"
    for _ in range(40):
        yield "hash(%r)" % rng.choice([rng.uniform(-1e10, 1e10), float(rng.randint(-2**70, 2**70)),
                                       rng.random() / 2**40])


def complexes(rng):
    values = ["0j", "1j", "1+2j", "(-1.5-0.25j)", "complex('inf')", "complex('nan+1j')",
              "complex(-0.0, -0.0)", "1e20j", "complex(3, 0)"]
    yield from values
    for a in values:
        yield "-(%s), abs(%s), (%s).conjugate(), (%s).real, (%s).imag" % ((a,) * 5)
        if "nan" not in a:
            yield "hash(%s)" % a
        for b in values[:5] + ["2", "0.5"]:
            op = rng.choice(["+", "-", "*", "/", "==", "!="])
            yield "(%s) %s (%s)" % (a, op, b)
    yield from cases("complex")


def sets(rng):
    for _ in range(120):
        size = rng.choice([3, 8, 20, 60])
        spread = rng.choice([10, 100, 10**6, 2**61])
        numbers = [rng.randint(-spread, spread) for _ in range(rng.randint(0, size))]
        others = [rng.randint(-spread, spread) for _ in range(rng.randint(0, size))] + numbers[::3]
        first, second = "set(%r)" % numbers, "set(%r)" % others
        form = rng.randint(0, 11)
        yield ["%s" % first, "%s | %s" % (first, second), "%s & %s" % (first, second),
               "%s - %s" % (first, second),
               "%s ^ %s" % (first, second), "%s.union(%r, %r)" % (first, others, numbers[:2]),
               "%s.intersection(%r)" % (first, others),
               "%s.difference(%r)" % (first, others), "%s.symmetric_difference(%r)" % (first,
                                                                                       others), "frozenset(%r)" % numbers,
               "list(%s)" % first, "hash(frozenset(%r))" % numbers][form]
    for step in (1, 7, 8, 16, 31, 1024, 4097):
        yield "set(range(0, %d, %d))" % (40 * step, step)
    yield from cases("set")


def write_set_changes(rng):
    """Histories of sets: changes, then the order that iteration has. For set_order_test.cpp."""
    with open(os.path.join(HERE, "set_changes.txt"), "w", encoding="utf-8") as file:
        file.write("# Written by tables.py from CPython %d.%d.\n" % sys.version_info[:2])
        for _ in range(120):
            spread = rng.choice([20, 100, 1000, 2**40])
            numbers, changes = set(), []
            for _ in range(rng.choice([10, 40, 120])):
                choice = rng.random()
                number = rng.randrange(spread)
                if choice < 0.06 and numbers:
                    numbers.pop()
                    changes.append("p")
                elif choice < 0.4 and numbers:
                    number = rng.choice([number] + list(numbers))
                    numbers.discard(number)
                    changes.append("-%d" % number)
                else:
                    numbers.add(number)
                    changes.append("+%d" % number)
            file.write("%s = %s\n" % (" ".join(changes), " ".join(map(str, numbers))))


def texts(rng):
    plain = ["upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip",
             "rstrip", "split", "rsplit", "splitlines",
             "isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper",
             "islower", "istitle", "isidentifier",
             "isprintable", "isascii"]
    for text in TEXTS:
        for method in plain:
            yield "%s.%s()" % (text, method)
        yield "repr(%s), len(%s), %s[::-1], %s[1:3]" % (text, text, text, text)
    for _ in range(300):
        text = "".join(rng.choice("abcABC  \t\n.-é日ßΣ") for _ in range(rng.randint(0, 12)))
        part = rng.choice(["a", "b", "", "ab", " ", "é", "日", "ß", "\n"])
        form = rng.choice(["%r.find(%r)", "%r.rfind(%r)", "%r.count(%r)", "%r.split(%r)",
                           "%r.rsplit(%r, 1)", "%r.split(%r, 2)", "%r.partition(%r)",
                           "%r.rpartition(%r)", "%r.replace(%r, 'XY')", "%r.replace(%r, '', 1)",
                           "%r.startswith(%r)", "%r.endswith(%r)", "%r.strip(%r)",
                           "%r.removeprefix(%r)", "%r.removesuffix(%r)", "%r.index(%r)",
                           "%r.rindex(%r, 1)", "%r.find(%r, -4, -1)", "%r.count(%r, 2)",
                           "%r + %r", "%r < %r", "%r == %r", "%r.join(['x', %r, 'z'])",
                           "%r.lstrip(%r)", "%r.rstrip(%r)"])
        yield form % (text, part)
    for width in (-1, 0, 3, 4, 5, 8, 9):
        for text in ("''", "'abc'", "'-5'", "'+日'"):
            yield "%s.center(%d), %s.ljust(%d, '*'), %s.rjust(%d, 'é'), %s.zfill(%d), %s * %d" % ((text, width) * 5)
    yield from cases("str")


def characters(first, last):
    """All characters of a range; expression.cpp has the same function."""
    return "".join(chr(c) for c in range(first, last) if not 0xd800 <= c < 0xe000)


def unicodes():
    """What the methods make of every character that has properties, a value a block."""
    tests = ("isalpha", "isdecimal", "isdigit", "isnumeric", "isspace", "isupper", "islower",
             "istitle", "isidentifier", "isprintable")
    for start in list(range(0, 0x32000, 0x400)) + [0xe0000]:
        block = "characters(%d, %d)" % (start, start + 0x400)
        for method in ("upper", "lower", "title", "casefold", "swapcase", "splitlines", "split"):
            yield "hash(repr(%s.%s()))" % (block, method)
        for test in tests:
            yield "len(list(filter(str.%s, %s)))" % (test, block)


def codecs(rng):
    names = ["'utf-8'", "'UTF8'", "'ascii'", "'latin-1'", "'ISO-8859-1'", "'utf-16'", "'utf-16-le'",
             "'utf_16_be'", "'utf-32'", "'utf-32-be'"]
    handlers = ["'strict'", "'ignore'", "'replace'", "'backslashreplace'", "'xmlcharrefreplace'",
                "'surrogateescape'", "'surrogatepass'"]
    for text in ["'abc'", "'é'", "'a日b'", "'\\U0001f600'", "'x\\udc80y'", "'\\ud800'", "'éa日'"]:
        for name in names:
            for handler in handlers if name in names[0:4:2] + names[3:4] else handlers[:3]:
                yield "%s.encode(%s, %s)" % (text, name, handler)
    bad = ["b'\\xff'", "b'a\\x80b'", "b'\\xc3'", "b'\\xe6\\x97'", "b'\\xe6\\x97a'",
           "b'\\xf0\\x9f\\x98'", "b'\\xed\\xa0\\x80'", "b'\\xc0\\x80'", "b'\\xf5'",
           "b'\\xe0\\x80\\x80'",
           "b'\\xf4\\x90\\x80\\x80'", "b'ab'", "b'\\xc3\\xa9'", "b'\\xff\\xfea\\x00'", "b'abc'",
           "b'\\x00\\xd8'"]
    for data in bad:
        for handler in handlers:
            yield "%s.decode('utf-8', %s)" % (data, handler)
        for name in names[2:]:
            yield "%s.decode(%s)" % (data, name)
            yield "%s.decode(%s, 'replace')" % (data, name)
    for _ in range(60):
        data = bytes(rng.choice([0x41, 0x80, 0xbf, 0xc3, 0xe2, 0xf0, 0x9f, 0xed, 0xa0,
                                 0xff]) for _ in range(rng.randint(1, 7)))
        yield "%r.decode('utf-8', 'replace')" % data
        yield "%r.decode('utf-8', 'backslashreplace')" % data
        yield "%r.decode()" % data
    yield from cases("codec")


BYTE_METHODS = ["upper", "lower", "title", "capitalize", "swapcase", "strip", "lstrip", "rstrip",
                "split", "rsplit", "splitlines", "isalpha", "isdigit",
                "isalnum", "isspace", "isupper", "islower", "istitle", "isascii", "hex", "decode"]


def byte_strings(rng, make):
    samples = ["b''", "b'abc'", "b'Hello World 12'", "b'  a b\\t'", "b'x\\ny\\r\\nz'",
               "b'\\xff\\x80a'", "b'-12'", "b'ABC'"]
    for sample in samples:
        for method in BYTE_METHODS:
            yield "%s.%s()" % (make(sample), method)
        yield "%s[::-1], %s[1:], len(%s), list(%s)" % ((make(sample),) * 4)
        yield "%s.zfill(6), %s.center(7), %s.ljust(5, b'*'), %s.rjust(5), %s.expandtabs(3)" % ((make(sample),) * 5)
    for _ in range(150):
        data = bytes(rng.choice(b"abcAB  \t\n.-\xff") for _ in range(rng.randint(0, 10)))
        part = rng.choice(["b'a'", "b''", "b'ab'", "b' '", "97", "'a'", "300", "bytearray(b'b')",
                           "b'\\xff'"])
        form = rng.choice(["%s.find(%s)", "%s.rfind(%s)", "%s.count(%s)", "%s.split(%s)",
                           "%s.rsplit(%s, 1)", "%s.split(%s, 2)", "%s.partition(%s)",
                           "%s.rpartition(%s)",
                           "%s.replace(%s, b'XY')", "%s.replace(%s, b'', 1)", "%s.startswith(%s)",
                           "%s.endswith(%s)", "%s.strip(%s)", "%s.removeprefix(%s)",
                           "%s.removesuffix(%s)", "%s.index(%s)", "%s.rindex(%s)",
                           "%s.find(%s, -4, -1)", "%s + %s", "%s == %s", "%s < %s",
                           "%s.join([b'x', %s])"])
        yield form % (make(repr(data)), part)
        if not part.startswith("'"):
            yield "%s in %s" % (part, make(repr(data)))
    yield "%s.hex(':', 2), %s.hex('-', -2), %s.hex(b':')" % ((make("b'abcde'"),) * 3)
    for tail in ("hex('::')", "hex('é')", "center(5, 'x')", "center(5, b'xx')",
                 "translate(None, b'b')", "translate(b'a')", "split(b'')", "join(['a'])", "join(1)",
                 "startswith(('a',))", "startswith((b'a', b'x'))", "maketrans(b'a', b'bc')",
                 "splitlines(True)", "index(b'x')", "foo()"):
        yield "%s.%s" % (make("b'abc'"), tail)
    yield from ["%s[5]" % make("b'a'"), "%s['x']" % make("b'a'"), "%s + 'b'" % make("b'a'"),
                "%s * 'b'" % make("b'a'"), "%s * 3, %s * -1" % (make("b'ab'"), make("b'ab'"))]


def bytes_expressions(rng):
    yield from byte_strings(rng, lambda literal: literal)
    yield from cases("bytes")


def bytearrays(rng):
    yield from byte_strings(rng, lambda literal: "bytearray(%s)" % literal)
    yield from cases("bytearray")


def memoryviews():
    yield from cases("memoryview")


def ints(rng):
    numbers = ["0", "1", "-1", "7", "-13", "255", "2**31", "-(2**31)", "2**62 - 1", "2**62",
               "-(2**62)", "-(2**62) - 1", "2**63", "2**64", "10**25", "-(10**25)", "True"]
    yield from numbers
    for a in numbers:
        yield "-(%s), ~(%s), abs(%s), +(%s)" % ((a,) * 4)
        yield "hash(%s), (%s).bit_length(), (%s).bit_count(), float(%s)" % ((a,) * 4)
        yield "'%%x' %% (%s), str(%s), format(%s, 'b')" % ((a,) * 3)
    for _ in range(500):
        a, b = rng.choice(numbers), rng.choice(numbers + ["1.5", "'a'", "None", "3", "5"])
        op = rng.choice(["+", "-", "*", "/", "//", "%", "&", "|", "^", "<", "<=", "==", "!=", ">",
                         ">="])
        yield "(%s) %s (%s)" % (a, op, b)
    for _ in range(60):
        yield "%d ** %d" % (rng.randint(-20, 20), rng.randint(-3, 40))
        yield "(%s) %s %d" % (rng.choice(numbers), rng.choice(["<<", ">>"]), rng.choice([0, 1, 5,
                                                                                         62, 63, 64, 100, -1]))
        yield "round(%d, %d)" % (rng.randint(-10**6, 10**6), rng.randint(-7, 2))
    for text in ("12", " -12 ", "1_000", "1__0", "_1", "0x1f", "0b11", "", " ", "1.5", "abc", "٣٤",
                 "+5", "--5", "0", "00", "1 2", "é"):
        for base in ("", ", 10", ", 16", ", 0", ", 36", ", 2"):
            yield "int(%r%s)" % (text, base)
    yield from cases("int")


def sequences(rng):
    for kind in ("list", "tuple"):
        def made(values):
            return "%s(%r)" % (kind, values)
        for _ in range(120):
            values = [rng.randint(0, 5) for _ in range(rng.randint(0, 6))]
            other = [rng.randint(0, 5) for _ in range(rng.randint(0, 6))]
            n, m, s = rng.randint(-7, 7), rng.randint(-7, 7), rng.choice([-2, -1, 1, 2, 3])
            yield rng.choice(["%s[%d]" % (made(values), n), "%s[%d:%d]" % (made(values), n, m),
                              "%s[%d:%d:%d]" % (made(values), n, m, s), "%s + %s" % (made(values),
                                                                                     made(other)),
                              "%s * %d" % (made(values), n), "%s < %s" % (made(values),
                                                                          made(other)), "%s == %s" % (made(values), made(other)), "%s.index(%d)" % (made(values), n),
                              "%s.count(%d)" % (made(values), n), "%d in %s" % (n, made(values)),
                              "list(reversed(%s))" % made(values),
                              "%s.index(%d, %d, %d)" % (made(values), abs(n), m, m + 3)])
        yield from ["%s + 1" % made([1]), "%s * 'a'" % made([1]), "%s['x']" % made([1]),
                    "%s[1.5]" % made([1]), "%s[5]" % made([1]), "%s < 1" % made([1]),
                    "%s[::0]" % made([1]), "%s[None:None]" % made([1, 2]),
                    "%s['a':]" % made([1]), "%s.foo" % made([1]), "%s(1)" % made([1]),
                    "%s(5)" % kind, "%s(1, 2)" % kind, "%s(a=1)" % kind, "%s()" % kind,
                    "%s('abc')" % kind, "%s({1: 2, 3: 4})" % kind, "%s.index('x')" % made([1]),
                    "%s.__len__(), %s.__contains__(1)" % (made([1]), made([1])),
                    "repr(%s)" % made([1, "a", None, 1.5]), "hash(%s)" % made([1, 2, 3]),
                    "%s == %s" % (made([1]), "[1]" if kind == "tuple" else "(1,)"),
                    "%s * 10**30" % made([1])]
    yield from cases("sequence")


def dicts(rng):
    for _ in range(60):
        pairs = {rng.choice([rng.randint(0, 9), "k%d" % rng.randint(0, 9), (1, 2), None,
                             1.5]): rng.randint(0, 9) for _ in range(rng.randint(0, 14))}
        yield rng.choice(["%r", "list(%r)", "list(%r.items())", "len(%r)", "list(reversed(%r))",
                          "%r.get(5), 0", "list(%r.values())", "3 in %r", "%r.copy()",
                          "%r.popitem()", "%r | {3: 4, 'z': 1}", "list(reversed(%r.items()))",
                          "%r.keys()", "%r.items()"]) % pairs
    yield from cases("dict")


def types():
    yield from cases("type")


def main():
    rng = random.Random(311)
    write("format", formats(rng))
    write("percent", percents(rng))
    write("str_format", str_formats())
    write("float", floats(rng))
    write("complex", complexes(rng))
    write("set", sets(rng))
    write("str", texts(rng))
    write("unicode", unicodes())
    write("codec", codecs(rng))
    write("bytes", bytes_expressions(rng))
    write("bytearray", bytearrays(rng))
    write("memoryview", memoryviews())
    write("int", ints(rng))
    write("sequence", sequences(rng))
    write("dict", dicts(rng))
    write("type", types())
    write_set_changes(rng)


if __name__ == "__main__":
    main()
