"""Request ids: by one, an operator finds all lines of the logs that are about a request."""

from __future__ import annotations

import os
import re
import secrets
from contextvars import ContextVar

# As nginx's $request_id, UUIDs and trace ids are; nothing that a log would have to mask.
_ACCEPTED = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)

# The id of the request that this thread answers; empty in other threads.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


# Ids that were drawn and not used yet: the system is asked for many at a time, since each
# question also makes the thread give Python's lock away.
_drawn: list[str] = []
_LENGTH = 32
_DRAWN_AT_ONCE = 256
# Another process must not use the same ones.
os.register_at_fork(after_in_child=_drawn.clear)


def new_request_id() -> str:
    """Return an id that nobody can guess: a number would tell how many requests come."""
    try:
        return _drawn.pop()
    except IndexError:
        digits = secrets.token_hex(_DRAWN_AT_ONCE * _LENGTH // 2)
        starts = range(_LENGTH, len(digits), _LENGTH)
        _drawn.extend(digits[start : start + _LENGTH] for start in starts)
        return digits[:_LENGTH]


def accepted_request_id(header: str | None) -> str:
    """Return the id that a proxy has sent, or a new one where that is none."""
    if header is not None and _ACCEPTED.fullmatch(header):
        return header
    return new_request_id()
