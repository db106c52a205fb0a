"""When exchanges let material news out, and whom they want told before.

Each listing's rule is judged by itself. Within an exchange's hours its notice is a gate,
judged once the release is in approvers' hands; the rest are tasks with a due time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease, time_in_zone
from releases.desk.checks.registry import Level, Mark, check
from releases.models import Listing
from releases.models.desk.choices import Answer
from releases.text.markets import NEW_YORK, closing_time, is_trading_day
from releases.text.release_topics import declares_dividend

NASDAQ, NYSE = "XNAS", "XNYS"
AHEAD = dt.timedelta(minutes=10)
AFTER_CLOSE = dt.timedelta(minutes=5)
OPENS_EARS = dt.time(7)
NASDAQ_HEARS_UNTIL = dt.time(20)
NYSE_HEARS_UNTIL = dt.time(16)

NASDAQ_RULE = "https://securities-law-blog.com/?p=55594"
NYSE_RULE = "https://www.parkerpoe.com/news/2018/01/sec-amends-nyses-after-market-announcement-rule"
NYSE_HOURS = "https://www.mondaq.com/unitedstates/shareholders/1428980/"


@check(
    "timing.material_unanswered",
    Level.ERROR,
    title="Somebody has said whether it is material news",
    rule="Exchange rules bind material news; whether it is that, a person says.",
    source=NASDAQ_RULE,
)
def material_unanswered(checked: CheckedRelease) -> Iterator[Mark]:
    """Silence, where the shares are listed somewhere."""
    if checked.listings and checked.release.material == Answer.UNSAID:
        yield Mark(
            message="Say whether it is material news, yes or no: the exchanges' rules "
            "depend on it.",
            field="material",
        )


@check(
    "timing.nasdaq_notice",
    Level.ERROR,
    title="Nasdaq has notice ten minutes before",
    rule="Nasdaq Rule 5250(b)(1), IM-5250-1: for material news that opens between 07:00 "
    "and 20:00 New York time on a market day, MarketWatch has notice at least ten "
    "minutes before.",
    source=NASDAQ_RULE,
)
def nasdaq_notice(checked: CheckedRelease) -> Iterator[Mark]:
    """Material news, within Nasdaq's hours, without notice in time."""
    for listing in checked.listings:
        if wants_nasdaq_notice(checked, listing):
            yield from _notice(checked, listing, "Nasdaq MarketWatch")


@check(
    "timing.nyse_notice",
    Level.ERROR,
    title="The NYSE has notice ten minutes before",
    rule="NYSE Listed Company Manual 202.06: for material news that opens between 07:00 "
    "and 16:00 New York time on a market day, and for a dividend or distribution at "
    "any hour, the exchange has a call and a copy at least ten minutes before.",
    source=NYSE_HOURS,
)
def nyse_notice(checked: CheckedRelease) -> Iterator[Mark]:
    """Material news within the NYSE's hours, or a dividend, without notice in time."""
    for listing in checked.listings:
        if wants_nyse_notice(checked, listing):
            yield from _notice(checked, listing, "The NYSE")


@check(
    "timing.nyse_after_close",
    Level.ERROR,
    title="No material news in the five minutes after the NYSE's close",
    rule="NYSE Listed Company Manual 202.06: no material news from the official close "
    "(16:00, 13:00 on days of early close) until the official closing price is out or "
    "five minutes have passed, except to cure a slip under Regulation FD.",
    source=NYSE_RULE,
)
def nyse_after_close(checked: CheckedRelease) -> Iterator[Mark]:
    """An instant from the close to five minutes after it."""
    listed = any(one.exchange == NYSE for one in checked.listings)
    if (
        not listed
        or not checked.is_material
        or (checked.is_draft and not checked.is_timed)
    ):
        return
    local = checked.goes_live_at.astimezone(NEW_YORK)
    close = closing_time(NYSE, local.date())
    if close is None:
        return
    closes = dt.datetime.combine(local.date(), close, NEW_YORK)
    if closes <= checked.goes_live_at < closes + AFTER_CLOSE:
        after = (closes + AFTER_CLOSE).time()
        yield Mark(
            message=f"The NYSE closes at {close:%H:%M} New York time that day, and takes "
            f"no material news before {after:%H:%M}: choose an instant before the "
            f"close, or from {after:%H:%M} on.",
            field="go_live_at",
        )


@check(
    "timing.reference",
    Level.WARNING,
    title="Each notice has its reference",
    rule="For each listing the desk keeps when the exchange had notice, and the number "
    "that it gave or who took the call.",
    source=NASDAQ_RULE,
)
def reference(checked: CheckedRelease) -> Iterator[Mark]:
    """Notices whose reference nobody wrote down."""
    for listing in checked.listings:
        notice = checked.notices.get(listing.pk)
        if notice and not notice.reference.strip():
            yield Mark(
                message=f"The notice to {listing} has no reference: write down the "
                "number that the exchange gave, or who took the call.",
                field="exchange_notices",
            )


def wants_nasdaq_notice(checked: CheckedRelease, listing: Listing) -> bool:
    """Whether Nasdaq's ten minutes bind this release."""
    return (
        listing.exchange == NASDAQ
        and checked.is_material
        and _within(checked, NASDAQ, NASDAQ_HEARS_UNTIL)
    )


def wants_nyse_notice(checked: CheckedRelease, listing: Listing) -> bool:
    """Whether the NYSE's ten minutes bind this release."""
    return listing.exchange == NYSE and (
        is_dividend(checked)
        or (checked.is_material and _within(checked, NYSE, NYSE_HEARS_UNTIL))
    )


def is_dividend(checked: CheckedRelease) -> bool:
    """Whether it declares a dividend or a distribution."""
    category = checked.release.category
    shelf = f"{category.slug} {category.name}".lower() if category else ""
    return "dividend" in shelf or declares_dividend(
        checked.document.headline, (block.text for block in checked.body.blocks)
    )


def _within(checked: CheckedRelease, mic: str, until: dt.time) -> bool:
    """Whether it opens on a market day, from seven until then in New York."""
    local = checked.goes_live_at.astimezone(NEW_YORK)
    return is_trading_day(mic, local.date()) and OPENS_EARS <= local.time() <= until


def _notice(checked: CheckedRelease, listing: Listing, exchange: str) -> Iterator[Mark]:
    """That the notice is missing or too late, where nothing can wait any longer."""
    if checked.is_draft and not checked.is_timed:
        return
    due = checked.goes_live_at - AHEAD
    notice = checked.notices.get(listing.pk)
    if notice and notice.given_at <= min(due, checked.at):
        return
    if notice is None and checked.is_draft and checked.at <= due:
        return
    late = (
        "had notice less than ten minutes before"
        if notice
        else "must have notice at least ten minutes before"
    )
    by = f" (by {time_in_zone(due, NEW_YORK)})" if checked.is_timed else ""
    yield Mark(
        message=f"{exchange} {late} it opens{by}: give notice, record when and under "
        "which reference, and choose an instant ten minutes later than that.",
        passage=str(listing),
        field="exchange_notices",
    )
