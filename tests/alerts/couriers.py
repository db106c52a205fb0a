"""A courier in the test's own process, against a real SMTP server, with a clock that it sets."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.test import TestCase

from releases.alerts.holders import Holders
from releases.alerts.page_probe import PageProbe
from releases.alerts.smtp import SmtpConnection
from releases.management.delivering.courier import Courier, CourierHost
from releases.models import Publication
from releases.models.record.kinds import Notice
from releases.readers.models import OutboxState
from releases.record import publishing
from releases.text.smtp_url import read_smtp_url
from tests.alerts.mail_server import mail_server
from tests.builders import SEVEN
from tests.clock import SECOND, travel
from tests.record.rows import page


class HeldNumber(Holders):
    """A number without a lock; `alive` are the other couriers that live."""

    def __init__(self, number: int = 1) -> None:
        super().__init__()
        self.number = number
        self.alive: set[int] = set()

    def _lock(self, number: int) -> bool:
        return number not in self.alive

    def _unlock(self, number: int) -> None:
        self.alive.discard(number)

    def _require_lasting_lock(self) -> None:
        """Have none."""


class FakePages(PageProbe):
    """Page caches that have every page, until `are_there` is false."""

    def __init__(self) -> None:
        super().__init__([], base_url="http://testserver")
        self.are_there = True
        self.asked: list[str] = []

    def has_page(self, path: str) -> bool:
        self.asked.append(path)
        return self.are_there


class CourierTestCase(TestCase):
    """One courier, and the time that it has: `at`, and `seconds` of a monotonic clock."""

    databases = "__all__"

    def setUp(self) -> None:
        self.at = SEVEN
        self.seconds = 0.0
        self.slept = 0.0
        self.sent_at: list[dt.datetime] = []
        self.server = self.enterContext(mail_server())
        self.pages = FakePages()
        self.holders = HeldNumber()
        self.is_stopping = False
        self.stop_after: int | None = None
        self.settings_here = self.settings(
            IRSITE_SMTP_URL=self.server.smtp_url, IRSITE_ALERTS=True
        )
        self.enterContext(self.settings_here)
        OutboxState.objects.create(pk=1, floor=SEVEN - dt.timedelta(days=1))
        self.courier = self.make_courier()

    def make_courier(self, holders: HeldNumber | None = None) -> Courier:
        """Return a courier; its connection ends with the test."""
        smtp = SmtpConnection(read_smtp_url(self.server.smtp_url), local_name="test")
        self.addCleanup(smtp.close)
        return Courier(
            holders=holders or self.holders,
            smtp=smtp,
            probe=self.pages,
            host=CourierHost(
                now=lambda: self.at,
                sleep=self.note_sleep,
                is_stopping=self.has_to_stop,
                note_sent=self.sent_at.append,
                monotonic=lambda: self.seconds,
            ),
        )

    def note_sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept += seconds
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        """Move both clocks."""
        self.at += dt.timedelta(seconds=seconds)
        self.seconds += seconds

    def has_to_stop(self) -> bool:
        """Return whether the courier is asked to stop, after so many mails."""
        return (
            self.stop_after is not None and len(self.server.received) >= self.stop_after
        )

    def run_courier(self, courier: Courier | None = None) -> None:
        """Have the courier do all that it can do now."""
        courier = courier or self.courier
        for _ in range(200):
            if not courier.step():
                return
        raise AssertionError("The courier has never done all.")

    @contextlib.contextmanager
    def stopping_after(self, mails: int) -> Iterator[None]:
        """Have the courier stop once the server has so many mails in all."""
        self.stop_after = mails
        yield
        self.stop_after = None


def publish(
    slug: str = "results",
    headline: str = "Results",
    *,
    at: dt.datetime = SEVEN,
    notice: Notice = Notice.NONE,
    frozen: Any = None,
) -> Publication:
    """Put a release on the record, a second before it goes live at `at`."""
    with travel(at - SECOND):
        result = publishing.publish(
            [frozen or page(slug, headline)], at=at, by="ada", zone="UTC", notice=notice
        )
    return result.publications[0]
