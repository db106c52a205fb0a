"""Cursor pagination: a page of a list is addressed by a publication on the page before.

There are no page numbers and no totals, since either could reveal an embargoed release.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import (
    EventDocument,
    FilingDocument,
    ReleaseHead,
    ReportDocument,
)
from releases.record.published import Published

D = TypeVar("D", bound=ReleaseHead | EventDocument | FilingDocument | ReportDocument)

PAGE_SIZE = 20
QUERY_PARAMS = frozenset({"after", "before"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in a list: after or before the publication of an address."""

    after: str = ""
    before: str = ""

    @property
    def address(self) -> str:
        """The address of the publication; empty at the start of the list."""
        return self.after or self.before

    @property
    def query(self) -> dict[str, str]:
        """The cursor as query parameters."""
        if self.after:
            return {"after": self.after}
        return {"before": self.before} if self.before else {}


def parse_cursor(query: QueryDict, *, address: re.Pattern[str]) -> Cursor:
    """Read the cursor from a query. Raises Http404 if its address is no `address`."""
    cursor = Cursor(after=query.get("after", ""), before=query.get("before", ""))
    if cursor.address and not address.fullmatch(cursor.address):
        raise Http404
    return cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPage(Generic[D]):
    """One page of a list; `newer_query` and `older_query` lead to its neighbours."""

    entries: tuple[Published[D], ...]
    newer_query: str
    older_query: str


def paginate(
    publications: PublicationQuerySet,
    cursor: Cursor,
    *,
    read: Callable[[Publication], Published[D]],
    filters: dict[str, str] | None = None,
) -> CursorPage[D]:
    """Return the first page of publications that lie on the cursor's side of its address.

    `read` makes entries of rows; `filters` are kept in the queries of the neighbours.
    """
    rows = list(publications[: PAGE_SIZE + 1])
    has_more = len(rows) > PAGE_SIZE
    entries = [read(row) for row in rows[:PAGE_SIZE]]
    if cursor.before:
        entries.reverse()
    has_newer = has_more if cursor.before else bool(cursor.after)
    has_older = bool(cursor.before) or has_more
    return CursorPage(
        entries=tuple(entries),
        newer_query=urlencode({**(filters or {}), "before": entries[0].address})
        if has_newer and entries
        else "",
        older_query=urlencode({**(filters or {}), "after": entries[-1].address})
        if has_older and entries
        else "",
    )
