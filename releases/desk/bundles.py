"""Bundles: what goes on the record together, and what others lose when it is called off."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from releases.desk.exceptions import InstantHasCome
from releases.models import Publication
from releases.models.record.kinds import Kind, Notice
from releases.record import journal, publishing
from releases.record.authorization import ITEM, Authorization, republishing
from releases.record.clock import read_clock
from releases.record.documents import ReleaseDocument
from releases.record.freeze import issuer_zone, refreeze
from releases.record.frozen_pages import FrozenPage


@contextlib.contextmanager
def refusal_if_too_late() -> Iterator[None]:
    """Raise InstantHasCome, with what to do, where the record raises TooLate."""
    try:
        yield
    except publishing.TooLate as error:
        raise InstantHasCome(f"{error} {_('Choose a later time.')}") from None


@refusal_if_too_late()
def publish_bundle(
    pages: list[FrozenPage],
    *,
    at: dt.datetime | None,
    by: journal.Actor,
    notice: Notice = Notice.NONE,
    imported: publishing.Import | None = None,
    authorization: Authorization | Sequence[Authorization] = ITEM,
) -> publishing.PublishResult:
    """Put the pages on the record, to go live together at `at`, or in the next second.

    `authorization` is that of all pages, or of each in their order.
    Raises InstantHasCome if the instant is past, or too near to commit before it.
    """
    return publishing.publish(
        pages,
        at=at,
        by=by,
        zone=issuer_zone(),
        notice=notice,
        imported=imported,
        authorization=authorization,
    )


def republish_bundles(called_off: Iterable[Publication], *, by: journal.Actor) -> None:
    """Publish bundles that were called off again: same instants, same words."""
    rows = sorted(called_off, key=lambda row: (row.live_from, row.pk))
    for _bundle, group in groupby(rows, key=lambda row: row.bundle):
        bundle = list(group)
        notices = [Notice(row.notice) for row in bundle if row.notice]
        publish_bundle(
            list(map(refreeze, bundle)),
            at=bundle[0].live_from,
            by=by,
            notice=notices[0] if notices else Notice.NONE,
            authorization=republishing(bundle),
        )


def republish_other_languages(
    called_off: Iterable[Publication], *, but: Iterable[str], by: journal.Actor
) -> None:
    """Keep what was called off with versions of the releases at the addresses `but`.

    What was to go public of other releases still does, at its instant.
    """
    gone = set(but)
    republish_bundles(
        (
            row
            for row in called_off
            if row.kind == Kind.RELEASE and row.address not in gone
        ),
        by=by,
    )


def republish_shared_events(
    called_off: Iterable[Publication], *, by: journal.Actor
) -> None:
    """Keep events that were called off with a bundle but that other releases name.

    Each goes public with the first scheduled release that names it, in the words that
    were approved.
    """
    for row in called_off:
        is_gone = row.kind == Kind.EVENT and not (
            Publication.objects.events()
            .at_address(row.address)
            .not_called_off()
            .exists()
        )
        instant = first_release_with_event(row.address) if is_gone else None
        if instant:
            publish_bundle(
                [refreeze(row)], at=instant, by=by, authorization=republishing([row])
            )


def first_release_with_event(slug: str) -> dt.datetime | None:
    """Return when the first scheduled release that names this event goes live."""
    scheduled = (
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=read_clock())
    )
    for publication in scheduled.order_by("live_from"):
        document = ReleaseDocument.model_validate_json(publication.document)
        if slug in document.events:
            return publication.live_from
    return None
