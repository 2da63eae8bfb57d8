"""Asks for a password: here there is no terminal, so the line is read as any other."""

__all__ = ['getpass', 'getuser', 'GetPassWarning']

import sys


class GetPassWarning(UserWarning):
    pass


def getpass(prompt='Password: ', stream=None):
    stream = sys.stderr if stream is None else stream
    print(prompt, end='', file=stream, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip('\n')


def getuser():
    import os
    for name in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if os.environ.get(name):
            return os.environ[name]
    return 'user'
