"""Where an installation has its parts."""

import sys

__all__ = ['get_config_h_filename', 'get_config_var', 'get_config_vars', 'get_makefile_filename',
           'get_path', 'get_path_names', 'get_paths', 'get_platform', 'get_python_version',
           'get_scheme_names', 'parse_config_h']

_PATHS = {'stdlib': '/usr/lib/python3.11', 'platstdlib': '/usr/lib/python3.11',
          'purelib': '/usr/local/lib/python3.11/dist-packages',
          'platlib': '/usr/local/lib/python3.11/dist-packages',
          'include': '/usr/include/python3.11', 'scripts': '/usr/local/bin', 'data': '/usr/local'}


def get_python_version():
    return '%d.%d' % sys.version_info[:2]


def get_platform():
    return 'linux-x86_64'


def get_scheme_names():
    return ('deb_system', 'nt', 'nt_user', 'nt_venv', 'osx_framework_user', 'posix_home',
            'posix_local', 'posix_prefix', 'posix_user', 'posix_venv', 'venv')


def get_default_scheme():
    return 'posix_local'


def get_preferred_scheme(key):
    return {'prefix': 'posix_local', 'home': 'posix_home', 'user': 'posix_user'}[key]


def get_path_names():
    return ('stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data')


def get_paths(scheme='posix_local', vars=None, expand=True):
    return dict(_PATHS)


def get_path(name, scheme='posix_local', vars=None, expand=True):
    return get_paths(scheme)[name]


def get_config_vars(*args):
    known = {'prefix': '/usr', 'exec_prefix': '/usr', 'py_version': sys.version.split()[0],
             'py_version_short': '3.11', 'py_version_nodot': '311', 'EXT_SUFFIX':
             '.cpython-311-x86_64-linux-gnu.so', 'SOABI': 'cpython-311-x86_64-linux-gnu',
             'Py_DEBUG': 0, 'base': '/usr', 'platlibdir': 'lib', 'abiflags': ''}
    return [known.get(name) for name in args] if args else known


def get_config_var(name):
    return get_config_vars().get(name)
