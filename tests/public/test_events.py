"""The calendar and the page of one event."""

from __future__ import annotations

import datetime as dt

from releases.desk import transitions
from releases.models import Event, EventSession
from releases.pagecache.routes import affected_paths
from releases.record.publication_refs import refs_changing_at
from tests.builders import (
    SEVEN,
    counsel,
    make_attachment,
    make_event,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    ReaderTestCase,
    get_page,
    get_status,
    save_and_publish,
)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def page_of(event: Event, *, at: dt.datetime = SEVEN) -> str:
    """Return the text of the event's page."""
    return get_page(f"/events/{event.slug}/", at=at).text("main")


class TheCalendar(ReaderTestCase):
    """What is coming, the next first; what has been, the latest first."""

    def test_with_no_event_it_says_so(self) -> None:
        assert "No event is announced." in get_page("/events/").text("main")

    def test_an_event_goes_from_upcoming_to_past_when_it_ends(self) -> None:
        save_and_publish(make_event(title="Call", starts=SEVEN, ends=SEVEN + HOUR))
        before = get_page("/events/", at=SEVEN + HOUR - MICROSECOND)
        assert before.text("section[@aria-labelledby='upcoming']//h4") == "Call"
        after = get_page("/events/", at=SEVEN + HOUR)
        assert after.text("section[@aria-labelledby='past']//h4") == "Call"
        assert after.texts("section[@aria-labelledby='upcoming']//h4") == []

    def test_pages_of_past_events_show_each_exactly_once(self) -> None:
        for number in range(45):
            starts = SEVEN - (number + 2) * DAY
            event = make_event(
                title=f"Call {number}", starts=starts, ends=starts + HOUR
            )
            save_and_publish(event)
        page = get_page("/events/")
        titles = page.texts("ol//h4")
        assert titles[0] == "Call 0"
        while "Earlier events" in page.links():
            page = get_page("/events/" + page.links()["Earlier events"])
            titles += page.texts("ol//h4")
        assert titles == [f"Call {number}" for number in range(45)]
        back = get_page("/events/" + page.links()["Later events"])
        assert back.texts("ol//h4") == [f"Call {number}" for number in range(20, 40)]

    def test_a_page_past_the_end_leads_back(self) -> None:
        event = make_event(starts=SEVEN - DAY, ends=SEVEN - HOUR)
        save_and_publish(event)
        text = get_page(f"/events/?after={event.slug}").text("main")
        assert "The list ends here." in text

    def test_an_address_that_is_not_public_leads_nowhere(self) -> None:
        make_event(slug="draft")
        for address in ("draft", "nothing", "no/where"):
            with self.subTest(address):
                assert get_status(f"/events/?after={address}") == 404


class AnEventPage(ReaderTestCase):
    """Everything that its document holds, in the event's own zone."""

    def test_what_is_saved_but_not_published_has_no_page(self) -> None:
        event = make_event()
        assert get_status(f"/events/{event.slug}/") == 404

    def test_times_are_printed_in_its_zone(self) -> None:
        event = make_event(
            starts=SEVEN, ends=SEVEN + HOUR, timezone="Asia/Tokyo", city="Tokyo"
        )
        save_and_publish(event)
        page = get_page(f"/events/{event.slug}/")
        first = page.all("p[@class='span']/time")[0]
        assert first.get("datetime") == "2026-03-03T21:00+09:00"
        text = "Tuesday, March 3, 2026, 9:00 p.m. to 10:00 p.m. JST"
        assert text in page.text("main")

    def test_a_zone_without_a_name_is_printed_as_its_offset(self) -> None:
        event = make_event(starts=SEVEN, ends=None, timezone="Asia/Dubai")
        save_and_publish(event)
        assert "4:00 p.m. UTC+04" in page_of(event)

    def test_an_all_day_event_prints_dates_alone(self) -> None:
        for days, text in (
            (0, "Tuesday, March 3, 2026"),
            (2, "March 3–5, 2026"),
            (30, "March 3–April 2, 2026"),
            (320, "March 3, 2026–January 17, 2027"),
        ):
            with self.subTest(text):
                event = make_event(starts=SEVEN, ends=SEVEN + days * DAY, all_day=True)
                save_and_publish(event)
                page = get_page(f"/events/{event.slug}/")
                assert page.text("header/p[@class='span']") == text

    def test_an_event_of_several_days_prints_both_ends(self) -> None:
        event = make_event(starts=SEVEN, ends=SEVEN + DAY + HOUR)
        save_and_publish(event)
        assert (
            "Tuesday, March 3, 2026, 7:00 a.m. to "
            "Wednesday, March 4, 2026, 8:00 a.m. EST"
        ) in page_of(event)

    def test_webcast_and_dial_ins_are_links(self) -> None:
        event = make_event(
            dial_ins="+1 617 555 0100 (United States), passcode 4411\nNo number yet",
            webcast_url="https://example.com/live",
        )
        save_and_publish(event)
        page = get_page(f"/events/{event.slug}/")
        assert page.links()["+1 617 555 0100"] == "tel:+16175550100"
        assert page.links()["Listen or watch live"] == "https://example.com/live"
        assert "No number yet" in page.text("main")

    def test_it_changes_by_the_clock(self) -> None:
        event = make_event(
            starts=SEVEN,
            ends=SEVEN + HOUR,
            dial_ins="+1 617 555 0100",
            webcast_url="https://example.com/live",
            replay_url="https://example.com/replay",
            replay_until=SEVEN + DAY,
        )
        save_and_publish(event, at=SEVEN - HOUR)
        before = page_of(event, at=SEVEN - MICROSECOND)
        assert "Listen or watch live" in before
        assert "Available after the event, until March 4, 2026" in before
        during = page_of(event, at=SEVEN)
        assert "Under way" in during
        assert "Listen or watch now" in during
        after = page_of(event, at=SEVEN + HOUR)
        assert "Past" in after
        assert "Listen to the replay, available until March 4, 2026" in after
        for words in ("Listen or watch", "Dial-in", "live", "Under way"):
            with self.subTest(words):
                assert words not in after

    def test_a_past_webcast_without_a_replay_is_not_live(self) -> None:
        event = make_event(
            starts=SEVEN - DAY, ends=SEVEN - HOUR, webcast_url="https://example.com/w"
        )
        save_and_publish(event)
        page = get_page(f"/events/{event.slug}/")
        assert page.links()["Page of the webcast"] == "https://example.com/w"

    def test_a_replay_is_said_though_its_address_is_not_known(self) -> None:
        event = make_event(
            starts=SEVEN - DAY, ends=SEVEN - HOUR, replay_until=SEVEN + DAY
        )
        save_and_publish(event)
        assert "Replay Available until March 4, 2026, 7:00 a.m. EST" in page_of(event)

    def test_it_links_the_releases_that_name_it_once_they_are_public(self) -> None:
        event = make_event()
        put_on_record(headline="We invite", slug="we-invite", events=(event,))
        later = put_on_record(
            headline="We report",
            slug="we-report",
            events=(event,),
            at=SEVEN + HOUR,
            recorded_at=SEVEN,
        )
        before = get_page(f"/events/{event.slug}/", at=SEVEN + HOUR - MICROSECOND)
        assert before.texts("ol[@class='items']//h3") == ["We invite"]
        page = get_page(f"/events/{event.slug}/", at=SEVEN + HOUR)
        assert page.texts("ol[@class='items']//h3") == ["We report", "We invite"]
        assert page.links()["We report"] == "/releases/2026/we-report/"
        back = get_page(page.links()["We report"], at=SEVEN + HOUR)
        assert back.links()[event.title] == f"/events/{event.slug}/"
        with travel(SEVEN + 2 * HOUR):
            transitions.withdraw(
                later, by=counsel(), at=SEVEN + 2 * HOUR, reason="In error."
            )
        page = get_page(f"/events/{event.slug}/", at=SEVEN + 3 * HOUR)
        assert page.texts("ol[@class='items']//h3") == ["We invite"]

    def test_a_release_affects_the_pages_of_events_that_any_version_names(self) -> None:
        event = make_event(slug="call")
        release = put_on_record(slug="we-report", events=(event,))
        with travel(SEVEN + HOUR):
            transitions.withdraw(
                release,
                by=counsel(),
                at=SEVEN + HOUR,
                reason="In error.",
                events="keep",
            )
        withdrawn = SEVEN + HOUR + SECOND
        [ref] = [ref for ref in refs_changing_at(withdrawn) if ref.kind == "release"]
        assert "/events/call/" in affected_paths(ref)

    def test_the_replay_is_offered_until_it_expires(self) -> None:
        event = make_event(
            starts=SEVEN - DAY,
            ends=SEVEN - HOUR,
            replay_url="https://example.com/replay",
            replay_until=SEVEN + DAY,
        )
        save_and_publish(event)
        before = page_of(event, at=SEVEN + DAY - MICROSECOND)
        assert "available until March 4, 2026, 7:00 a.m. EST" in before
        after = page_of(event, at=SEVEN + DAY)
        assert "it expired on March 4, 2026, 7:00 a.m. EST" in after
        assert "Listen to the replay" not in after

    def test_a_replay_without_an_expiry_stays(self) -> None:
        event = make_event(
            starts=SEVEN - DAY,
            ends=SEVEN - HOUR,
            replay_url="https://example.com/replay",
        )
        save_and_publish(event)
        assert "Listen to the replay" in page_of(event, at=SEVEN + 900 * DAY)

    def test_a_cancelled_event_says_so_and_offers_no_webcast(self) -> None:
        event = make_event(cancelled=True, webcast_url="https://example.com/live")
        save_and_publish(event)
        text = page_of(event)
        assert "This event is cancelled" in text
        assert "Listen or watch live" not in text
        assert "Cancelled" in get_page("/events/").text("main")

    def test_sessions_are_set_as_a_programme_by_day(self) -> None:
        event = make_event(starts=SEVEN, ends=SEVEN + 3 * DAY)
        for order, (title, starts, ends) in enumerate(
            (
                ("Opening", SEVEN, SEVEN + HOUR),
                ("Dinner", SEVEN + 12 * HOUR, SEVEN + 18 * HOUR),
                ("Poster", SEVEN + DAY, None),
                ("Symposium", None, None),
            )
        ):
            EventSession.objects.create(
                event=event, order=order, title=title, starts=starts, ends=ends
            )
        save_and_publish(event)
        page = get_page(f"/events/{event.slug}/")
        assert page.texts("h3") == [
            "Tuesday, March 3, 2026",
            "Wednesday, March 4, 2026",
            "Time to be announced",
        ]
        assert page.texts("p[@class='hours']") == [
            "7:00 a.m.–8:00 a.m. EST",
            "7:00 p.m.–March 4, 2026, 1:00 a.m. EST",
            "7:00 a.m. EST",
        ]

    def test_a_programme_is_in_the_order_of_its_times_and_says_what_is_on(self) -> None:
        event = make_event(starts=SEVEN, ends=SEVEN + 3 * HOUR, slug="meeting")
        for order, (title, hour) in enumerate(
            (("Second", 1), ("First", 0), ("Talk", 1))
        ):
            starts = SEVEN + hour * HOUR
            EventSession.objects.create(
                event=event, order=order, title=title, starts=starts, ends=starts + HOUR
            )
        save_and_publish(event)
        titles = "ul[@class='programme']//p[@class='title']"
        for at, texts in (
            (SEVEN - MICROSECOND, ["First", "Second", "Talk"]),
            (SEVEN, ["First Now", "Second", "Talk"]),
            (SEVEN + HOUR, ["First", "Second Now", "Talk Now"]),
            (SEVEN + 2 * HOUR, ["First", "Second", "Talk"]),
        ):
            with self.subTest(at):
                assert get_page("/events/meeting/", at=at).texts(titles) == texts

    def test_a_release_leads_to_a_long_programme(self) -> None:
        event = make_event(slug="meeting")
        for order in range(4):
            EventSession.objects.create(event=event, order=order, title="Talk")
        schedule(live_from=SEVEN, slug="results", events=(event,))
        links = get_page("/releases/2026/results/").links()
        assert links["Programme: 4 sessions"] == "/events/meeting/#programme"

    def test_the_time_to_add_the_readers_to_is_of_what_is_to_come(self) -> None:
        hours = {"starts": SEVEN, "ends": SEVEN + HOUR}
        for name, fields, times in (
            ("call", hours, 1),
            ("day", {**hours, "all_day": True}, 0),
            ("off", {**hours, "cancelled": True}, 0),
        ):
            save_and_publish(make_event(slug=name, **fields))
            for at, number in ((SEVEN, times), (SEVEN + DAY, 0)):
                with self.subTest(f"{name} {at}"):
                    page = get_page(f"/events/{name}/", at=at)
                    assert len(page.all("p[@data-reader-time]")) == number

    def test_its_slides_are_offered(self) -> None:
        event = make_event()
        file = make_attachment(event=event, title="Slides")
        save_and_publish(event)
        page = get_page(f"/events/{event.slug}/")
        assert page.links()["Slides"] == f"/files/{file.token}/results.pdf"
        assert get_status(page.links()["Slides"]) == 200

    def test_a_past_event_says_so(self) -> None:
        event = make_event(starts=SEVEN, ends=SEVEN + SECOND)
        save_and_publish(event)
        assert "Past" not in page_of(event)
        assert "Past" in page_of(event, at=SEVEN + SECOND)
