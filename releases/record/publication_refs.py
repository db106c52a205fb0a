"""Bulk queries for where publications are seen, without reading their documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from releases.models import EventMention, OldPath, Publication, PublishedFile
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import ProfileDocument
from releases.record.public_view import PublicationRef


def publication_refs(
    *, since: dt.datetime
) -> Iterator[tuple[dt.datetime, PublicationRef]]:
    """Yield (live from, ref) of what goes live at `since` or later, scheduled or public."""
    return _refs(Publication.objects.not_called_off().filter(live_from__gte=since))


def refs_changing_at(instant: dt.datetime) -> Iterator[PublicationRef]:
    """Yield what goes live at the instant, or looks different from then on."""
    publications = Publication.objects.not_called_off()
    opening = publications.filter(live_from=instant)
    changing = publications.filter(instants__instant=instant)
    for queryset in (opening, changing):
        yield from (ref for _, ref in _refs(queryset))


def _refs(
    publications: PublicationQuerySet,
) -> Iterator[tuple[dt.datetime, PublicationRef]]:
    files = _files(publications)
    profile_categories = _profile_categories(publications)
    events = _events(publications)
    rows = publications.order_by("live_from").values_list(
        "id", "kind", "address", "year", "number", "category", "live_from"
    )
    for id_, kind, address, year, number, category, live_from in rows.iterator():
        yield (
            live_from,
            PublicationRef(
                kind=kind,
                address=address,
                year=year,
                number=number,
                category=category,
                files=tuple(files.get(id_, ())),
                profile_categories=profile_categories.get(id_, ()),
                events=tuple(sorted(events.get(address, ()))),
            ),
        )


def _files(publications: PublicationQuerySet) -> dict[int, list[tuple[str, str]]]:
    ids = publications.order_by().values("id")
    sent = PublishedFile.objects.filter(publication__in=ids)
    files = defaultdict(list)
    for id_, token, name in sent.values_list("publication_id", "token", "name"):
        files[id_].append((token, name))
    return files


def _events(publications: PublicationQuerySet) -> dict[str, set[str]]:
    """Return the events that each release names, in these versions or earlier ones.

    The page of an event that a new version names no more changes too.
    """
    addresses = publications.releases().order_by().values("address")
    mentions = EventMention.objects.filter(
        publication__kind=Kind.RELEASE, publication__address__in=addresses
    )
    events = defaultdict(set)
    for release, event in mentions.values_list("publication__address", "address"):
        events[release].add(event)
    return events


def _profile_categories(
    publications: PublicationQuerySet,
) -> dict[int, tuple[str, ...]]:
    """Return the category slugs that each version of the issuer's profile names."""
    return {
        id_: tuple(
            category.slug
            for category in ProfileDocument.model_validate_json(document).categories
        )
        for id_, document in publications.profiles().values_list("id", "document")
    }


def old_paths() -> Iterator[tuple[str, str]]:
    """Yield (path on an earlier site, address of the release)."""
    yield from OldPath.objects.values_list("path", "address").iterator()
