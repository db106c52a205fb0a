"""Releases by filters, for the archive's page and the JSON API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.search.finding import SearchFilters, searching
from releases.text.question import parse_question


def matching_releases(
    filters: Mapping[str, str], *, at: dt.datetime
) -> PublicationQuerySet:
    """Return the releases that are live at `at` and match every filter, newest first.

    Filters are `year` (first disclosed in it, in the issuer's time zone), `category` (a
    slug) and `words` (as the search understands them, of its first hits); any may be
    missing. Raises SearchUnavailable.
    """
    matching = SearchFilters(
        kind=Kind.RELEASE,
        year=int(filters["year"]) if "year" in filters else None,
        category=filters.get("category", ""),
    )
    releases = matching.apply(Publication.objects.live(at=at))
    if "words" in filters:
        with searching(at=at) as search:
            answer = search.find(parse_question(filters["words"]), matching)
        releases = releases.with_ids(hit.id for hit in answer.hits)
    return releases.newest_first()
