"""What is to be done around a release, each by its hour; none of it is a gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.timing import (
    AHEAD,
    NASDAQ,
    NYSE,
    OPENS_EARS,
    wants_nasdaq_notice,
    wants_nyse_notice,
)
from releases.models import Listing
from releases.text.markets import (
    NEW_YORK,
    business_day_after,
    is_trading_day,
    next_trading_day,
)
from releases.text.release_topics import reports_results

NASDAQ_READS = dt.time(6, 50)
EDGAR_CLOSES = dt.time(17, 30)
DAYS_TO_FILE = 4
AMERICAN = {NASDAQ, NYSE, "XASE", "ARCX", "BATS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, and by when; `due` is None until the instant is settled."""

    id: str
    message: str
    due: dt.datetime | None
    field: str = ""


def tasks_for(checked: CheckedRelease) -> tuple[Task, ...]:
    """What is still to be done, the soonest first; what has no hour comes last."""
    found = [*_notices(checked), *_wire(checked), *_filing(checked)]
    return tuple(
        sorted(
            found, key=lambda task: (task.due is None, task.due or checked.goes_live_at)
        )
    )


def nasdaq_morning(opens: dt.datetime) -> dt.datetime:
    """06:50 New York time of the market day before whose hours this instant falls."""
    local = opens.astimezone(NEW_YORK)
    day = local.date()
    if local.time() >= OPENS_EARS or not is_trading_day(NASDAQ, day):
        day = next_trading_day(NASDAQ, day)
    return dt.datetime.combine(day, NASDAQ_READS, NEW_YORK)


def _notices(checked: CheckedRelease) -> Iterator[Task]:
    for listing in checked.listings:
        if listing.pk not in checked.notices:
            yield from _notice(checked, listing)


def _notice(checked: CheckedRelease, listing: Listing) -> Iterator[Task]:
    """Notice before it opens, where that is a gate; else as the exchange asks."""
    timed = checked.is_timed
    if wants_nasdaq_notice(checked, listing) or wants_nyse_notice(checked, listing):
        yield Task(
            id="notice.before",
            message=f"Give notice to {listing} at least ten minutes before it opens, "
            "and record when and under which reference.",
            due=checked.goes_live_at - AHEAD if timed else None,
            field="exchange_notices",
        )
    elif checked.is_material and listing.exchange == NASDAQ:
        yield Task(
            id="notice.nasdaq_morning",
            message=f"Give notice to {listing} before 06:50 New York time of the next "
            "market day, and record it.",
            due=nasdaq_morning(checked.goes_live_at) if timed else None,
            field="exchange_notices",
        )
    elif checked.is_material and listing.exchange == NYSE:
        yield Task(
            id="notice.nyse_copy",
            message=f"Send a copy to {listing} when it opens, and record it: outside "
            "its hours the NYSE wants no call.",
            due=checked.goes_live_at if timed else None,
            field="exchange_notices",
        )


def _wire(checked: CheckedRelease) -> Iterator[Task]:
    release = checked.release
    ordered = checked.document.dateline.wire or release.wire_order or release.after_wire
    if ordered and release.wire_crossed_at is None:
        yield Task(
            id="wire.crossed",
            message="Record when the wire has crossed"
            + (": it opens only then." if release.after_wire else "."),
            due=checked.goes_live_at if checked.is_timed else None,
            field="wire_crossed_at",
        )


def _filing(checked: CheckedRelease) -> Iterator[Task]:
    """Results are furnished to the SEC within four business days."""
    listed = any(listing.exchange in AMERICAN for listing in checked.listings)
    results = reports_results(checked.document.headline)
    if (
        not (listed and results)
        or checked.release.filing_number
        or checked.public_document
    ):
        return
    day = checked.goes_live_at.astimezone(NEW_YORK).date()
    last = business_day_after(day, DAYS_TO_FILE)
    yield Task(
        id="filing.furnish",
        message="Furnish the results to the SEC (Form 8-K Item 2.02; a foreign private "
        "issuer, Form 6-K), and record the accession number and the time.",
        due=dt.datetime.combine(last, EDGAR_CLOSES, NEW_YORK)
        if checked.is_timed
        else None,
        field="filing_number",
    )
