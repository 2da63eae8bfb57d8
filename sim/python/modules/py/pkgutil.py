"""Finds an object by the words that name it."""

__all__ = ["resolve_name"]


def resolve_name(name):
    """The object that "package.module:object.attribute", or all of it with dots, names."""
    module, colon, attributes = name.partition(":")
    words = module.split(".")
    if not all(word.isidentifier() for word in words):
        raise ValueError(f"invalid format: {name!r}")
    if colon:
        found = __import__(module)
        for word in words[1:]:
            found = getattr(found, word)
        rest = attributes.split(".") if attributes else []
    else:
        path = words[0]
        found = __import__(path)
        rest = words[1:]
        while rest:
            path = f"{path}.{rest[0]}"
            try:
                __import__(path)
            except ImportError:
                break
            found = getattr(found, rest[0])
            rest = rest[1:]
    for word in rest:
        found = getattr(found, word)
    return found
