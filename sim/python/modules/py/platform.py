"""What the simulated machine says of itself."""

import collections
import sys

__all__ = ['architecture', 'machine', 'mac_ver', 'node', 'platform', 'processor', 'python_build',
           'python_compiler', 'python_implementation', 'python_version', 'python_version_tuple',
           'release', 'system', 'uname', 'uname_result', 'version', 'libc_ver']

uname_result = collections.namedtuple('uname_result',
                                      'system node release version machine processor')


def uname():
    return uname_result('Linux', 'loopscope', '6.1.0', '#1 SMP', 'x86_64', '')


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return uname().processor


def architecture(executable=None, bits='', linkage=''):
    return bits or '64bit', linkage or 'ELF'


def platform(aliased=False, terse=False):
    name = f'{system()}-{release()}'
    return name if terse else f'{name}-{machine()}-with-glibc2.36'


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    return 'glibc', '2.36'


def mac_ver(release='', versioninfo=('', '', ''), machine=''):
    return release, versioninfo, machine


def python_implementation():
    return 'CPython'


def python_version():
    return '.'.join(map(str, sys.version_info[:3]))


def python_version_tuple():
    return tuple(map(str, sys.version_info[:3]))


def python_build():
    return 'main', 'Jan  1 2000 00:00:00'


def python_compiler():
    return 'GCC 12.2.0'
