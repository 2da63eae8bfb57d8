"""Writes the tables for the core types (int, list, tuple, dict, range, slice, iterators, calls).

    PYTHONHASHSEED=0 python3.11 tests/object/core_tables.py
"""

import random

from tables import write

INTS = ["0", "1", "-1", "2", "-7", "10", "255", "2**31", "2**61-1", "2**61", "-(2**61)", "2**62", "2**62-1",
        "-(2**62)", "-(2**62)-1", "2**63-1", "2**63", "2**64", "-(2**64)", "10**20", "-(10**25)", "3**100",
        "-(7**77)", "True", "False"]
OPERATORS = ["+", "-", "*", "//", "%", "/", "&", "|", "^", "<", "<=", "==", "!=", ">", ">="]
OTHERS = ["None", "'a'", "1.5", "-2.5", "[]", "()", "{}", "b'x'", "1j", "range(3)", "{1}", "float('nan')",
          "float('inf')", "9007199254740993.0", "1e300"]
LISTS = ["[]", "[1]", "[1, 2]", "[2, 1]", "[1, 2, 3, 4, 5]", "['a', 1]", "[[1], [2]]", "[1.0, True]"]
TUPLES = ["()", "(1,)", "(1, 2)", "(2, 1)", "(1, 2, 3, 4, 5)", "('a', 1)", "((1,), (2,))", "(1.0, True)"]
DICTS = ["{}", "{1: 2}", "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", "{1: 1, 1.0: 2, True: 3}", "{(1, 2): [3]}",
         "{2: 3}"]
RANGES = ["range(0)", "range(5)", "range(1, 10, 3)", "range(10, 0, -3)", "range(0, 10**30, 10**29)",
          "range(2**63, 2**63+5)", "range(-5, 5)", "range(5, 5)", "range(3, 9, 2)", "range(3, 8, 2)"]
INDICES = ["0", "1", "-1", "4", "5", "-5", "-6", "100", "10**30", "True", "1.0", "'a'", "None", "slice(None)",
           "slice(1, 3)", "slice(None, None, -1)", "slice(-2, None)", "slice(10, 0, -2)", "slice(0, 5, 2)",
           "slice(None, None, 0)", "slice(2**70, None)", "slice(-(2**70), 2**70, 2**70)", "slice('a')",
           "slice(1.0)", "slice(3, 1)", "slice(None, -100, -1)"]


def ints(rng):
    for a in INTS:
        yield from ("hash(%s)" % a, "repr(%s)" % a, "-(%s)" % a, "~(%s)" % a, "abs(%s)" % a, "bool(%s)" % a,
                    "float(%s)" % a, "(%s).bit_length()" % a, "(%s).bit_count()" % a, "round(%s, -1)" % a,
                    "round(%s, -3)" % a, "(%s).to_bytes(9, 'big', signed=True)" % a,
                    "(%s).to_bytes(9, 'little')" % a, "int(str(%s))" % a, "int(float(%s))" % a,
                    "format(%s, 'x')" % a, "(%s).as_integer_ratio()" % a, "(%s).__index__()" % a,
                    "(%s).real" % a, "(%s).denominator" % a, "str(%s)" % a, "+(%s)" % a, "complex(%s)" % a)
        for b in rng.sample(INTS, 9):
            for op in rng.sample(OPERATORS, 7):
                yield "(%s) %s (%s)" % (a, op, b)
            yield "divmod(%s, %s)" % (a, b)
        for b in rng.sample(OTHERS, 5):
            op = rng.choice(OPERATORS)
            yield "(%s) %s %s" % (a, op, b)
            yield "%s %s (%s)" % (b, op, a)
    for a in INTS:
        for n in ("0", "1", "3", "63", "64", "100", "-1", "1.5", "'a'"):
            yield from ("(%s) << %s" % (a, n), "(%s) >> %s" % (a, n))
        for n in ("0", "1", "2", "5", "-1", "-2", "0.5", "None"):
            yield "(%s) ** %s" % (a, n)
        for m in ("7", "-7", "10**20", "1", "0", "-1", "2.0"):
            yield from ("pow(%s, 5, %s)" % (a, m), "pow(%s, -1, %s)" % (a, m), "pow(%s, 10**20, %s)" % (a, m))
    for text in ("''", "'  12  '", "'-0'", "'+5'", "'1_000'", "'1__0'", "'_1'", "'1_'", "'0x10'", "'0b1'", "'٣'",
                 "'1.5'", "'１２'", "'- 1'", "'0_0'", "'\\x1c7\\x1f'", "'9'*4300", "'9'*4301", "'é'", "'a b'"):
        yield "int(%s)" % text
        yield "int(%s, 0)" % text
        yield "int(%s, 16)" % text
    for expression in ("int()", "int(None)", "int([])", "int('1', 1)", "int('1', 37)", "int('z', 36)", "int(1, 2)",
                       "int(x=1)", "int(1, 2, 3)", "int('10', base=2)", "int(base=2)", "int(b'12')",
                       "int(bytearray(b'7'))", "int('0b101', 2)", "int('0o17', 8)", "int('0x_f', 16)",
                       "int('0b101', 0)", "int('00', 0)", "int('01', 0)", "int(1e20)", "int(-1.9)",
                       "int(float('nan'))", "int(float('inf'))", "bool()", "bool('')", "bool([0])", "bool(1, 2)",
                       "bool(x=1)", "True + True", "True & 1", "True ^ True", "~True", "True == 1.0",
                       "int.from_bytes(b'\\xff\\x00', 'big')", "int.from_bytes(b'\\xff', 'big', signed=True)",
                       "int.from_bytes([1, 2], 'little')", "int.from_bytes('a', 'big')",
                       "int.from_bytes(b'', 'big')", "int.from_bytes(b'a', 'middle')", "(1).to_bytes(-1, 'big')",
                       "(1).to_bytes(1, 'x')", "(300).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "(1).to_bytes()",
                       "(-129).to_bytes(1, 'big', signed=True)", "(-128).to_bytes(1, 'big', signed=True)",
                       "1 // 0", "1 % 0", "1 / 0", "divmod(1, 0)", "0 ** -1", "2 ** 0.5", "(-8) ** (1/3)",
                       "(10**400) / 3", "(10**400) / (10**399)", "1 / 10**400", "float(10**400)", "1 < 'a'",
                       "1 << 2**70", "0 << 2**70", "1 >> 2**70", "-1 >> 2**70", "2**63 == float(2**63)",
                       "2**53 + 1 == float(2**53)", "10**400 > float('inf')", "(2**64).real", "True.real"):
        yield expression
    for _ in range(200):
        a = rng.randrange(-10**rng.choice([5, 18, 19, 40]), 10**rng.choice([5, 18, 19, 40]))
        b = rng.randrange(1, 10**rng.choice([3, 18, 30])) * rng.choice([1, -1])
        yield "(%d) %s (%d)" % (a, rng.choice(["//", "%", "/", "*", "+", "-", "&", "|", "^"]), b)
        yield "divmod(%d, %d)" % (a, b)
        yield "round(%d, %d)" % (a, -rng.randrange(0, 22))


def rows(rng, values, kind):
    for a in values:
        yield from ("repr(%s)" % a, "len(%s)" % a, "bool(%s)" % a, "hash(%s)" % a, "%s(%s)" % (kind, a),
                    "list(reversed(%s))" % a, "next(iter(%s))" % a, "%s.index(1)" % a, "%s.count(1)" % a,
                    "list(enumerate(%s, 5))" % a, "list(zip(%s, 'abc'))" % a, "%s.index(2, 1)" % a,
                    "%s.index(1, -1, 10**30)" % a, "%s == iter(%s)" % (a, a))
        for index in INDICES:
            yield "%s[%s]" % (a, index)
        for b in rng.sample(values, min(4, len(values))):
            for op in rng.sample(OPERATORS, 6):
                yield "%s %s %s" % (a, op, b)
            yield "%s in %s" % (b, a)
        for b in rng.sample(OTHERS, 4):
            op = rng.choice(["+", "<", "==", "*", "%"])
            yield from ("%s %s %s" % (a, op, b), "%s %s %s" % (b, op, a), "%s in %s" % (b, a))
        for n in ("0", "1", "3", "-1", "True", "2**70", "10**15", "1.5", "'a'"):
            yield from ("%s * %s" % (a, n), "%s * %s" % (n, a))


def calls():
    for kind in ("list", "tuple", "dict", "set", "frozenset", "str", "bytes", "int", "float", "complex", "range",
                 "slice", "enumerate", "zip", "map", "filter", "reversed", "object", "property", "bool"):
        for arguments in ("", "1", "None", "[1, 2]", "'ab'", "1, 2", "1, 2, 3", "1, 2, 3, 4, 5", "x=1", "[1], x=1"):
            yield "%s(%s)" % (kind, arguments)
    for method in ("[].append", "[].pop", "[].insert", "[].sort", "[].extend", "[].index", "[].clear", "[].remove",
                   "{}.get", "{}.pop", "{}.setdefault", "{}.update", "{}.popitem", "{}.keys", "{}.fromkeys",
                   "'a'.split", "'a'.join", "'a'.encode", "'a'.replace", "'a'.center", "'a'.upper", "'a'.format",
                   "().index", "().count", "(1).to_bytes", "(1).bit_length", "(1.5).is_integer", "(1).__add__",
                   "(1).__radd__", "[].__len__", "object().__repr__",
                   "int.__add__", "list.append", "dict.fromkeys", "str.join", "int.__new__", "object.__new__",
                   "list.__new__", "object.__init__", "type", "{1}.add", "{1}.union", "set().pop", "range(3).index"):
        for arguments in ("", "1", "1, 2", "1, 2, 3, 4", "None", "x=1", "1, x=2", "'a'", "[1], [2]"):
            yield "%s(%s)" % (method, arguments)
    for value in ("(1)", "'a'", "[]", "None", "(1.5)", "object()", "int", "len", "[].append", "{}.keys()", "iter([])"):
        for other in ("%s.nothing", "%s()", "%s[0]", "len(%s)", "iter(%s)", "next(%s)", "-%s", "~%s", "abs(%s)",
                      "%s + 1", "1 + %s", "%s < 1", "%s in %s", "%s ** 2", "%s << 1"):
            yield other.replace("%s", value)
    for expression in ("[].append", "list.append", "int.__add__", "dict.fromkeys", "int", "type", "object", "len",
                       "type(None)", "type(Ellipsis)", "type([].append)", "type(list.append)", "type(int.__add__)",
                       "type((1).__add__)", "type(dict.fromkeys)", "type({}.keys())", "type(iter({}))",
                       "type(iter({}.items()))", "type(reversed({}))", "type(iter([]))", "type(reversed([]))",
                       "type(iter(()))", "type(iter(''))", "type(iter(range(3)))", "type(iter(range(2**70)))",
                       "type(iter(set()))", "type(iter(b''))", "type(reversed('a'))", "type(type)", "int.__mro__",
                       "bool.__mro__", "bool.__bases__", "object.__bases__", "int.__name__", "int.__module__",
                       "list[int]", "dict[str, int]", "list[int] | None", "int | str", "int | None", "type[int]",
                       "int | 1", "1 | int", "tuple[()]", "int | int", "int[str]",
                       "(int | str) == (str | int)", "list[int] == list[int]", "list[int]([1])", "list[list[int]]",
                       "slice(1)", "slice(1, 2, 3)", "slice(1) == slice(None, 1)", "slice(None).indices(5)",
                       "slice(-1, None, -2).indices(10)", "slice(1).indices(-1)", "slice(1, 2).start", "slice(3).step",
                       "hash(slice(1))", "list(zip([1], [2, 3], strict=True))", "list(zip([1, 2], [3], strict=True))",
                       "list(zip('ab', 'cd', 'e', strict=True))", "list(zip(strict=1))", "zip(x=1)",
                       "list(map(int, '123'))", "list(map(max_, [1]))", "list(filter(None, [0, 1, '', 'a']))",
                       "list(filter(bool, [0, 1]))", "list(enumerate('ab', 2**70))", "list(reversed({1: 2, 3: 4}))",
                       "reversed({1})", "reversed(5)", "reversed(x=1)", "str(type([]))", "type('A', (int,), {})(5)", "type('A', (bool,), {})",
                       "type('A', (int, str), {})", "type('A', (object, int), {})", "type('A', (int, int), {})",
                       "type(1, (), {})", "type('A', 1, {})", "type('A', (1,), {})", "type('A', (), 1)", "type('A', ())",
                       "type('A', (), {'__slots__': 'x'})().x", "type('A', (int,), {'__slots__': 'x'})",
                       "type('A', (), {'__slots__': ('x', 'x y')})", "type('A', (), {'__slots__': (1,)})",
                       "type('A', (), {'__slots__': 'x', 'x': 1})", "type('A', (), {'__slots__': ('__dict__',)})().__dict__",
                       "type('A', (list,), {})([1, 2])", "type('A', (dict,), {})(a=1)", "type('A', (str,), {})('x')",
                       "type('A', (tuple,), {})([1])", "type('A', (float,), {})(1.5)", "type('A', (), {}).x",
                       "type('A', (), {})().x", "type('A', (), {'x': 5}).x", "type('A', (), {'x': 5})().x",
                       "type('A', (), {'__call__': 1})()()", "type('A', (), {})(1)", "type('A', (list,), {})(1)",
                       "object.__new__(int)", "int.__new__(str)", "int.__new__(bool)", "int.__new__(1)",
                       "bool.__new__(bool, 1)", "object.x", "object().x", "None.x", "(1).x", "int.x", "[].append.x",
                       "(1).__class__", "(1).__class__.__class__", "(1).__doc__ == int.__doc__", "[].__hash__",
                       "[].__eq__([])", "[].__eq__(1)", "(1).__eq__(1.0)", "(1).__lt__('a')", "(1).__bool__()",
                       "(5).__divmod__(2)", "(5).__rsub__(2)", "'a'.__mul__(3)", "'a'.__rmul__(3)", "[1].__add__([2])",
                       "[1].__iadd__((2,))", "[1].__imul__(2)", "(1).__add__('a')", "(1).__pow__(2)", "(2).__rpow__(3)",
                       "'a'.__getitem__(0)", "[1, 2].__getitem__(slice(1))", "[1].__contains__(1)", "{}.__len__()",
                       "object().__eq__(1)", "object().__ne__(1)", "object() == object()", "(1).__repr__()",
                       "'a'.__str__()", "(1).__hash__()", "(1).__format__('x')", "object().__format__('x')",
                       "object().__format__('')[:7]", "int.__init_subclass__()", "object.__subclasshook__()",
                       "issubclass_(int)", "NotImplemented", "Ellipsis", "bool(NotImplemented)", "None == None",
                       "None is None", "None < None", "type(None)()", "type(None)(1)", "hash(None) == hash(None)"):
        if "max_" not in expression and "issubclass_" not in expression:
            yield expression


def dicts(rng):
    views = ["%s.keys()", "%s.values()", "%s.items()"]
    for a in DICTS:
        yield from ("repr(%s)" % a, "len(%s)" % a, "list(%s)" % a, "dict(%s)" % a, "%s.copy()" % a, "hash(%s)" % a,
                    "%s['a']" % a, "%s[1]" % a, "%s[[]]" % a, "%s.get('a')" % a, "%s.get('zz', 5)" % a,
                    "%s.pop('a')" % a, "%s.pop('zz')" % a, "%s.pop('zz', 7)" % a, "%s.popitem()" % a,
                    "%s.setdefault('a', 9)" % a, "%s.setdefault([])" % a, "%s.get([])" % a, "%s.pop([], 1)" % a,
                    "[] in %s" % a, "1 in %s" % a, "None in %s" % a, "list(reversed(%s))" % a,
                    "list(reversed(%s.items()))" % a, "tuple(%s.items())" % a, "dict(%s, z=1)" % a,
                    "dict(%s.items())" % a, "dict.fromkeys(%s)" % a, "dict.fromkeys(%s, 1)" % a)
        for b in rng.sample(DICTS, 4):
            for op in ("==", "!=", "<", "|", "+"):
                yield "%s %s %s" % (a, op, b)
            for op in ("&", "|", "-", "^", "<=", "==", ">"):
                yield "(%s %% 1) %s (%s %% 2)" % ("A", op, "B") and "%s.keys() %s %s.keys()" % (a, op, b)
            yield "%s.keys().isdisjoint(%s)" % (a, b)
        for view in views:
            v = view % a
            yield from (v, "len(%s)" % v, "1 in %s" % v, "(1, 2) in %s" % v, "%s == %s" % (v, v), "hash(%s) == 1" % v,
                        "%s[0]" % v, "%s.mapping" % v, "%s & [1, 'a']" % v, "%s | {5}" % v, "{5} - %s" % v,
                        "[1] & %s" % v)
    for expression in ("dict([(1, 2), (3, 4)])", "dict([1])", "dict([(1, 2, 3)])", "dict(['ab', 'cd'])", "dict(5)",
                       "dict(None)", "dict([[]])", "dict(a=1, b=2)", "dict({1: 2}, a=1)", "dict([([], 1)])",
                       "{'a': 1} | [('b', 2)]", "{'a': 1} | {'a': 2}", "{**{}}", "dict.fromkeys('abc')",
                       "dict.fromkeys([1, 2], [])", "dict.fromkeys(5)", "dict.fromkeys()", "{1: 2}.keys() == {1}",
                       "{1: 2}.items() == {(1, 2)}", "{1: 2}.values() == {1: 2}.values()", "{1: []}.items() & [1]",
                       "{1: []}.items() | [1]", "{0: 1, False: 2, 0.0: 3}", "{2**70: 1}[2.0**70]", "{1.5: 1}[1.5]",
                       "{float('nan'): 1}[float('nan')]", "{'é': 1}['é']", "{(1, 'a'): 2}[(1, 'a')]"):
        if "**" not in expression or "2**70" in expression:
            yield expression


def ranges(rng):
    for a in RANGES:
        yield from ("repr(%s)" % a, "len(%s)" % a, "bool(%s)" % a, "hash(%s) == hash(%s)" % (a, a), "%s.start" % a,
                    "%s.stop" % a, "%s.step" % a, "%s.index(1)" % a, "%s.count(1)" % a, "list(%s)[:8]" % a,
                    "list(reversed(%s))[:8]" % a, "iter(%s).__length_hint__()" % a, "%s + %s" % (a, a))
        for index in INDICES:
            yield "%s[%s]" % (a, index)
        for b in ("0", "1", "-1", "7", "10**29", "2**63+1", "1.0", "'a'", "True", "None"):
            yield "%s in %s" % (b, a)
        for b in rng.sample(RANGES, 4):
            yield from ("%s == %s" % (a, b), "%s != %s" % (a, b), "%s < %s" % (a, b))
    for expression in ("range(1, 2, 0)", "range(1.5)", "range('a')", "range(None)", "range(True)", "range(2**70)",
                       "len(range(2**70))", "range(0) == range(2, 1)", "range(0, 3, 2) == range(0, 4, 2)",
                       "range(1, 2, 3) == range(1, 3, 5)", "range(5).x", "range(1, 2, 3, 4)", "range()"):
        yield expression


def main():
    rng = random.Random(20260101)
    write("core_int", ints(rng))
    write("core_list", rows(rng, LISTS, "list"))
    write("core_tuple", rows(rng, TUPLES, "tuple"))
    write("core_dict", dicts(rng))
    write("core_range", ranges(rng))
    write("core_calls", calls())


if __name__ == "__main__":
    main()
