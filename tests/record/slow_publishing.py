"""Publishing that takes long by the clock, though a test never waits."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models.signals import ModelSignal, post_save, pre_save

from releases.models import Publication
from tests.clock import StoppedClock


@contextlib.contextmanager
def taking_until(
    moment: dt.datetime, clock: StoppedClock, *, signal: ModelSignal = post_save
) -> Iterator[None]:
    """Move the clock when a publication is saved: the transaction takes that long."""

    def move(**kwargs: Any) -> None:
        clock.move_to(moment)

    signal.connect(move, sender=Publication)
    try:
        yield
    finally:
        signal.disconnect(move, sender=Publication)


def signals_of_insertion() -> tuple[ModelSignal, ...]:
    """Return the signals before rows are inserted, which the database refuses late, and after.

    With the savepoint PostgreSQL takes the test's clock back, which no real one does: the
    signal before them says nothing there.
    """
    if connection.vendor == "postgresql":
        return (post_save,)
    return pre_save, post_save
