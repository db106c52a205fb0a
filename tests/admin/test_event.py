"""Events at the desk: typed by the clock of the place they happen in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.desk import site_profile
from releases.models import (
    Event,
    EventSession,
    Issuer,
    Publication,
)
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    author,
    make_event,
    make_issuer,
    make_release,
)
from tests.clock import travel


class AnEvent(DeskTestCase):
    """Its times are typed by the clock of the place it happens in."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_its_times_are_taken_in_its_own_zone(self) -> None:
        post_form(
            self.client,
            add_path("event"),
            title="Tokyo Conference",
            timezone="Asia/Tokyo",
            starts="2026-03-10T09:00",
            ends="2026-03-10T10:30",
        )
        event = Event.objects.get()
        assert event.starts == dt.datetime(2026, 3, 10, 0, 0, tzinfo=dt.UTC)
        page = self.page(change_path(event))
        assert 'value="2026-03-10T09:00"' in page
        assert 'value="2026-03-10T10:30"' in page

    def test_its_sessions_go_by_the_same_clock(self) -> None:
        event = make_event(timezone="Asia/Tokyo")
        changes: dict[str, Any] = {
            "sessions-TOTAL_FORMS": "1",
            "sessions-0-event": event.pk,
            "sessions-0-title": "Poster",
            "sessions-0-kind": "poster",
            "sessions-0-starts": "2026-03-10T18:00",
            "sessions-0-order": "0",
        }
        post_form(self.client, change_path(event), **changes)
        session = EventSession.objects.get()
        assert session.starts == dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)
        assert 'value="2026-03-10T18:00"' in self.page(change_path(event))

    def test_another_zone_means_the_same_clock_times_there(self) -> None:
        event = make_event(starts=SEVEN, ends=None, timezone="America/New_York")
        EventSession.objects.create(event=event, title="Poster", starts=SEVEN)
        post_form(self.client, change_path(event), timezone="Europe/London")
        event.refresh_from_db()
        moved = dt.datetime(2026, 3, 3, 7, 0, tzinfo=dt.UTC)
        assert event.starts == moved
        assert EventSession.objects.get().starts == moved

    def test_a_new_event_is_in_the_companys_zone(self) -> None:
        Issuer.objects.update(timezone="Europe/Zurich")
        page = self.page(add_path("event"))
        assert '<option value="Europe/Zurich" selected>' in page

    def test_the_next_one_has_what_stays_of_an_earlier_one_and_no_time(self) -> None:
        earlier = make_event(
            title="Quarterly call",
            kind="conference_call",
            timezone="Asia/Tokyo",
            venue="Hall 2",
            webcast_url="https://example.com/first-quarter",
        )
        page = self.page(f"{add_path('event')}?like={earlier.pk}")
        for kept in (
            'value="Quarterly call"',
            '<option value="conference_call" selected>',
            '<option value="Asia/Tokyo" selected>',
            'value="Hall 2"',
        ):
            assert kept in page
        for left in (earlier.slug, 'value="2026', "first-quarter"):
            assert left not in page

    def test_like_one_that_is_not_there_is_an_empty_form(self) -> None:
        plain = 'value="America/New_York" selected'
        for key in ("0", "9" * 30, "-1", "call", "", "1&like=2"):
            with self.subTest(key):
                assert plain in self.page(f"{add_path('event')}?like={key}")

    def test_an_hour_that_the_clocks_skip_is_refused(self) -> None:
        response = post_form(
            self.client,
            add_path("event"),
            title="Night Call",
            timezone="Europe/London",
            starts="2026-03-29T01:30",
        )
        assert "There is no 01:30:00 on 29 March 2026" in response.content.decode()

    def test_a_time_zone_that_is_none_is_refused_and_nothing_breaks(self) -> None:
        response = post_form(
            self.client,
            add_path("event"),
            title="Mars Conference",
            timezone="Mars/Olympus",
            starts="2026-03-10T09:00",
        )
        assert "“Mars/Olympus” is not a time zone." in response.content.decode()

    def test_a_year_that_nobody_means_is_refused(self) -> None:
        for day in ("9999-12-31", "0001-01-01", "3026-03-10", "0026-03-10"):
            with self.subTest(day):
                response = post_form(
                    self.client, add_path("event"), title="Call", starts=f"{day}T23:59"
                )
                assert "Write a year in four digits" in response.content.decode()
        assert not Event.objects.exists()

    def test_its_address_is_made_of_its_title(self) -> None:
        post_form(
            self.client,
            add_path("event"),
            title="Annual Meeting 2027",
            starts="2027-03-10T09:00",
        )
        assert Event.objects.get().slug == "annual-meeting-2027"

    def test_an_address_that_is_taken_is_refused(self) -> None:
        make_event(slug="annual-meeting")
        response = post_form(
            self.client,
            add_path("event"),
            title="Annual Meeting",
            starts="2027-03-10T09:00",
        )
        assert "Another event has the address /events/annual-meeting/." in (
            response.content.decode()
        )

    def test_a_title_without_letters_needs_an_address(self) -> None:
        response = post_form(
            self.client, add_path("event"), title="年次総会", starts="2027-03-10T09:00"
        )
        assert "the title has no letters to make one from" in response.content.decode()

    def test_an_address_on_the_record_does_not_change(self) -> None:
        event = make_event()
        with travel(SEVEN):
            site_profile.publish(event, by=author(), at=SEVEN)
        assert 'name="slug"' not in self.page(change_path(event))

    def test_the_list_says_what_the_public_sees_of_it(self) -> None:
        event = make_event(timezone="Asia/Tokyo", starts=SEVEN)
        page = self.page(list_path("event"))
        assert "Nothing yet" in page
        assert "3 Mar 2026, 21:00 JST" in page
        with travel(SEVEN):
            site_profile.publish(event, by=author(), at=SEVEN)
        assert "Its page" in self.page(list_path("event"))
        assert f'href="/events/{event.slug}/"' in self.page(change_path(event))

    def test_its_page_names_the_release_that_takes_it_along(self) -> None:
        event = make_event(all_day=True)
        make_release(events=(event,), headline="Larkmoor to Host Call")
        page = self.page(change_path(event))
        assert "It will be published with the release “Larkmoor to Host Call”" in page

    def test_one_that_goes_out_with_a_release_is_not_published_alone(self) -> None:
        event = make_event()
        make_release(events=(event,), headline="Larkmoor to Host Call")
        response = post_form(
            self.client, change_path(event), button="_publish", venue="Typed Hall"
        )
        event.refresh_from_db()
        assert "is published with the release “Larkmoor to Host Call”" in messages_of(
            response
        )
        assert event.venue == "Typed Hall"
        assert not Publication.objects.exists()
