"""Couriers as processes: killed at random, and run by the web server beside its workers."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from unittest import TestCase

import psutil  # type: ignore[import-untyped]  # has no types
import pytest

from tests.alerts.mail_server import MailServer, mail_server
from tests.examples import nightly
from tests.newsroom import ROOT, Newsroom, eventually, temporary_newsroom
from tests.page_server import page_server

READERS, KILLS = 100, 2
# How long the couriers may take to start, and to deliver the rest, in seconds.
PATIENCE = 60
SUBSCRIBE = """
from django.utils import timezone
from releases.readers.models import OutboxState, Subscriber, Subscription
since = timezone.now() - timezone.timedelta(days=1)
OutboxState.objects.get_or_create(pk=1, defaults={{"floor": since}})
subscribers = Subscriber.objects.bulk_create(
    Subscriber(address=f"r{{number}}@example.org", key=f"r{{number}}@example.org",
               status="active", since=since)
    for number in range({readers})
)
Subscription.objects.bulk_create(
    Subscription(subscriber=subscriber, subject="releases") for subscriber in subscribers
)
"""
PUBLISH = """
import datetime as dt
from django.utils import timezone
from releases.record import publishing
from tests.record.rows import page
at = timezone.now().replace(microsecond=0) + dt.timedelta(seconds={seconds})
publishing.publish([page('{slug}')], at=at, by="ada", zone="UTC")
print(at.isoformat())
"""


@contextlib.contextmanager
def newsroom_with_mail(server: MailServer) -> Iterator[Newsroom]:
    """Set up a newsroom with subscribers, whose mails go to this server."""
    with temporary_newsroom() as site:
        site.environment |= {
            "IRSITE_SMTP_URL": server.smtp_url,
            "IRSITE_URL": f"http://127.0.0.1:{site.port}",
        }
        site.manage("shell", "-c", SUBSCRIBE.format(readers=READERS))
        yield site


def slow_answer(verb: str, mailbox: str) -> None:
    """Answer as usual, slowly enough for kills to hit every step of a mail."""
    time.sleep(0.01)


class Deliverers:
    """Two processes of `manage.py deliver`, without a web server to ask."""

    def __init__(self, site: Newsroom, *, page_cache: str) -> None:
        self._site = site
        self._page_cache = page_cache
        self.processes = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "deliver", "--page-cache"]
        return subprocess.Popen(
            [*command, self._page_cache], cwd=ROOT, env=self._site.environment
        )

    def kill(self, which: int) -> None:
        """Kill one without a warning, and start another in its place."""
        self.processes[which].kill()
        self.processes[which].wait()
        self.processes[which] = self._start()

    def stop(self) -> list[int]:
        """Ask them to end, and return their exit statuses."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        return [process.wait(30) for process in self.processes]


@pytest.mark.slow
class CouriersAsProcesses(TestCase):
    """Lose no mail when they are killed, and follow the page when the server runs them."""

    server: MailServer
    site: Newsroom
    everyone: list[str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = cls.enterClassContext(mail_server())
        cls.site = cls.enterClassContext(newsroom_with_mail(cls.server))
        cls.everyone = sorted(f"r{number}@example.org" for number in range(READERS))

    def setUp(self) -> None:
        self.server.received.clear()
        self.server.script = slow_answer

    def publish(self, slug: str, *, seconds: int) -> float:
        """Schedule a release; return its instant in seconds since 1970."""
        code = PUBLISH.format(slug=slug, seconds=seconds)
        printed = self.site.manage("shell", "-c", code).split()[-1]
        return dt.datetime.fromisoformat(printed).timestamp()

    def has_everyone(self) -> bool:
        """Return whether everyone has a mail."""
        return sorted(set(self.server.mailboxes())) == self.everyone

    def has_more_than(self, mails: int) -> bool:
        """Return whether the server has more than so many mails."""
        return len(self.server.received) > mails

    @nightly
    def test_killed_they_deliver_what_is_owed_and_repeat_at_most_one_a_kill(
        self,
    ) -> None:
        dice = random.Random(15)  # noqa: S311 - to be repeated
        with page_server() as address:
            self.publish("killed", seconds=2)
            couriers = Deliverers(self.site, page_cache=address)
            try:
                assert eventually(lambda: self.server.received, within=PATIENCE)
                for _ in range(KILLS):
                    seen = len(self.server.received)
                    more = partial(self.has_more_than, seen)
                    assert eventually(more, within=PATIENCE)
                    time.sleep(dice.uniform(0.0, 0.1))
                    couriers.kill(dice.randrange(2))
                assert eventually(self.has_everyone, within=PATIENCE)
            finally:
                statuses = couriers.stop()
        # One that has only just been started may not know of the signal yet.
        assert set(statuses) <= {0, -signal.SIGTERM}
        received = list(self.server.received)
        assert len({(mail.mailbox, mail.message_id) for mail in received}) == READERS
        assert len(received) - READERS <= KILLS

    def test_the_server_runs_one_which_sends_each_mail_after_its_page(self) -> None:
        arrivals: list[float] = []

        def note_time(verb: str, mailbox: str) -> None:
            if verb == "MAIL":
                arrivals.append(time.time())

        self.server.script = note_time
        with self.site.serving(workers=1) as process:
            instant = self.publish("served", seconds=4)
            assert eventually(self.has_everyone, within=PATIENCE)
            children = psutil.Process(process.pid).children()
            couriers = [child for child in children if "deliver" in child.cmdline()]
            assert len(couriers) == 1
        assert arrivals[0] >= instant
        assert not couriers[0].is_running()
        log = (self.site.folder / "access.log").read_text()
        assert '"path":"/releases/2026/served/"' in log
        assert "@" not in log
