"""The page of results builds itself from what is live."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Release
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
    text_of,
)

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FIGURES = "<table><tr><th>Revenue</th><td>$ 31</td></tr></table>"
COLUMNS = ["Period", "Release", "Tables", "Slides", "Call", "Transcript", "Filing"]


def publish_results(
    year: int, part: str, *, at: dt.datetime = SEVEN - DAY, **fields: Any
) -> Release:
    """Publish a release of results of a fiscal period."""
    defaults: dict[str, Any] = {
        "headline": f"Results {year} {part}",
        "slug": f"results-{year}-{part}",
        "fiscal_year": year,
        "fiscal_part": part,
    }
    return put_on_record(at=at, **defaults | fields)


def rows_of(page: Page) -> dict[str, list[str]]:
    """Return the cells of each row by its period."""
    return {
        text_of(row[0]): [text_of(cell) for cell in row[1:]]
        for row in page.all("tbody/tr")
    }


class AQuarter(ReaderTestCase):
    """One row, of all that is live on it."""

    def setUp(self) -> None:
        make_issuer()

    def test_before_any_the_page_says_so_and_no_page_leads_to_it(self) -> None:
        page = get_page("/results/")
        assert "No results have been published here yet." in page.text("main")
        assert "Results" not in page.links()
        assert "Last results" not in get_page("/").text("main")

    def test_is_announced_by_its_call_and_filled_at_the_instant_of_its_release(
        self,
    ) -> None:
        date = make_event(
            title="Results day",
            kind="calendar_date",
            all_day=True,
            starts=SEVEN + 5 * HOUR,
            ends=None,
            fiscal_year=2026,
            fiscal_part="q1",
        )
        call = make_event(
            slug="call",
            title="Call",
            starts=SEVEN + HOUR,
            ends=SEVEN + 2 * HOUR,
            webcast_url="https://webcast.example.com/",
            replay_url="https://replay.example.com/",
            replay_until=SEVEN + 9 * DAY,
            fiscal_year=2026,
            fiscal_part="q1",
        )
        save_and_publish(call, date, at=SEVEN - DAY)
        with travel(SEVEN - HOUR):
            release = make_release(
                headline="First Quarter 2026 Results",
                body=FIGURES,
                events=(call,),
                fiscal_year=2026,
                fiscal_part="q1",
            )
            for role in ("slides", "transcript", "report"):
                file = make_attachment(release, title=f"The {role}")
                file.role = role
                file.save()
        put_on_record(release, at=SEVEN, recorded_at=SEVEN - HOUR)
        address = release.address

        before = get_page("/results/", at=SEVEN - MICROSECOND)
        assert before.texts("thead/tr/th") == COLUMNS
        assert rows_of(before) == {
            "First quarter 2026": [
                "Expected Mar 3, 2026",
                *("Not yet", "Not yet"),
                "Call on Mar 3, 2026, 8:00 a.m. EST",
                *("Not yet", "Not yet"),
            ]
        }
        assert address not in str(before.links())
        after = get_page("/results/")
        cells = rows_of(after)["First quarter 2026"]
        assert cells == [
            "First Quarter 2026 Results Mar 3, 2026",
            "Tables XLSX",
            "The slides PDF",
            "Call on Mar 3, 2026, 8:00 a.m. EST",
            "The transcript PDF",
            "The report PDF",
        ]
        links = after.links()
        assert links["First Quarter 2026 Results"] == f"/releases/{address}/"
        for link in ("Tables", "The slides", "The transcript", "The report"):
            with self.subTest(link):
                assert get_status(links[link], at=SEVEN) == 200
                assert get_status(links[link], at=SEVEN - MICROSECOND) == 404
        assert get_page(links["Results"]).text("h1") == "Results"
        calls = [
            rows_of(get_page("/results/", at=at))["First quarter 2026"][3]
            for at in (SEVEN + HOUR, SEVEN + 3 * HOUR, SEVEN + 9 * DAY)
        ]
        assert calls == [
            "Under way: listen now",
            "Replay until Mar 12, 2026",
            "Call of Mar 3, 2026",
        ]
        assert get_page("/events/call/").links()["Results: First quarter 2026"] == (
            "/results/"
        )

    def test_while_its_release_is_scheduled_differs_in_no_byte(self) -> None:
        publish_results(2025, "q1")
        with travel(SEVEN - 2 * HOUR):
            secret = make_release(
                headline="Secret figures",
                body=FIGURES,
                fiscal_year=2026,
                fiscal_part="q1",
            )
            file = make_attachment(secret)
            file.role = "slides"
            file.save()
        last_year = "/releases/2026/results-2025-q1/"
        paths = ["/", "/results/", "/results/?before=2030", "/disclosure/", last_year]
        paths += ["/sitemap-pages.xml", "/filings/", "/reports/"]

        def answers(at: dt.datetime) -> dict[str, tuple[object, ...]]:
            with travel(at):
                return {
                    path: (
                        answer.status_code,
                        sorted(answer.headers.items()),
                        answer.content,
                    )
                    for path in paths
                    for answer in [self.client.get(path)]
                }

        before = answers(SEVEN - MICROSECOND)
        put_on_record(secret, at=SEVEN, recorded_at=SEVEN - HOUR)
        scheduled = answers(SEVEN - MICROSECOND)
        for path, answer in before.items():
            with self.subTest(path):
                assert answer[0] == 200
                assert scheduled[path] == answer
        assert "Secret figures" in get_page("/results/").text("main")

    def test_with_nothing_else_says_none_and_joins_what_ends_with_it(self) -> None:
        publish_results(2025, "q4")
        publish_results(2025, "fy", headline="Annual report", at=SEVEN - HOUR)
        call = make_event(cancelled=True, fiscal_year=2025, fiscal_part="q4")
        replayed = make_event(
            starts=SEVEN - DAY,
            ends=SEVEN - DAY,
            replay_url="https://replay.example.com/",
            fiscal_year=2025,
            fiscal_part="q4",
        )
        save_and_publish(call, replayed)
        (row,) = rows_of(get_page("/results/")).items()
        assert row == (
            "Fourth quarter and full year 2025",
            [
                "Results 2025 q4 Mar 2, 2026 Annual report Mar 3, 2026",
                *("None", "None"),
                "Replay Mar 2, 2026 First quarter earnings call Cancelled",
                *("None", "None"),
            ],
        )

    def test_expects_nothing_of_a_cancelled_call(self) -> None:
        save_and_publish(
            make_event(cancelled=True, fiscal_year=2026, fiscal_part="q1"),
            make_event(
                all_day=True,
                kind="webcast",
                fiscal_year=2026,
                fiscal_part="q2",
            ),
        )
        rows = rows_of(get_page("/results/"))
        assert rows["First quarter 2026"][0] == "Not yet"
        assert rows["Second quarter 2026"][3] == "Call on Mar 10, 2026"

    def test_tells_that_its_release_was_corrected_and_withdrawn(self) -> None:
        release = publish_results(2025, "q3", body=FIGURES)
        correct(release, at=SEVEN, notice="Misprinted.", headline="Results again")
        give_notice(release, at=SEVEN + HOUR)
        corrected = rows_of(get_page("/results/", at=SEVEN))["Third quarter 2025"]
        assert corrected[:2] == ["Corrected: Results again Mar 2, 2026", "Tables XLSX"]
        withdrawn = rows_of(get_page("/results/", at=SEVEN + HOUR))
        assert withdrawn["Third quarter 2025"][:2] == [
            "Withdrawn: Results again Mar 2, 2026",
            "None",
        ]
        page = get_page("/", at=SEVEN + HOUR)
        block = page.text("section[@class='last-results']")
        assert "Withdrawn: Results again" in block
        assert "PDF" not in block
        assert (
            rows_of(get_page("/results/", at=SEVEN - SECOND))["Third quarter 2025"][0]
            == "Results 2025 q3 Mar 2, 2026"
        )

    def test_loses_a_release_that_was_linked_by_mistake(self) -> None:
        release = publish_results(2025, "q3")
        correct(release, at=SEVEN, notice="No.", fiscal_year=None, fiscal_part="")
        assert not rows_of(get_page("/results/"))
        redline = get_page(f"/releases/{release.address}/versions/1/to/2/")
        assert "Fiscal period: Third quarter 2025" in redline.text("main")


class FiveYears(ReaderTestCase):
    """A page shows five fiscal years and leads to those before."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        for year in (2018, 2019, 2021, 2025):
            publish_results(year, "fy")
        publish_results(2024, "q4-fy")

    def test_the_last_five_come_first_and_older_ones_by_link(self) -> None:
        page = get_page("/results/")
        assert page.texts("h2") == [
            f"Fiscal year {year}" for year in (2025, 2024, 2021)
        ]
        assert page.links()["Before 2021"] == "?before=2021"
        older = get_page("/results/?before=2021")
        assert older.texts("h2") == ["Fiscal year 2019", "Fiscal year 2018"]
        assert older.links()["Latest results"] == "/results/"
        assert not [link for link in older.links() if link.startswith("Before")]
        robots = older.only("meta[@name='robots']")
        assert robots.get("content") == "noindex"

    def test_before_the_first_there_is_a_page_that_says_so(self) -> None:
        page = get_page("/results/?before=1999")
        assert "There are no results of earlier years here." in page.text("main")

    def test_a_year_that_is_none_is_not_found(self) -> None:
        for year in ("20", "999", "3000", "2021x", "٢٠٢١", "-1"):
            with self.subTest(year):
                assert get_status(f"/results/?before={year}") == 404

    def test_a_release_leads_to_the_period_before_and_to_last_year(self) -> None:
        publish_results(2025, "q1", headline="Spring")
        dutch = publish_results(2024, "fy", slug="jaar", headline="Jaar", language="nl")
        page = get_page("/releases/2026/results-2025-fy/")
        section = page.only("section[@class='related-results']")
        assert [text_of(item) for item in section.findall(".//li")] == [
            "Fourth quarter and full year 2024 same period last year"
        ]
        assert page.links()["Fourth quarter and full year 2024"] == (
            "/releases/2026/results-2024-q4-fy/"
        )
        with travel(SEVEN - HOUR):
            last = make_release(
                language="nl", fiscal_year=2025, fiscal_part="h2", slug="halfjaar"
            )
        put_on_record(last)
        publish_results(2025, "h1", headline="Half")
        give_notice(dutch, at=SEVEN + HOUR)
        page = get_page("/releases/2026/halfjaar/", at=SEVEN + HOUR)
        section = page.only("section[@class='related-results']")
        assert [text_of(item) for item in section.findall(".//li")] == [
            "First half 2025",
            "Full year 2024 same period last year Withdrawn",
        ]

    def test_the_front_page_has_the_last_results(self) -> None:
        block = get_page("/").text("section[@class='last-results']")
        assert block.startswith(
            "Last results Results 2025 fy Mar 2, 2026 Release Release to print PDF"
        )
