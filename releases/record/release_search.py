"""The search for releases: one function for the archive's page and the JSON API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet


def matching_releases(
    filters: Mapping[str, str], *, at: dt.datetime
) -> PublicationQuerySet:
    """Return the releases that are live at `at` and match every filter, newest first.

    Filters are `year` (first disclosed in it, in the issuer's time zone), `category` (a
    slug) and `words` (each of them in the headline); any may be missing.
    """
    releases = Publication.objects.releases().live(at=at)
    if "year" in filters:
        releases = releases.in_year(int(filters["year"]))
    if "category" in filters:
        releases = releases.in_category(filters["category"])
    return releases.with_words(filters.get("words", "")).newest_first()
