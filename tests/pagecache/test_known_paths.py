"""Known paths: each publication is read once, a batch at a time, and nothing is missed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

from django.test import TestCase

from releases.desk import transitions
from releases.pagecache.clock import from_datetime
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.routes import affected_paths
from releases.record import old_paths, publication_refs
from tests.builders import SEVEN, author, put_on_record, schedule
from tests.clock import SECOND, travel
from tests.pagecache.client import PageCacheTestCase

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def page(slug: str) -> str:
    """Return the path of a release of the tests' year."""
    return f"/releases/2026/{slug}/"


def in_batches_of_two(known: KnownPaths) -> Any:
    """Read two publications at once, as after the first complete reading."""
    return mock.patch.multiple(known, _batch=2)


class KnownPathsOfTheRecord(TestCase):
    """Are read in the order of commits."""

    def setUp(self) -> None:
        self.known = KnownPaths(affected_paths)

    def read(self, at: dt.datetime) -> None:
        """Read at this moment, until everything is read."""
        with travel(at):
            self.known.read(at=from_datetime(at))
            while not self.known.is_complete:
                self.known.read(at=from_datetime(at))

    def is_public(self, slug: str, at: dt.datetime) -> bool:
        """Return whether the release's page is public."""
        return self.known.is_public(page(slug), from_datetime(at))

    def test_what_is_less_than_an_hour_old_is_not_read_again(self) -> None:
        for number in range(3):
            put_on_record(slug=f"imported-{number}")
        self.read(SEVEN)
        with mock.patch.object(
            publication_refs, "rows_between", wraps=publication_refs.rows_between
        ) as rows_between:
            self.read(SEVEN + 10 * SECOND)
            assert rows_between.call_count == 0
            put_on_record(slug="later", at=SEVEN + 15 * SECOND)
            self.read(SEVEN + 20 * SECOND)
            ((first, last),) = (call.args for call in rows_between.call_args_list)
            assert first == last
        assert self.is_public("imported-0", SEVEN)
        assert self.is_public("later", SEVEN + 15 * SECOND)
        assert not self.is_public("later", SEVEN + 14 * SECOND)

    def test_many_at_once_are_read_in_batches(self) -> None:
        for number in range(5):
            put_on_record(slug=f"imported-{number}")
        with in_batches_of_two(self.known):
            self.known.read(at=from_datetime(SEVEN))
            assert not self.known.is_complete
            assert not self.is_public("imported-4", SEVEN)
            self.read(SEVEN)
        assert self.is_public("imported-4", SEVEN)

    def test_a_call_off_is_forgotten_however_late_it_is_noticed(self) -> None:
        for noticed in (SEVEN - MINUTE, SEVEN + MINUTE):
            with self.subTest(noticed):
                self.known.clear()
                slug = f"off-{noticed.minute}"
                release = schedule(slug=slug, live_from=SEVEN)
                self.read(SEVEN - HOUR / 2)
                assert self.known.is_scheduled(page(slug), from_datetime(SEVEN - HOUR))
                with travel(SEVEN - HOUR / 3):
                    transitions.call_off(release, by=author(), at=SEVEN - HOUR / 3)
                self.read(noticed)
                assert not self.is_public(slug, SEVEN + HOUR)

    def test_what_was_scheduled_settles_at_its_instant(self) -> None:
        schedule(slug="due", live_from=SEVEN)
        self.read(SEVEN - HOUR / 2)
        assert self.is_public("due", SEVEN)
        assert not self.is_public("due", SEVEN - SECOND)
        self.read(SEVEN + SECOND)
        assert self.is_public("due", SEVEN)
        assert not self.is_public("due", SEVEN - SECOND)
        assert not self.known.is_scheduled(page("due"), from_datetime(SEVEN))


class APrefix(TestCase):
    """A path with one exists where its page does, in the same moment."""

    def setUp(self) -> None:
        self.known = KnownPaths(affected_paths, prefixes=("/api/v1",))

    def test_it_takes_no_memory_and_exists_with_its_page(self) -> None:
        schedule(slug="due", live_from=SEVEN)
        with travel(SEVEN - HOUR / 2):
            self.known.read(at=from_datetime(SEVEN - HOUR / 2))
        count = len(self.known)
        for path, exists in (
            ("/api/v1/releases/2026/due", True),
            ("/api/v1/releases/2026/due/", False),
            ("/api/v1/releases/2026/nobody", False),
            ("/api/v2/releases/2026/due", False),
        ):
            with self.subTest(path):
                assert self.known.is_public(path, from_datetime(SEVEN)) is exists
                assert not self.known.is_public(path, from_datetime(SEVEN - SECOND))
        assert len(self.known) == count


class WhileTheyAreRead(PageCacheTestCase):
    """Django answers for what is not read yet, and nothing is answered wrongly."""

    @classmethod
    def setUpTestData(cls) -> None:
        for number in range(3):
            put_on_record(slug=f"imported-{number}")

    def is_complete(self) -> bool:
        """Return whether the application knows all paths."""
        return self.application.cache.known_paths.is_complete

    def test_each_page_is_there_at_once(self) -> None:
        old_paths.register("/old", address="2026/imported-2")
        with in_batches_of_two(self.application.cache.known_paths):
            assert self.request(page("imported-2")).status == 200
            assert not self.is_complete()
            assert self.request("/old", poll=False).status == 301
            made_up = self.request(page("made-up"), poll=False)
            assert made_up.status == 404
            assert self.request("/made-up", poll=False).status == 404
            self.request("/")
            assert self.is_complete()
            calls = self.django_calls
            assert self.request(page("made-up-too")).body == made_up.body
            assert self.django_calls == calls

    def test_a_changed_old_address_leads_elsewhere_at_once(self) -> None:
        for address in ("2026/imported-0", "2026/imported-1"):
            old_paths.register("/old", address=address)
            assert self.request("/old").headers["Location"] == f"/releases/{address}/"

    def test_a_new_old_address_discards_no_page(self) -> None:
        self.request("/", at=SEVEN + SECOND)
        calls = self.django_calls
        with travel(SEVEN + 2 * SECOND):
            old_paths.register("/old", address="2026/imported-0")
        self.request("/", at=SEVEN + 3 * SECOND)
        assert self.django_calls == calls
        assert self.request("/old", at=SEVEN + 3 * SECOND).status == 301
