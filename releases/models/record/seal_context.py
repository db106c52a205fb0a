"""Which seals hold while the site is shown as of an earlier moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_present: ContextVar[dt.datetime | None] = ContextVar("present", default=None)


@contextmanager
def seals_applied_until(present: dt.datetime) -> Iterator[None]:
    """Hide what is sealed by `present` at every earlier moment too."""
    token = _present.set(present)
    try:
        yield
    finally:
        _present.reset(token)


def seal_moment(at: dt.datetime) -> dt.datetime:
    """Return the moment whose seals hold for a question about `at`: `at`, or later."""
    return max(at, _present.get() or at)
