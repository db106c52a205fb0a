"""History that was published elsewhere before irsite."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from releases.desk import bundles
from releases.desk.approvals.four_eyes import subject
from releases.desk.exceptions import NotAllowed
from releases.desk.scheduling import named_events, new_address, new_events
from releases.desk.transitions.opening import settle
from releases.models import Release
from releases.record import journal, publishing
from releases.record.clock import next_second, read_clock
from releases.record.freeze import freeze_release


@transaction.atomic
def import_past(
    release: Release, *, by: str, at: dt.datetime, dated: dt.datetime
) -> publishing.Outcome:
    """Put a release that was published elsewhere in the past straight on the record.

    It is live from now, counts from `dated`, and is marked as imported.
    """
    if dated >= at:
        raise NotAllowed(f"“{release}” is not from the past: submit it instead.")
    address = new_address(release, dated)
    page = freeze_release(release, address=address)
    instant = next_second(read_clock())
    outcome = bundles.put(
        [page, *new_events(named_events(release), instant)],
        at=instant,
        by=by,
        imported=publishing.Import(dated=dated),
    )
    settle(release, address)
    journal.write("import", subject(release), by=by, digest=page.digest)
    return outcome
