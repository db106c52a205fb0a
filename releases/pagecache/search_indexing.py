"""Filling the index of the search from the page cache's regular cycle."""

from __future__ import annotations

import datetime as dt
import logging

from releases.pagecache.cache import PageCache
from releases.pagecache.clock import SECOND, Microseconds
from releases.record.search.indexing import index_within

logger = logging.getLogger(__name__)

QUIET: Microseconds = 60 * SECOND
# A tenth of a cycle, while much waits.
BUDGET = dt.timedelta(seconds=1)


def index_when_quiet(cache: PageCache) -> None:
    """Index what has gone live, unless an instant has passed within the last minute.

    It never looks at what is ahead: how long a search takes must not depend on it.
    """
    current = cache.snapshots.current
    if current is None or cache.clock.now() - current.start < QUIET:
        return
    try:
        index_within(BUDGET)
    except Exception:
        # In the thread without which the worker could answer no request.
        logger.exception("Cannot fill the index of the search.")
