// Fuzz target (libFuzzer): library modules that read text or bytes of any kind stay within bounds.
//
// The first byte picks the module; the rest is what a small guest program hands to it. A Python
// exception is a fine answer; a crash, a hang or a sanitizer's report is not.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "sim/session/session.h"

namespace {

// Each sees the input as `data` (bytes) and `text` (the same as characters U+0000 to U+00FF).
constexpr std::array<std::string_view, 12> kDrivers = {
    "import re\n"
    "pattern, _, subject = text.partition('\\0')\n"
    "found = re.compile(pattern)\n"
    "for m in found.finditer(subject or pattern): m.groups(), m.groupdict(), m.regs, m.lastindex\n"
    "found.sub(subject[:20], pattern), found.split(pattern), re.escape(pattern)\n",
    "import re\n"
    "pattern, _, subject = data.partition(b'\\0')\n"
    "found = re.compile(pattern, re.I | re.M | re.S)\n"
    "found.findall(subject or pattern), found.sub(rb'<\\g<0>>', pattern), "
    "found.fullmatch(pattern)\n",
    "import struct\n"
    "fmt, _, rest = data.partition(b'\\0')\n"
    "made = struct.Struct(fmt)\n"
    "for i in made.iter_unpack(rest): struct.pack(fmt, *i) == rest\n"
    "made.unpack_from(rest, len(fmt) % 5), made.pack(*range(len(fmt)))\n",
    "import decimal\n"
    "a, _, b = text.partition(' ')\n"
    "a, b = decimal.Decimal(a), decimal.Decimal(b or '3')\n"
    "for i in (lambda: a + b, lambda: a * b, lambda: a / b, lambda: a // b, lambda: a % b,\n"
    "          lambda: a.sqrt(), lambda: a ** b, lambda: a.quantize(b), lambda: format(a, text),\n"
    "          lambda: hash(a), lambda: int(a), lambda: float(a), lambda: a.exp(), lambda: "
    "a.ln(),\n"
    "          lambda: a.as_integer_ratio(), lambda: str(a) + a.to_eng_string(), lambda: a < b):\n"
    "    try: i()\n"
    "    except (ArithmeticError, ValueError, TypeError): pass\n",
    "import pickle\nfound = pickle.loads(data)\npickle.dumps(found)\n",
    "import json\n"
    "found = json.loads(text)\n"
    "json.loads(json.dumps(found)), json.dumps(found, indent=3, sort_keys=True)\n",
    "for i in (0, 1, -7, 10**30, 1.5, -0.0, 1e300, float('nan'), 2j, 'abc', True, None, [1]):\n"
    "    for f in (format, lambda v, t: t.format(v, v), lambda v, t: t % v, lambda v, t: t % (v, "
    "v),\n"
    "              lambda v, t: ('{:' + t + '}').format(v), lambda v, t: t.format_map({'a': v})):\n"
    "        try: f(i, text)\n"
    "        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError): "
    "pass\n",
    "for f in (int, float, complex, str.split, str.title, str.casefold, ascii, str.splitlines,\n"
    "          lambda t: int(t, 0), lambda t: int(t, 36), lambda t: "
    "t.encode('utf-16').decode('utf-16'),\n"
    "          lambda t: data.decode(), lambda t: data.decode('utf-16', 'replace'), "
    "bytes.fromhex,\n"
    "          lambda t: data.decode('utf-8', 'surrogateescape'), str.expandtabs, float.fromhex,\n"
    "          lambda t: data.decode('utf-32', 'backslashreplace'), lambda t: data.hex(t[:1], "
    "2)):\n"
    "    try: f(text)\n"
    "    except (ValueError, TypeError, OverflowError): pass\n",
    "import base64, binascii\n"
    "for f in (base64.b64decode, base64.b32decode, base64.b16decode, binascii.unhexlify,\n"
    "          binascii.crc32, base64.b64encode, base64.urlsafe_b64decode):\n"
    "    try: f(data)\n"
    "    except ValueError: pass\n",
    "import datetime\n"
    "a, _, b = text.partition('|')\n"
    "for f in (lambda: datetime.datetime.strptime(a, b), lambda: "
    "datetime.datetime.fromisoformat(a),\n"
    "          lambda: datetime.date.fromisoformat(a), lambda: datetime.time.fromisoformat(a),\n"
    "          lambda: datetime.datetime(2024, 2, 29, 1, 2, 3, 4).strftime(text)):\n"
    "    try: f()\n"
    "    except (ValueError, TypeError, OverflowError): pass\n",
    "for mode in ('exec', 'eval', 'single'):\n"
    "    try: compile(data, 'f', mode)\n"
    "    except (SyntaxError, ValueError): pass\n",
    "a = list(data)\n"
    "for i, x in enumerate(data):\n"
    "    b = bytearray(data); n = x % 16 - 8\n"
    "    for f in (lambda: a.insert(n, x), lambda: a.pop(n), lambda: a.__setitem__(slice(n, x), "
    "[1]),\n"
    "              lambda: b.__delitem__(slice(n, None, n)), lambda: b.extend(b), lambda: "
    "b.insert(n, x),\n"
    "              lambda: memoryview(b)[n:x:2].tobytes(), lambda: a.sort(key=lambda v: -v)):\n"
    "        try: f()\n"
    "        except (IndexError, ValueError, TypeError, BufferError): pass\n",
};

std::string literal(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "data = b'";
    for (std::size_t i = 0; i < size; ++i) {
        out += "\\x";
        out += kDigits[data[i] >> 4];
        out += kDigits[data[i] & 15];
    }
    return out + "'\ntext = data.decode('latin-1')\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace loopscope::session;
    if (size == 0) return 0;
    RunOptions options;
    options.events_max = 5'000;
    options.iterations_max = 2'000;
    options.steps_max = 200'000;
    options.memory_max_bytes = std::size_t{64} << 20;
    std::string source = literal(data + 1, size - 1);
    source += kDrivers[data[0] % kDrivers.size()];
    auto opened = Session::from_source(std::move(source), "fuzz.py", options);
    if (!opened.ok()) return 0;
    (*opened)->produce(options.events_max);
    return 0;
}
