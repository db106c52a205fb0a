"""Discovers what has gone live, and makes its mailing: at its instant, never ahead of it.

It asks which publications have no mailing, so that neither a clock nor a time in which no
courier ran can skip one. Rows made ahead would tell of an embargo, and each cancelling,
holding and rescheduling would have to find them.
"""

from __future__ import annotations

import datetime as dt

from releases.models import Publication
from releases.readers.models import Mailing, MailingKind, OutboxState, Rank

# How far the floor stays behind: longer than any transaction of the record takes.
BEHIND = dt.timedelta(hours=1)
ADVANCE_EVERY = dt.timedelta(minutes=1)


def discover_publications(*, at: dt.datetime) -> int:
    """Make the mailing of each publication that has gone live by `at`; return how many."""
    state = outbox_state(at=at)
    live = Publication.objects.gone_live_here(after=state.floor, until=at)
    mailed = Mailing.objects.filter(
        kind=MailingKind.PUBLICATION, publication__in=[row.pk for row in live]
    )
    known = set(mailed.values_list("publication", "digest"))
    mailings = [
        mailing_of(row)
        for row in live
        if known.isdisjoint({(row.pk, row.digest), (row.pk, "")})
    ]
    # Another courier may have discovered it in between.
    Mailing.objects.bulk_create(mailings, ignore_conflicts=True)
    _advance_floor(state, at=at)
    return len(mailings)


def mailing_of(publication: Publication) -> Mailing:
    """Return the mailing of a publication that is public, unsaved."""
    return Mailing(
        key=f"publication:{publication.pk}:{publication.digest[:16]}",
        kind=MailingKind.PUBLICATION,
        rank=Rank.ALERT,
        chain=f"{publication.kind}:{publication.address}",
        number=publication.number,
        notice=publication.notice,
        publication=publication.pk,
        digest=publication.digest,
        opens=publication.live_from,
    )


def outbox_state(*, at: dt.datetime) -> OutboxState:
    """Return what the couriers share; what was public before the first of them is not mailed."""
    state, _ = OutboxState.objects.get_or_create(pk=1, defaults={"floor": at})
    return state


def _advance_floor(state: OutboxState, *, at: dt.datetime) -> None:
    """Let the search start later.

    The record refuses a publication behind its own clock, so none can appear there.
    """
    if at - BEHIND - state.floor > ADVANCE_EVERY:
        behind = OutboxState.objects.filter(floor__lt=at - BEHIND)
        behind.update(floor=at - BEHIND)
