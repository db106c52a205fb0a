"""Bulk queries for where publications are seen, without reading their documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from releases.models import EventMention, OldPath, Publication, PublishedFile
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import ProfileDocument
from releases.record.languages import group_of
from releases.record.public_view import PublicationRef


class PublicationRow(NamedTuple):
    """A publication that was not called off: its id, its instant and its facts."""

    id: int
    live_from: dt.datetime
    ref: PublicationRef


def ids_after(id_: int, *, limit: int) -> list[int]:
    """Return the ids that follow this one, in order, called-off publications' too.

    Ids follow the order of commits: whoever inserts a publication locks the record first.
    """
    following = Publication.objects.filter(id__gt=id_).order_by("id")
    return list(following.values_list("id", flat=True)[:limit])


def rows_between(first: int, last: int) -> list[PublicationRow]:
    """Return the publications of these ids, both included, scheduled or public."""
    publications = Publication.objects.not_called_off()
    return list(_rows(publications.filter(id__gte=first, id__lte=last)))


def scheduled_ids(*, since: dt.datetime, last: int) -> set[int]:
    """Return the ids up to `last` of what goes live after `since` and still stands."""
    publications = Publication.objects.not_called_off().order_by()
    ahead = publications.filter(live_from__gt=since, id__lte=last)
    return set(ahead.values_list("id", flat=True))


def refs_changing_at(instant: dt.datetime) -> Iterator[PublicationRef]:
    """Yield what goes live at the instant, or looks different from then on."""
    publications = Publication.objects.not_called_off()
    opening = publications.filter(live_from=instant)
    changing = publications.filter(instants__instant=instant)
    for queryset in (opening, changing):
        yield from (row.ref for row in _rows(queryset))


def _rows(publications: PublicationQuerySet) -> Iterator[PublicationRow]:
    files = _files(publications)
    profile_categories = _profile_categories(publications)
    events = _events(publications)
    languages = _languages(publications)
    rows = publications.order_by("live_from").values_list(
        *("id", "kind", "address", "year", "number", "category", "live_from"),
        "translation_group",
    )
    for row in rows.iterator():
        id_, kind, address, year, number, category, live_from, group = row
        others = languages.get(group_of(address, group), ())
        yield PublicationRow(
            id_,
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
                languages=tuple(
                    sorted(
                        {
                            (other.address, other.category)
                            for other in others
                            if other.address != address and other.live_from <= live_from
                        }
                    )
                ),
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


class LanguageRow(NamedTuple):
    """A version of a release in several languages."""

    address: str
    category: str
    live_from: dt.datetime


def _languages(publications: PublicationQuerySet) -> dict[str, list[LanguageRow]]:
    """Return the versions of these releases in all languages, by the group's name.

    Of those that are not public yet as well: their pages are named from their instant on.
    """
    releases = publications.releases().order_by()
    grouped = releases.filter(translation_group__gt="").values("translation_group")
    originals = releases.filter(translation_group="").values("address")
    translated = Publication.objects.not_called_off().releases()
    rows = translated.filter(
        Q(translation_group__in=grouped)
        | Q(translation_group__in=originals)
        | Q(address__in=grouped)
    )
    languages = defaultdict(list)
    for address, group, category, live_from in rows.values_list(
        "address", "translation_group", "category", "live_from"
    ):
        row = LanguageRow(address, category, live_from)
        languages[group_of(address, group)].append(row)
    return languages


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


def old_paths_after(id_: int, *, limit: int) -> list[tuple[int, str, str]]:
    """Return (id, path on an earlier site, address of the release) of those that follow.

    Ids follow the order of commits, as those of publications do.
    """
    following = OldPath.objects.filter(id__gt=id_).order_by("id")
    return list(following.values_list("id", "path", "address")[:limit])
