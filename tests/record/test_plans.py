"""The questions of the public pages, on a record of some thousands: each by an index."""

from __future__ import annotations

import contextlib
import re
import unittest
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test import TestCase

from releases.models import EventMention, HorizonInstant, Publication, PublishedFile
from releases.models.record.publication import PublicationQuerySet
from releases.record.search.engines import (
    IndexLookup,
    SelectStatement,
    search_engine,
)
from releases.text.question import parse_question
from tests.builders import SEVEN
from tests.clock import SECOND, travel
from tests.record.rows import (
    DAY,
    HOUR,
    file_of,
    instant_of,
    mention_of,
    on_postgresql,
    sql,
    unsaved,
)

RELEASES = 3000
EVENTS = 600
FILINGS = 900
CATEGORIES = ["results", "company", "clinical", "people", "dividends"]
NOW = SEVEN + HOUR
PAGE = 25
TABLE = r"releases_(publication|publishedfile|horizoninstant|eventmention)\b"
# The whole of a table is read, or sorted; and the first of the two alone.
WHOLE_OR_SORTED = {
    "sqlite": re.compile(rf"SCAN {TABLE}(?! USING (COVERING )?INDEX)|TEMP B-TREE"),
    "postgresql": re.compile(rf"Seq Scan on {TABLE}|(?<!Incremental )Sort  "),
}[connection.vendor]
WHOLE = {
    "sqlite": re.compile(rf"SCAN {TABLE}(?! USING (COVERING )?INDEX)"),
    "postgresql": re.compile(rf"Seq Scan on {TABLE}"),
}[connection.vendor]

BY_ADDRESS = re.compile("publication_by_address|publication_number_is_given_once")


def many() -> Iterator[Publication]:
    """Releases a few hours apart, a tenth corrected and some in two languages; and events."""
    for n in range(RELEASES):
        release: dict[str, Any] = {
            "address": f"2026/release-{n}",
            "category": CATEGORIES[n % 5],
            "dated": SEVEN - 3 * n * HOUR - HOUR,
            "year": (SEVEN - 3 * n * HOUR).year,
            "imported": True,
            "translation_group": f"group-{n // 2}" if n % 50 < 2 else "",
        }
        yield unsaved(**release, live_from=SEVEN + SECOND)
        for number in range(2, 2 + (n % 10 == 0)):
            later = SEVEN + HOUR / 2
            yield unsaved(**release, live_from=later, number=number)
    for n in range(EVENTS):
        starts = SEVEN + (n - EVENTS / 2) * DAY
        yield unsaved(
            kind="event",
            quarter=20001 + 10 * (n // 40) if n % 10 == 0 else None,
            address=f"event-{n}",
            live_from=SEVEN + SECOND,
            starts=starts,
            ends=starts + HOUR,
        )
    for n in range(FILINGS):
        yield unsaved(
            kind="filing",
            address=f"0009999999-26-{n:06d}",
            category=("8-k", "10-q", "")[n % 3],
            dated=SEVEN - n * HOUR,
            imported=True,
            live_from=SEVEN + SECOND,
        )
    yield unsaved(kind="profile", address="profile", live_from=SEVEN + SECOND)


class APublicPage(TestCase):
    """It reads what it shows, and never the whole record."""

    @classmethod
    def setUpTestData(cls) -> None:
        with travel(SEVEN):
            rows = Publication.objects.bulk_create(many(), batch_size=500)
            some = rows[: RELEASES // 3]
            PublishedFile.objects.bulk_create(
                [file_of(row, token=f"token-{row.pk}") for row in some], 500
            )
            EventMention.objects.bulk_create(
                [mention_of(row, f"event-{n % EVENTS}") for n, row in enumerate(some)],
                500,
            )
            HorizonInstant.objects.bulk_create(
                [instant_of(row, NOW + n * SECOND) for n, row in enumerate(some)], 500
            )
        # PostgreSQL keeps statistics by itself; SQLite has none unless it is told to.
        sql({"postgresql": "ANALYZE", "sqlite": "SELECT 1"}[connection.vendor])

    def live(self) -> PublicationQuerySet:
        """Return the publications that are live."""
        return Publication.objects.live(at=NOW)

    def assert_by_index(
        self, question: QuerySet[Any], scans: re.Pattern[str] = WHOLE_OR_SORTED
    ) -> None:
        """Assert that a query has rows, and that the engine finds them by an index."""
        assert question, "there is nothing to find"
        plan = question.explain()
        assert not scans.search(plan), plan
        assert re.search(r"(?i)\bindex\b|\bprimary key\b", plan), plan

    def middle(self) -> Publication:
        """Return a release in the midst of the archive."""
        return self.live().releases().newest_first()[RELEASES // 2]

    def test_the_latest_releases(self) -> None:
        newest = self.live().releases().newest_first()
        self.assert_by_index(newest[:PAGE])
        self.assert_by_index(newest.older_than(self.middle())[:PAGE])
        self.assert_by_index(self.live().releases().newer_than(self.middle())[:PAGE])

    def test_the_other_languages_of_releases(self) -> None:
        live = Publication.objects.releases().live(at=NOW)
        for rows in (
            live.one_language("en", at=NOW).newest_first()[:PAGE],
            live.further_languages("en", at=NOW).order_by(),
        ):
            plan = rows.explain()
            assert "publication_by_translation" in plan, plan
            assert not WHOLE.search(plan), plan

    def test_the_languages_of_one_page_of_releases(self) -> None:
        names = {f"2026/release-{n}" for n in range(PAGE)}
        rows = Publication.objects.in_groups(names).live(at=NOW).standing()
        self.assert_by_index(rows, WHOLE)
        plan = rows.explain()
        assert "publication_by_translation" in plan, plan
        assert BY_ADDRESS.search(plan), plan
        assert re.search("PRIMARY KEY|publication_pkey", plan), plan

    def test_the_latest_filings(self) -> None:
        filings = Publication.objects.filings().listed().live(at=NOW)
        self.assert_by_index(filings.newest_first()[:PAGE])
        of_form = filings.in_category("10-q").newest_first()
        self.assert_by_index(of_form[:PAGE])
        self.assert_by_index(filings.newest_first().older_than(of_form[9])[:PAGE])
        self.assert_by_index(filings[:1])

    def test_the_results_of_some_quarters(self) -> None:
        results = self.live().latest_quarter_first()
        self.assert_by_index(results[:1], WHOLE)
        self.assert_by_index(self.live().in_quarters(20011, 20051)[:PAGE], WHOLE)
        self.assert_by_index(self.live().of_quarters({20011, 20021})[:PAGE], WHOLE)

    def test_the_releases_of_months_are_counted_in_an_index(self) -> None:
        first = self.middle().dated
        releases = self.live().releases()
        found = releases.first_disclosed_between(first - 31 * DAY, first)
        self.assert_by_index(found.order_by())
        assert releases.counts_between([(first - 31 * DAY, first)]) == (len(found),)
        assert releases.counts_between([]) == ()

    def test_the_latest_disclosures(self) -> None:
        latest = self.live().releases().latest_disclosures()
        self.assert_by_index(latest[:PAGE])
        assert "publication_by_disclosure" in latest[:PAGE].explain()
        self.assert_by_index(latest.in_category("results")[:PAGE])
        imports = self.live().releases().unchanged_imports().newest_first()
        self.assert_by_index(imports[:PAGE])

    def test_the_releases_of_a_year(self) -> None:
        for year in (2025, 2026):
            found = self.live().releases().in_year(year).newest_first()
            with self.subTest(year=year):
                self.assert_by_index(found[:PAGE])
        oldest = self.live().releases().in_year(2025).newest_first()
        self.assert_by_index(oldest.older_than(oldest[PAGE])[:PAGE])

    def test_the_last_year_and_the_one_before_it(self) -> None:
        for releases in (self.live().releases(), self.live().before_year(2026)):
            self.assert_by_index(releases.releases().last_year_first()[:1])

    def test_the_latest_announcements_of_events(self) -> None:
        latest = self.live().events().latest_disclosures()[:PAGE]
        self.assert_by_index(latest)
        assert "publication_by_disclosure" in latest.explain()

    def test_the_releases_of_a_category(self) -> None:
        found = self.live().releases().in_category("clinical").newest_first()
        self.assert_by_index(found[:PAGE])

    def test_the_releases_of_a_year_and_a_category(self) -> None:
        found = self.live().releases().in_category("clinical").in_year(2025)
        self.assert_by_index(found.newest_first()[:PAGE])

    def test_the_releases_that_name_an_event(self) -> None:
        naming = self.live().naming_event("event-1")
        self.assert_by_index(naming, WHOLE)

    def test_what_stands_at_an_address(self) -> None:
        one = Publication.objects.releases().at_address("2026/release-1500")
        for question in (one.live(at=NOW), one.disclosed(at=NOW)):
            self.assert_by_index(question, WHOLE)
            assert BY_ADDRESS.search(question.explain())
        several = Publication.objects.events().at_addresses(["event-3", "event-400"])
        self.assert_by_index(several.live(at=NOW), WHOLE)

    def test_the_next_events(self) -> None:
        upcoming = self.live().events().upcoming(at=NOW)[:5]
        self.assert_by_index(upcoming, WHOLE)

    def test_the_past_events(self) -> None:
        past = self.live().events().past(at=NOW)
        self.assert_by_index(past[:PAGE])
        self.assert_by_index(past.ended_before(past[PAGE])[:PAGE], WHOLE)

    def test_the_issuers_particulars(self) -> None:
        profiles = Publication.objects.profiles().at_address("profile")
        self.assert_by_index(profiles.live(at=NOW), WHOLE)

    def test_what_waits_for_the_search_is_read_in_its_order(self) -> None:
        half = Publication.objects.order_by("pk")[RELEASES // 2].pk
        disclosed = Publication.objects.disclosed(at=NOW)
        waiting = disclosed.beyond_mark(SEVEN + SECOND, half).searchable()
        self.assert_by_index(waiting[:PAGE])

    @unittest.skipUnless(connection.vendor == "sqlite", "where a row is a page")
    def test_whether_a_hit_of_the_search_is_live_is_read_from_an_index(self) -> None:
        columns = self.live().search_columns().query.sql_with_params()
        lookup = IndexLookup(parse_question("results"))
        statement = search_engine().select(SelectStatement(*columns), lookup)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "COVERING INDEX publication_in_search (id=?" in plan, plan

    def test_the_counts_by_year_and_category(self) -> None:
        released = self.live().releases()
        assert (
            sum(count for _, _, count in released.counts_by_year_and_category())
            == RELEASES
        )
        with self.without_sequential_scans():
            plan = released.counts_by_year_and_category().explain()
        assert re.search(
            "(COVERING INDEX|Index (Only )?Scan using) publication_by", plan
        )

    @contextlib.contextmanager
    def without_sequential_scans(self) -> Iterator[None]:
        """PostgreSQL may well count all of a small table without its index."""
        off = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
        sql({"postgresql": off, "sqlite": "SELECT 1"}[connection.vendor])
        yield
        sql(
            {"postgresql": off.replace("off", "on"), "sqlite": "SELECT 1"}[
                connection.vendor
            ]
        )

    def test_a_file(self) -> None:
        token = PublishedFile.objects.all()[500].token
        found = Publication.objects.with_file(token).disclosed(at=NOW)
        self.assert_by_index(found, WHOLE)

    def test_the_horizon(self) -> None:
        ahead = NOW + 10 * SECOND
        instants = HorizonInstant.objects.filter(instant__gt=NOW, instant__lte=ahead)
        self.assert_by_index(instants.values_list("instant"), WHOLE)
        between = (SEVEN + 2 * SECOND, NOW)
        ended = Publication.objects.filter(live_until__range=between)
        self.assert_by_index(ended.values_list("live_until"), WHOLE)

    @on_postgresql
    def test_a_longer_page_reads_no_more_than_it_shows(self) -> None:
        plan = self.live().releases().newest_first()[:PAGE].explain(analyze=True)
        rows = [int(count) for count in re.findall(r"actual .*?rows=(\d+)", plan)]
        assert max(rows) <= 2 * PAGE, plan
