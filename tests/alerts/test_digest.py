"""Tests of the mail of a day: everything that one reader is owed, in one mail."""

from __future__ import annotations

import datetime as dt

from releases.models.record.kinds import Notice
from releases.readers.models import Delivery, Outcome, Pace
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN, make_disclaimer, put_on_record
from tests.readers.rows import make_subscriber

HOUR = dt.timedelta(hours=1)


class ADigest(CourierTestCase):
    """Is sent once a day, at the reader's hour."""

    def setUp(self) -> None:
        super().setUp()
        self.daily = make_subscriber(
            "daily@example.org", pace=Pace.DAILY, digest_hour=18
        )
        make_subscriber("early@example.org", pace=Pace.DAILY, digest_hour=13)

    def run_at(self, at: dt.datetime) -> None:
        """Let it be that time, and deliver what is due."""
        self.seconds += 60
        self.at = at
        self.run_courier()

    def test_it_has_all_of_the_day_and_its_disclaimers_once(self) -> None:
        notice = make_disclaimer()
        for hour in (0, 2):
            put_on_record(
                at=SEVEN + hour * HOUR,
                headline=f"Release {hour}",
                disclaimers=(notice,),
            )
            self.run_at(SEVEN + hour * HOUR)
        self.run_at(SEVEN + 6 * HOUR)
        early, daily = self.server.received
        assert (early.mailbox, daily.mailbox) == (
            "early@example.org",
            "daily@example.org",
        )
        assert "Release 0" in early.message["Subject"]
        assert "2 announcements" in daily.message["Subject"]
        for part in daily.message.iter_parts():
            text = part.get_content()
            assert "Release 0" in text
            assert "Release 2" in text
            assert text.count("Things may differ.") == 1
            assert "http://testserver/releases/2026/release-2/" in text
        rows = Delivery.objects.filter(subscriber=self.daily)
        assert {row.outcome for row in rows} == {Outcome.SENT}

    def test_what_was_corrected_or_withdrawn_meanwhile_is_there_as_it_is_now(
        self,
    ) -> None:
        publish("corrected", "First", at=SEVEN)
        publish("withdrawn", "Gone", at=SEVEN)
        self.run_at(SEVEN)
        publish("corrected", "Second", at=SEVEN + 2 * HOUR, notice=Notice.CORRECTION)
        publish("withdrawn", "Notice", at=SEVEN + 2 * HOUR, notice=Notice.WITHDRAWAL)
        publish("another", "Third", at=SEVEN + 2 * HOUR)
        self.run_at(SEVEN + 2 * HOUR)
        self.run_at(SEVEN + 6 * HOUR)
        (daily,) = [m for m in self.server.received if m.mailbox == "daily@example.org"]
        body = daily.message.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        assert "Second" in text
        assert "Third" in text
        for word in ("First", "Gone", "Notice"):
            assert word not in text

    def test_one_that_is_refused_is_tried_again_whole(self) -> None:
        for slug in ("one", "two"):
            publish(slug, slug, at=SEVEN)
        self.server.script = lambda verb, mailbox: (
            "451 later" if verb == "RCPT" else None
        )
        self.run_at(SEVEN + 6 * HOUR)
        self.server.script = lambda verb, mailbox: None
        self.run_at(SEVEN + 7 * HOUR)
        assert self.server.mailboxes() == ["daily@example.org", "early@example.org"]
        assert {row.attempts for row in Delivery.objects.all()} == {1}

    def test_a_row_that_another_courier_has_taken_stops_the_mail(self) -> None:
        for slug in ("one", "two"):
            publish(slug, slug, at=SEVEN)
        self.run_at(SEVEN)

        def take_one(path: str) -> bool:
            held = Delivery.objects.held().filter(subscriber=self.daily).last()
            if held:
                Delivery.objects.filter(pk=held.pk).update(courier=7)
                self.pages.has_page = lambda path: True  # type: ignore[method-assign]  # once
            return True

        self.holders.alive = {7}
        self.pages.has_page = take_one  # type: ignore[method-assign]  # while it is asked for
        self.at = SEVEN + 6 * HOUR
        self.courier.step()
        mine = Delivery.objects.get(subscriber=self.daily, courier=None)
        assert (mine.due, mine.begun, mine.outcome) == (self.at, 0, "")
