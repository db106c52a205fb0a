"""The search on a made-up record: every engine gives the same answers, in the same order."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from typing import Any
from unittest import mock

from django.db import OperationalError, connection, transaction
from django.test import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from releases.models import Publication
from releases.record.search import engines, finding, indexing
from releases.record.search.engines import (
    IndexEntry,
    IndexLookup,
    SelectStatement,
    search_engine,
    search_key,
)
from releases.record.search.finding import (
    Answer,
    SearchFilters,
    SearchUnavailable,
    searching,
)
from releases.record.search.indexing import (
    index_backlog,
    index_differences,
    rebuild_index,
)
from releases.record.search.searched_text import search_text
from releases.record.search.tables import is_as_written
from releases.text.question import (
    Question,
    SearchText,
    holds,
    holds_words,
    parse_question,
)
from tests.clock import travel
from tests.examples import examples
from tests.owner import as_owner
from tests.record.rows import on_postgresql, on_sqlite, sql
from tests.record.search_corpus import NOW, corpus, questions, record

ROWS = 240
# Of the addresses that answer the questions, in order: the same on every engine.
ANSWERS = "4769a94924c33bdf53d2c68006772eff87915a4f8c1cdf1c29bef18827b1adac"
QUESTIONS = questions(340)
HOSTILE = re.compile(
    r"""((the|LKM|1,2|京|"|'|-|\*|:|\(|\)|&|\||!|<->|\\|%s|;|\.|_|\x00|NEAR|AND|NOT|headline:)[ ]?){1,12}"""
)
FILTERS = (
    SearchFilters(kind="release"),
    SearchFilters(kind="release", category="company"),
    SearchFilters(year=2025),
)


def index_all() -> None:
    """Index everything that is public at NOW."""
    with travel(NOW):
        while index_backlog(limit=ROWS):
            pass


def find(
    text: str, filters: SearchFilters = finding.NO_FILTERS, *, limit: int = 1000
) -> Answer:
    """Return the answer to a question at NOW."""
    with searching(at=NOW) as search:
        return search.find(parse_question(text), filters, limit=limit)


class OnARecordOfSomeHundreds(TestCase):
    """Every form of question, on whichever engine this is."""

    live: list[Publication]
    words: dict[int, SearchText]

    @classmethod
    def setUpTestData(cls) -> None:
        record(corpus(ROWS))
        cls.live = list(Publication.objects.live(at=NOW).searchable())
        cls.words = {row.pk: search_text(row) for row in cls.live}

    def expected(self, question: Question, *, floor: int = 0) -> list[str]:
        """Return the addresses that answer a question, without any engine."""
        found = [
            (holds(question, self.words[row.pk]), search_key(row.dated, row.pk), row)
            for row in self.live
        ]
        ranked = sorted(
            (not hit.in_headline, -key, row.address)
            for hit, key, row in found
            if hit.in_text and question and key >= floor
        )
        return [address for _, _, address in ranked]

    def addresses(self, texts: list[str] = QUESTIONS) -> list[list[str]]:
        """Return the addresses that answer each question, in order."""
        by_id = {row.pk: row.address for row in self.live}
        with searching(at=NOW) as search:
            return [
                [by_id[hit.id] for hit in search.find(parse_question(text)).hits]
                for text in texts
            ]

    def unindexed(self) -> contextlib.ExitStack:
        """Let questions read from the record however much waits for the index."""
        stack = contextlib.ExitStack()
        stack.enter_context(mock.patch.object(finding, "MAX_BACKLOG", 10_000))
        stack.enter_context(
            mock.patch.object(
                finding, "words_of", lambda rows: [self.words[row.pk] for row in rows]
            )
        )
        return stack

    def test_all_engines_answer_alike_indexed_or_not(self) -> None:
        with self.unindexed():
            waiting = self.addresses()
        index_all()
        indexed = self.addresses()
        assert indexed == waiting
        assert indexed == [self.expected(parse_question(text)) for text in QUESTIONS]
        assert sum(map(len, indexed)) > 3000
        answers = "\n".join(" ".join(addresses) for addresses in indexed)
        assert hashlib.sha256(answers.encode()).hexdigest() == ANSWERS

    def test_a_phrase_is_sought_in_the_newest_that_hold_its_words(self) -> None:
        texts = ['"the of"', '"quarter results"', "open-label", '"the merger" -of']
        parsed = [parse_question(text) for text in texts]
        ranked = sorted(self.live, key=lambda row: -search_key(row.dated, row.pk))
        for floor in (1, 5, 40):
            # The key of the last of so many, for each question.
            having = [
                [row for row in ranked if holds_words(one, self.words[row.pk])]
                for one in parsed
            ]
            keys = [
                search_key(rows[floor - 1].dated, rows[floor - 1].pk)
                if len(rows) >= floor
                else 0
                for rows in having
            ]
            expected = [
                self.expected(one, floor=key)
                for one, key in zip(parsed, keys, strict=True)
            ]
            with self.subTest(floor), mock.patch.object(finding, "FLOOR", floor):
                with self.unindexed():
                    assert self.addresses(texts) == expected
                mark = transaction.savepoint()
                with travel(NOW):
                    index_backlog(limit=ROWS // 2)
                with self.unindexed():
                    assert self.addresses(texts) == expected
                index_all()
                assert self.addresses(texts) == expected
                with searching(at=NOW) as search:
                    floors = [search.find(one).has_floor for one in parsed]
                assert floors == [bool(key) for key in keys]
                transaction.savepoint_rollback(mark)

    def test_the_first_hits_are_the_first_of_all(self) -> None:
        index_all()
        every = find("revenue").hits
        assert len(every) > 20
        for limit in (1, 5, len(every) - 1, len(every), len(every) + 1):
            with self.subTest(limit):
                answer = find("revenue", limit=limit)
                assert answer.hits == every[:limit]
                assert answer.is_cut == (limit < len(every))

    def test_filters_keep_what_has_their_values_in_the_same_order(self) -> None:
        with self.unindexed():
            waiting = find("revenue")
            for filters in FILTERS:
                kept = tuple(hit for hit in waiting.hits if filters.match(hit))
                with self.subTest(filters.as_query()):
                    assert kept
                    assert find("revenue", filters).hits == kept
        index_all()
        for filters in FILTERS:
            kept = tuple(hit for hit in waiting.hits if filters.match(hit))
            with self.subTest(filters.as_query(), indexed=True):
                assert find("revenue", filters).hits == kept

    def test_no_text_is_an_error(self) -> None:
        index_all()

        @settings(max_examples=examples(30), deadline=None)
        @given(st.text(max_size=120) | st.from_regex(HOSTILE, fullmatch=True))
        def ask(text: str) -> None:
            assert len(find(text).hits) == len(self.expected(parse_question(text)))

        ask()

    def test_the_index_is_what_its_words_make_and_an_alteration_shows(self) -> None:
        index_all()
        assert list(index_differences()) == []
        row = self.live[0]
        engine = search_engine()
        entry = IndexEntry(2**23, row.dated, self.words[row.pk])
        engine.insert([entry])
        assert list(index_differences()) == [f"key {entry.key} of releases_search"]
        other = SearchText("other", "words")
        with mock.patch.object(indexing, "search_text", return_value=other):
            assert len(list(index_differences())) > ROWS * 0.9

    def test_an_index_made_anew_is_the_same(self) -> None:
        index_all()
        before = self.addresses()
        progress: list[int] = []
        with travel(NOW), as_owner():
            count = rebuild_index(note_progress=progress.append)
        assert count == progress[-1] > ROWS * 0.9
        assert self.addresses() == before
        assert list(index_differences()) == []
        assert is_as_written(connection)
        with travel(NOW):
            assert index_backlog() == 0

    @on_postgresql
    def test_a_phrase_takes_the_index_of_words_or_the_newest_few(self) -> None:
        index_all()
        sql("ANALYZE releases_search, releases_publication")
        sql("SET LOCAL enable_seqscan = off")
        live = Publication.objects.live(at=NOW).searchable()
        statements: list[str] = []

        def note(execute: Any, statement: str, params: Any, *more: Any) -> Any:
            if statement.startswith("SELECT s.key"):
                execute(f"EXPLAIN {statement}", params, *more)
                rows = more[-1]["cursor"].fetchall()
                statements.append("\n".join(line for (line,) in rows))
            return execute(statement, params, *more)

        engine = search_engine()
        with connection.execute_wrapper(note):
            phrase = parse_question('"the of"')
            engine.hits(live, IndexLookup(phrase), limit=20)
            engine.hits(live, IndexLookup(phrase, floor=1), limit=20)
            engine.hits(live, IndexLookup(parse_question("zebra")), limit=1)
            engine.hits(live, IndexLookup(phrase, in_headline=True), limit=20)
            with mock.patch.object(engines, "FEW_ROWS", 0):
                engine.hits(live, IndexLookup(phrase, floor=1), limit=20)
        few, near, rare, headline, far = statements
        assert "Bitmap Index Scan on releases_search_whole" in few
        assert "Bitmap Index Scan on releases_search_whole" in far
        # Of some hundreds of rows the planner may take either index.
        assert "Filter: (releases_search.key >= " not in near
        assert "Bitmap Index Scan on releases_search_whole" in rare
        assert "releases_search_headline" in headline

    @on_sqlite
    def test_the_newest_are_streamed_without_a_sort(self) -> None:
        index_all()
        live = Publication.objects.live(at=NOW).searchable().search_columns()
        statement = search_engine().select(
            SelectStatement(*live.query.sql_with_params()),
            IndexLookup(parse_question("revenue"), floor=1),
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"EXPLAIN QUERY PLAN {statement.sql} ORDER BY 1 DESC LIMIT 9",
                list(statement.values),
            )
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert "B-TREE" not in plan
        assert plan.index("VIRTUAL TABLE INDEX") < plan.index("SEARCH")

    @on_postgresql
    def test_a_statement_that_takes_too_long_is_unavailable(self) -> None:
        short = dt.timedelta(milliseconds=20)
        with (
            mock.patch.object(engines, "STATEMENT_TIMEOUT", short),
            self.assertRaises(SearchUnavailable),
            transaction.atomic(),
            self.unindexed(),
            searching(at=NOW),
        ):
            sql("SELECT pg_sleep(2)")

    def test_another_error_of_the_database_stays_one(self) -> None:
        with self.unindexed(), self.assertRaises(OperationalError), searching(at=NOW):
            raise OperationalError("gone")
