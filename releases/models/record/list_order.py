"""Places in the list of releases, which is in the order of their first disclosure."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

# From an instant until another.
Span = tuple[dt.datetime, dt.datetime]


class Placed(Protocol):
    """What has a place in the order of `newest_first`, be it a row or what is read of it."""

    @property
    def dated(self) -> dt.datetime:
        """The first disclosure of its chain."""

    @property
    def id(self) -> int:
        """The number of its row."""
