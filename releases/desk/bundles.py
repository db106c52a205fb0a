"""What goes on the record together, and what others lose when it is called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from releases.desk.exceptions import NotAllowed
from releases.models import Publication
from releases.models.record.kinds import Kind, Notice
from releases.record import publishing
from releases.record.clock import read_clock
from releases.record.documents import ReleaseDocument
from releases.record.freeze import FrozenPage, issuer_zone
from releases.record.refreeze import refreeze


def put(
    pages: list[FrozenPage],
    *,
    at: dt.datetime | None,
    by: str,
    notice: Notice = Notice.NONE,
    imported: publishing.Import | None = None,
) -> publishing.Outcome:
    """Put the pages on the record, or say that their instant has come."""
    try:
        return publishing.put(
            pages, at=at, by=by, zone=issuer_zone(), notice=notice, imported=imported
        )
    except publishing.TooLate as error:
        raise NotAllowed(f"{error} Choose a later instant.") from None


def put_again(called_off: Iterable[Publication], *, by: str) -> None:
    """What was called off, for the instants it had, in the words that were approved."""
    in_turn = sorted(called_off, key=lambda one: (one.live_from, one.pk))
    for _, bundle in groupby(in_turn, key=lambda one: one.bundle):
        rows = list(bundle)
        notices = [Notice(one.notice) for one in rows if one.notice]
        put(
            list(map(refreeze, rows)),
            at=rows[0].live_from,
            by=by,
            notice=notices[0] if notices else Notice.NONE,
        )


def give_back(called_off: Iterable[Publication], *, by: str) -> None:
    """Events that went with a bundle though other scheduled releases name them.

    Each goes public with the first of those, in the words that were approved.
    """
    for event in called_off:
        gone = event.kind == Kind.EVENT and not (
            Publication.objects.events().at_address(event.address).standing().exists()
        )
        instant = first_to_name(event.address) if gone else None
        if instant:
            put([refreeze(event)], at=instant, by=by)


def first_to_name(event: str) -> dt.datetime | None:
    """When the first of the scheduled releases that name this event goes public."""
    to_come = (
        Publication.objects.releases().standing().filter(live_from__gt=read_clock())
    )
    for publication in to_come.order_by("live_from"):
        document = ReleaseDocument.model_validate_json(publication.document)
        if event in document.events:
            return publication.live_from
    return None
