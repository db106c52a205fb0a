"""How many mails of each mailing are owed, wait, and ended in which way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from releases.readers.models import Delivery, FoldedDeliveries, Outcome, Rank

_ENDS = tuple(Outcome.values)


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
    """Return the counts of these mailings by their ids, in two queries; none without rows."""
    ids = list(mailings)
    parts: dict[int, list[MailingCounts]] = {}
    for mailing, counts in [*_count_rows(ids), *_count_folded(ids)]:
        parts.setdefault(mailing, []).append(counts)
    return {mailing: _sum_of(counts) for mailing, counts in parts.items()}


def _count_rows(mailings: list[int]) -> Iterator[tuple[int, MailingCounts]]:
    is_sent = Q(outcome=Outcome.SENT)
    rows = (
        Delivery.objects.filter(mailing__in=mailings)
        .order_by()
        .values("mailing")
        .annotate(
            owed=Count("pk"),
            waiting=Count("pk", filter=Q(outcome="")),
            **{name: Count("pk", filter=Q(outcome=name)) for name in _ENDS},
            first_sent=Min("at", filter=is_sent),
            last_sent=Max("at", filter=is_sent),
            first_at_once=Min("at", filter=is_sent & ~Q(rank=Rank.DIGEST)),
        )
    )
    for row in rows:
        yield row.pop("mailing"), MailingCounts(**row)


def _count_folded(mailings: list[int]) -> Iterator[tuple[int, MailingCounts]]:
    # The names are those of no field, which an aggregate cannot have.
    rows = (
        FoldedDeliveries.objects.filter(mailing__in=mailings)
        .order_by()
        .values("mailing")
        .annotate(
            **{name: Sum(f"{name}_count") for name in _ENDS},
            first=Min("first_sent"),
            last=Max("last_sent"),
            at_once=Min("first_at_once"),
        )
    )
    for row in rows:
        ends: dict[str, Any] = {name: row[name] for name in _ENDS}
        yield (
            row["mailing"],
            MailingCounts(
                owed=sum(ends.values()),
                first_sent=row["first"],
                last_sent=row["last"],
                first_at_once=row["at_once"],
                **ends,
            ),
        )


def _sum_of(parts: list[MailingCounts]) -> MailingCounts:
    """Return the counts of a mailing of which a part is folded."""
    numbers: dict[str, Any] = {
        name: sum(getattr(part, name) for part in parts)
        for name in ("owed", "waiting", *_ENDS)
    }
    return MailingCounts(
        **numbers,
        first_sent=_earliest(part.first_sent for part in parts),
        last_sent=max(filter(None, (part.last_sent for part in parts)), default=None),
        first_at_once=_earliest(part.first_at_once for part in parts),
    )


def _earliest(times: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return min(filter(None, times), default=None)
