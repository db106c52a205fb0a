"""Answering a question: what is live at a moment, of the index and of what waits for it.

First what has all that is asked in its headline, then the rest; each by its first disclosure,
the newest first. So the order is a function of what is live alone, and says nothing of what
is under embargo.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import OperationalError

from releases.models import Publication, SearchState
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.consistent_read import consistent_read
from releases.record.search.engines import (
    Hit,
    IndexLookup,
    SearchEngine,
    search_engine,
    search_key,
)
from releases.record.search.indexing import MAX_BACKLOG, after_mark, words_of
from releases.text.question import Finding, Question, holds, holds_words
from releases.text.words import WORDS_VERSION

MAX_HITS = 1000
# A phrase is sought in so many of the newest publications that hold its words.
FLOOR = 1000
# PostgreSQL's code of a statement that took too long (SQLSTATE).
QUERY_CANCELED = "57014"


class SearchUnavailable(Exception):
    """The index is not complete enough, or a question took too long: try again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits of a question in order, at most as many as were asked for.

    `is_cut` says that there are more; `has_floor` that a phrase was sought only in the
    newest publications that hold its words.
    """

    hits: tuple[Hit, ...]
    is_cut: bool = False
    has_floor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What to search in: one kind, a year, a category of releases; all if empty."""

    kind: str = ""
    year: int | None = None
    category: str = ""

    def apply(self, publications: PublicationQuerySet) -> PublicationQuerySet:
        """Keep the publications that match."""
        if self.kind:
            publications = publications.of_kind(self.kind)
        if self.year is not None:
            publications = publications.in_year(self.year)
        if self.category:
            publications = publications.releases().in_category(self.category)
        return publications

    def match(self, hit: Hit) -> bool:
        """Return whether a hit matches."""
        return (
            (not self.kind or hit.kind == self.kind)
            and (self.year is None or hit.year == self.year)
            and (not self.category or category_of(hit) == self.category)
        )

    def as_query(self) -> dict[str, str]:
        """Return the filters as the parameters of an address."""
        named = {
            "kind": self.kind,
            "year": "" if self.year is None else str(self.year),
            "category": self.category,
        }
        return {name: value for name, value in named.items() if value}


def category_of(hit: Hit) -> str:
    """Return the category of a release that was found; "" for anything else."""
    return hit.category if hit.kind == Kind.RELEASE else ""


NO_FILTERS = SearchFilters()


class Search:
    """The index and the publications that wait for it, as of one moment and one state.

    Use it inside `searching`.
    """

    def __init__(self, engine: SearchEngine, *, at: dt.datetime) -> None:
        self._engine = engine
        self._live = Publication.objects.live(at=at).searchable()
        state = SearchState.objects.get()
        if state.words_version != WORDS_VERSION:
            raise SearchUnavailable
        waiting = after_mark(self._live, state).without_documents()
        rows = list(waiting[: MAX_BACKLOG + 1])
        if len(rows) > MAX_BACKLOG:
            raise SearchUnavailable
        self._waiting = [
            (
                Hit(
                    search_key(row.dated, row.pk),
                    *(row.pk, row.year, row.category, row.kind),
                ),
                words,
            )
            for row, words in zip(rows, words_of(rows), strict=True)
        ]

    def find(
        self,
        question: Question,
        filters: SearchFilters = NO_FILTERS,
        *,
        limit: int = MAX_HITS,
    ) -> Answer:
        """Return the answer to a question; no hits for one that asks for nothing."""
        if not question:
            return Answer(hits=())
        live = filters.apply(self._live)
        floor = self._floor(live, question, filters) if question.has_phrase else None
        waiting = [
            (hit, holds(question, words))
            for hit, words in self._waiting
            if filters.match(hit) and (floor is None or hit.key >= floor)
        ]

        def newest(*, in_headline: bool, more: int = 0) -> list[Hit]:
            lookup = IndexLookup(question, in_headline=in_headline, floor=floor)
            indexed = self._engine.hits(live, lookup, limit=limit + 1 + more)
            return _newest_first([*indexed, *_found(waiting, in_headline=in_headline)])

        first = newest(in_headline=True)
        ids = {hit.id for hit in first}
        if len(first) <= limit:
            rest = newest(in_headline=False, more=len(first))
            first += [hit for hit in rest if hit.id not in ids]
        return Answer(
            hits=tuple(first[:limit]),
            is_cut=len(first) > limit,
            has_floor=floor is not None,
        )

    def has_hit(self, question: Question) -> bool:
        """Return whether anything answers a question."""
        return bool(self.find(question, limit=1).hits)

    def _floor(
        self, live: PublicationQuerySet, question: Question, filters: SearchFilters
    ) -> int | None:
        """Return the key of the FLOORth publication that has the words in any order.

        None if there are fewer. What waits for the index counts in its place.
        """
        waiting = [
            hit
            for hit, words in self._waiting
            if filters.match(hit) and holds_words(question, words)
        ]
        # Those before it are newer than the last, whatever waits.
        offset = max(FLOOR - 1 - len(waiting), 0)
        place = FLOOR - 1 - offset
        indexed = self._engine.hits(
            live, IndexLookup(question, is_loose=True), offset=offset, limit=place + 1
        )
        keys = [hit.key for hit in _newest_first([*indexed, *waiting])]
        return keys[place] if len(keys) > place else None


def _found(
    waiting: Iterable[tuple[Hit, Finding]], *, in_headline: bool
) -> Iterable[Hit]:
    for hit, finding in waiting:
        if finding.in_headline if in_headline else finding.in_text:
            yield hit


def _newest_first(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.key)


@contextlib.contextmanager
def searching(*, at: dt.datetime) -> Iterator[Search]:
    """Yield a search of what is live at `at`, in one state of the database.

    Raises SearchUnavailable, also in place of a statement that takes too long.
    """
    engine = search_engine()
    try:
        with consistent_read(), engine.limited_time():
            yield Search(engine, at=at)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == QUERY_CANCELED:
            raise SearchUnavailable from None
        raise
