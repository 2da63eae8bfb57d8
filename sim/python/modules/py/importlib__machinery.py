"""What finds and loads modules."""

import sys

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = ['.cpython-311-x86_64-linux-gnu.so', '.abi3.so', '.so']


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """What is known of a module before it is loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self._cached = None

    def __repr__(self):
        parts = [f'name={self.name!r}', f'loader={self.loader!r}']
        if self.origin is not None:
            parts.append(f'origin={self.origin!r}')
        if self.submodule_search_locations is not None:
            parts.append(f'submodule_search_locations={self.submodule_search_locations}')
        return f"{type(self).__name__}({', '.join(parts)})"

    def __eq__(self, other):
        return (isinstance(other, ModuleSpec)
                and (self.name, self.loader, self.origin, self.has_location)
                == (other.name, other.loader, other.origin, other.has_location))

    @property
    def cached(self):
        return self._cached

    @cached.setter
    def cached(self, value):
        self._cached = value

    @property
    def parent(self):
        if self.submodule_search_locations is None:
            return self.name.rpartition('.')[0]
        return self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)


ModuleSpec.__module__ = '_frozen_importlib'


class BuiltinImporter:
    """Knows the modules that CPython has within itself."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname in sys.builtin_module_names:
            return ModuleSpec(fullname, cls, origin='built-in')
        return None

    @staticmethod
    def create_module(spec):
        return __import__(spec.name)

    @staticmethod
    def exec_module(module):
        pass


BuiltinImporter.__module__ = '_frozen_importlib'
FrozenImporter = BuiltinImporter


class _SourceLoader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def get_source(self, fullname):
        return self.get_data(self.get_filename(fullname)).decode()

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return compile(self.get_data(path).decode(), path, 'exec')

    def load_module(self, fullname):
        from importlib.util import module_from_spec, spec_from_loader
        module = sys.modules.get(fullname) or module_from_spec(spec_from_loader(fullname, self))
        sys.modules[fullname] = module
        self.exec_module(module)
        return module


class SourceFileLoader(_SourceLoader):
    """Loads a module from its text in a file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def get_filename(self, fullname=None):
        return self.path

    def get_data(self, path):
        with open(path, 'rb') as file:
            return file.read()

    def is_package(self, fullname):
        return self.path.endswith('/__init__.py')


SourceFileLoader.__module__ = '_frozen_importlib_external'


class _LibraryLoader(SourceFileLoader):
    """Stands for CPython's loader of its own library, whose texts are not here."""

    def create_module(self, spec):
        __import__(spec.name)
        return sys.modules[spec.name]

    def exec_module(self, module):
        pass


_LibraryLoader.__name__ = _LibraryLoader.__qualname__ = 'SourceFileLoader'
_LibraryLoader.__module__ = '_frozen_importlib_external'


class PathFinder:
    """Finds modules in the folders of sys.path."""

    @classmethod
    def invalidate_caches(cls):
        pass

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        import _imp
        import posix
        from importlib.util import spec_from_file_location
        if _imp.is_known(fullname):
            package = _imp.is_package(fullname)
            place = '/usr/lib/python3.11/' + fullname.replace('.', '/')
            origin = place + ('/__init__.py' if package else '.py')
            spec = spec_from_file_location(fullname, origin,
                                           loader=_LibraryLoader(fullname, origin))
            return spec
        found = posix.find_source(fullname)
        return spec_from_file_location(fullname, found[0]) if found else None


PathFinder.__module__ = '_frozen_importlib_external'
