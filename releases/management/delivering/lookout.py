"""Notices that mails are owed: what has gone live, and what an ended courier left.

Couriers look for themselves. A waker (`waking`) looks for workers that sleep.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from releases.alerts.discovery import discover_publications
from releases.alerts.folding import tidy_up
from releases.alerts.holders import Holders
from releases.alerts.inquiries import forget_inquiries, has_inquiries
from releases.alerts.outbox import Outbox
from releases.alerts.provider_events import forget_events
from releases.alerts.reminders import discover_reminders
from releases.alerts.subscribers import forget_unconfirmed
from releases.alerts.subscription_requests import forget_requests, has_requests
from releases.models import Publication
from releases.readers.models import Delivery, Mailing, Rank
from releases.record.horizon import generation
from releases.staff_alerts.mailings import StaffMailings

# How long at most until the next look, and until the next sweep, in seconds.
IDLE = 0.1
SWEEP_EVERY = 1.0
# So long before an instant, and at it, nothing else holds up its mails.
BUSY_BEFORE = dt.timedelta(seconds=5)
# How long after there was nothing old to forget it looks again, in seconds.
TIDY_EVERY = 60.0


class Lookout:
    """Looks at the record and at the outbox on behalf of one holder of a number."""

    def __init__(
        self,
        holders: Holders,
        staff: StaffMailings,
        *,
        monotonic: Callable[[], float],
    ) -> None:
        self._holders = holders
        self._staff = staff
        self._outbox = Outbox(holders.number)
        self._monotonic = monotonic
        # What was seen last of the record, and when the next publication goes live.
        self._generation = -1
        self._next_instant: dt.datetime | None = None
        self._swept_at = -SWEEP_EVERY
        self._tidy_after = 0.0

    def find_mailings(self, *, at: dt.datetime) -> bool:
        """Take over what others left, and return whether there is a new mailing."""
        self._sweep(at)
        return self._discover(at)

    def is_anything_due(self, *, at: dt.datetime) -> bool:
        """Return whether a courier would find something to do now."""
        return (
            self._outbox.due_rank(at=at) is not None
            or Mailing.objects.unfilled().exists()
            or has_requests()
            or has_inquiries()
            or Delivery.objects.filter(rank=Rank.WEBHOOK, due__lte=at).exists()
        )

    def idle_time(self, *, at: dt.datetime) -> float:
        """Return how many seconds to wait where nothing is due."""
        if self._next_instant is None:
            return IDLE
        return min(max((self._next_instant - at).total_seconds(), 0.0), IDLE)

    def _sweep(self, at: dt.datetime) -> None:
        """Once a second, discover reminders and what staff are told.

        And take over from couriers that have ended, and forget what has been kept for long
        enough.
        """
        now = self._monotonic()
        if now - self._swept_at < SWEEP_EVERY:
            return
        self._swept_at = now
        discover_reminders(at=at)
        following = self._next_instant
        is_busy = following is not None and following - at <= BUSY_BEFORE
        self._staff.discover(at=at, is_busy=is_busy)
        for number in self._outbox.other_couriers():
            if self._holders.is_gone(number):
                self._outbox.take_over(number, due=at)
        forget_unconfirmed(at=at)
        forget_requests(at=at)
        forget_inquiries(at=at)
        forget_events(at=at)
        # One short step a second: mails that are due wait for none of the rest.
        if now >= self._tidy_after and not tidy_up(at=at):
            self._tidy_after = now + TIDY_EVERY

    def _discover(self, at: dt.datetime) -> bool:
        """Discover publications where the record has changed, or an instant has come."""
        seen = generation()
        is_due = self._next_instant is not None and self._next_instant <= at
        if seen == self._generation and not is_due:
            return False
        count = discover_publications(at=at)
        self._next_instant = Publication.objects.all().next_live_from(at=at)
        self._generation = seen
        return count > 0
