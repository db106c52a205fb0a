"""When exchanges permit material news, and which of them want notice before.

Each listing's rule is applied by itself. Within an exchange's hours its notice is
required once the release is submitted; everything else is a task with a due time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease, time_in_zone
from releases.desk.checks.registry import Level, Problem, check
from releases.models import Listing
from releases.models.desk.choices import Answer
from releases.text.markets import NEW_YORK, closing_time, is_trading_day
from releases.text.release_topics import declares_dividend
from releases.text.translatable import Message

NASDAQ, NYSE = "XNAS", "XNYS"
# How long before publication an exchange wants notice.
NOTICE_PERIOD = dt.timedelta(minutes=10)
# How long after its close the NYSE permits no material news.
QUIET_AFTER_CLOSE = dt.timedelta(minutes=5)
# Between these, by New York's clock, they want notice.
NOTICE_FROM = dt.time(7)
NASDAQ_NOTICE_UNTIL = dt.time(20)
NYSE_NOTICE_UNTIL = dt.time(16)

NASDAQ_RULE_URL = "https://securities-law-blog.com/?p=55594"
NYSE_CLOSE_URL = "https://www.parkerpoe.com/news/2018/01/sec-amends-nyses-after-market-announcement-rule"
NYSE_NOTICE_URL = "https://www.mondaq.com/unitedstates/shareholders/1428980/"


@check(
    "timing.material_unanswered",
    Level.ERROR,
    title=_("Material news question answered"),
    rule=_("Exchange rules apply to material news; a person decides whether it is."),
    source=NASDAQ_RULE_URL,
)
def unanswered_question(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a question that nobody answered, where the shares are listed."""
    if checked.listings and checked.release.material == Answer.UNANSWERED:
        yield Problem(
            message=Message(
                gettext_noop(
                    "Is it material news? Answer yes or no: the exchanges' rules depend "
                    "on it."
                )
            ),
            field="material",
        )


@check(
    "timing.nasdaq_notice",
    Level.ERROR,
    title=_("Nasdaq is notified ten minutes before"),
    rule=_(
        "Nasdaq Rule 5250(b)(1), IM-5250-1: MarketWatch is notified at least ten minutes "
        "before material news that is published between 07:00 and 20:00 New York time on "
        "a trading day."
    ),
    source=NASDAQ_RULE_URL,
)
def no_nasdaq_notice(checked: CheckedRelease) -> Iterator[Problem]:
    """Find material news within Nasdaq's hours without notice in time."""
    for listing in checked.listings:
        if needs_nasdaq_notice(checked, listing):
            yield from _notice_problem(
                checked, listing, gettext_noop("Nasdaq MarketWatch")
            )


@check(
    "timing.nyse_notice",
    Level.ERROR,
    title=_("The NYSE is notified ten minutes before"),
    rule=_(
        "NYSE Listed Company Manual 202.06: the exchange gets a call and a copy at least "
        "ten minutes before material news that is published between 07:00 and 16:00 New "
        "York time on a trading day, and before a dividend or distribution at any hour."
    ),
    source=NYSE_NOTICE_URL,
)
def no_nyse_notice(checked: CheckedRelease) -> Iterator[Problem]:
    """Find material news within the NYSE's hours, or a dividend, without notice in time."""
    for listing in checked.listings:
        if needs_nyse_notice(checked, listing):
            yield from _notice_problem(checked, listing, gettext_noop("the NYSE"))


@check(
    "timing.nyse_after_close",
    Level.ERROR,
    title=_("No material news in the five minutes after the NYSE closes"),
    rule=_(
        "NYSE Listed Company Manual 202.06: no material news from the official close "
        "(16:00, or 13:00 on days of early close) until the official closing price is "
        "published or five minutes have passed, except to cure a slip under Regulation FD."
    ),
    source=NYSE_CLOSE_URL,
)
def news_after_nyse_close(checked: CheckedRelease) -> Iterator[Problem]:
    """Find an instant in the five minutes after the close."""
    is_listed = any(listing.exchange == NYSE for listing in checked.listings)
    if not is_listed or not checked.is_material or _has_no_time_yet(checked):
        return
    day = checked.goes_live_at.astimezone(NEW_YORK).date()
    close = closing_time(NYSE, day)
    if close is None:
        return
    closes_at = dt.datetime.combine(day, close, NEW_YORK)
    quiet_until = closes_at + QUIET_AFTER_CLOSE
    if closes_at <= checked.goes_live_at < quiet_until:
        yield Problem(
            message=Message(
                gettext_noop(
                    "The NYSE closes at %(close)s New York time that day and permits no "
                    "material news before %(end)s. Choose a time before the close, or "
                    "from %(end)s."
                ),
                {"close": close, "end": quiet_until.time()},
            ),
            field="go_live_at",
        )


@check(
    "timing.reference",
    Level.WARNING,
    title=_("Each notice has a reference"),
    rule=_(
        "For each listing the record shows when the exchange was notified, and its "
        "reference number or who took the call."
    ),
    source=NASDAQ_RULE_URL,
)
def notice_without_reference(checked: CheckedRelease) -> Iterator[Problem]:
    """Find exchange notices without a reference."""
    for listing in checked.listings:
        notice = checked.notices.get(listing.pk)
        if notice and not notice.reference.strip():
            yield Problem(
                message=Message(
                    gettext_noop(
                        "Add a reference to the notice to %(exchange)s: its number, or "
                        "who took the call."
                    ),
                    {"exchange": listing.get_exchange_display()},
                ),
                field="exchange_notices",
            )


def needs_nasdaq_notice(checked: CheckedRelease, listing: Listing) -> bool:
    """Return whether Nasdaq wants notice ten minutes before this release."""
    return (
        listing.exchange == NASDAQ
        and checked.is_material
        and _is_within_hours(checked, NASDAQ, NASDAQ_NOTICE_UNTIL)
    )


def needs_nyse_notice(checked: CheckedRelease, listing: Listing) -> bool:
    """Return whether the NYSE wants notice ten minutes before this release."""
    return listing.exchange == NYSE and (
        is_dividend(checked)
        or (checked.is_material and _is_within_hours(checked, NYSE, NYSE_NOTICE_UNTIL))
    )


def is_dividend(checked: CheckedRelease) -> bool:
    """Return whether it declares a dividend or a distribution."""
    category = checked.release.category
    if category and "dividend" in f"{category.slug} {category.name}".lower():
        return True
    return declares_dividend(
        checked.document.headline, (block.text for block in checked.body.blocks)
    )


def _is_within_hours(checked: CheckedRelease, mic: str, until: dt.time) -> bool:
    """Return whether it goes live on a trading day from 07:00 until then in New York."""
    local = checked.goes_live_at.astimezone(NEW_YORK)
    return is_trading_day(mic, local.date()) and NOTICE_FROM <= local.time() <= until


def _has_no_time_yet(checked: CheckedRelease) -> bool:
    return checked.is_draft and not checked.is_timed


def _notice_problem(
    checked: CheckedRelease, listing: Listing, exchange: str
) -> Iterator[Problem]:
    """Yield that the notice is missing or late, once it can't wait any longer."""
    if _has_no_time_yet(checked):
        return
    due = checked.goes_live_at - NOTICE_PERIOD
    notice = checked.notices.get(listing.pk)
    if notice and notice.given_at <= min(due, checked.at):
        return
    if notice is None and checked.is_draft and checked.at <= due:
        return
    values: dict[str, object] = {
        "exchange": Message(exchange),
        "name": listing.get_exchange_display(),
    }
    if notice:
        template = gettext_noop(
            "%(name)s was notified less than ten minutes before publication. Choose a "
            "time at least ten minutes after the notice."
        )
    elif checked.is_timed:
        values["time"] = time_in_zone(due, NEW_YORK)
        template = gettext_noop(
            "Notify %(exchange)s by %(time)s, ten minutes before publication, and record "
            "the notice. If it is too late for that, choose a later time."
        )
    else:
        template = gettext_noop(
            "Notify %(exchange)s at least ten minutes before publication, and record the "
            "notice."
        )
    yield Problem(
        message=Message(template, values),
        passage=str(listing),
        field="exchange_notices",
    )
