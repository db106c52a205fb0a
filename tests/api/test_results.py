"""Results by fiscal period in the JSON API."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

from tests.api.requests import API, get_json
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_filing,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import get_status, save_and_publish

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
LATER = SEVEN + DAY


class Results(TestCase):
    """The rows of the page of results, for programs."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        call = make_event(
            slug="call", starts=SEVEN + HOUR, fiscal_year=2026, fiscal_part="q1"
        )
        save_and_publish(call, at=SEVEN - DAY)
        for year, part, at in ((2025, "q3", SEVEN - 2 * HOUR), (2026, "q1", SEVEN)):
            with travel(at - HOUR):
                release = make_release(
                    slug=f"results-{part}", fiscal_year=year, fiscal_part=part
                )
                file = make_attachment(release, title="Tables", name="tables.pdf")
                file.role = "tables"
                file.save()
            put_on_record(release, at=at, recorded_at=at - HOUR)
        save_and_publish(
            make_filing(form="10-Q", fiscal_year=2026, fiscal_part="q1"),
            at=LATER - HOUR,
        )

    def test_each_period_has_what_is_live_of_it(self) -> None:
        first, second = get_json("/results", at=LATER)["results"]
        assert (first["address"], first["label"]) == ("2026-q1", "First quarter 2026")
        assert first["url"] == "http://testserver/results/#y2026-q1"
        assert first["releases"] == [
            {
                "api_url": "http://testserver/api/v1/releases/2026/results-q1",
                "url": "http://testserver/releases/2026/results-q1/",
            }
        ]
        assert first["calls"][0]["url"] == "http://testserver/events/call/"
        assert first["tables"][0]["title"] == "Tables"
        assert first["tables"][0]["url"].endswith("/tables.pdf")
        assert [filing["form"] for filing in first["filings"]] == ["10-Q"]
        assert first["expected"] is None
        assert second["address"] == "2025-q3"
        assert second["calls"] == second["slides"] == []

    def test_before_its_release_a_period_says_when_it_is_expected(self) -> None:
        first = get_json("/results", at=SEVEN - MICROSECOND)["results"][0]
        assert first["releases"] == first["tables"] == []
        assert first["expected"] == "2026-03-03T13:00:00Z"

    def test_pages_go_on_after_a_period(self) -> None:
        first = get_json("/results?limit=1", at=LATER)
        assert first["next"].endswith("/api/v1/results?limit=1&after=2026-q1")
        second = get_json("/results?limit=1&after=2026-q1", at=LATER)
        assert [row["address"] for row in second["results"]] == ["2025-q3"]
        assert second["next"] is None

    def test_a_period_without_a_row_is_not_found(self) -> None:
        for after in ("2024-q1", "2026-fy", "2026", "novel-q1", "2025-q4-fy"):
            with self.subTest(after):
                assert get_status(f"{API}/results?after={after}", at=LATER) == 404
