"""Tests of reminders of events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Event
from releases.readers.models import Pace
from releases.record import publishing
from releases.record.freeze import freeze_event
from tests.alerts.couriers import CourierTestCase
from tests.builders import SEVEN, make_event
from tests.clock import MICROSECOND, SECOND, travel
from tests.readers.rows import make_subscriber

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class AReminder(CourierTestCase):
    """Comes a day and an hour before the start, once."""

    def setUp(self) -> None:
        super().setUp()
        make_subscriber("a@example.org", subjects=("reminders",))
        make_subscriber("daily@example.org", subjects=("reminders",), pace=Pace.DAILY)
        make_subscriber("not@example.org", subjects=("releases",))
        self.event = make_event(title="Call", slug="call")
        self.starts = self.event.starts
        self.publish(at=SEVEN)

    def publish(self, *, at: dt.datetime, **fields: Any) -> None:
        """Publish the event as it is now."""
        Event.objects.filter(pk=self.event.pk).update(**fields)
        self.event.refresh_from_db()
        with travel(at - SECOND):
            publishing.publish([freeze_event(self.event)], at=at, by="ada", zone="UTC")

    def reminded_at(self, *times: dt.datetime) -> list[int]:
        """Return how many mails there are in all at each of these times."""
        counts = []
        for time in times:
            self.at = time
            self.seconds += 60
            self.run_courier()
            counts.append(len(self.server.received))
        return counts

    def test_after_a_time_without_couriers_it_comes_beside_the_mail_of_the_event(
        self,
    ) -> None:
        make_subscriber("events@example.org", subjects=("events",))
        assert self.reminded_at(self.starts - DAY) == [3]
        assert "events@example.org" in self.server.mailboxes()

    def test_it_comes_twice_to_who_chose_it(self) -> None:
        counts = self.reminded_at(
            self.starts - DAY - MICROSECOND,
            self.starts - DAY,
            self.starts - 2 * HOUR,
            self.starts - HOUR,
            self.starts,
        )
        assert counts == [0, 2, 2, 4, 4]
        wanted = ["a@example.org", "daily@example.org"]
        assert self.server.mailboxes() == sorted(wanted * 2)
        message = self.server.received[0].message
        assert message["Subject"] == "Reminder: Call"
        assert "http://testserver/events/call/" in str(message.get_body(("plain",)))

    def test_after_a_down_time_only_the_latest_comes(self) -> None:
        assert self.reminded_at(self.starts - HOUR / 2) == [2]
        assert self.reminded_at(self.starts + HOUR) == [2]

    def test_of_a_moved_event_it_comes_again_and_of_a_cancelled_one_no_more(
        self,
    ) -> None:
        assert self.reminded_at(self.starts - DAY) == [2]
        moved = self.starts + DAY
        self.publish(at=self.starts - 20 * HOUR, starts=moved, ends=moved + HOUR)
        assert self.reminded_at(self.starts - HOUR, moved - DAY) == [2, 4]
        self.publish(at=moved - 20 * HOUR, cancelled=True)
        assert self.reminded_at(moved - HOUR) == [4]

    def test_one_that_is_greylisted_speaks_of_the_version_that_replaced_the_first(
        self,
    ) -> None:
        self.server.script = lambda verb, mailbox: (
            "451 4.7.1 later" if verb == "RCPT" and mailbox == "a@example.org" else None
        )
        assert self.reminded_at(self.starts - DAY) == [1]
        self.server.script = lambda verb, mailbox: None
        again = self.starts - 23 * HOUR
        self.publish(at=again - SECOND, title="Call, by phone")
        assert self.reminded_at(again) == [2]
        message = self.server.received[-1].message
        assert message["Subject"] == "Reminder: Call, by phone"
        assert str(message["To"]) == "a@example.org"

    def test_one_that_is_greylisted_is_not_sent_of_what_was_moved_or_cancelled(
        self,
    ) -> None:
        for fields in (
            {"starts": self.starts + 3 * DAY, "ends": None},
            {"cancelled": True},
        ):
            with self.subTest(fields):
                self.server.script = lambda verb, mailbox: (
                    "451 4.7.1 later" if verb == "RCPT" else None
                )
                assert self.reminded_at(self.event.starts - DAY) == [0]
                self.server.script = lambda verb, mailbox: None
                again = self.event.starts - 22 * HOUR
                self.publish(at=again - SECOND, **fields)
                assert self.reminded_at(again - SECOND / 2) == [0]

    def test_all_day_it_comes_a_day_before(self) -> None:
        self.publish(at=SEVEN + HOUR, all_day=True)
        assert self.reminded_at(self.starts - DAY, self.starts - HOUR) == [2, 2]

    def test_of_an_event_that_was_just_announced_there_is_none(self) -> None:
        with travel(SEVEN):
            soon = make_event(
                title="Soon", slug="soon", starts=SEVEN + 3 * HOUR, ends=None
            )
        self.event = soon
        self.publish(at=SEVEN + 1 * SECOND)
        assert self.reminded_at(SEVEN + HOUR, SEVEN + 2 * HOUR) == [0, 2]
