"""With the production clock: an embargo lifts while only `manage.py serve` runs."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest import TestCase

import pytest

from tests.newsroom import eventually, temporary_newsroom

# The instant is chosen on approval, when all slow work is done: it leaves the workers
# time to render its pages in advance.
SCHEDULE = """
import datetime as dt
from django.utils import timezone
from tests import builders
release = builders.make_release(slug="results", contacts=(builders.make_contact(),),
    events=(builders.make_event(slug="call"),))
at = timezone.now()
release.go_live_at = at.replace(microsecond=0) + dt.timedelta(seconds=9)
release.save()
builders.approve(release, at=at)
print(release.go_live_at.isoformat())
"""
HEADLINE = b"First Quarter"
# The page cache is never early, so it is late by the time that a reading of the
# database's clock takes.
CLOCK_READING = 0.02


@dataclass(frozen=True, slots=True)
class Round:
    """One request for each address; one that straddles the instant proves nothing."""

    began: float
    ended: float
    statuses: list[int]
    listed: list[bool]


@pytest.mark.slow
class AnEmbargoInARealServer(TestCase):
    """The production server, on a database of its own."""

    def setUp(self) -> None:
        self.site = self.enterContext(temporary_newsroom())
        self.enterContext(self.site.serving(workers=2))

    def test_it_shows_nothing_a_second_before_and_everything_at_the_instant(
        self,
    ) -> None:
        written = self.site.manage("shell", "-c", SCHEDULE).split()[-1]
        lifts = dt.datetime.fromisoformat(written)
        instant = lifts.timestamp()
        pages = [f"/releases/{lifts:%Y}/results/", "/events/call/"]
        sleep_until(instant - 1)
        before = [
            answers
            for answers in self.rounds(pages, instant)
            if answers.ended < instant
        ]
        sleep_until(instant + CLOCK_READING)
        after = list(self.rounds(pages, instant + 1))
        assert before
        assert after
        for answers in before:
            assert (answers.statuses, answers.listed) == ([404, 404], [False, False])
        for answers in after:
            assert (answers.statuses, answers.listed) == ([200, 200], [True, True])
        logged = len(pages) * len(after)
        assert eventually(lambda: len(self.cache_statuses(pages)) >= logged)
        assert "miss" not in self.cache_statuses(pages)

    def rounds(self, pages: list[str], until: float) -> Iterator[Round]:
        """Yield rounds until then, except those in which an answer was 503."""
        while time.time() < until:
            began = time.time()
            own = [self.site.get(page)[0] for page in pages]
            lists = [self.site.get(address) for address in ("/", "/releases/rss.xml")]
            listed = [HEADLINE in body for _, body in lists]
            if 503 not in {*own, *(status for status, _ in lists)}:
                yield Round(began, time.time(), own, listed)
            time.sleep(0.05)

    def cache_statuses(self, pages: list[str]) -> list[str]:
        """Return the cache status of each 200 for these pages in the access log."""
        log = (self.site.folder / "access.log").read_text()
        whole = log[: log.rfind("\n") + 1]
        lines = [json.loads(line) for line in whole.splitlines()]
        return [
            line["cache"]
            for line in lines
            if line["path"] in pages and line["status"] == 200
        ]


def sleep_until(moment: float) -> None:
    """Sleep until this time by the machine's clock."""
    time.sleep(max(0.0, moment - time.time()))
