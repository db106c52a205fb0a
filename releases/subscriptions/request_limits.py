"""How many forms are taken down: from one source, and in all."""

from __future__ import annotations

import datetime as dt

from releases.readers.models import Inquiry, SubscriptionRequest

HOUR = dt.timedelta(hours=1)
MAX_FROM_SOURCE = 5
MAX_IN_ALL = 600


def is_too_many(source: str, *, at: dt.datetime) -> bool:
    """Return whether there were enough forms in the last hour, of all kinds together.

    They are counted whatever address they name, so the answer tells of none.
    """
    since = at - HOUR
    recent = (
        SubscriptionRequest.objects.filter(at__gt=since),
        Inquiry.objects.filter(at__gt=since),
    )
    from_source = sum(
        rows.filter(source=source)[:MAX_FROM_SOURCE].count() for rows in recent
    )
    if from_source >= MAX_FROM_SOURCE:
        return True
    return sum(rows[:MAX_IN_ALL].count() for rows in recent) >= MAX_IN_ALL
