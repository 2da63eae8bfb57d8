# Exceptions: try in all forms, chaining, groups, with, and what finally does to control flow.


def flow(how):
    for i in range(3):
        try:
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "return":
                return "returned"
            if how == "raise":
                raise ValueError(i)
        except ValueError as e:
            return f"caught {e}"
        else:
            print("else", i)
        finally:
            print("finally", i)
    else:
        return "loop done"
    return "after"


print(flow("break"))
# => finally 0
# => after
print(flow("continue"))
# => finally 0
# => finally 1
# => finally 2
# => loop done
print(flow("return"))
# => finally 0
# => returned
print(flow("raise"))
# => finally 0
# => caught 0
print(flow(""))
# => else 0
# => finally 0
# => else 1
# => finally 1
# => else 2
# => finally 2
# => loop done


def overrides():
    try:
        return "try"
    finally:
        return "finally"


print(overrides())  # => finally


def nested():
    try:
        try:
            raise KeyError("a")
        finally:
            print("inner")
    except KeyError as e:
        print("outer", e)
        try:
            raise
        except KeyError as again:
            print(again is e)


nested()
# => inner
# => outer 'a'
# => True
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("chained") from e
except ValueError as e:
    print(repr(e.__cause__), e.__suppress_context__)  # => ZeroDivisionError('division by zero') True
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("context")
except ValueError as e:
    print(repr(e.__context__), e.__cause__)  # => ZeroDivisionError('division by zero') None
try:
    raise ValueError("no context") from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)  # => None True
try:
    e
except NameError as error:
    print(error)  # => name 'e' is not defined
for kind in (ValueError, (KeyError, TypeError), Exception):
    try:
        raise TypeError("t")
    except kind as e:
        print("match", kind)
        break
    except TypeError:
        print("no match")
# => no match
# => match (<class 'KeyError'>, <class 'TypeError'>)
try:
    raise 5
except TypeError as e:
    print(e)  # => exceptions must derive from BaseException
try:
    raise ValueError from 5
except TypeError as e:
    print(e)  # => exception causes must derive from BaseException
try:
    raise
except RuntimeError as e:
    print(e)  # => No active exception to reraise
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)  # => catching classes that do not inherit from BaseException is not allowed


class MyError(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise MyError(7)
except MyError as e:
    print(e, e.code, repr(e), e.args)  # => code 7 7 MyError('code 7') ('code 7',)
e = ValueError("noted")
e.add_note("a note")
print(e.__notes__)  # => ['a note']


class Context:
    def __init__(self, swallow=False):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, tb):
        print("exit", kind.__name__ if kind else None, value)
        return self.swallow


with Context() as c:
    print("body")
# => enter
# => body
# => exit None None
with Context(True):
    raise KeyError("k")
# => enter
# => exit KeyError 'k'
try:
    with Context():
        raise KeyError("k")
except KeyError:
    print("out")
# => enter
# => exit KeyError 'k'
# => out


def leaves():
    for i in range(2):
        with Context():
            if i == 0:
                continue
            return i


print(leaves())
# => enter
# => exit None None
# => enter
# => exit None None
# => 1
try:
    with 5:
        pass
except TypeError as e:
    print(e)  # => 'int' object does not support the context manager protocol


class HalfContext:
    def __enter__(self):
        pass


try:
    with HalfContext():
        pass
except TypeError as e:
    print(e)  # => 'HalfContext' object does not support the context manager protocol (missed __exit__ method)

# Exception groups.
try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3)])])
except* ValueError as eg:
    print("values", repr(eg))
except* TypeError as eg:
    print("types", repr(eg))
# => values ExceptionGroup('eg', [ValueError(1), ExceptionGroup('in', [ValueError(3)])])
# => types ExceptionGroup('eg', [TypeError(2)])
try:
    try:
        raise ExceptionGroup("eg", [ValueError(1), KeyError(2)])
    except* ValueError:
        pass
except ExceptionGroup as eg:
    print(repr(eg))  # => ExceptionGroup('eg', [KeyError(2)])
try:
    try:
        raise ExceptionGroup("eg", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise TypeError("new")
except ExceptionGroup as eg:
    print(repr(eg))  # => ExceptionGroup('', [TypeError('new'), ExceptionGroup('eg', [KeyError(2)])])
try:
    raise ValueError("bare")
except* ValueError as eg:
    print(repr(eg))  # => ExceptionGroup('', (ValueError('bare'),))
try:
    pass
except* ValueError:
    pass
else:
    print("star else")  # => star else
finally:
    print("star finally")  # => star finally


def unwinding():
    try:
        try:
            yield 1
        finally:
            print("f1")
    finally:
        print("f2")


for x in unwinding():
    pass
# => f1
# => f2


def many():
    result = []
    while True:
        try:
            result.append(1)
            if len(result) > 2:
                break
        except ValueError:
            pass
        finally:
            result.append("f")
            if len(result) == 2:
                continue
    return result


print(many())  # => [1, 'f', 1, 'f']
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))  # => AssertionError('message')
try:
    assert []
except AssertionError as e:
    print(repr(e))  # => AssertionError()
try:
    {}["missing"]
except KeyError as e:
    print(e, e.args)  # => 'missing' ('missing',)
try:
    [][3]
except IndexError as e:
    print(e)  # => list index out of range
try:
    a, b = [1]
except ValueError as e:
    print(e)  # => not enough values to unpack (expected 2, got 1)
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)  # => too many values to unpack (expected 2)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)  # => not enough values to unpack (expected at least 2, got 1)
try:
    a, b = 5
except TypeError as e:
    print(e)  # => cannot unpack non-iterable int object
try:
    None()
except TypeError as e:
    print(e)  # => 'NoneType' object is not callable
try:
    "a" + 1
except TypeError as e:
    print(e)  # => can only concatenate str (not "int") to str
try:
    1 + "a"
except TypeError as e:
    print(e)  # => unsupported operand type(s) for +: 'int' and 'str'
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)  # => 'int' object is not iterable
try:
    1 < "a"
except TypeError as e:
    print(e)  # => '<' not supported between instances of 'int' and 'str'
try:
    {[]: 1}
except TypeError as e:
    print(e)  # => unhashable type: 'list'


def reraise_in_finally():
    try:
        raise ValueError("first")
    finally:
        try:
            raise KeyError("second")
        except KeyError as e:
            print(repr(e.__context__))


try:
    reraise_in_finally()
except ValueError as e:
    print(e, e.__context__)
# => ValueError('first')
# => first None
tb = None
try:
    nested_missing
except NameError as e:
    tb = e.__traceback__
print(tb.tb_lineno > 300, tb.tb_frame.f_code.co_name, tb.tb_next)  # => True <module> None
