"""File names matched by shell patterns."""

import functools
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


@functools.lru_cache(maxsize=256, typed=True)
def _matcher(pat):
    if isinstance(pat, bytes):
        text = translate(str(pat, 'latin-1'))
        return re.compile(bytes(text, 'latin-1')).match
    return re.compile(translate(pat)).match


def filter(names, pat):
    match = _matcher(pat)
    return [name for name in names if match(name)]


def fnmatchcase(name, pat):
    return _matcher(pat)(name) is not None


def _translate_set(inside):
    """What stands between [ and ] of a shell pattern, as a regular expression."""
    negated = inside[0] == '!'
    chars = inside[1:] if negated else inside
    ranges = []
    at = 0
    while at < len(chars):
        if at + 2 < len(chars) and chars[at + 1] == '-':
            if chars[at] <= chars[at + 2]:
                ranges.append(re.escape(chars[at]) + '-' + re.escape(chars[at + 2]))
            at += 3
        else:
            ranges.append(re.escape(chars[at]))
            at += 1
    if not ranges:
        return '.' if negated else '(?!)'
    return f"[{'^' if negated else ''}{''.join(ranges)}]"


def translate(pat):
    """The pattern as a regular expression that matches whole names."""
    parts = []
    at = 0
    while at < len(pat):
        c = pat[at]
        at += 1
        if c == '*':
            if not parts or parts[-1] != '.*':
                parts.append('.*')
        elif c == '?':
            parts.append('.')
        elif c == '[':
            end = at
            if end < len(pat) and pat[end] == '!':
                end += 1
            if end < len(pat) and pat[end] == ']':
                end += 1
            end = pat.find(']', end)
            if end < 0:
                parts.append('\\[')
            else:
                parts.append(_translate_set(pat[at:end]))
                at = end + 1
        else:
            parts.append(re.escape(c))
    return fr"(?s:{''.join(parts)})\Z"
