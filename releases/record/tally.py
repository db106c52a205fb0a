"""How many releases the public sees of each year and category.

Counting looks at every one of them, and each page of the archive shows it; so it is done
once for each state of the record and moment.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from releases.models import Publication
from releases.record.horizon import generation

Tally = tuple[tuple[int, str, int], ...]


def tally(*, at: dt.datetime) -> Tally:
    """(year, category, how many) of what is public at the moment."""
    return _counted(generation(), at)


def forget() -> None:
    """The record may be another one altogether."""
    _counted.cache_clear()


@lru_cache(maxsize=16)
def _counted(generation: int, at: dt.datetime) -> Tally:
    return tuple(Publication.objects.releases().live(at=at).counted())
