"""Reprs cut short, and sequences compared, for messages."""

__unittest = True

_MAX_LENGTH = 80
_PLACEHOLDER = 12


def safe_repr(obj, short=False):
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text if not short or len(text) < _MAX_LENGTH else text[:_MAX_LENGTH] + ' [truncated]...'


def strclass(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def _shorten(text, before, after):
    skipped = len(text) - before - after
    if skipped > _PLACEHOLDER:
        return f'{text[:before]}[{skipped} chars]{text[len(text) - after:]}'
    return text


def _common_prefix(texts):
    first, last = min(texts), max(texts)
    for i, c in enumerate(first):
        if last[i:i + 1] != c:
            return first[:i]
    return first


def _common_shorten_repr(*args):
    """The reprs, without most of what they begin with alike when they are long."""
    texts = tuple(map(safe_repr, args))
    longest = max(map(len, texts))
    if longest <= _MAX_LENGTH:
        return texts
    prefix = _common_prefix(texts)
    length = len(prefix)
    room = _MAX_LENGTH - (longest - length + 5 + _PLACEHOLDER)
    if room > 5:
        prefix = _shorten(prefix, 5, room)
        return tuple(prefix + text[length:] for text in texts)
    prefix = _shorten(prefix, 5, 5)
    least = _MAX_LENGTH - (5 + _PLACEHOLDER + 5 + _PLACEHOLDER + 5)
    return tuple(prefix + _shorten(text[length:], least, 5) for text in texts)


def sorted_list_difference(expected, actual):
    missing = [item for item in expected if item not in actual]
    unexpected = [item for item in actual if item not in expected]
    return missing, unexpected


def unorderable_list_difference(expected, actual):
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    return (x > y) - (x < y)


def _count_differences(actual, expected):
    """(count here, count there, item) for items that do not come equally often."""
    try:
        from collections import Counter
        first, second = Counter(actual), Counter(expected)
        pairs = [(first[item], second[item], item) for item in first
                 if first[item] != second.get(item, 0)]
        pairs += [(0, count, item) for item, count in second.items() if item not in first]
        return pairs
    except TypeError:
        pass
    actual, expected = list(actual), list(expected)
    found = []
    for item in list(actual):
        if any(item == known for _, _, known in found):
            continue
        here, there = actual.count(item), expected.count(item)
        if here != there:
            found.append((here, there, item))
    for item in expected:
        if not any(item == known for _, _, known in found) and item not in actual:
            found.append((0, expected.count(item), item))
    return found
