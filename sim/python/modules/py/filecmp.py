"""Compares files and folders."""

import os
import stat

__all__ = ['clear_cache', 'cmp', 'dircmp', 'cmpfiles', 'DEFAULT_IGNORES']

BUFSIZE = 8 * 1024
DEFAULT_IGNORES = ['RCS', 'CVS', 'tags', '.git', '.hg', '.bzr', '_darcs', '__pycache__']
_known = {}


def clear_cache():
    _known.clear()


def _signature(path):
    told = os.stat(path)
    return stat.S_IFMT(told.st_mode), told.st_size, told.st_mtime


def cmp(f1, f2, shallow=True):
    """Whether two files say the same; if shallow, equal signatures are enough."""
    one, two = _signature(f1), _signature(f2)
    if one[0] != stat.S_IFREG or two[0] != stat.S_IFREG:
        return False
    if shallow and one == two:
        return True
    if one[1] != two[1]:
        return False
    key = f1, f2, one, two
    if key not in _known:
        with open(f1, 'rb') as first, open(f2, 'rb') as second:
            _known[key] = first.read() == second.read()
    return _known[key]


def cmpfiles(a, b, common, shallow=True):
    """(equal, different, impossible to compare) of the files named, in two folders."""
    result = [], [], []
    for name in common:
        try:
            where = not cmp(os.path.join(a, name), os.path.join(b, name), shallow)
        except (OSError, ValueError):
            where = 2
        result[where].append(name)
    return result


class dircmp:
    """Two folders side by side; its lists are made when they are asked for."""

    def __init__(self, a, b, ignore=None, hide=None):
        self.left, self.right = a, b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore

    def phase0(self):
        skipped = {*self.hide, *self.ignore}
        for side in ('left', 'right'):
            names = os.listdir(getattr(self, side))
            setattr(self, side + '_list', sorted(n for n in names if n not in skipped))

    def phase1(self):
        left = {os.path.normcase(name): name for name in self.left_list}
        right = {os.path.normcase(name): name for name in self.right_list}
        self.common = [name for key, name in left.items() if key in right]
        self.left_only = [name for key, name in left.items() if key not in right]
        self.right_only = [name for key, name in right.items() if key not in left]

    def phase2(self):
        self.common_dirs, self.common_files, self.common_funny = [], [], []
        for name in self.common:
            kinds = set()
            for folder in (self.left, self.right):
                try:
                    kinds.add(stat.S_IFMT(os.stat(os.path.join(folder, name)).st_mode))
                except OSError:
                    kinds.add(None)
            if kinds == {stat.S_IFDIR}:
                self.common_dirs.append(name)
            elif kinds == {stat.S_IFREG}:
                self.common_files.append(name)
            else:
                self.common_funny.append(name)

    def phase3(self):
        self.same_files, self.diff_files, self.funny_files = cmpfiles(
            self.left, self.right, self.common_files)

    def phase4(self):
        self.subdirs = {name: self.__class__(os.path.join(self.left, name),
                                             os.path.join(self.right, name),
                                             self.ignore, self.hide)
                        for name in self.common_dirs}

    def phase4_closure(self):
        self.phase4()
        for below in self.subdirs.values():
            below.phase4_closure()

    def report(self):
        print('diff', self.left, self.right)
        for title, names in ((f'Only in {self.left}', self.left_only),
                             (f'Only in {self.right}', self.right_only),
                             ('Identical files', self.same_files),
                             ('Differing files', self.diff_files),
                             ('Trouble with common files', self.funny_files),
                             ('Common subdirectories', self.common_dirs),
                             ('Common funny cases', self.common_funny)):
            if names:
                names.sort()
                print(title, ':', names)

    def report_partial_closure(self):
        self.report()
        for below in self.subdirs.values():
            print()
            below.report()

    def report_full_closure(self):
        self.report()
        for below in self.subdirs.values():
            print()
            below.report_full_closure()

    methodmap = dict(subdirs=phase4, same_files=phase3, diff_files=phase3, funny_files=phase3,
                     common_dirs=phase2, common_files=phase2, common_funny=phase2, common=phase1,
                     left_only=phase1, right_only=phase1, left_list=phase0, right_list=phase0)

    def __getattr__(self, name):
        if name not in self.methodmap:
            raise AttributeError(name)
        self.methodmap[name](self)
        return getattr(self, name)


from types import GenericAlias  # noqa: E402

dircmp.__class_getitem__ = classmethod(GenericAlias)
