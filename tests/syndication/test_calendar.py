"""Calendar files, as another reader than the site's own library reads them."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.test import Client, SimpleTestCase, TestCase

import vobject

from releases.models import Event, EventSession
from releases.record.documents import EventDocument, SessionEntry, canonical
from releases.syndication.calendar_zones import offset_changes
from tests.builders import SEVEN, make_event, make_issuer, make_release, put_on_record
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import get_page, save_and_publish

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
ZONES = ("America/New_York", "Europe/London", "Asia/Tokyo")
# An hour before and after each change of summer time in New York and London, and summers.
INSTANTS = [
    dt.datetime(2026, month, day, hour, 30, tzinfo=dt.UTC)
    for month, day, hour in (
        *((3, 8, 6), (3, 8, 7), (3, 29, 0), (3, 29, 1), (7, 15, 12)),
        *((10, 25, 0), (10, 25, 1), (11, 1, 5), (11, 1, 6), (12, 15, 12)),
    )
]


def read(path: str, *, at: dt.datetime = SEVEN) -> Any:
    """Return the calendar at a path as vobject reads it."""
    with travel(at):
        content = Client().get(path).content.decode()
    return vobject.readOne(content)


def entry_of(event: Event, *, at: dt.datetime = SEVEN) -> Any:
    """Return the entry of an event in its own file."""
    return read(f"/events/{event.slug}/event.ics", at=at).vevent_list[0]


class TheSubscribableCalendar(TestCase):
    """Every event at its instant, in its own zone, whatever the clocks do."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(name="Larkmoor"), at=SEVEN - DAY)
        for zone in ZONES:
            for instant in INSTANTS:
                name = zone.rpartition("/")[2].lower().replace("_", "-")
                event = make_event(
                    slug=f"{name}-{instant:%m-%d-%H}",
                    title=f"Call, with “guests”; {name}",
                    starts=instant,
                    ends=instant + HOUR,
                    timezone=zone,
                )
                save_and_publish(event, at=SEVEN - HOUR)

    def test_each_event_starts_and_ends_at_its_instant_across_summer_time(self) -> None:
        entries = read("/events/calendar.ics").vevent_list
        assert len(entries) == len(ZONES) * len(INSTANTS)
        starts = [entry.dtstart.value.astimezone(dt.UTC) for entry in entries]
        ends = [entry.dtend.value.astimezone(dt.UTC) for entry in entries]
        expected = sorted(INSTANTS * len(ZONES))
        assert starts == expected
        assert ends == [start + HOUR for start in expected]

    def test_hours_are_those_of_the_zone_unless_its_clocks_show_them_twice(
        self,
    ) -> None:
        entries = read("/events/calendar.ics").vevent_list
        for zone, repeated in zip(ZONES, (2, 2, 0), strict=True):
            local = [
                entry.dtstart.value
                for entry in entries
                if entry.dtstart.params.get("X-VOBJ-ORIGINAL-TZID") == [zone]
            ]
            assert len(local) == len(INSTANTS) - repeated
            for start in local:
                same = start.astimezone(zoneinfo.ZoneInfo(zone))
                assert start.utcoffset() == same.utcoffset()

    def test_it_names_the_issuer_and_how_to_refresh_it(self) -> None:
        calendar = read("/events/calendar.ics")
        assert calendar.method.value == "PUBLISH"
        assert calendar.contents["name"][0].value == "Larkmoor: events"
        assert calendar.contents["refresh-interval"][0].value == "PT1H"
        source = calendar.contents["source"][0].value
        assert source == "http://testserver/events/calendar.ics"

    def test_the_list_of_events_offers_it(self) -> None:
        links = get_page("/events/").links()
        assert links["Subscribe to the calendar"] == "/events/calendar.ics"

    def test_it_has_the_date_of_results_until_the_call_of_that_day(self) -> None:
        midnight = dt.datetime(2026, 5, 5, 4, tzinfo=dt.UTC)
        date = make_event(
            slug="results",
            title="First Quarter Results",
            kind="calendar_date",
            starts=midnight,
            ends=None,
            all_day=True,
        )
        save_and_publish(date, at=SEVEN)
        call = make_event(slug="call", starts=midnight + 9 * HOUR, ends=None)
        save_and_publish(call, at=SEVEN + HOUR)
        for at, expected in (
            (SEVEN + HOUR - MICROSECOND, "results@testserver"),
            (SEVEN + HOUR, "call@testserver"),
        ):
            entries = read("/events/calendar.ics", at=at).vevent_list
            (uid,) = {entry.uid.value for entry in entries} & {
                "results@testserver",
                "call@testserver",
            }
            assert uid == expected


class TheFileOfAnEvent(TestCase):
    """Its entry, which later versions replace, and one for each session."""

    event: Event

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.event = make_event(
            slug="call",
            title="Call; with, guests\\",
            venue="Harbour House",
            city="Boston",
            webcast_url="https://example.com/live",
            dial_ins="+1 617 555 0100 (United States), passcode 4411\nby letter",
            replay_url="https://example.com/replay",
        )
        EventSession.objects.create(
            event=cls.event,
            title="Poster",
            reference="P-7",
            room="Hall 2",
            starts=cls.event.starts,
            ends=cls.event.ends,
        )
        EventSession.objects.create(event=cls.event, title="Lunch")
        save_and_publish(cls.event, at=SEVEN - HOUR)

    def test_says_where_when_and_how_to_listen(self) -> None:
        entry = entry_of(self.event)
        assert entry.summary.value == "Call; with, guests\\"
        assert entry.uid.value == "call@testserver"
        assert entry.sequence.value == "0"
        assert entry.location.value == "Harbour House, Boston"
        assert entry.url.value == "http://testserver/events/call/"
        assert entry.dtstamp.value == SEVEN - HOUR
        webcast, phone = entry.contents["conference"]
        assert webcast.value == "https://example.com/live"
        assert webcast.params["FEATURE"] == ["AUDIO", "VIDEO"]
        assert phone.value == "tel:+16175550100"
        assert entry.valarm.trigger.value == dt.timedelta(minutes=-15)
        for text in (
            "by letter",
            "https://example.com/replay",
            "Poster (P-7)",
            "Lunch",
        ):
            assert text in entry.description.value

    def test_a_session_with_a_start_has_an_entry_of_its_own(self) -> None:
        _, session = read("/events/call/event.ics").vevent_list
        poster = self.event.sessions.get(title="Poster")
        assert session.uid.value == f"{poster.ref.hex}@testserver"
        assert session.summary.value == "Poster (P-7)"
        assert session.contents["related-to"][0].value == "call@testserver"
        assert session.location.value == "Hall 2, Harbour House, Boston"

    def test_cancelled_it_keeps_its_times_and_loses_its_access(self) -> None:
        Event.objects.update(cancelled=True)
        save_and_publish(Event.objects.get(), at=SEVEN + HOUR)
        for at, status in (
            (SEVEN + HOUR - MICROSECOND, "CONFIRMED"),
            (SEVEN + HOUR, "CANCELLED"),
        ):
            entry = entry_of(self.event, at=at)
            assert entry.status.value == status
            assert entry.dtstart.value == self.event.starts
        assert entry.sequence.value == "1"
        assert "valarm" not in entry.contents
        assert "conference" not in entry.contents
        assert "example.com/live" not in entry.description.value

    def test_without_an_announced_end_it_has_none(self) -> None:
        event = make_event(slug="open", ends=None, timezone="UTC", kind="other")
        save_and_publish(event, at=SEVEN - HOUR)
        entry = entry_of(event)
        assert "dtend" not in entry.contents
        assert entry.dtstart.value == event.starts
        assert "location" not in entry.contents

    def test_dates_end_on_the_day_after_the_last_in_the_events_zone(self) -> None:
        tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
        first = dt.datetime(2026, 6, 1, tzinfo=tokyo)
        for slug, ends, after in (("days", first + 2 * DAY, 4), ("day", None, 2)):
            event = make_event(
                slug=slug, starts=first, ends=ends, all_day=True, timezone=tokyo.key
            )
            save_and_publish(event, at=SEVEN - HOUR)
            entry = entry_of(event)
            assert entry.dtstart.value == dt.date(2026, 6, 1)
            assert entry.dtend.value == dt.date(2026, 6, after)
            assert "valarm" not in entry.contents

    def test_pages_offer_it_until_the_event_ends_or_is_cancelled(self) -> None:
        release = make_release(slug="results", events=(self.event,))
        put_on_record(release, at=SEVEN)
        end = self.event.ends
        assert end is not None
        for page in ("/events/call/", "/releases/2026/results/"):
            with self.subTest(page):
                links = get_page(page, at=end - MICROSECOND).links()
                assert links["Add to calendar"] == "/events/call/event.ics"
                assert "Add to calendar" not in get_page(page, at=end).links()


class AProgrammeThatIsReadAgain(TestCase):
    """Documents of earlier stay as they are."""

    def test_a_session_that_was_frozen_without_a_reference_is_written_without_it(
        self,
    ) -> None:
        earlier = SessionEntry(title="Poster", kind="poster")
        assert '"ref"' not in canonical(earlier)
        assert SessionEntry.model_validate_json(canonical(earlier)) == earlier
        event = EventDocument(
            title="Meeting",
            event_kind="conference",
            starts=SEVEN,
            timezone="UTC",
            sessions=(earlier.model_copy(update={"ref": "7" * 32}),),
        )
        assert f'"ref":"{"7" * 32}"' in canonical(event)


class AChangeOfOffset(SimpleTestCase):
    """Is found to the second, in zones that do it unusually too."""

    def changes(self, zone: str, year: int) -> list[str]:
        """Return the instants of a year, in UTC."""
        begin = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        end = dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
        found = offset_changes(zoneinfo.ZoneInfo(zone), begin, end)
        return [f"{instant:%m-%d %H:%M:%S}" for instant in found]

    def test_is_found_to_the_second(self) -> None:
        for zone, year, expected in (
            ("America/New_York", 2026, ["03-08 07:00:00", "11-01 06:00:00"]),
            ("Australia/Lord_Howe", 2026, ["04-04 15:00:00", "10-03 15:30:00"]),
            ("Asia/Tokyo", 2026, []),
            ("Pacific/Apia", 2011, ["04-02 14:00:00", "09-24 14:00:00", "12-30 10:00:00"]),
        ):  # fmt: skip
            with self.subTest(zone):
                assert self.changes(zone, year) == expected
