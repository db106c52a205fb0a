"""What has to be done around a release, each with its due time; none of it is required."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.timing import (
    NASDAQ,
    NOTICE_FROM,
    NOTICE_PERIOD,
    NYSE,
    needs_nasdaq_notice,
    needs_nyse_notice,
)
from releases.models import Listing
from releases.text.markets import (
    NEW_YORK,
    business_day_after,
    is_trading_day,
    next_trading_day,
)
from releases.text.release_topics import reports_results

NASDAQ_MORNING = dt.time(6, 50)
EDGAR_CLOSES = dt.time(17, 30)
# Business days within which results are furnished to the SEC (Form 8-K Item 2.02).
DAYS_TO_FILE = 4
US_EXCHANGES = {NASDAQ, NYSE, "XASE", "ARCX", "BATS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, and by when; `due` is None while the release has no time."""

    id: str
    message: str
    due: dt.datetime | None
    field: str = ""


def tasks_for(checked: CheckedRelease) -> tuple[Task, ...]:
    """Return what has still to be done, the soonest first, and last what has no time."""
    tasks = [*_notices(checked), *_wire(checked), *_filing(checked)]
    return tuple(
        sorted(
            tasks, key=lambda task: (task.due is None, task.due or checked.goes_live_at)
        )
    )


def nasdaq_morning(goes_live_at: dt.datetime) -> dt.datetime:
    """Return 06:50 New York time of the trading day whose hours come next."""
    local = goes_live_at.astimezone(NEW_YORK)
    day = local.date()
    if local.time() >= NOTICE_FROM or not is_trading_day(NASDAQ, day):
        day = next_trading_day(NASDAQ, day)
    return dt.datetime.combine(day, NASDAQ_MORNING, NEW_YORK)


def _notices(checked: CheckedRelease) -> Iterator[Task]:
    for listing in checked.listings:
        if listing.pk not in checked.notices:
            yield from _notice(checked, listing)


def _notice(checked: CheckedRelease, listing: Listing) -> Iterator[Task]:
    """Yield the notice before publication where it is required; else as it is asked."""
    is_timed = checked.is_timed
    if needs_nasdaq_notice(checked, listing) or needs_nyse_notice(checked, listing):
        yield Task(
            id="notice.before",
            message=_(
                "Notify %(exchange)s at least ten minutes before publication, and record "
                "the notice with its reference."
            )
            % {"exchange": listing.get_exchange_display()},
            due=checked.goes_live_at - NOTICE_PERIOD if is_timed else None,
            field="exchange_notices",
        )
    elif checked.is_material and listing.exchange == NASDAQ:
        yield Task(
            id="notice.nasdaq_morning",
            message=_(
                "Notify %(exchange)s before 06:50 New York time on the next trading day, "
                "and record the notice."
            )
            % {"exchange": listing.get_exchange_display()},
            due=nasdaq_morning(checked.goes_live_at) if is_timed else None,
            field="exchange_notices",
        )
    elif checked.is_material and listing.exchange == NYSE:
        yield Task(
            id="notice.nyse_copy",
            message=_(
                "Send a copy to %(exchange)s when it is published, and record that. "
                "Outside its hours the NYSE needs no call."
            )
            % {"exchange": listing.get_exchange_display()},
            due=checked.goes_live_at if is_timed else None,
            field="exchange_notices",
        )


def _wire(checked: CheckedRelease) -> Iterator[Task]:
    release = checked.release
    ordered = checked.document.dateline.wire or release.wire_order or release.after_wire
    if ordered and release.wire_crossed_at is None:
        yield Task(
            id="wire.crossed",
            message=_(
                "Record when the newswire has crossed: that publishes the release."
            )
            if release.after_wire
            else _("Record when the newswire has crossed."),
            due=checked.goes_live_at if checked.is_timed else None,
            field="wire_crossed_at",
        )


def _filing(checked: CheckedRelease) -> Iterator[Task]:
    """Yield that results are furnished to the SEC within four business days."""
    is_listed = any(listing.exchange in US_EXCHANGES for listing in checked.listings)
    if (
        not is_listed
        or not reports_results(checked.document.headline)
        or checked.release.filing_number
        or checked.public_document
    ):
        return
    day = checked.goes_live_at.astimezone(NEW_YORK).date()
    last_day = business_day_after(day, DAYS_TO_FILE)
    yield Task(
        id="filing.furnish",
        message=_(
            "Furnish the results to the SEC (Form 8-K Item 2.02; Form 6-K for a foreign "
            "private issuer), and record the accession number and the time."
        ),
        due=dt.datetime.combine(last_day, EDGAR_CLOSES, NEW_YORK)
        if checked.is_timed
        else None,
        field="filing_number",
    )
