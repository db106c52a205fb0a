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
from releases.record.frozen_pages import FrozenPage
from releases.text.html_blocks import parse_body
from releases.text.invisible import without_invisible


@transaction.atomic
def import_past(
    release: Release,
    *,
    by: journal.Actor,
    at: dt.datetime,
    dated: dt.datetime,
    translations: Iterable[Release] = (),
) -> publishing.PublishResult:
    """Put a release that was published elsewhere straight on the record.

    It is live from now, is dated `dated`, and is marked as imported. So are its drafts in
    other languages, in one bundle with it. Raises NotAllowed unless `dated` is in the
    past, or if a text has a character that nobody can see.
    """
    if dated >= at:
        raise NotAllowed(
            _("“%(release)s” isn't from the past: submit it instead.")
            % {"release": release}
        )
    # The group of languages was named after the original had been read.
    release.refresh_from_db(fields=["translation_group"])
    pages = {
        language: _freeze_past(language, dated=dated, at=at)
        for language in (release, *translations)
    }
    instant = next_second(read_clock())
    events = events_to_publish(ReleaseContext(release, at=at).event_pages, instant)
    outcome = bundles.publish_bundle(
        [*pages.values(), *events],
        at=None,
        by=by,
        imported=publishing.Import(dated=dated),
    )
    for language, page in pages.items():
        mark_approved(language, page.address)
        journal.write(
            JournalAction.IMPORT,
            subject_of_release(language),
            by=by,
            digest=page.digest,
            facts={"dated": dated.isoformat()},
        )
    return outcome


def _freeze_past(
    release: Release, *, dated: dt.datetime, at: dt.datetime
) -> FrozenPage:
    """Freeze a release that was published elsewhere, for the address of its year."""
    page = freeze_release(release, address=choose_address(release, dated))
    assert isinstance(page.document, ReleaseDocument)
    _refuse_unseen(release, page.document, ReleaseContext(release, at=at).events)
    return page


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
