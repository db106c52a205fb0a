"""The releases of one year, for clients that collect all of them, in parts of a bounded size.

Each part is an archive document (RFC 5005, 4). A client loads it once, so the parts of a
year are counted from its first release on: none but the latest changes when another
release is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import EventDocument, ReleaseDocument
from releases.record.published import Published, events_of, published_release
from releases.record.representation import Lookup, NotDisclosed
from releases.text.public_paths import release_address_in, release_path

# How many releases a part holds.
MAX_IN_PART = 100
# The query parameter with the address of the release that a part follows.
AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPart:
    """The place of a part of a year's releases.

    The part holds those that follow the release of the address `after`, the newest
    first; the latest part has no `after`.
    """

    year: int
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseYear:
    """One part of the releases first disclosed in a year, the newest first.

    `older` and `newer` are its neighbours, in other years at the ends of this one.
    `events` are the live events of the releases, by address.
    """

    part: YearPart
    releases: tuple[Published[ReleaseDocument], ...]
    events: Mapping[str, Published[EventDocument]]
    older: YearPart | None
    newer: YearPart | None


def read_release_year(lookup: Lookup) -> ReleaseYear:
    """Return the part of the path's year that the query names, or the latest one.

    Raises NotDisclosed if the year has no release, or none after that of the query.
    """
    year = lookup.parameters["year"]
    live = Publication.objects.releases().live(at=lookup.at)
    in_year = live.in_year(year)
    after = lookup.query.get(AFTER, "")
    if after:
        anchor = _anchor(in_year, after)
        size = MAX_IN_PART
        rows = list(in_year.newest_first().older_than(anchor)[: size + 1])
        newer: YearPart | None = _part_that_ends_with(anchor, in_year)
        has_older = len(rows) > size
    else:
        counts = _counts_by_year(live)
        count = counts.get(year, 0)
        # What is left when full parts have been cut off from the first release on.
        size = (count - 1) % MAX_IN_PART + 1
        rows = list(in_year.newest_first()[:size])
        newer = _first_part_after(year, live, counts)
        has_older = count > size
    if not rows:
        raise NotDisclosed
    releases = tuple(map(published_release, rows[:size]))
    return ReleaseYear(
        part=YearPart(year=year, after=after),
        releases=releases,
        events=events_of(releases, at=lookup.at),
        older=YearPart(year=year, after=releases[-1].address)
        if has_older
        else _latest_part_before(year, live),
        newer=newer,
    )


def _anchor(in_year: PublicationQuerySet, address: str) -> Publication:
    """Return the release of the year at an address. Raises NotDisclosed."""
    if release_address_in(release_path(address)) != address:
        raise NotDisclosed
    anchor = in_year.at_address(address).first()
    if anchor is None:
        raise NotDisclosed
    return anchor


def _part_that_ends_with(anchor: Publication, in_year: PublicationQuerySet) -> YearPart:
    """Return the part of which the anchor is the oldest release."""
    newer = in_year.newer_than(anchor)
    return YearPart(year=anchor.year, after=_address_at(newer, MAX_IN_PART - 1))


def _latest_part_before(year: int, live: PublicationQuerySet) -> YearPart | None:
    """Return the latest part of the last year before this one that has releases."""
    previous = live.before_year(year).latest_year()
    return None if previous is None else YearPart(year=previous)


def _first_part_after(
    year: int, live: PublicationQuerySet, counts: Mapping[int, int]
) -> YearPart | None:
    """Return the first part of the first year after this one that has releases."""
    following = min((later for later in counts if later > year), default=None)
    if following is None:
        return None
    if counts[following] <= MAX_IN_PART:
        return YearPart(year=following)
    oldest_first = live.in_year(following).newest_first().reverse()
    return YearPart(year=following, after=_address_at(oldest_first, MAX_IN_PART))


def _counts_by_year(live: PublicationQuerySet) -> dict[int, int]:
    """Return how many releases each year has."""
    counts: dict[int, int] = {}
    for year, _category, count in live.counts_by_year_and_category():
        counts[year] = counts.get(year, 0) + count
    return counts


def _address_at(releases: PublicationQuerySet, index: int) -> str:
    """Return the address of the release at this place from 0 on; empty if there is none."""
    addresses = releases.values_list("address", flat=True)
    return next(iter(addresses[index : index + 1]), "")
