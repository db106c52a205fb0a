"""Request ids: by one, an operator finds all lines of the logs that are about a request."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

# As nginx's $request_id, UUIDs and trace ids are; nothing that a log would have to mask.
_ACCEPTED = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)

# The id of the request that this thread answers; empty in other threads.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


def new_request_id() -> str:
    """Return an id that nobody can guess: a number would tell how many requests come."""
    return secrets.token_hex(16)


def accepted_request_id(header: str | None) -> str:
    """Return the id that a proxy has sent, or a new one where that is none."""
    if header is not None and _ACCEPTED.fullmatch(header):
        return header
    return new_request_id()
