"""What is useful to those who load modules themselves."""

import sys
import types
from importlib import _absolute
from importlib.machinery import (BuiltinImporter, ModuleSpec, PathFinder, SourceFileLoader,
                                 _LibraryLoader)

__all__ = ['LazyLoader', 'Loader', 'MAGIC_NUMBER', 'cache_from_source', 'decode_source',
           'find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache', 'source_hash',
           'spec_from_file_location', 'spec_from_loader']

MAGIC_NUMBER = b'\xa7\r\r\n'


def resolve_name(name, package):
    if name.startswith('.') and not package:
        raise ImportError(f'no package specified for {name!r} '
                          '(required for relative module names)')
    return _absolute(name, package)


def _spec_of(name):
    for finder in (BuiltinImporter, *(sys.meta_path if hasattr(sys, 'meta_path') else ()),
                   PathFinder):
        spec = finder.find_spec(name, None)
        if spec is not None:
            return spec
    return None


def find_spec(name, package=None):
    full = resolve_name(name, package) if name.startswith('.') else name
    module = sys.modules.get(full)
    if module is not None and getattr(module, '__spec__', None) is not None:
        return module.__spec__
    if full in sys.modules and module is None:
        return None
    if full == '__main__':
        raise ValueError('__main__.__spec__ is None')
    parent = full.rpartition('.')[0]
    if parent:
        above = __import__(parent, fromlist=['__path__'])
        if not hasattr(above, '__path__'):
            raise ModuleNotFoundError(
                f"__path__ attribute not found on {parent!r} while trying to find {full!r}",
                name=full)
    return _spec_of(full)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if hasattr(loader, 'get_filename'):
        return spec_from_file_location(name, loader=loader)
    if is_package is None and hasattr(loader, 'is_package'):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=None):
    import os
    if location is None:
        location = loader.get_filename(name)
    location = os.fspath(location)
    if loader is None:
        if not location.endswith('.py'):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is not None:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, 'is_package') and loader.is_package(name):
        spec.submodule_search_locations = [os.path.dirname(location)]
    return spec


def module_from_spec(spec):
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    if isinstance(spec.loader, _LibraryLoader) or spec.loader is BuiltinImporter:
        return module
    if module is None:
        module = types.ModuleType(spec.name)
    module.__name__ = spec.name
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module


def cache_from_source(path, debug_override=None, *, optimization=None):
    head, slash, tail = path.rpartition('/')
    name = tail.rpartition('.')[0] or tail
    return f"{head}{slash}__pycache__/{name}.cpython-311.pyc"


def source_from_cache(path):
    head, _slash, tail = path.rpartition('/')
    folder = head.rpartition('__pycache__')[0]
    return f"{folder}{tail.partition('.')[0]}.py"


def decode_source(source_bytes):
    import io
    return io.IncrementalNewlineDecoder(None, True).decode(source_bytes.decode('utf-8-sig'))


def source_hash(source_bytes):
    import hashlib
    return hashlib.blake2b(source_bytes, digest_size=8).digest()


class LazyLoader:
    """Loads a module when it is asked for something first."""

    def __init__(self, loader):
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *arguments, **keywords: cls(loader(*arguments, **keywords))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)


from importlib.abc import Loader  # noqa: E402
