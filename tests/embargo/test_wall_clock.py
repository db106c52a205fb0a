"""With the clock that ships: an embargo lifts though only `manage.py serve` runs."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import TestCase

import pytest

from tests.newsroom import newsroom, soon

# The instant is chosen where it is approved, when all that is slow is over: it leaves
# the workers time to make its pages ahead.
SCHEDULE = """
import datetime as dt
from django.utils import timezone
from tests import builders
release = builders.make_release(slug="results", contacts=(builders.make_contact(),),
    events=(builders.make_event(slug="call"),))
at = timezone.now()
release.go_live_at = at.replace(microsecond=0) + dt.timedelta(seconds=12)
release.save()
builders.approve(release, at=at)
print(release.go_live_at.isoformat())
"""
HEADLINE = b"First Quarter"
# A press is never early, so it is late by what its database takes to tell the time.
TELLING = 0.02


@dataclass(frozen=True, slots=True)
class Round:
    """Every address asked once; a round that straddles the instant tells nothing."""

    asked: float
    heard: float
    statuses: list[int]
    listed: list[bool]


@pytest.mark.slow
class AnEmbargoInARealServer(TestCase):
    """The whole press in front, on a database of its own."""

    def setUp(self) -> None:
        self.site = self.enterContext(newsroom())
        self.enterContext(self.site.serving(workers=2))

    def test_it_shows_nothing_a_second_before_and_everything_at_the_instant(
        self,
    ) -> None:
        written = self.site.manage("shell", "-c", SCHEDULE).split()[-1]
        lifts = dt.datetime.fromisoformat(written)
        instant = lifts.timestamp()
        pages = [f"/releases/{lifts:%Y}/results/", "/events/call/"]
        sleep_until(instant - 1)
        before = [one for one in self.rounds(pages, instant) if one.heard < instant]
        sleep_until(instant + TELLING)
        after = list(self.rounds(pages, instant + 1))
        assert before
        assert after
        for one in before:
            assert (one.statuses, one.listed) == ([404, 404], [False, False])
        for one in after:
            assert (one.statuses, one.listed) == ([200, 200], [True, True])
        assert soon(lambda: len(self.origins(pages)) >= len(pages) * len(after))
        assert "made" not in self.origins(pages)

    def rounds(self, pages: list[str], until: float) -> Iterator[Round]:
        """Rounds until then, without those that were told to come again (503)."""
        while time.time() < until:
            asked = time.time()
            own = [self.site.ask(page)[0] for page in pages]
            lists = [self.site.ask(address) for address in ("/", "/releases/rss.xml")]
            listed = [HEADLINE in body for _, body in lists]
            if 503 not in {*own, *(status for status, _ in lists)}:
                yield Round(asked, time.time(), own, listed)
            time.sleep(0.05)

    def origins(self, pages: list[str]) -> list[str]:
        """Where each page came from that was shown, as the access log has it."""
        log = (self.site.folder / "access.log").read_text()
        whole = log[: log.rfind("\n") + 1]
        lines = [json.loads(line) for line in whole.splitlines()]
        return [
            line["from"]
            for line in lines
            if line["path"] in pages and line["status"] == 200
        ]


def sleep_until(moment: float) -> None:
    """Wait for the machine's clock."""
    time.sleep(max(0.0, moment - time.time()))
