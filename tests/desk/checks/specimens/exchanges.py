"""Specimens of exchange timing; test_timing.py walks the edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Listing, Release, State
from releases.text.markets import NEW_YORK
from tests.builders import SEVEN
from tests.desk.checks.clean_release import (
    MINUTE,
    NINE,
    list_only_on,
    make_clean_release,
    make_notice,
    the_issuer,
)
from tests.desk.checks.specimens.book import near_miss, trips


def submitted(**fields: Any) -> Release:
    """Material news in approvers' hands."""
    release = make_clean_release(**({"material": "yes"} | fields))
    Release.objects.filter(pk=release.pk).update(state=State.SUBMITTED)
    return release


def new_york(hour: int, minute: int = 0, second: int = 0, day: int = 3) -> dt.datetime:
    """Return an instant of March 2026 by New York's clock."""
    return dt.datetime(2026, 3, day, hour, minute, second, tzinfo=NEW_YORK)


@trips("timing.material_unanswered")
def a_listed_company_that_does_not_say() -> Release:
    return make_clean_release(material="")


@near_miss("timing.material_unanswered")
def a_company_that_is_listed_nowhere() -> Release:
    the_issuer()
    Listing.objects.all().delete()
    return make_clean_release(material="")


@trips("timing.nasdaq_notice")
def material_news_at_nine_that_nasdaq_has_not_heard_of() -> Release:
    return submitted()


@trips("timing.nasdaq_notice")
def a_notice_of_nine_minutes() -> Release:
    release = submitted()
    make_notice(release, NINE - 10 * MINUTE + dt.timedelta(seconds=1))
    return release


@trips("timing.nasdaq_notice")
def a_notice_that_is_still_to_be_given() -> Release:
    release = submitted()
    make_notice(release, SEVEN + MINUTE)
    return release


@trips("timing.nasdaq_notice", at=NINE - 9 * MINUTE)
def a_draft_that_cannot_be_told_of_in_time() -> Release:
    return make_clean_release(material="yes")


@near_miss("timing.nasdaq_notice", at=NINE - 9 * MINUTE)
def a_notice_of_ten_minutes() -> Release:
    release = submitted()
    make_notice(release, NINE - 10 * MINUTE)
    return release


@near_miss("timing.nasdaq_notice")
def a_poster_that_is_not_material() -> Release:
    return submitted(material="no")


@near_miss("timing.nasdaq_notice")
def a_draft_with_time_enough() -> Release:
    return make_clean_release(material="yes")


@near_miss("timing.nasdaq_notice")
def material_news_before_seven() -> Release:
    return submitted(go_live_at=new_york(6, 59, 59, day=4))


@trips("timing.nyse_notice")
def material_news_that_the_nyse_has_not_heard_of() -> Release:
    list_only_on("XNYS")
    return submitted()


@trips("timing.nyse_notice")
def a_dividend_on_a_saturday_night() -> Release:
    list_only_on("XNYS")
    return submitted(
        headline="Larkmoor Declares Quarterly Dividend",
        material="no",
        go_live_at=new_york(22, day=7),
    )


@near_miss("timing.nyse_notice")
def material_news_after_four() -> Release:
    list_only_on("XNYS")
    return submitted(go_live_at=new_york(16, 5))


@near_miss("timing.nyse_notice")
def a_distribution_agreement_at_night() -> Release:
    list_only_on("XNYS")
    return submitted(
        headline="Larkmoor Announces Distribution Agreement in Japan",
        go_live_at=new_york(22),
    )


@trips("timing.nyse_after_close")
def material_news_at_the_stroke_of_four() -> Release:
    list_only_on("XNYS")
    return submitted(go_live_at=new_york(16))


@near_miss("timing.nyse_after_close")
def material_news_five_minutes_later() -> Release:
    list_only_on("XNYS")
    return submitted(go_live_at=new_york(16, 5))


@near_miss("timing.nyse_after_close")
def material_news_of_a_nasdaq_company_at_four() -> Release:
    return submitted(go_live_at=new_york(16))


@trips("timing.reference")
def a_notice_without_its_reference() -> Release:
    release = make_clean_release(material="yes")
    make_notice(release, SEVEN, reference=" ")
    return release


@near_miss("timing.reference")
def a_notice_with_its_reference() -> Release:
    release = make_clean_release(material="yes")
    make_notice(release, SEVEN)
    return release
