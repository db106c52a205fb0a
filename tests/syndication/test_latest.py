"""/releases/latest.json: the five latest disclosures, in less than 2 kB."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client, TestCase

from releases.desk import transitions
from tests.builders import SEVEN, make_release, put_on_record, schedule
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import correct, give_notice

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 4 * HOUR


def latest(*, at: dt.datetime = LATER) -> list[dict[str, Any]]:
    """Return the entries."""
    with travel(at):
        response = Client().get("/releases/latest.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert len(response.content) < 2000
    (entries,) = json.loads(response.content).values()
    return entries  # type: ignore[no-any-return]  # a list of JSON objects


def titles(*, at: dt.datetime = LATER) -> list[str]:
    """Return the titles of the entries."""
    return [entry["title"] for entry in latest(at=at)]


class TheLatest(TestCase):
    """What a program that polls the site needs to know."""

    def test_without_a_release_there_is_none(self) -> None:
        assert latest() == []

    def test_an_entry_says_what_was_disclosed_when_and_where(self) -> None:
        release = put_on_record(slug="results", headline="Results", at=SEVEN)
        correct(release, at=SEVEN + HOUR, notice="A slip.")
        assert latest() == [
            {
                "id": "tag:testserver,2026:/releases/2026/results/",
                "url": "http://testserver/releases/2026/results/",
                "title": "Corrected: Results",
                "kind": "correction",
                "category": "financial-results",
                "published": "2026-03-03T12:00:00Z",
                "updated": "2026-03-03T13:00:00Z",
                "number": 2,
            }
        ]

    def test_it_appears_at_its_instant(self) -> None:
        schedule(headline="Today", live_from=SEVEN)
        assert titles(at=SEVEN - MICROSECOND) == []
        assert titles(at=SEVEN) == ["Today"]

    def test_it_holds_five_and_the_latest_first(self) -> None:
        for number in range(7):
            put_on_record(headline=f"Release {number}", at=SEVEN + number * SECOND)
        assert titles() == [f"Release {number}" for number in (6, 5, 4, 3, 2)]

    def test_a_correction_or_withdrawal_of_an_old_release_comes_first(self) -> None:
        old = put_on_record(headline="Old", at=SEVEN)
        wrong = put_on_record(headline="Wrong", at=SEVEN)
        for number in range(5):
            put_on_record(headline=f"New {number}", at=SEVEN + HOUR)
        correct(old, at=SEVEN + 2 * HOUR, notice="A slip.")
        give_notice(wrong, at=SEVEN + 3 * HOUR)
        assert titles()[:2] == ["Withdrawn: Wrong", "Corrected: Old"]
        assert [entry["kind"] for entry in latest()][:3] == [
            *("withdrawal", "correction", "release")
        ]

    def test_an_import_is_no_news(self) -> None:
        with travel(SEVEN - SECOND):
            release = make_release()
            transitions.import_past(
                release, by="archive", at=SEVEN, dated=SEVEN - 900 * HOUR
            )
        assert latest() == []

    def test_long_titles_are_cut_and_fewer_entries_fit(self) -> None:
        for number in range(5):
            put_on_record(
                slug=f"long-{number}", headline="業績" * 140, at=SEVEN + number * HOUR
            )
        entries = latest(at=SEVEN + 5 * HOUR)
        assert 0 < len(entries) < 5
        assert {len(entry["title"]) for entry in entries} == {200}
        assert entries[0]["url"].endswith("/long-4/")
