"""Import releases that were published elsewhere before irsite."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import bundles
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.scheduling import choose_address, events_to_publish
from releases.desk.transitions.publishing import mark_approved
from releases.models import JournalAction, Release
from releases.record import journal, publishing
from releases.record.clock import next_second, read_clock
from releases.record.freeze import freeze_release


@transaction.atomic
def import_past(
    release: Release, *, by: journal.Actor, at: dt.datetime, dated: dt.datetime
) -> publishing.PublishResult:
    """Put a release that was published elsewhere straight on the record.

    It is live from now, is dated `dated`, and is marked as imported. Raises NotAllowed
    unless `dated` is in the past.
    """
    if dated >= at:
        raise NotAllowed(
            _("“%(release)s” isn't from the past: submit it instead.")
            % {"release": release}
        )
    address = choose_address(release, dated)
    page = freeze_release(release, address=address)
    instant = next_second(read_clock())
    events = events_to_publish(ReleaseContext(release, at=at).event_pages, instant)
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
