"""Tests of the mail of an event, and of its later versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar

from releases.models import Event
from releases.record import publishing
from releases.record.freeze import freeze_event
from tests.alerts.couriers import CourierTestCase
from tests.alerts.mail_server import Received
from tests.builders import SEVEN, make_event
from tests.clock import SECOND, travel
from tests.readers.rows import make_subscriber


class AnEventMail(CourierTestCase):
    """Goes to who chose events, and carries the entry for a calendar."""

    def setUp(self) -> None:
        super().setUp()
        make_subscriber("events@example.org", subjects=("events",))
        make_subscriber("releases@example.org")
        self.event = make_event(title="First quarter call", slug="call")

    def publish(self, *, at: dt.datetime = SEVEN, **fields: Any) -> list[Received]:
        """Publish the event as it is now, deliver it, and return the mails."""
        self.server.received.clear()
        Event.objects.filter(pk=self.event.pk).update(**fields)
        self.event.refresh_from_db()
        with travel(at - SECOND):
            publishing.publish([freeze_event(self.event)], at=at, by="ada", zone="UTC")
        self.at = at
        self.seconds += 60
        self.run_courier()
        return list(self.server.received)

    def test_it_goes_to_who_chose_events_with_a_calendar_file(self) -> None:
        (received,) = self.publish()
        assert received.mailbox == "events@example.org"
        message = received.message
        assert message["Subject"] == "First quarter call"
        (attachment,) = message.iter_attachments()
        assert attachment.get_filename() == "event.ics"
        calendar = icalendar.Calendar.from_ical(attachment.get_content())
        (entry,) = calendar.walk("VEVENT")
        assert entry["SUMMARY"] == "First quarter call"
        assert entry["SEQUENCE"] == 0
        body = message.get_body(("plain",))
        assert body is not None
        assert "Tuesday, March 10, 2026" in body.get_content()
        assert "http://testserver/events/call/" in body.get_content()

    def test_what_becomes_of_it_goes_to_who_has_it(self) -> None:
        (first,) = self.publish()
        make_subscriber("newcomer@example.org", subjects=("events",))
        minute = dt.timedelta(minutes=1)
        (moved,) = self.publish(at=SEVEN + minute, city="Boston")
        (cancelled,) = self.publish(at=SEVEN + 2 * minute, cancelled=True)
        assert moved.message["Subject"] == "Updated: First quarter call"
        assert cancelled.message["Subject"] == "Cancelled: First quarter call"
        for mail in (moved, cancelled):
            assert mail.mailbox == "events@example.org"
            assert mail.message["References"] == first.message_id

    def test_an_event_that_is_over_is_not_mailed(self) -> None:
        over = SEVEN - dt.timedelta(days=1)
        assert not self.publish(starts=over, ends=over + dt.timedelta(hours=1))
