"""Writes py/_unicode_database.py, the tables of unicodedata, from those of the Python that runs it.

Run it with CPython 3.11, whose unicodedata the tables must agree with:

    python3 sim/python/modules/unicode_database.py > sim/python/modules/py/_unicode_database.py
"""

import pathlib
import re
import unicodedata

LAST = 0x110000
HANGUL = range(0xac00, 0xd7a4)


def runs(property_of):
    """"START VALUE" wherever the property changes; START in hexadecimal, from the last one on."""
    before, last = None, 0
    for code in range(LAST):
        value = property_of(chr(code))
        if value != before:
            yield f"{code - last:x} {value}".rstrip() + ";"
            before, last = value, code


def decompositions():
    last = 0
    for code in range(LAST):
        if code not in HANGUL and unicodedata.decomposition(chr(code)):
            yield f"{code - last:x} {unicodedata.decomposition(chr(code))};"
            last = code


def numbers():
    """"START VALUE": characters with numbers, a step of one of both left out."""
    last, expected = 0, None
    for code in range(LAST):
        value = unicodedata.numeric(chr(code), None)
        if value is None:
            expected = None
            continue
        if value != expected:
            yield f"{code - last:x} {value!r};"
            last = code
        else:
            yield ";"
        expected = value + 1


def digit_offset(c):
    digit = unicodedata.digit(c, None)
    return "" if digit is None else digit - ord(c)


def excluded():
    """Characters with a canonical decomposition that composing never gives back."""
    for code in range(LAST):
        text = unicodedata.decomposition(chr(code))
        if text and text[0] != "<" and code not in HANGUL:
            if unicodedata.normalize("NFC", chr(code)) != chr(code):
                yield f"{code:x};"


def aliases():
    """Of the names that are known below sim/base, those that are no character's own."""
    table = pathlib.Path(__file__).parents[2] / "base" / "unicode_names.cpp"
    for name, code in re.findall(r'\{"([^"]+)",0x([0-9a-f]+)\}', table.read_text()):
        if unicodedata.name(chr(int(code, 16)), None) != name:
            yield name + ";"


def show(name, pieces):
    print(f"{name} = (")
    line = ""
    for piece in pieces:
        if len(line) + len(piece) > 92:
            print(f"    '{line}'")
            line = ""
        line += piece
    print(f"    '{line}')")


def main():
    print('"""Written by unicode_database.py: properties of characters, as unicodedata tells them."""')
    print()
    print(f"VERSION = {unicodedata.unidata_version!r}")
    show("CATEGORY", runs(unicodedata.category))
    show("WIDTH", runs(unicodedata.east_asian_width))
    show("BIDIRECTIONAL", runs(unicodedata.bidirectional))
    show("COMBINING", runs(unicodedata.combining))
    show("MIRRORED", runs(unicodedata.mirrored))
    show("DECOMPOSITION", decompositions())
    show("NUMERIC", numbers())
    show("DIGIT", runs(digit_offset))
    show("EXCLUDED", excluded())
    show("ALIASES", aliases())


main()
