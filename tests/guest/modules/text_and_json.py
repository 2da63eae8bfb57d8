# string, textwrap, json, hashlib, reprlib, keyword.
import base64
import hashlib
import hmac
import json
import keyword
import string
import textwrap


def error(call):
    try:
        call()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "no error"


print(string.ascii_lowercase, string.digits, string.punctuation, repr(string.whitespace))
# => abcdefghijklmnopqrstuvwxyz 0123456789 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ ' \t\n\r\x0b\x0c'
print(string.capwords("hello  big world"), string.Template("$a ${b} $$").substitute(a=1, b=2))
# => Hello Big World 1 2 $
print(string.Template("$a $zz ${q}").safe_substitute(a=1))  # => 1 $zz ${q}
print(error(lambda: string.Template("$a").substitute()))  # => KeyError: 'a'
print(error(lambda: string.Template("$ x").substitute()))
# => ValueError: Invalid placeholder in string: line 1, col 1
print(string.Formatter().format("{0} {name!r:>5} {0[1]}", "ab", name="x"))  # => ab   'x' b
text = "The quick brown-fox jumps over the lazy dog. It's well-known -- that foo--bar is a looooooong word."
print(textwrap.wrap(text, 20))
# => ['The quick brown-fox', 'jumps over the lazy', "dog. It's well-known", '-- that foo--bar is', 'a looooooong word.']
print(textwrap.fill(text, 40, initial_indent="* ", subsequent_indent="  "))
# => * The quick brown-fox jumps over the
# =>   lazy dog. It's well-known -- that foo
# =>   --bar is a looooooong word.
print(textwrap.shorten(text, 30), textwrap.dedent("  a\n    b\n\n  c"), textwrap.indent("a\n\nb", "> "))
# => The quick brown-fox [...] a
# =>   b
# =>
# => c > a
# =>
# => > b
data = {"name": "x", "list": [1, 2.5, None, True], "nested": {"k": "é\n\"q\""}, "e": [], "d": {}}
print(json.dumps(data))
# => {"name": "x", "list": [1, 2.5, null, true], "nested": {"k": "\u00e9\n\"q\""}, "e": [], "d": {}}
print(json.dumps(data, indent=2, sort_keys=True))
# => {
# =>   "d": {},
# =>   "e": [],
# =>   "list": [
# =>     1,
# =>     2.5,
# =>     null,
# =>     true
# =>   ],
# =>   "name": "x",
# =>   "nested": {
# =>     "k": "\u00e9\n\"q\""
# =>   }
# => }
print(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
# => {"name":"x","list":[1,2.5,null,true],"nested":{"k":"é\n\"q\""},"e":[],"d":{}}
print(json.dumps({1: 1, None: 2, True: 3, 1.5: 4}), json.dumps("😀"), json.dumps(float("inf")))
# => {"1": 3, "null": 2, "1.5": 4} "\ud83d\ude00" Infinity
print(json.loads('{"a": [1, -2.5e3, true, null, "\\u00e9\\n"], "b": {}}'), json.loads(" [] "))
# => {'a': [1, -2500.0, True, None, 'é\n'], 'b': {}} []
print(json.loads('"\\ud83d\\ude00"'), json.loads("1e5"), json.loads("-0"), json.loads("123456789012345678901"))
# => 😀 100000.0 0 123456789012345678901
print(json.loads('{"a": 1}', object_hook=lambda d: sorted(d)), json.loads("1.5", parse_float=str))
# => ['a'] 1.5
print(json.dumps({"p": 1 + 2j}, default=lambda o: [o.real, o.imag]), json.loads(json.dumps(data)) == data)
# => {"p": [1.0, 2.0]} True
print(error(lambda: json.loads("{bad}")))
# => JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
print(error(lambda: json.loads("[1, 2")))
# => JSONDecodeError: Expecting ',' delimiter: line 1 column 6 (char 5)
print(error(lambda: json.loads("[1 2]")))
# => JSONDecodeError: Expecting ',' delimiter: line 1 column 4 (char 3)
print(error(lambda: json.loads('{"a" 1}')))
# => JSONDecodeError: Expecting ':' delimiter: line 1 column 6 (char 5)
print(error(lambda: json.loads("")))
# => JSONDecodeError: Expecting value: line 1 column 1 (char 0)
print(error(lambda: json.loads("1 2")))  # => JSONDecodeError: Extra data: line 1 column 3 (char 2)
print(error(lambda: json.loads('"abc')))
# => JSONDecodeError: Unterminated string starting at: line 1 column 1 (char 0)
print(error(lambda: json.dumps(object)))
# => TypeError: Object of type type is not JSON serializable
print(error(lambda: json.dumps({(1,): 2})))
# => TypeError: keys must be str, int, float, bool or None, not tuple
print(error(lambda: json.dumps(float("nan"), allow_nan=False)))
# => ValueError: Out of range float values are not JSON compliant
try:
    json.loads('{"a": 1,\n "b" x}')
except json.JSONDecodeError as e:
    print(e.lineno, e.colno, e.pos, e.msg, isinstance(e, ValueError))
# => 2 6 14 Expecting ':' delimiter True


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({"s": {3, 1, 2}}, cls=Encoder))  # => {"s": [1, 2, 3]}
print(error(lambda: json.dumps(b"x", cls=Encoder)))
# => TypeError: Object of type bytes is not JSON serializable
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha1(b"abc").hexdigest())
# => 900150983cd24fb0d6963f7d28e17f72 a9993e364706816aba3e25717850c26c9cd0d89d
print(hashlib.sha256(b"abc").hexdigest())
# => ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
h = hashlib.new("sha512")
h.update(b"ab")
h.update(b"c")
print(h.hexdigest()[:32], h.digest_size, h.block_size, h.name, len(h.digest()))
# => ddaf35a193617abacc417349ae204131 64 128 sha512 64
print(error(lambda: hashlib.sha256("text")))
# => TypeError: Strings must be encoded before hashing
print(hmac.new(b"key", b"message", "sha256").hexdigest())
# => 6e9ef29b75fffc5b7abae527d58fdadb2fe42e7219011976917343065f58ed4a
print(keyword.iskeyword("await"), keyword.iskeyword("x"), len(keyword.kwlist))  # => True False 35
print(base64.b64encode(b"hello world"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xff\xfe"))
# => b'aGVsbG8gd29ybGQ=' b'hello' b'__4='
print(base64.b16encode(b"ab"), base64.b32encode(b"hello"), base64.b64decode(b"aGk"[:0]))
# => b'6162' b'NBSWY3DP' b''
