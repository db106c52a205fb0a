"""Where publications are seen: read in bulk, without their documents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from releases.models import OldAddress, Publication, PublishedFile
from releases.models.record.queries import PublicationQuerySet
from releases.record.documents import ProfileDocument
from releases.record.public_view import PublicationRef


def publication_refs(
    *, since: dt.datetime
) -> Iterator[tuple[dt.datetime, PublicationRef]]:
    """(live from, ref) of each publication that stands from `since` on, scheduled or public."""
    return _read(Publication.objects.standing().filter(live_from__gte=since))


def changing_at(instant: dt.datetime) -> Iterator[PublicationRef]:
    """What opens at the instant, or looks different from then on."""
    standing = Publication.objects.standing()
    changed = standing.filter(instants__instant=instant)
    for found in (standing.filter(live_from=instant), changed):
        yield from (ref for _, ref in _read(found))


def _read(found: PublicationQuerySet) -> Iterator[tuple[dt.datetime, PublicationRef]]:
    files = _files(found)
    profile_categories = _profile_categories(found)
    rows = found.order_by("live_from").values_list(
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
            ),
        )


def _files(found: PublicationQuerySet) -> dict[int, list[tuple[str, str]]]:
    sent = PublishedFile.objects.filter(publication__in=found.order_by().values("id"))
    files = defaultdict(list)
    for id_, token, name in sent.values_list("publication_id", "token", "name"):
        files[id_].append((token, name))
    return files


def _profile_categories(found: PublicationQuerySet) -> dict[int, tuple[str, ...]]:
    """Return the category slugs that each version of the issuer's profile names."""
    return {
        id_: tuple(
            category.slug
            for category in ProfileDocument.model_validate_json(document).categories
        )
        for id_, document in found.profiles().values_list("id", "document")
    }


def old_addresses() -> Iterator[tuple[str, str]]:
    """(path on an earlier site, address of the release)."""
    yield from OldAddress.objects.values_list("path", "address").iterator()
