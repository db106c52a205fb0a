"""Reminders of events, a day and an hour before they start.

A reminder's key has the start in it: an event that is moved is reminded of again, and one
that is cancelled no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from releases.models import Publication
from releases.readers.models import Mailing, MailingKind, Rank
from releases.record.published import published_event

BEFORE = (dt.timedelta(days=1), dt.timedelta(hours=1))


def discover_reminders(*, at: dt.datetime) -> int:
    """Make the mailing of each reminder that is due at `at`; return how many."""
    events = Publication.objects.events().live(at=at)
    soon = events.filter(starts__gt=at, starts__lte=at + max(BEFORE))
    reminders = [reminder for row in soon for reminder in reminders_of(row, at=at)]
    keys = [reminder.key for reminder in reminders]
    known = set(Mailing.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [reminder for reminder in reminders if reminder.key not in known]
    # Another courier may have discovered one in between.
    Mailing.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def reminders_of(publication: Publication, *, at: dt.datetime) -> Iterator[Mailing]:
    """Yield the latest reminder that is due of an event that has not started, unsaved.

    Of an event that was published later than a day before it, a reminder says nothing new.
    """
    event = published_event(publication)
    starts = event.document.starts
    if event.document.cancelled:
        return
    due = [before for before in BEFORE if starts - before <= at]
    for before in due[-1:]:
        is_known_before = publication.dated <= starts - before
        if is_known_before and (not event.document.all_day or before == max(BEFORE)):
            yield Mailing(
                key=f"reminder:{event.address}:{starts:%Y%m%dT%H%M}:{before // dt.timedelta(hours=1)}",
                kind=MailingKind.REMINDER,
                rank=Rank.ALERT,
                chain=f"{publication.kind}:{publication.address}",
                publication=publication.pk,
                opens=starts - before,
            )
