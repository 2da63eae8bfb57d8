"""Control-C between tests: nothing to do on a simulated machine."""

__unittest = True


def installHandler():
    pass


def registerResult(result):
    pass


def removeResult(result):
    return False


def removeHandler(method=None):
    return method
