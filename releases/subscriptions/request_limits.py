"""How many forms are taken down: from one source, and in all."""

from __future__ import annotations

import datetime as dt

from releases.readers.models import SubscriptionRequest

HOUR = dt.timedelta(hours=1)
MAX_FROM_SOURCE = 5
MAX_IN_ALL = 600


def is_too_many(source: str, *, at: dt.datetime) -> bool:
    """Return whether there were enough forms in the last hour.

    They are counted whatever address they name, so the answer tells of none.
    """
    recent = SubscriptionRequest.objects.filter(at__gt=at - HOUR)
    if recent.filter(source=source)[:MAX_FROM_SOURCE].count() >= MAX_FROM_SOURCE:
        return True
    return recent[:MAX_IN_ALL].count() >= MAX_IN_ALL
