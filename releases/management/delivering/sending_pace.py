"""How fast mails may go, by the limit that all couriers share."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from releases.alerts.outbox import reserve_sending

CLAIM = 50


def claim_size() -> int:
    """Return how many mails to claim at once: no more than go in a second."""
    limit: int = settings.IRSITE_MAIL_PER_SECOND
    return min(CLAIM, limit) if limit else CLAIM


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
