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
                key=f"{_key_start(publication)}{before // dt.timedelta(hours=1)}",
                kind=MailingKind.REMINDER,
                rank=Rank.ALERT,
                chain=f"{publication.kind}:{publication.address}",
                publication=publication.pk,
                digest=publication.digest,
                opens=starts - before,
            )


def follow_event(mailing: Mailing, *, at: dt.datetime) -> bool:
    """Have a reminder speak of its event's version that is live at `at`, and save it.

    Returns False, and changes nothing, if it is no reminder, or if the event has another
    start now, was cancelled, or is gone: readers get the reminder of the new start.
    """
    if mailing.kind != MailingKind.REMINDER:
        return False
    kind, _, address = mailing.chain.partition(":")
    live = Publication.objects.filter(kind=kind).at_address(address).live(at=at)
    publication = live.order_by("-number").first()
    if publication is None or published_event(publication).document.cancelled:
        return False
    if not mailing.key.startswith(_key_start(publication)):
        return False
    mailing.publication, mailing.digest = publication.pk, publication.digest
    mailing.save(update_fields=["publication", "digest"])
    return True


def _key_start(publication: Publication) -> str:
    """Return how the keys of an event's reminders begin: they hold its start, in UTC."""
    starts = published_event(publication).document.starts
    return f"reminder:{publication.address}:{starts:%Y%m%dT%H%M}:"
