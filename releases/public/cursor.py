"""Leafing through a long list by the address of a publication that is on it.

No page has a number and nothing is counted: either could tell of an embargo.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from releases.models import Publication
from releases.models.record.queries import PublicationQuerySet
from releases.record.documents import EventDocument, ReleaseHead
from releases.record.published import Published

D = TypeVar("D", bound=ReleaseHead | EventDocument)

LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a reader leafs to: what comes after an address, or before it."""

    after: str = ""
    before: str = ""

    @property
    def address(self) -> str:
        """The address leafed from; empty at the start of the list."""
        return self.after or self.before

    @property
    def query(self) -> dict[str, str]:
        """The turn as it is written in an address."""
        if self.after:
            return {"after": self.after}
        return {"before": self.before} if self.before else {}


def turn_of(query: QueryDict, *, written: re.Pattern[str]) -> Cursor:
    """The turn asked for, whose address is written like this; otherwise 404."""
    turn = Cursor(after=query.get("after", ""), before=query.get("before", ""))
    if turn.address and not written.fullmatch(turn.address):
        raise Http404
    return turn


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPage(Generic[D]):
    """One page of the list, with the queries that lead to those on either side."""

    entries: tuple[Published[D], ...]
    newer: str
    older: str


def leaf(
    found: PublicationQuerySet,
    turn: Cursor,
    *,
    read: Callable[[Publication], Published[D]],
    kept: dict[str, str] | None = None,
) -> CursorPage[D]:
    """The next publications in this direction; `kept` stays in the query."""
    rows = list(found[: LENGTH + 1])
    more = len(rows) > LENGTH
    entries = [read(row) for row in rows[:LENGTH]]
    if turn.before:
        entries.reverse()
    newer = more if turn.before else bool(turn.after)
    older = bool(turn.before) or more
    return CursorPage(
        entries=tuple(entries),
        newer=urlencode({**(kept or {}), "before": entries[0].address})
        if newer and entries
        else "",
        older=urlencode({**(kept or {}), "after": entries[-1].address})
        if older and entries
        else "",
    )
