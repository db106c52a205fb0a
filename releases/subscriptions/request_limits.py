"""How many forms are taken down: from one source, from one network, and in all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.readers.models import Inquiry, SubscriptionRequest
from releases.subscriptions.sources import FormSource

HOUR = dt.timedelta(hours=1)
MAX_FROM_SOURCE = 5
# From one network of IPv6 with 48 bits, whatever number of sources it has.
MAX_FROM_NETWORK = 10
# By IPv4 and by IPv6 each, so that who has many networks of one keeps no reader of the
# other out.
MAX_IN_ALL = 600


def is_too_many(source: FormSource, *, at: dt.datetime) -> bool:
    """Return whether there were enough forms in the last hour, of all kinds together.

    They are counted whatever address they name, so the answer tells of none.
    """
    since = at - HOUR
    return (
        _are_too_many(MAX_FROM_SOURCE, at__gt=since, source=source.source)
        or _are_too_many(MAX_FROM_NETWORK, at__gt=since, network=source.network)
        or _are_too_many(MAX_IN_ALL, at__gt=since, is_ipv6=source.is_ipv6)
    )


def _are_too_many(number: int, **condition: Any) -> bool:
    """Return whether so many forms meet the condition; counts no more than needed."""
    kinds = (SubscriptionRequest.objects, Inquiry.objects)
    return sum(rows.filter(**condition)[:number].count() for rows in kinds) >= number
