"""How a mailing was sent: how many mails in which second, how late, and why some failed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from releases.alerts.reply_codes import reason_of, reply_code
from releases.readers.database import readers_connection
from releases.readers.models import Delivery, FoldedDeliveries, Mailing, Outcome, Rank
from releases.readers.sql import utc_text

# Of how many seconds a period can be: the shortest that makes MAX_PERIODS at most is taken.
PERIODS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400)
MAX_PERIODS = 60
_DELIVERY = Delivery._meta.db_table


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPace:
    """The mails of a mailing that did not wait for a daily mail.

    `by_second` has how many were sent how many whole seconds after the instant.
    """

    by_second: Counter[int]

    @property
    def period(self) -> int:
        """How many seconds a period has."""
        last = max(self.by_second, default=0)
        fitting = (each for each in PERIODS if last < each * MAX_PERIODS)
        return next(fitting, last // MAX_PERIODS + 1)

    @property
    def by_period(self) -> list[tuple[int, int]]:
        """The start of each period, in seconds after the instant, and its mails."""
        if not self.by_second:
            return []
        mails: Counter[int] = Counter()
        for second, count in self.by_second.items():
            mails[second // self.period] += count
        return [
            (number * self.period, mails[number]) for number in range(max(mails) + 1)
        ]

    def lateness(self, share: float) -> int | None:
        """Return within how many seconds this share of the mails was sent; None of none."""
        wanted = share * self.by_second.total()
        for second, total in self._running_totals():
            if total >= wanted:
                return second + 1
        return None

    def _running_totals(self) -> list[tuple[int, int]]:
        total, totals = 0, []
        for second in sorted(self.by_second):
            total += self.by_second[second]
            totals.append((second, total))
        return totals


def sending_pace(mailing: Mailing) -> SendingPace:
    """Return how the mailing was sent, in two queries."""
    by_second: Counter[int] = Counter()
    with readers_connection().cursor() as cursor:
        cursor.execute(
            f"SELECT {utc_text('at', 19)} AS second, count(*) FROM {_DELIVERY}"
            " WHERE mailing_id = %s AND outcome = %s AND rank <> %s GROUP BY second",
            [mailing.pk, Outcome.SENT.value, Rank.DIGEST.value],
        )
        for text, count in cursor.fetchall():
            sent = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
            late = int((sent - mailing.opens.replace(microsecond=0)).total_seconds())
            by_second[max(late, 0)] += count
    folded = FoldedDeliveries.objects.filter(mailing=mailing)
    for pace in folded.values_list("pace", flat=True):
        for second, count in pace:
            by_second[second] += count
    return SendingPace(by_second=by_second)


def failure_reasons(mailing: Mailing) -> list[tuple[str, int]]:
    """Return why mails of the mailing failed, in words, the most frequent first."""
    reasons: Counter[str] = Counter()
    failed = Delivery.objects.failed().filter(mailing=mailing).order_by()
    by_code = failed.annotate(code=reply_code()).values("code")
    for row in by_code.annotate(number=Count("pk")):
        reasons[reason_of(row["code"])] += row["number"]
    folded = FoldedDeliveries.objects.filter(mailing=mailing)
    for codes in folded.values_list("reasons", flat=True):
        for code, number in codes.items():
            reasons[reason_of(code)] += number
    return reasons.most_common()
