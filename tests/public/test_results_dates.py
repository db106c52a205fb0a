"""A date of results and the earnings call of that day are one matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Event
from tests.builders import SEVEN, make_event, make_issuer, put_on_record
from tests.clock import MICROSECOND
from tests.public.html_pages import ReaderTestCase, get_page, save_and_publish

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
# Half past eight in New York, on a Tuesday in May.
CALL_AT = dt.datetime(2026, 5, 5, 12, 30, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 5, 5, 4, tzinfo=dt.UTC)
RESULTS, CALL = "First Quarter Results", "First quarter earnings call"


def make_date(**fields: Any) -> Event:
    """Create the day on which results are expected."""
    defaults = {
        "title": RESULTS,
        "slug": "results",
        "kind": "calendar_date",
        "starts": MIDNIGHT,
        "ends": None,
        "all_day": True,
    }
    return make_event(**defaults | fields)


def make_call(**fields: Any) -> Event:
    """Create the call about those results, of an hour."""
    defaults = {"slug": "call", "starts": CALL_AT, "ends": CALL_AT + HOUR}
    return make_event(**defaults | fields)


def listed(path: str, section: str = "upcoming", *, at: dt.datetime) -> list[str]:
    """Return the titles of a list of events."""
    level = "h4" if path == "/events/" else "h3"
    titles = f"section[@aria-labelledby='{section}']//li//{level}"
    return get_page(path, at=at).texts(titles)


class ADateOfResults(ReaderTestCase):
    """Is listed until the call of that day is, and keeps its page."""

    def setUp(self) -> None:
        make_issuer()

    def test_is_listed_until_the_call_is_published(self) -> None:
        save_and_publish(make_date(), at=SEVEN)
        call = make_call()
        save_and_publish(call, at=SEVEN + DAY)
        before, instant = SEVEN + DAY - MICROSECOND, SEVEN + DAY
        for path, section in (("/events/", "upcoming"), ("/", "next")):
            with self.subTest(path):
                assert listed(path, section, at=before) == [RESULTS]
                assert listed(path, section, at=instant) == [CALL]
        assert get_page("/events/results/", at=instant).text("h1") == RESULTS

    def test_is_not_listed_again_when_the_call_is_over(self) -> None:
        save_and_publish(make_date(), make_call())
        over = CALL_AT + 2 * HOUR
        assert listed("/events/", at=over) == []
        assert listed("/", "next", at=over) == []
        assert listed("/events/", "past", at=over) == [CALL]
        assert listed("/events/", "past", at=over + DAY) == [CALL]

    def test_is_listed_again_when_the_call_is_cancelled(self) -> None:
        call = make_call()
        save_and_publish(make_date(), call)
        call.cancelled = True
        save_and_publish(call, at=SEVEN + DAY)
        assert listed("/events/", at=SEVEN + DAY) == [RESULTS, CALL]

    def test_is_not_the_same_matter_as(self) -> None:
        date = make_date()
        call = make_call()
        save_and_publish(date, call)
        variants: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
            ({"title": "Ex-dividend date"}, {}),
            ({}, {"kind": "conference_call"}),
            ({"starts": MIDNIGHT + DAY}, {}),
            ({"starts": MIDNIGHT - DAY}, {}),
            ({"all_day": False, "starts": CALL_AT - HOUR}, {}),
            ({}, {"starts": CALL_AT + 16 * HOUR, "ends": CALL_AT + 17 * HOUR}),
        )
        for number, (of_date, of_call) in enumerate(variants, 1):
            with self.subTest(date=of_date, call=of_call):
                for event, changed in ((date, of_date), (call, of_call)):
                    event.refresh_from_db()
                    original = {name: getattr(event, name) for name in changed}
                    for name, value in changed.items():
                        setattr(event, name, value)
                    save_and_publish(event, at=SEVEN + number * DAY)
                    for name, value in original.items():
                        setattr(event, name, value)
                    event.save()
                assert len(listed("/events/", at=SEVEN + number * DAY)) == 2
                save_and_publish(date, call, at=SEVEN + number * DAY + HOUR)

    def test_is_not_beside_the_call_on_the_page_of_a_release_with_both(self) -> None:
        put_on_record(slug="both", events=(make_date(), make_call()))
        put_on_record(slug="date", events=(Event.objects.get(slug="results"),))
        for slug, title in (("both", CALL), ("date", RESULTS)):
            with self.subTest(slug):
                page = get_page(f"/releases/2026/{slug}/")
                assert page.texts("p[@class='title']") == [title]
