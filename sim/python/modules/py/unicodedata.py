# native
"""The Unicode properties of characters, and the normal forms of texts."""

import bisect
import functools

import _unicode_database as _tables
import _unicode_names

unidata_version = _tables.VERSION
_MISSING = object()

# Hangul syllables are composed by rule: the Unicode standard, 3.12.
_SYLLABLE, _LEAD, _VOWEL, _TAIL = 0xac00, 0x1100, 0x1161, 0x11a7
_VOWELS, _TAILS, _SYLLABLES = 21, 28, 11172


class _Runs:
    """A property that is equal over runs of characters; its table is read when first asked for."""

    def __init__(self, text, convert=str):
        self._text, self._convert, self._starts = text, convert, None

    def __call__(self, character):
        if self._starts is None:
            self._read()
        return self._values[bisect.bisect_right(self._starts, _code(character)) - 1]

    def _read(self):
        starts, self._values, at = [], [], 0
        for entry in self._text.split(';')[:-1]:
            step, _, value = entry.partition(' ')
            at += int(step, 16)
            starts.append(at)
            self._values.append(self._convert(value))
        self._starts = starts


_category = _Runs(_tables.CATEGORY)
_width = _Runs(_tables.WIDTH)
_bidirectional = _Runs(_tables.BIDIRECTIONAL)
_combining = _Runs(_tables.COMBINING, int)
_mirrored = _Runs(_tables.MIRRORED, int)
_digit = _Runs(_tables.DIGIT, lambda text: int(text) if text else None)


def _code(character):
    if not isinstance(character, str):
        raise TypeError(f"argument must be a unicode character, not {type(character).__name__}")
    return ord(character)


def _checked(function, character):
    if not isinstance(character, str) or len(character) != 1:
        kind = 'str' if isinstance(character, str) else type(character).__name__
        raise TypeError(f"{function}() argument must be a unicode character, not {kind}")
    return character


def category(character, /):
    return _category(_checked('category', character))


def east_asian_width(character, /):
    return _width(_checked('east_asian_width', character))


def bidirectional(character, /):
    return _bidirectional(_checked('bidirectional', character))


def combining(character, /):
    return _combining(_checked('combining', character))


def mirrored(character, /):
    return _mirrored(_checked('mirrored', character))


@functools.cache
def _decompositions():
    found, at = {}, 0
    for entry in _tables.DECOMPOSITION.split(';')[:-1]:
        step, _, value = entry.partition(' ')
        at += int(step, 16)
        found[at] = value
    return found


@functools.cache
def _numbers():
    found, at, value = {}, 0, 0.0
    start = 0
    for entry in _tables.NUMERIC.split(';')[:-1]:
        if entry:
            step, _, text = entry.partition(' ')
            start += int(step, 16)
            at, value = start, float(text)
        else:
            at, value = at + 1, value + 1
        found[at] = value
    return found


def decomposition(character, /):
    return _decompositions().get(ord(_checked('decomposition', character)), '')


def _or_default(value, default, message):
    if value is not None:
        return value
    if default is _MISSING:
        raise ValueError(message)
    return default


def numeric(character, default=_MISSING, /):
    found = _numbers().get(ord(_checked('numeric', character)))
    return _or_default(found, default, "not a numeric character")


def digit(character, default=_MISSING, /):
    offset = _digit(_checked('digit', character))
    found = None if offset is None else ord(character) + offset
    return _or_default(found, default, "not a digit")


def decimal(character, default=_MISSING, /):
    found = int(character) if _checked('decimal', character).isdecimal() else None
    return _or_default(found, default, "not a decimal")


@functools.cache
def _aliases():
    return frozenset(_tables.ALIASES.split(';'))


def _ideograph(code):
    return _unicode_names.lookup(f'CJK UNIFIED IDEOGRAPH-{code:04X}') is not None


def _syllable_name(index):
    leads = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ')
    vowels = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split()
    tails = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')
    lead, rest = divmod(index, _VOWELS * _TAILS)
    return leads[lead] + vowels[rest // _TAILS] + tails[rest % _TAILS]


def name(character, default=_MISSING, /):
    code = ord(_checked('name', character))
    if 0 <= code - _SYLLABLE < _SYLLABLES:
        found = 'HANGUL SYLLABLE ' + _syllable_name(code - _SYLLABLE)
    elif character.isidentifier() and _ideograph(code):
        found = f'CJK UNIFIED IDEOGRAPH-{code:04X}'
    else:
        known = [text for text in _unicode_names.names(code) if text not in _aliases()]
        found = known[0] if known else None
    return _or_default(found, default, "no such name")


def lookup(name, /):
    found = _unicode_names.lookup(name)
    if found is None:
        raise KeyError(f"undefined character name '{name}'")
    return found


def _pieces(code, compatible, out):
    """Appends the whole decomposition of a character."""
    index = code - _SYLLABLE
    if 0 <= index < _SYLLABLES:
        out.append(_LEAD + index // (_VOWELS * _TAILS))
        out.append(_VOWEL + index % (_VOWELS * _TAILS) // _TAILS)
        if index % _TAILS:
            out.append(_TAIL + index % _TAILS)
        return
    text = _decompositions().get(code)
    if text is None or (text[0] == '<' and not compatible):
        out.append(code)
        return
    for part in text.split():
        if part[0] != '<':
            _pieces(int(part, 16), compatible, out)


def _decomposed(text, compatible):
    out = []
    for character in text:
        _pieces(ord(character), compatible, out)
    # Marks stand in order of their classes between characters of class 0, otherwise as they came.
    start = 0
    while start < len(out):
        end = start
        while end < len(out) and _combining(chr(out[end])):
            end += 1
        if end - start > 1:
            out[start:end] = sorted(out[start:end], key=lambda code: _combining(chr(code)))
        start = max(end, start + 1)
    return out


@functools.cache
def _pairs():
    """What two characters are composed to."""
    excluded = {int(code, 16) for code in _tables.EXCLUDED.split(';')[:-1]}
    pairs = {}
    for code, text in _decompositions().items():
        parts = text.split()
        if text[0] != '<' and len(parts) == 2 and code not in excluded:
            pairs[int(parts[0], 16), int(parts[1], 16)] = code
    return pairs


def _joined(first, second):
    lead, vowel = first - _LEAD, second - _VOWEL
    if 0 <= lead < 19 and 0 <= vowel < _VOWELS:
        return _SYLLABLE + (lead * _VOWELS + vowel) * _TAILS
    index, tail = first - _SYLLABLE, second - _TAIL
    if 0 <= index < _SYLLABLES and index % _TAILS == 0 and 0 < tail < _TAILS:
        return first + tail
    return _pairs().get((first, second))


def _composed(codes):
    out = []
    starter = None   # Where in `out` the character stands that marks may join.
    before = 0       # The class of the mark that stands last, 0: none stands between.
    for code in codes:
        mark = _combining(chr(code))
        blocked = starter is None or (starter != len(out) - 1 and before >= mark)
        both = None if blocked else _joined(out[starter], code)
        if both is not None:
            out[starter] = both
            continue
        if mark == 0:
            starter = len(out)
        before = mark
        out.append(code)
    return out


def normalize(form, text, /):
    if form not in ('NFC', 'NFKC', 'NFD', 'NFKD'):
        raise ValueError("invalid normalization form")
    if text.isascii():
        return text
    codes = _decomposed(text, 'K' in form)
    return ''.join(map(chr, _composed(codes) if form.endswith('C') else codes))


def is_normalized(form, text, /):
    return normalize(form, text) == text
