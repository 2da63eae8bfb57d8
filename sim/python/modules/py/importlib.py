"""Imports by a name that is only known while the program runs."""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import builtins
import sys

__import__ = builtins.__import__


def _absolute(name, package):
    level = len(name) - len(name.lstrip('.'))
    if not level:
        return name
    if not package:
        raise TypeError(f"the 'package' argument is required to perform a relative import for "
                        f"{name!r}")
    base = package.rsplit('.', level - 1)
    if len(base) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{base[0]}.{name[level:]}' if name[level:] else base[0]


def import_module(name, package=None):
    name = _absolute(name, package)
    builtins.__import__(name)
    return sys.modules[name]


def invalidate_caches():
    pass


def reload(module):
    """Runs a module of the program's own again; one of the library stays as it is."""
    if type(module) is not type(sys):
        raise TypeError('reload() argument must be a module')
    name = module.__name__
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    from importlib.machinery import SourceFileLoader
    loader = getattr(module.__spec__, 'loader', None)
    if loader is None:
        import posix
        found = posix.find_source(name)
        loader = SourceFileLoader(name, found[0]) if found else None
    if isinstance(loader, SourceFileLoader):
        loader.exec_module(module)
    return sys.modules[name]
