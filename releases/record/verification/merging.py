"""Streams of rows that are read side by side, so that no memory grows with the record."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from releases.models import JournalAction, JournalEntry
from releases.record.verification.problems import BATCH, Problems, entry_name

Keyed = tuple[int, Any]


def side_by_side(
    *streams: Iterable[Keyed],
) -> Iterator[tuple[int, tuple[list[Any], ...]]]:
    """Yield each key with what every stream has under it.

    Each stream yields (key, item), with keys that never fall.
    """
    merged = heapq.merge(
        *(_with_place(stream, place) for place, stream in enumerate(streams)),
        key=itemgetter(0, 1),
    )
    for key, group in groupby(merged, itemgetter(0)):
        items: tuple[list[Any], ...] = tuple([] for _stream in streams)
        for _key, place, item in group:
            items[place].append(item)
        yield key, items


def _with_place(stream: Iterable[Keyed], place: int) -> Iterator[tuple[int, int, Any]]:
    for key, item in stream:
        yield key, place, item


def entries_by_fact(
    fact: str, *actions: JournalAction, problems: Problems
) -> Iterator[tuple[int, JournalEntry]]:
    """Yield (key, entry) of the entries that name a row by this fact, in its order.

    The keys of rows and the numbers of entries grow together, under the same lock; an
    entry out of that order is a problem of its own.
    """
    entries = JournalEntry.objects.filter(action__in=actions, facts__has_key=fact)
    last = 0
    for entry in entries.order_by("seq").iterator(BATCH):
        key = entry.facts[fact]
        if not isinstance(key, int) or key < last:
            problems.add(
                entry_name(entry.seq),
                _("it names %(fact)s %(key)s, after one with a higher number")
                % {"fact": fact, "key": key},
            )
            continue
        last = key
        yield key, entry
