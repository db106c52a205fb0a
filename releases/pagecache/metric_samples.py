"""The metrics of a web worker at this moment, which it reports to its supervisor."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from releases.pagecache.cache import PageCache
from releases.pagecache.client_connections import client_connections
from releases.pagecache.clock import SECOND
from releases.pagecache.metrics import (
    CLIENT_CONNECTIONS,
    CLOCK_ERROR,
    PAGE_BYTES,
    RECORD_AGE,
    SLOTS_USED,
    SLOTS_WAITING,
)
from releases.text.open_metrics import MetricSample


def worker_samples(cache: PageCache) -> Iterator[MetricSample]:
    """Yield what the worker has counted, and its state."""
    yield from cache.metrics.samples()
    for kind, limiter in cache.slots.by_kind():
        yield SLOTS_USED.sample(limiter.used, kind=kind)
        yield SLOTS_WAITING.sample(limiter.waiting, kind=kind)
    if sys.platform == "linux":
        yield CLIENT_CONNECTIONS.sample(len(client_connections()))
    current = cache.snapshots.current
    if current is not None:
        size = current.pages.size + current.query_pages.size
        yield PAGE_BYTES.sample(size)
    yield RECORD_AGE.sample(cache.record_age / SECOND)
    yield CLOCK_ERROR.sample(abs(cache.clock.offset or 0) / SECOND)
