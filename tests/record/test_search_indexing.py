"""What enters the index of the search, and when: after its instant, and nothing before."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from releases.checks.database import check_search_index
from releases.models import Publication, SearchState, SearchWord
from releases.models.record.kinds import Kind
from releases.pagecache.worker_status import search_alarms
from releases.record import publishing
from releases.record.documents import (
    FilingDocument,
    PageDocument,
    ProfileDocument,
    ReportDocument,
)
from releases.record.frozen_pages import (
    filing_page,
    profile_page,
    report_page,
    site_page,
)
from releases.record.search import finding, indexing
from releases.record.search.engines import search_engine, search_key
from releases.record.search.finding import SearchUnavailable, searching
from releases.record.search.indexing import (
    backlog_since,
    index_backlog,
    index_differences,
    index_within,
)
from releases.record.search.suggestions import Suggestion, suggest
from releases.record.search.tables import TABLE, is_as_written
from releases.text.question import parse_question
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.owner import as_owner
from tests.record.rows import HOUR, refused, sql, unsaved
from tests.record.search_corpus import (
    EMBARGOED,
    LIVE_FROM,
    NOW,
    event_row,
    record,
    release_row,
)


def addresses(text: str, *, at: dt.datetime = NOW) -> list[str]:
    """Return the addresses that answer a question."""
    with searching(at=at) as search:
        hits = search.find(parse_question(text)).hits
    by_id = Publication.objects.in_bulk([hit.id for hit in hits])
    return [by_id[hit.id].address for hit in hits]


def suggestion(text: str, *, at: dt.datetime = NOW) -> Suggestion:
    """Return what to ask instead of a question."""
    with searching(at=at) as search:
        return suggest(search, parse_question(text))


def indexed() -> set[int]:
    """Return the ids of what is in the index."""
    return {key & 0xFFFFFF for key, _ in search_engine().fingerprints()}


class TheIndex(TestCase):
    """A function of what has been public, whoever fills it and when."""

    rows: list[Publication]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.rows = record(
            [
                release_row("2026/a", "Harbor results", "<p>Revenue grew.</p>"),
                event_row("call", "Harbor call"),
                release_row("2026/b", "Quay opens", live_from=LIVE_FROM + HOUR / 2),
                release_row("2026/secret", "Zanzibar merger", live_from=EMBARGOED),
                release_row(
                    *("2026/a", "Harbor results, corrected"),
                    number=2,
                    live_from=EMBARGOED,
                ),
            ]
        )

    def test_it_takes_what_has_gone_live_in_the_order_of_instants(self) -> None:
        ids = [row.pk for row in self.rows]
        with travel(SEVEN):
            assert index_backlog() == 0
        with travel(LIVE_FROM):
            assert index_backlog(limit=1) == 1
            assert indexed() == {ids[0]}
            assert index_backlog() == 1
        with travel(EMBARGOED - SECOND):
            assert index_within(HOUR) == 1
            assert indexed() == set(ids[:3])
        with travel(EMBARGOED):
            assert index_within(HOUR) == 2
        assert indexed() == set(ids)
        state = SearchState.objects.get()
        assert (state.indexed_until, state.indexed_id) == (EMBARGOED, ids[4])
        assert list(index_differences()) == []

    def test_it_takes_neither_profiles_nor_filings_nor_what_is_not_shown(self) -> None:
        pages = (
            profile_page("issuer", ProfileDocument(name="Harbor Inc.")),
            filing_page(
                "0009999999-26-000001",
                FilingDocument(
                    accession="0009999999-26-000001",
                    form="10-Q",
                    filed_on=SEVEN.date(),
                    title="Harbor quarter",
                    url="https://edgar.example.com/",
                ),
            ),
            report_page(
                "annual",
                ReportDocument(
                    title="Harbor annual report",
                    report_kind="annual",
                    dated=SEVEN.date(),
                ),
            ),
            report_page(
                "removed",
                ReportDocument(
                    title="Harbor report",
                    report_kind="annual",
                    dated=SEVEN.date(),
                    shown=False,
                ),
            ),
            site_page("about", PageDocument(title="Harbor", placement="about")),
        )
        found = addresses("harbor")
        record(
            unsaved(
                kind=page.kind,
                address=page.address,
                headline=page.headline,
                category=page.category,
                live_from=LIVE_FROM,
                document=page.text,
                digest=page.digest,
            )
            for page in pages
        )
        kinds = set(Publication.objects.values_list("kind", flat=True))
        assert kinds == {kind.value for kind in Kind}
        assert {*addresses("harbor")} == {*found, "annual", "about"}
        with travel(EMBARGOED):
            index_within(HOUR)
        shown = Publication.objects.filter(address__in=["annual", "about"])
        assert indexed() == {row.pk for row in (*self.rows, *shown)}
        assert {*addresses("harbor")} == {*found, "annual", "about"}
        assert list(index_differences()) == []

    def test_answers_are_the_same_before_and_after(self) -> None:
        texts = ("harbor", "quay", "zanzibar", "corrected", "call -results")
        moments = (LIVE_FROM - MICROSECOND, LIVE_FROM, NOW, EMBARGOED)
        asked = [(text, at) for text in texts for at in moments]
        before = [addresses(text, at=at) for text, at in asked]
        with travel(EMBARGOED):
            index_within(HOUR)
        assert [addresses(text, at=at) for text, at in asked] == before
        assert addresses("zanzibar", at=EMBARGOED - MICROSECOND) == []
        assert addresses("zanzibar", at=EMBARGOED) == ["2026/secret"]
        assert addresses("corrected", at=EMBARGOED) == ["2026/a"]

    def test_what_was_called_off_never_enters(self) -> None:
        secret = self.rows[3]
        with travel(SEVEN + HOUR):
            publishing.call_off(secret.bundle, by="ada")
        with travel(EMBARGOED + HOUR):
            index_within(HOUR)
        assert secret.pk not in indexed()
        assert addresses("zanzibar", at=EMBARGOED + HOUR) == []

    def test_what_was_committed_after_its_instant_comes_late_and_never_early(
        self,
    ) -> None:
        early, late = self.rows[0], self.rows[1]
        with (
            travel(NOW),
            mock.patch.object(
                indexing,
                "after_mark",
                lambda rows, state: rows.beyond_mark(
                    state.indexed_until, state.indexed_id
                ).exclude(pk=late.pk),
            ),
        ):
            index_backlog()
        assert late.pk not in indexed()
        assert early.pk in indexed()
        assert "call" not in addresses("harbor")
        with travel(NOW):
            assert index_backlog() == 1
            assert index_backlog() == 0
        assert late.pk in indexed()
        assert "call" in addresses("harbor")

    def test_of_two_at_once_one_adds_and_the_other_nothing(self) -> None:
        real = SearchState.objects.select_for_update

        def overtaken() -> object:
            mocked.stop()
            assert index_backlog() == 3
            return real()

        mocked = mock.patch.object(
            SearchState.objects, "select_for_update", side_effect=overtaken
        )
        mocked.start()
        with travel(NOW):
            assert index_backlog() == 0
        assert len(indexed()) == 3

    def test_killed_before_its_commit_it_has_done_nothing(self) -> None:
        with (
            travel(NOW),
            mock.patch.object(indexing, "_add_words", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
            transaction.atomic(),
        ):
            index_backlog()
        assert indexed() == set()
        assert SearchState.objects.get().indexed_id == 0

    def test_a_question_reads_nothing_of_what_is_ahead(self) -> None:
        with travel(LIVE_FROM):
            index_within(HOUR)
        with CaptureQueriesContext(connection) as queries:
            assert addresses("zanzibar merger") == []
            assert suggestion("zanzibr") == Suggestion()
        loading = [q["sql"] for q in queries if '"document"' in q["sql"]]
        assert all("live_from" in sql or " IN (" in sql for sql in loading)
        assert not any(str(self.rows[3].pk) in sql for sql in loading)

    def test_it_is_one_state_and_each_word_has_a_key_once(self) -> None:
        with refused("search_state_is_the_only_row"):
            SearchState.objects.create(pk=2, indexed_until=SEVEN, words_version=1)
        SearchWord.objects.create(key="habor", word="harbor")
        # search_word_has_each_key_once
        with self.assertRaises(IntegrityError), transaction.atomic():
            SearchWord.objects.create(key="habor", word="harbor")

    def test_words_of_other_releases_are_made_anew(self) -> None:
        SearchState.objects.update(words_version=0)
        with travel(NOW):
            assert index_backlog() == 0
        with self.assertRaises(SearchUnavailable):
            addresses("harbor")
        assert "another release" in search_alarms(at=NOW)[0]
        (warning,) = check_search_index(databases=["default"])
        assert warning.id == "releases.W017"
        with travel(NOW), as_owner():
            call_command("index_search", "--rebuild", stdout=StringIO())
        assert check_search_index(databases=["default"]) == []
        assert check_search_index() == []
        assert addresses("harbor") == ["call", "2026/a"]

    def test_a_table_that_is_not_as_written_is_reported(self) -> None:
        assert is_as_written(connection)
        sql(f"DROP TABLE {TABLE}")
        assert not is_as_written(connection)
        (warning,) = check_search_index(databases=["default"])
        assert "missing or altered" in warning.msg

    def test_more_than_a_question_can_read_is_no_answer_but_an_alarm(self) -> None:
        with (
            mock.patch.object(finding, "MAX_BACKLOG", 2),
            mock.patch.object(indexing, "MAX_BACKLOG", 2),
            mock.patch("releases.pagecache.worker_status.MAX_BACKLOG", 2),
        ):
            assert backlog_since(at=NOW) == (3, LIVE_FROM)
            with self.assertRaises(SearchUnavailable):
                addresses("harbor")
            assert "more than 2 publications wait" in search_alarms(at=NOW)[0]
        assert "have waited long" in search_alarms(at=NOW)[0]
        assert search_alarms(at=LIVE_FROM + SECOND) == []
        with travel(NOW):
            index_within(HOUR)
        assert search_alarms(at=NOW) == []

    def test_the_commands_fill_and_verify_it(self) -> None:
        out = StringIO()
        with travel(NOW):
            call_command("index_search", stdout=out)
            call_command("verify_search", stdout=out)
        assert "Indexed: 3 publications." in out.getvalue()
        assert "The index is that of the record." in out.getvalue()
        row = self.rows[0]
        column = {"sqlite": "rowid", "postgresql": "key"}[connection.vendor]
        if connection.vendor == "sqlite":
            sql(
                f"INSERT INTO {TABLE} ({TABLE}, rowid, words)"
                " VALUES ('delete', %s, '_harbor')",
                [search_key(row.dated, row.pk)],
            )
        else:
            sql(
                f"UPDATE {TABLE} SET whole = '' WHERE {column} = %s",
                [search_key(row.dated, row.pk)],
            )
        with self.assertRaises(CommandError):
            call_command("verify_search", stdout=out)
        assert "DIFFERS  2026/a" in out.getvalue()
        # It hides a release, and shows nothing that is not public.
        assert "2026/secret" not in addresses("harbor OR zanzibar")


class WhatToAskInstead(TestCase):
    """Words of live headlines, and never of others."""

    @classmethod
    def setUpTestData(cls) -> None:
        record(
            [
                release_row("2026/a", "Harbor results for shareholders"),
                release_row("2026/b", "Dividend increased"),
                release_row("2026/secret", "Zanzibar merger", live_from=EMBARGOED),
            ]
        )
        with travel(EMBARGOED):
            index_within(HOUR)

    def test_a_mistyped_word_is_mended(self) -> None:
        for text, spelling in (
            ("habor", "harbor"),
            ("harbour results", "harbor results"),
            ("divdiend", "dividend"),
            ("sharehodlers", "shareholders"),
            ("harbor reslts", "harbor results"),
            ("xylophone", ""),
            ('"habor results"', ""),
        ):
            with self.subTest(text):
                assert suggestion(text).spelling == spelling

    def test_a_word_that_nothing_live_has_is_not_offered(self) -> None:
        assert suggestion("zanzibr") == Suggestion()
        assert suggestion("zanzibr", at=EMBARGOED).spelling == "zanzibar"

    def test_the_question_without_the_word_that_is_nowhere(self) -> None:
        assert suggestion("harbor xylophone results").shorter == "harbor results"
        assert suggestion("habor xylophone").shorter == "harbor"
        assert suggestion("harbor dividend").shorter == "dividend"
        assert suggestion("xylophone") == Suggestion()
        assert suggestion("xylophone -harbor dividend").shorter == "-harbor dividend"
