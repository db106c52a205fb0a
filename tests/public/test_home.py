"""The front page."""

from __future__ import annotations

import datetime as dt

from tests.builders import (
    SEVEN,
    make_contact,
    make_event,
    make_issuer,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND
from tests.public.html_pages import (
    ReaderTestCase,
    correct,
    get_page,
    save_and_publish,
)


class TheFrontPage(ReaderTestCase):
    """The newest release leads; events and contacts stand beside it."""

    def test_before_anything_is_published_it_says_so(self) -> None:
        page = get_page("/")
        assert page.text("head/title") == "Newsroom"
        assert "No press release has been published here yet." in page.text("main")
        assert "No event is announced." in page.text("main")
        assert "No contact is published yet." in page.text("main")

    def test_the_issuer_its_listing_and_its_contacts_are_named(self) -> None:
        save_and_publish(make_issuer(about="A fictional company."), make_contact())
        page = get_page("/")
        assert page.text("h1") == "Larkmoor Therapeutics"
        assert page.text("head/title") == "Newsroom – Larkmoor Therapeutics"
        assert page.text("p[@class='listings']") == "Nasdaq: LRKM"
        assert "A fictional company." in page.text("main")
        assert "Dana Whitlock" in page.text("main")

    def test_the_newest_release_leads_from_its_instant(self) -> None:
        put_on_record(headline="Yesterday's News", at=SEVEN - dt.timedelta(days=1))
        schedule(headline="Today's News", subheadlines="Far", live_from=SEVEN)
        before = get_page("/", at=SEVEN - MICROSECOND)
        assert before.text("article/h3") == "Yesterday’s News"
        after = get_page("/")
        assert after.text("article/h3") == "Today’s News"
        assert after.texts("ol[@class='items']//h3") == ["Yesterday’s News"]

    def test_the_next_after_it_say_more_than_their_headline(self) -> None:
        for days in reversed(range(5)):
            put_on_record(
                headline=f"News of {days} days ago",
                slug=f"news-{days}",
                subheadlines=f"Of {days}\nFurther",
                at=SEVEN - dt.timedelta(days=days),
            )
        decks = get_page("/").texts("ol[@class='items']//p[@class='item-deck']")
        assert decks == ["Of 1", "Of 2"]

    def test_the_next_events_are_listed_until_they_end(self) -> None:
        event = make_event(title="Call", starts=SEVEN, ends=SEVEN + 60 * SECOND)
        save_and_publish(event)
        assert "Call" in get_page("/", at=SEVEN + 59 * SECOND).text("main")
        assert "Call" not in get_page("/", at=SEVEN + 60 * SECOND).text("main")

    def test_a_cancelled_event_takes_no_place_among_the_next(self) -> None:
        for day in range(1, 5):
            starts = SEVEN + dt.timedelta(days=day)
            event = make_event(title=f"Call {day}", slug=f"call-{day}", starts=starts)
            event.cancelled = day == 2
            event.save()
            save_and_publish(event)
        titles = get_page("/").texts("ol[@class='events']/li//h3")
        assert titles == ["Call 1", "Call 3", "Call 4"]

    def test_the_lead_says_when_it_was_corrected(self) -> None:
        release = put_on_record(
            headline="Correcting and Replacing: Larkmoor Grows",
            at=SEVEN - dt.timedelta(days=1),
        )
        correct(release, at=SEVEN, notice="The date.")
        kicker = "article/p[@class='kicker']"
        assert "Corrected" not in get_page("/", at=SEVEN - MICROSECOND).text(kicker)
        assert get_page("/").text(kicker).endswith("Corrected Mar 3, 2026")
