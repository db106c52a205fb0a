"""How many mails of each mailing are owed, wait, and ended in which way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from releases.readers.models import Delivery, Outcome, Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingCounts:
    """The deliveries of one mailing: `owed` is the sum of the six numbers after it.

    `first_sent` and `last_sent` are when the mail system accepted a mail. `first_at_once` is
    the first that did not wait for the hour of a daily mail.
    """

    owed: int = 0
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    overtaken: int = 0
    dropped: int = 0
    unknown: int = 0
    first_sent: dt.datetime | None = None
    last_sent: dt.datetime | None = None
    first_at_once: dt.datetime | None = None


def count_deliveries(mailings: Iterable[int]) -> dict[int, MailingCounts]:
    """Return the counts of these mailings by their ids, in one query; none without rows."""
    is_sent = Q(outcome=Outcome.SENT)
    rows = (
        Delivery.objects.filter(mailing__in=list(mailings))
        .order_by()
        .values("mailing")
        .annotate(
            owed=Count("pk"),
            waiting=Count("pk", filter=Q(outcome="")),
            sent=Count("pk", filter=is_sent),
            failed=Count("pk", filter=Q(outcome=Outcome.FAILED)),
            overtaken=Count("pk", filter=Q(outcome=Outcome.OVERTAKEN)),
            dropped=Count("pk", filter=Q(outcome=Outcome.DROPPED)),
            unknown=Count("pk", filter=Q(outcome=Outcome.UNKNOWN)),
            first_sent=Min("at", filter=is_sent),
            last_sent=Max("at", filter=is_sent),
            first_at_once=Min("at", filter=is_sent & ~Q(rank=Rank.DIGEST)),
        )
    )
    return {row.pop("mailing"): MailingCounts(**row) for row in rows}
