"""The index in each database engine: which rows hold which words, and nothing else.

Both engines are given the same tokens, and answer in the same order. A key is the second of
the first disclosure and the publication's id, so that both stream the newest first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from releases.models.record.publication import (
    SEARCH_INDEX,
    Publication,
    PublicationQuerySet,
)
from releases.record.horizon import BEGINNING
from releases.record.search.tables import TABLE
from releases.text.question import Group, Question, SearchText, Term
from releases.text.words import BREAK

ID_BITS = 24
SECOND = dt.timedelta(seconds=1)
# How long a statement of a question may take on PostgreSQL.
STATEMENT_TIMEOUT = dt.timedelta(seconds=1)
# So few rows PostgreSQL looks through one by one for a phrase.
FEW_ROWS = 4_000
# Before each token of a headline, on SQLite; no token that is asked for begins with it.
HEADLINE_MARK = "_"
# The last place of a word that PostgreSQL keeps.
MAX_PLACE = 16_383
_MASK = 2**64 - 1


class IndexEntry(NamedTuple):
    """A publication that enters the index."""

    id: int
    dated: dt.datetime
    words: SearchText

    @property
    def key(self) -> int:
        """Its key."""
        return search_key(self.dated, self.id)


class Hit(NamedTuple):
    """A publication that answers a question; the greatest key is the newest."""

    key: int
    id: int
    year: int
    category: str
    kind: str


class IndexLookup(NamedTuple):
    """What to look for in the index.

    With `in_headline` all of it stands in the headline; with `is_loose` the words of a
    phrase may stand anywhere, whatever is excluded. `floor` is the least key to look at.
    """

    question: Question
    in_headline: bool = False
    is_loose: bool = False
    floor: int | None = None


def search_key(dated: dt.datetime, id_: int) -> int:
    """Return the key of a publication, by the second of its first disclosure and its id."""
    return ((dated - BEGINNING) // SECOND << ID_BITS) | id_


class SelectStatement(NamedTuple):
    """The SQL of a statement, and its values in order."""

    sql: str
    values: tuple[Any, ...]


class SearchEngine(ABC):
    """The index in one database."""

    INSERT: str
    KNOWN: str

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @abstractmethod
    def _row(self, entry: IndexEntry) -> tuple[Any, ...]:
        """Return the values of an entry's row."""

    @abstractmethod
    def select(self, live: SelectStatement, lookup: IndexLookup) -> SelectStatement:
        """Return a SELECT of what is looked for among the rows of another one."""

    @abstractmethod
    def fingerprint(self, words: SearchText) -> int:
        """Return a number that differs where one token or its place does, in this process."""

    @abstractmethod
    def fingerprints(self) -> Iterator[tuple[int, int]]:
        """Yield (key, fingerprint) of what each entry of the index holds."""

    @contextlib.contextmanager
    def limited_time(self) -> Iterator[None]:
        """End statements that take too long, where the engine can (OperationalError)."""
        yield

    def insert(self, entries: Iterable[IndexEntry], table: str = TABLE) -> None:
        """Add entries, to the twin where an index is made anew: inside a transaction."""
        with self.connection.cursor() as cursor:
            cursor.executemany(
                self.INSERT.format(table=table), [self._row(entry) for entry in entries]
            )

    def known_keys(self, keys: list[int]) -> set[int]:
        """Return those of the keys that have an entry."""
        if not keys:
            return set()
        places = ", ".join(["%s"] * len(keys))
        with self.connection.cursor() as cursor:
            cursor.execute(self.KNOWN.format(table=TABLE, places=places), keys)
            return {key for (key,) in cursor.fetchall()}

    def hits(
        self,
        live: PublicationQuerySet,
        lookup: IndexLookup,
        *,
        limit: int,
        offset: int = 0,
    ) -> list[Hit]:
        """Return the newest of the publications `live` that are looked for."""
        sql, values = self.select(
            SelectStatement(*live.search_columns().query.sql_with_params()), lookup
        )
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"{sql} ORDER BY 1 DESC LIMIT %s OFFSET %s", [*values, limit, offset]
            )
            return [Hit(*row) for row in cursor.fetchall()]


class SQLiteSearch(SearchEngine):
    """SQLite's FTS5, which holds tokens and no text.

    The tokens of the headline stand once more before all others, marked: what is asked of
    the headline is read from lists of headlines alone, where a column of FTS5 would be
    sorted out of the lists of whole texts.
    """

    INSERT = "INSERT INTO {table} (rowid, words) VALUES (%s, %s)"
    KNOWN = "SELECT rowid FROM {table} WHERE rowid IN ({places})"

    def _row(self, entry: IndexEntry) -> tuple[Any, ...]:
        return entry.key, " ".join(_fts5_tokens(entry.words))

    def select(self, live: SelectStatement, lookup: IndexLookup) -> SelectStatement:
        """Return a SELECT that goes through the index, and takes each hit that is live.

        Whether one is live is read from an index: the row itself, which SQLite would read,
        has a page of the file for itself because of its document.
        """
        table = f'FROM "{Publication._meta.db_table}"'
        rows = live.sql.replace(table, f"{table} INDEXED BY {SEARCH_INDEX}", 1)
        floor = "" if lookup.floor is None else " AND s.rowid >= %s"
        floors = () if lookup.floor is None else (lookup.floor,)
        return SelectStatement(
            "SELECT s.rowid, p.id, p.year, p.category, p.kind"
            f" FROM {TABLE} s CROSS JOIN ({rows}) p"
            f" ON p.id = s.rowid & {2**ID_BITS - 1}"
            f" WHERE s.{TABLE} MATCH %s{floor}",
            (*live.values, match_expression(lookup), *floors),
        )

    def fingerprint(self, words: SearchText) -> int:
        return sum(
            hash((token, place)) & _MASK
            for place, token in enumerate(_fts5_tokens(words))
        )

    def fingerprints(self) -> Iterator[tuple[int, int]]:
        """Yield them from FTS5's own list of each place of each token."""
        sums: dict[int, int] = {}
        with self.connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE temp.search_places"
                f" USING fts5vocab('main', '{TABLE}', 'instance')"
            )
            try:
                cursor.execute('SELECT doc, term, "offset" FROM temp.search_places')
                while rows := cursor.fetchmany(5000):
                    for key, *place in rows:
                        sums[key] = sums.get(key, 0) + (hash(tuple(place)) & _MASK)
            finally:
                cursor.execute("DROP TABLE temp.search_places")
            # What has no token at all has a row all the same.
            cursor.execute(f"SELECT rowid FROM {TABLE}")
            for (key,) in cursor.fetchall():
                sums.setdefault(key, 0)
        yield from sums.items()


class PostgreSQLSearch(SearchEngine):
    """PostgreSQL's tsvector, written by us: no configuration of its own decides on a word."""

    INSERT = (
        "INSERT INTO {table} (key, publication_id, headline, whole)"
        " VALUES (%s, %s, %s::tsvector, %s::tsvector)"
    )
    KNOWN = "SELECT key FROM {table} WHERE key IN ({places})"

    def _row(self, entry: IndexEntry) -> tuple[Any, ...]:
        words = entry.words
        return entry.key, entry.id, vector(words.headline), vector(words.whole)

    @contextlib.contextmanager
    def limited_time(self) -> Iterator[None]:
        milliseconds = STATEMENT_TIMEOUT // dt.timedelta(milliseconds=1)
        self._set("statement_timeout", str(milliseconds))
        yield
        self._set("statement_timeout", "DEFAULT")

    def _set(self, name: str, value: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {name} = {value}")

    def select(self, live: SelectStatement, lookup: IndexLookup) -> SelectStatement:
        """Return a SELECT that finds the rows, the newest first, and then which are live.

        OFFSET 0 keeps the planner from mixing the two. GIN knows no places: a row's vector
        is unpacked to see a phrase, which the planner takes to cost nothing. So the rows
        with its words are found first, unless there are few rows down to the floor.
        """
        question, floor = lookup.question, lookup.floor
        column = "headline" if lookup.in_headline else "whole"
        # In this order, and the planner keeps it: the floor costs nothing to check.
        indexed: list[tuple[str, Any]] = []
        if floor is not None:
            indexed.append(("key >= %s", floor))
        indexed.append((f"{column} @@ %s::tsquery", tsquery(lookup)))
        checked: list[tuple[str, Any]] = []
        order = "key"
        if lookup.in_headline and question.excluded:
            excluded = " & ".join(map(_not_in_vector, question.excluded))
            indexed.append(("whole @@ %s::tsquery", excluded))
        is_phrase = question.has_phrase and not lookup.is_loose
        if is_phrase and not lookup.in_headline and not self._is_near(floor):
            checked = [(f"s.{condition}", value) for condition, value in indexed]
            words = tsquery(IndexLookup(question, is_loose=True))
            indexed = [("whole @@ %s::tsquery", words)]
            order = "key + 0"  # never by the index of keys
        return SelectStatement(
            "SELECT s.key, p.id, p.year, p.category, p.kind"
            f" FROM (SELECT key, publication_id, whole FROM {TABLE}"
            f" WHERE {_all_of(indexed)} ORDER BY {order} DESC OFFSET 0) s"
            f" JOIN ({live.sql}) p ON p.id = s.publication_id WHERE {_all_of(checked)}",
            (
                *(value for _, value in indexed),
                *live.values,
                *(value for _, value in checked),
            ),
        )

    def _is_near(self, floor: int | None) -> bool:
        """Return whether there are few rows down to the floor."""
        if floor is None:
            return False
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM"
                f" (SELECT FROM {TABLE} WHERE key >= %s LIMIT %s) newer",
                [floor, FEW_ROWS + 1],
            )
            return bool(cursor.fetchone()[0] <= FEW_ROWS)

    def fingerprint(self, words: SearchText) -> int:
        return _vector_fingerprint("headline", vector(words.headline)) + (
            _vector_fingerprint("whole", vector(words.whole))
        )

    def fingerprints(self) -> Iterator[tuple[int, int]]:
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT key, headline::text, whole::text FROM {TABLE}")
            for key, headline, whole in cursor:
                yield (
                    key,
                    _vector_fingerprint("headline", headline)
                    + _vector_fingerprint("whole", whole),
                )


def search_engine(alias: str = "default") -> SearchEngine:
    """Return the engine of a database of the record."""
    engines: dict[str, type[SearchEngine]] = {
        "sqlite": SQLiteSearch,
        "postgresql": PostgreSQLSearch,
    }
    connection = connections[alias]
    return engines[connection.vendor](connection)


def _all_of(conditions: Iterable[tuple[str, Any]]) -> str:
    return " AND ".join(condition for condition, _ in conditions) or "TRUE"


def match_expression(lookup: IndexLookup) -> str:
    """Return what is looked for in the grammar of FTS5."""
    mark = HEADLINE_MARK if lookup.in_headline else ""
    wanted = " AND ".join(
        _either(
            _fts5_loose(term, mark) if lookup.is_loose else _fts5_phrase(term, mark)
            for term in group.terms
        )
        for group in lookup.question.wanted
    )
    for group in () if lookup.is_loose else lookup.question.excluded:
        wanted = f"({wanted}) NOT {_either(map(_fts5_phrase, group.terms))}"
    return wanted


def _either(terms: Iterable[str], sign: str = " OR ") -> str:
    return f"({sign.join(terms)})"


def _fts5_phrase(term: Term, mark: str = "") -> str:
    tokens = " ".join(f"{mark}{token}" for token in term.tokens)
    return f'"{tokens}"{" *" if term.is_open else ""}'


def _fts5_loose(term: Term, mark: str) -> str:
    return _either((_fts5_phrase(part, mark) for part in term.apart()), " AND ")


def _fts5_tokens(words: SearchText) -> list[str]:
    """Return the tokens of a row, those of its headline marked and then all."""
    marked = (f"{HEADLINE_MARK}{token}" for token in words.headline.split())
    return [*marked, *words.whole.split()]


def tsquery(lookup: IndexLookup) -> str:
    """Return what is looked for as a tsquery; what is excluded is in `whole` alone."""
    wanted = [
        _either(
            (
                _either(map(_tsquery_phrase, term.apart()), " & ")
                if lookup.is_loose
                else _tsquery_phrase(term)
                for term in group.terms
            ),
            " | ",
        )
        for group in lookup.question.wanted
    ]
    if not lookup.in_headline and not lookup.is_loose:
        wanted += map(_not_in_vector, lookup.question.excluded)
    return " & ".join(wanted)


def _tsquery_phrase(term: Term) -> str:
    phrase = " <-> ".join(f"'{token}'" for token in term.tokens)
    return f"({phrase}{':*' if term.is_open else ''})"


def _not_in_vector(group: Group) -> str:
    return f"!{_either(map(_tsquery_phrase, group.terms), ' | ')}"


def vector(tokens: str) -> str:
    """Return tokens as a tsvector, each with its places as far as PostgreSQL keeps any."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens.split(), 1):
        if token == BREAK:
            continue
        kept = places.setdefault(token, [])
        if place <= MAX_PLACE:
            kept.append(place)
    return " ".join(
        f"'{token}':{','.join(map(str, kept))}" if kept else f"'{token}'"
        for token, kept in places.items()
    )


def _vector_fingerprint(column: str, written: str) -> int:
    """Return the fingerprint of a tsvector as PostgreSQL or `vector` writes it."""
    return sum(hash((column, lexeme)) & _MASK for lexeme in written.split())
