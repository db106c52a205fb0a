"""Filling the index: a publication enters it after its instant, whenever somebody comes by.

Nothing has to run at an instant, and only speed hangs on whether anybody came.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connections, transaction

from releases.models import Publication, SearchState, SearchWord
from releases.models.record.publication import PublicationQuerySet
from releases.record.clock import read_clock
from releases.record.search.engines import (
    IndexEntry,
    SearchEngine,
    search_engine,
    search_key,
)
from releases.record.search.searched_text import search_text
from releases.record.search.tables import (
    TABLE,
    TWIN,
    create_indexes,
    create_table,
    drop_table,
    put_twin_in_place,
)
from releases.text.question import SearchText
from releases.text.typing_errors import word_keys
from releases.text.words import WORDS_VERSION, words_in

BATCH = 20
# More than this is no backlog that a question could read from the record.
MAX_BACKLOG = 200
# How far back what has no entry is looked for: it was committed after its instant.
LOOK_BACK = dt.timedelta(days=1)
MAX_LOOKED_BACK = 1000
MIN_WORD_LENGTH = 4


# The tokens of what waits for the index, by the publication and its digest: they never
# change, and every question of the time until then needs them.
_words: dict[tuple[int, str], SearchText] = {}
MAX_WORDS = 2 * MAX_BACKLOG


def words_of(rows: Sequence[Publication]) -> list[SearchText]:
    """Return the tokens of each row, whose document need not be loaded."""
    known = {(row.pk, row.digest): _words.get((row.pk, row.digest)) for row in rows}
    missing = [id_ for (id_, _), words in known.items() if words is None]
    for row in Publication.objects.with_ids(missing) if missing else ():
        known[row.pk, row.digest] = _words[row.pk, row.digest] = search_text(row)
    for key in list(_words)[: max(0, len(_words) - MAX_WORDS)]:
        _words.pop(key, None)
    return [words for words in known.values() if words is not None]


def after_mark(
    publications: PublicationQuerySet, state: SearchState
) -> PublicationQuerySet:
    """Keep what is not in the index yet, in the order in which it enters."""
    beyond = publications.beyond_mark(state.indexed_until, state.indexed_id)
    return beyond.searchable()


def is_index_current() -> bool:
    """Return whether the index has the tokens that questions ask for."""
    return SearchState.objects.get().words_version == WORDS_VERSION


def backlog_since(*, at: dt.datetime) -> tuple[int, dt.datetime | None]:
    """Return how many wait for the index at `at`, up to MAX_BACKLOG + 1, and since when."""
    disclosed = Publication.objects.disclosed(at=at)
    waiting = after_mark(disclosed, SearchState.objects.get())
    instants = list(waiting.values_list("live_from", flat=True)[: MAX_BACKLOG + 1])
    return len(instants), instants[0] if instants else None


def index_backlog(*, limit: int = BATCH) -> int:
    """Index what has gone live by the database's clock; return how many, at most `limit`.

    One transaction, in which the first of several processes wins and the others add nothing.
    """
    state = SearchState.objects.get()
    if state.words_version != WORDS_VERSION:
        return 0
    engine = search_engine()
    disclosed = Publication.objects.disclosed(at=read_clock())
    rows = list(after_mark(disclosed, state).without_documents()[:limit])
    late = _without_entry(engine, disclosed, state)[: limit - len(rows)]
    if not rows and not late:
        return 0
    entering = [*late, *rows]
    entries = [
        IndexEntry(row.pk, row.dated, words)
        for row, words in zip(entering, words_of(entering), strict=True)
    ]
    with transaction.atomic():
        locked = SearchState.objects.select_for_update().get()
        if _mark(locked) != _mark(state):
            return 0
        engine.insert(entries)
        if rows:
            locked.indexed_until, locked.indexed_id = rows[-1].live_from, rows[-1].pk
            locked.save()
        _add_words(entering)
    return len(entries)


def index_within(budget: dt.timedelta) -> int:
    """Index what waits until nothing does or the time is up; return how many."""
    ends = time.monotonic() + budget.total_seconds()
    count = 0
    while (added := index_backlog()) and time.monotonic() < ends:
        count += added
    return count + added


def _mark(state: SearchState) -> tuple[dt.datetime, int, int]:
    return state.indexed_until, state.indexed_id, state.words_version


def _without_entry(
    engine: SearchEngine, disclosed: PublicationQuerySet, state: SearchState
) -> list[Publication]:
    """Return what the index lacks of the latest that it should hold.

    SQL typed by hand may commit after its instant, which no transition does.
    """
    if not state.indexed_id:
        return []
    until = state.indexed_until
    recent = disclosed.searchable().went_live_between(until - LOOK_BACK, until)
    rows = [
        row
        for row in recent.without_documents()[:MAX_LOOKED_BACK]
        if (row.live_from, row.pk) <= (until, state.indexed_id)
    ]
    known = engine.known_keys([search_key(row.dated, row.pk) for row in rows])
    return [row for row in rows if search_key(row.dated, row.pk) not in known]


def _add_words(rows: Iterable[Publication]) -> None:
    """Add the words of headlines that may be offered for typing errors."""
    words = {
        word
        for row in rows
        for word in words_in(row.headline)
        if word.isalpha() and len(word) >= MIN_WORD_LENGTH
    }
    SearchWord.objects.bulk_create(
        [SearchWord(key=key, word=word) for word in words for key in word_keys(word)],
        ignore_conflicts=True,
        batch_size=500,
    )


def rebuild_index(*, note_progress: Callable[[int], None]) -> int:
    """Make the index anew beside the one in use, then put it in its place; return its size.

    Questions and `index_backlog` go on with the one in use.
    """
    connection, engine = connections["default"], search_engine()
    with transaction.atomic():
        drop_table(connection, TWIN)
        create_table(connection, TWIN)
    mark = SearchState(indexed_until=_BEFORE_ALL, words_version=WORDS_VERSION)
    count = 0
    while entries := _fill_twin(engine, mark):
        count += entries
        note_progress(count)
    with transaction.atomic():
        create_indexes(connection, TWIN)
    with transaction.atomic():
        SearchState.objects.select_for_update().get()
        while entries := _fill_twin(engine, mark):
            count += entries
        put_twin_in_place(connection)
        SearchState.objects.update(
            indexed_until=mark.indexed_until,
            indexed_id=mark.indexed_id,
            words_version=WORDS_VERSION,
        )
    return count


_BEFORE_ALL = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)


def _fill_twin(engine: SearchEngine, mark: SearchState) -> int:
    """Add a batch to the twin and move the mark; return how many there were."""
    disclosed = Publication.objects.disclosed(at=read_clock())
    rows = list(after_mark(disclosed, mark)[:BATCH])
    if rows:
        with transaction.atomic():
            engine.insert(
                [IndexEntry(row.pk, row.dated, search_text(row)) for row in rows], TWIN
            )
            _add_words(rows)
        mark.indexed_until, mark.indexed_id = rows[-1].live_from, rows[-1].pk
    return len(rows)


def index_differences() -> Iterator[str]:
    """Yield the address of each publication whose entry is not what its words would make.

    And “key …” for an entry that belongs to none.
    """
    engine = search_engine()
    indexed = dict(engine.fingerprints())
    state = SearchState.objects.get()
    disclosed = Publication.objects.disclosed(at=state.indexed_until).searchable()
    for row in disclosed.order_by("id").iterator(chunk_size=100):
        if (row.live_from, row.pk) > (state.indexed_until, state.indexed_id):
            continue
        fingerprint = indexed.pop(search_key(row.dated, row.pk), None)
        if fingerprint != engine.fingerprint(search_text(row)):
            yield row.address
    for key in indexed:
        yield f"key {key} of {TABLE}"
