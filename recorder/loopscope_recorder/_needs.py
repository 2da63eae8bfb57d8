"""What has to happen before a future of asyncio's own is done: found in the frame that asks for it.

Only attributes of asyncio's own objects are looked at; of what a program brings, nothing is called.
"""

import asyncio
from asyncio import sslproto, transports

NEEDS = '"e":"needs","future":%d,"on":%d,"what":"%s"}\n'


def _futures(several):
    for future in several:
        number = getattr(future, "_loopscope_id", 0)
        if number and not future.done():
            yield number, "future"


def _futures_of_set(several):
    """In order of their numbers: a set of tasks has them in order of addresses, never the same."""
    return sorted(_futures(several))


def _descriptor(transport):
    """That of one of asyncio's own transports, below TLS too."""
    if not isinstance(transport, transports.BaseTransport) or \
            not type(transport).__module__.startswith("asyncio."):
        return
    protocol = getattr(transport, "_ssl_protocol", None)
    if isinstance(protocol, sslproto.SSLProtocol):
        transport = protocol._transport
    number = getattr(transport, "_sock_fd", None)
    if number is None:
        number = getattr(transport, "_fileno", None)
    if isinstance(number, int):
        yield number, "descriptor"


def _socket(names):
    sock = names.get("sock")
    try:
        number = sock.fileno()
    except (AttributeError, OSError):
        return
    if isinstance(number, int) and number >= 0:
        yield number, "descriptor"


def _work(names):
    work = getattr(names.get("future"), "_loopscope_work", None)
    if work is not None:
        yield work[0], "work"


def _process(names):
    number = getattr(names.get("self"), "_pid", None)
    if isinstance(number, int):
        yield number, "process"


# By what a future is for (see purpose_of), from the local variables of the function that asks.
_TOLD_BY = {
    "wait": lambda names: _futures_of_set(names.get("fs") or ()),
    "TaskGroup": lambda names: _futures_of_set(getattr(names.get("self"), "_tasks", ())),
    "shield": lambda names: _futures(
        [names["inner"]] if asyncio.isfuture(names.get("inner")) else []),
    "executor": _work,
    "_wait": _process,
    "_wait_for_data": lambda names: _descriptor(getattr(names.get("self"), "_transport", None)),
    "_drain_helper": lambda names: _descriptor(getattr(names.get("self"), "_transport", None)),
}
_TOLD_BY.update({name: _socket for name in (
    "sock_recv", "sock_recv_into", "sock_recvfrom", "sock_recvfrom_into", "sock_sendall",
    "sock_sendto", "sock_connect", "sock_accept")})


def note_needs(recorder, number, needs):
    """Tells what the future of this number needs."""
    for on, what in needs:
        recorder.emit((recorder.clock(), recorder.thread(), NEEDS, (number, on, what)))


def note_needs_of(recorder, number, purpose, frame):
    """The same of a future that was made for `purpose` in `frame` or the asyncio frames above."""
    told_by = _TOLD_BY.get(purpose)
    if told_by is None:
        return
    while frame is not None and frame.f_code.co_name in ("create_future", "__init__"):
        frame = frame.f_back
    if frame is not None:
        note_needs(recorder, number, told_by(frame.f_locals))


def note_children(recorder, number, children):
    """Of a gather: each child once."""
    note_needs(recorder, number, _futures(dict.fromkeys(children)))
