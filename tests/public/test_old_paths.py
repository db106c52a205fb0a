"""An address of an earlier site leads to its release, once the public may read that."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.models import OldPath
from releases.record import old_paths
from releases.record.interval_cache import INTERVAL
from tests.builders import SEVEN, counsel, put_on_record, schedule
from tests.clock import MICROSECOND, SECOND, travel


class AnOldAddress(TestCase):
    """Is answered by what is live at that moment."""

    def answer(
        self, path: str, *, at: dt.datetime, method: str = "get"
    ) -> tuple[int, str, bytes]:
        """Status, where it leads, and the bytes."""
        with travel(at):
            response = getattr(self.client, method)(path)
        location = response.headers.get("Location", "")
        return response.status_code, location, response.content

    def test_it_leads_to_the_release_for_ever(self) -> None:
        release = put_on_record()
        old_paths.register("http://old.example.com/a/b.html", address=release.address)
        status, location, _ = self.answer("/a/b.html", at=SEVEN)
        assert (status, location) == (301, f"/releases/{release.address}/")
        assert self.answer("/a/b.html", at=SEVEN, method="head")[0] == 301

    def test_before_the_embargo_it_is_as_if_it_never_was(self) -> None:
        release = schedule(live_from=SEVEN)
        with travel(SEVEN - 60 * SECOND):
            old_paths.register("/early", address=release.address)
        early = SEVEN - MICROSECOND
        assert self.answer("/early", at=early) == self.answer("/never", at=early)
        assert self.answer("/early", at=SEVEN)[0] == 301

    def test_it_leads_to_the_notice_of_a_withdrawal(self) -> None:
        release = put_on_record()
        old_paths.register("/a", address=release.address)
        with travel(SEVEN + SECOND):
            transitions.withdraw(
                release, by=counsel(), at=SEVEN + SECOND, reason="It was wrong."
            )
        assert self.answer("/a", at=SEVEN + 9 * SECOND)[0] == 301

    def test_it_costs_one_query_beside_the_four_of_the_page_for_none(self) -> None:
        with travel(SEVEN), self.assertNumQueries(5):
            self.client.get("/never")

    def test_the_page_for_none_asks_the_rest_once_an_interval(self) -> None:
        put_on_record()
        answers: dict[str, Any] = {INTERVAL: {}}
        with travel(SEVEN):
            first = self.client.get("/never", **answers)
            with self.assertNumQueries(1):
                second = self.client.get("/nowhere", **answers)
        assert b"Larkmoor Reports First Quarter Results" in second.content
        assert first.content == second.content

    def test_how_it_is_written_does_not_matter(self) -> None:
        release = put_on_record()
        for url, asked in (
            ("https://old.example.com/news/caf%C3%A9/", "/news/café"),
            ("/story.aspx?id=7", "/story.aspx?id=7"),
            ("/plain", "/plain?utm_source=letter"),
        ):
            with self.subTest(url):
                assert old_paths.register(url, address=release.address)
                assert self.answer(asked, at=SEVEN)[0] == 301

    def test_with_its_query_it_comes_before_the_one_without(self) -> None:
        first, second = (
            put_on_record(),
            put_on_record(headline="Larkmoor Names a Treasurer"),
        )
        old_paths.register("/show?id=1", address=first.address)
        old_paths.register("/show", address=second.address)
        assert first.address in self.answer("/show?id=1", at=SEVEN)[1]
        assert second.address in self.answer("/show?id=2", at=SEVEN)[1]

    def test_what_is_no_path_is_not_remembered(self) -> None:
        for url in (
            "",
            "/",
            "https://old.example.com",
            "mailto:a@b.example.com",
            "/" + "x" * 500,
        ):
            with self.subTest(url):
                assert not old_paths.register(url, address="2026/a")
        assert not OldPath.objects.exists()

    def test_a_strange_request_is_answered_404(self) -> None:
        for path in ("/" + "x" * 5_000, "/%00", "/%ff%fe", "/a?" + "b" * 3_000):
            with self.subTest(path[:9]):
                assert self.answer(path, at=SEVEN)[0] == 404

    def test_it_cannot_hide_a_page_that_is_here(self) -> None:
        release = put_on_record()
        old_paths.register("/releases/", address=release.address)
        assert self.answer("/releases/", at=SEVEN)[0] == 200

    def test_old_path_leads_to_one_release(self) -> None:
        OldPath.objects.create(path="/a", address="2026/a")
        with (
            pytest.raises(
                IntegrityError, match=r"(?i)unique|old_path_leads_to_one_release"
            ),
            transaction.atomic(),
        ):
            OldPath.objects.create(path="/a", address="2026/b")
