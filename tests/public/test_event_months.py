"""The events of a month as a calendar."""

from __future__ import annotations

import datetime as dt

from tests.builders import SEVEN, make_event, schedule
from tests.clock import MICROSECOND
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    get_page,
    get_status,
    save_and_publish,
    text_of,
)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def month(code: str, *, at: dt.datetime = SEVEN) -> Page:
    """Return the page of a month."""
    return get_page(f"/events/?month={code}", at=at)


def busy_days(page: Page) -> dict[str, str]:
    """Return the text of the cells that have events, by the date of each."""
    return {
        str(cell.find("time").get("datetime")): text_of(cell)  # type: ignore[union-attr]
        for cell in page.all("td[@class='busy']")
    }


class AMonth(ReaderTestCase):
    """A table of weeks, in which each event is on its days in its own zone."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(
            make_event(title="Call", slug="call", starts=SEVEN + DAY, ends=None),
            make_event(
                title="Congress",
                slug="congress",
                starts=SEVEN + 27 * DAY,
                ends=SEVEN + 30 * DAY,
                all_day=True,
            ),
            make_event(
                title="Late dinner",
                slug="dinner",
                starts=dt.datetime(2026, 4, 1, 3, 30, tzinfo=dt.UTC),
                ends=None,
                cancelled=True,
            ),
            make_event(title="Old", slug="old", starts=SEVEN - 400 * DAY, ends=None),
            make_event(title="Far", slug="far", starts=SEVEN + 200 * DAY, ends=None),
        )

    def test_has_seven_named_columns_and_a_cell_for_each_day(self) -> None:
        page = month("2026-03")
        heads = page.all("thead//th")
        assert [head.get("abbr") for head in heads][:2] == ["Sunday", "Monday"]
        assert {len(row.findall("td")) for row in page.all("tbody/tr")} == {7}
        assert len(page.all("tbody//time")) == 31
        assert page.text("h1") == "Events in March 2026"

    def test_shows_each_event_on_its_own_days(self) -> None:
        assert busy_days(month("2026-03")) == {
            "2026-03-04": "Wed 4 Call 7:00 a.m. EST",
            "2026-03-30": "Mon 30 Congress",
            "2026-03-31": "Tue 31 Congress Late dinner Cancelled",
        }
        assert busy_days(month("2026-04")) == {
            "2026-04-01": "Wed 1 Congress",
            "2026-04-02": "Thu 2 Congress",
        }

    def test_leads_to_the_nearest_months_with_events(self) -> None:
        links = month("2026-03").links()
        assert links["January 2025"] == "?month=2025-01"
        assert links["April 2026"] == "?month=2026-04"
        assert month("2026-04").links()["March 2026"] == "?month=2026-03"
        empty = month("2026-07")
        assert "No event is announced for this month." in empty.text("main")
        assert empty.links()["September 2026"] == "?month=2026-09"

    def test_the_list_leads_to_the_month_of_the_next_event_or_the_last(self) -> None:
        links = get_page("/events/").links()
        assert links["Events by month"] == "?month=2026-03"
        later = get_page("/events/", at=SEVEN + 900 * DAY).links()
        assert later["Events by month"] == "?month=2026-09"

    def test_that_is_none_is_not_found(self) -> None:
        for code in ("2026-13", "2026", "2026-3", "0000-01", "now"):
            with self.subTest(code):
                assert get_status(f"/events/?month={code}") == 404

    def test_says_nothing_of_an_event_under_embargo(self) -> None:
        event = make_event(
            title="Merger call", slug="merger", starts=SEVEN + 60 * DAY, ends=None
        )
        at = SEVEN + HOUR
        before = month("2026-05", at=at - MICROSECOND)
        schedule(slug="merger", events=(event,), live_from=at)
        again = month("2026-05", at=at - MICROSECOND)
        assert again.text("body") == before.text("body")
        assert "May 2026" not in month("2026-04", at=at - MICROSECOND).links()
        assert "Merger call" in month("2026-05", at=at).text("main")
        assert "May 2026" in month("2026-04", at=at).links()
