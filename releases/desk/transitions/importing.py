"""Import releases that were published elsewhere before irsite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import bundles
from releases.desk.checks.invisible import unseen_in
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.scheduling import choose_address, events_to_publish
from releases.desk.transitions.publishing import mark_approved
from releases.models import Event, JournalAction, Release
from releases.record import journal, publishing
from releases.record.clock import next_second, read_clock
from releases.record.documents import ReleaseDocument
from releases.record.freeze import freeze_release
from releases.text.html_blocks import parse_body
from releases.text.invisible import without_invisible


@transaction.atomic
def import_past(
    release: Release, *, by: journal.Actor, at: dt.datetime, dated: dt.datetime
) -> publishing.PublishResult:
    """Put a release that was published elsewhere straight on the record.

    It is live from now, is dated `dated`, and is marked as imported. Raises NotAllowed
    unless `dated` is in the past, or if a text has a character that nobody can see.
    """
    if dated >= at:
        raise NotAllowed(
            _("“%(release)s” isn't from the past: submit it instead.")
            % {"release": release}
        )
    context = ReleaseContext(release, at=at)
    address = choose_address(release, dated)
    page = freeze_release(release, address=address)
    assert isinstance(page.document, ReleaseDocument)
    _refuse_unseen(release, page.document, context.events)
    instant = next_second(read_clock())
    events = events_to_publish(context.event_pages, instant)
    outcome = bundles.publish_bundle(
        [page, *events],
        at=instant,
        by=by,
        imported=publishing.Import(dated=dated),
    )
    mark_approved(release, address)
    journal.write(
        JournalAction.IMPORT,
        subject_of_release(release),
        by=by,
        digest=page.digest,
        facts={"dated": dated.isoformat()},
    )
    return outcome


def _refuse_unseen(
    release: Release, document: ReleaseDocument, events: Iterable[Event]
) -> None:
    """Raise NotAllowed if a text that would be public has a character that nobody sees.

    No check at the desk looks at what is imported.
    """
    place = next(unseen_in(document, parse_body(document.body), events), None)
    if place:
        raise NotAllowed(
            _(
                "There is a %(character)s in “%(words)s”, which nobody can see. Remove "
                "it, then import “%(release)s” again."
            )
            % {
                "character": place.character.name,
                "words": without_invisible(place.passage),
                "release": without_invisible(str(release)),
            }
        )
