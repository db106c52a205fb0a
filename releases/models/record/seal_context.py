"""Looking back: the public is not shown again what was sealed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_present: ContextVar[dt.datetime | None] = ContextVar("present", default=None)


@contextmanager
def looking_back(*, present: dt.datetime) -> Iterator[None]:
    """Within it, what is sealed by `present` is hidden at every earlier moment too."""
    token = _present.set(present)
    try:
        yield
    finally:
        _present.reset(token)


def seen_from(at: dt.datetime) -> dt.datetime:
    """The moment whose seals hold for a question about `at`: itself, or a later one."""
    return max(at, _present.get() or at)
