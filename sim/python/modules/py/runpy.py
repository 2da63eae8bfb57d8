"""Runs a file or a module as a program of its own."""

__all__ = ["run_module", "run_path"]


def _run(text, path, name, init_globals):
    space = {'__name__': name, '__file__': path, '__builtins__': __builtins__, '__doc__': None,
             '__loader__': None, '__package__': '', '__spec__': None, '__cached__': None,
             **(init_globals or {})}
    exec(compile(text, path, 'exec'), space)
    return space


def run_path(path_name, init_globals=None, run_name=None):
    with open(path_name, 'rb') as file:
        text = file.read().decode()
    return _run(text, path_name, run_name or '<run_path>', init_globals)


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    from importlib.util import find_spec
    spec = find_spec(mod_name)
    if spec is None:
        raise ImportError(f'No module named {mod_name}')
    if spec.submodule_search_locations is not None:
        spec = find_spec(mod_name + '.__main__')
    text = spec.loader.get_source(spec.name)
    return _run(text, spec.origin, run_name or mod_name, init_globals)
