"""How fast mails may go, by the limit that all couriers share."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from releases.alerts.outbox import reserve_sending

LEAST_CLAIM, MOST_CLAIM = 50, 200
# How long the mails of a claim may take where they go fast: what somebody waits for is next.
CLAIM_SECONDS = 0.2


def claim_size(seconds_a_mail: float) -> int:
    """Return how many mails to claim at once, as fast as the last ones went.

    No more than the limit lets go in a second.
    """
    fast = CLAIM_SECONDS / max(seconds_a_mail, CLAIM_SECONDS / MOST_CLAIM)
    limit: int = settings.IRSITE_MAIL_PER_SECOND
    return min(max(int(fast), LEAST_CLAIM), limit or MOST_CLAIM)


class SendingPace:
    """When each of so many mails may go, by the limit that all couriers share."""

    def __init__(self, mails: int, *, at: dt.datetime) -> None:
        self._per_second: int = settings.IRSITE_MAIL_PER_SECOND
        self._next: dt.datetime | None = None
        if self._per_second:
            self._next = reserve_sending(mails, per_second=self._per_second, at=at)

    def seconds_to_next(self, at: dt.datetime) -> float:
        """Return how long to wait for the next mail, which then has its turn."""
        if self._next is None:
            return 0.0
        wait = (self._next - at).total_seconds()
        self._next += dt.timedelta(seconds=1 / self._per_second)
        return max(wait, 0.0)
