"""Documents as the record keeps them: canonical JSON (RFC 8785), which nobody parses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.fragment_cache import on_the_site
from releases.record.languages import LanguageLinks, language_links
from releases.record.public_view import PublicationRef
from releases.record.published import PROFILE, published_head
from releases.record.representation import (
    Lookup,
    NotDisclosed,
    SealedVersion,
    Subject,
)
from releases.record.subjects import (
    EVENT,
    EVENT_ADDRESS,
    RELEASE_ADDRESS,
    VERSION_NUMBER,
)
from releases.record.versions import VersionRow, version_rows
from releases.text.public_paths import event_path, release_path, version_path


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHead:
    """What the record says of a version beside its document.

    `dated` is the first disclosure of its chain, `since` the instant at which this
    version went live; `notice` is the kind of its notice, if it has one. A release that
    is `imported` was first published elsewhere: of `dated` only the day is meant.
    """

    address: str
    number: int
    dated: dt.datetime
    since: dt.datetime
    imported: bool
    digest: str
    headline: str
    category: str
    language: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument(StoredHead):
    """A version with its document, whose SHA-256 in UTF-8 is `digest`."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """A version in the list of a release's versions; `until` is None for the current."""

    number: int
    since: dt.datetime
    until: dt.datetime | None
    notice: str
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelease:
    """The current version of a release, and an entry for each version, in order.

    `languages` are its others, of a release in several.
    """

    current: StoredDocument
    versions: tuple[VersionEntry, ...]
    languages: LanguageLinks = ()


def stored_head(row: Publication) -> StoredHead:
    """Return what the row says beside its document, which need not be loaded."""
    return StoredHead(**_columns(row))


def stored_document(row: Publication) -> StoredDocument:
    """Return what the row says, with its document."""
    return StoredDocument(**_columns(row), document=row.document)


def _columns(row: Publication) -> dict[str, Any]:
    """Return the fields of a StoredHead."""
    return {
        "address": row.address,
        "number": row.number,
        "dated": row.dated,
        "since": row.live_from,
        "imported": row.imported,
        "digest": row.digest,
        "headline": row.headline,
        "category": row.category,
        "language": row.language,
        "notice": row.notice,
    }


def _rows(lookup: Lookup) -> list[VersionRow]:
    """Return the disclosed versions of the path's release. Raises NotDisclosed."""
    address = f"{lookup.parameters['year']:04d}/{lookup.parameters['slug']}"
    rows = version_rows(address, at=lookup.at)
    if not rows:
        raise NotDisclosed
    return rows


def _unsealed(row: VersionRow) -> StoredDocument:
    """Return the version of a row. Raises SealedVersion."""
    if row.sealed:
        raise SealedVersion(on_the_site(release_path(row.publication.address)))
    return stored_document(row.publication)


def _read_release(lookup: Lookup) -> StoredRelease:
    rows = _rows(lookup)
    current = _unsealed(rows[-1])
    head = published_head(rows[-1].publication)
    links = language_links([head], at=lookup.at).get(current.address, ())
    return StoredRelease(
        current=current,
        versions=tuple(
            VersionEntry(
                number=row.publication.number,
                since=row.publication.live_from,
                until=row.until,
                notice=row.publication.notice,
                sealed=row.sealed,
            )
            for row in rows
        ),
        languages=tuple(link for link in links if link.address != current.address),
    )


def _read_version(lookup: Lookup) -> StoredDocument:
    rows, number = _rows(lookup), lookup.parameters["number"]
    if number > len(rows):
        raise NotDisclosed
    return _unsealed(rows[number - 1])


def _read_event(lookup: Lookup) -> StoredDocument:
    at_address = Publication.objects.events().at_address(lookup.parameters["slug"])
    return _first(at_address.live(at=lookup.at).first())


def read_profile(lookup: Lookup) -> StoredDocument:
    """Return the site profile that is live. Raises NotDisclosed before the first."""
    profiles = Publication.objects.profiles().at_address(PROFILE)
    return _first(profiles.live(at=lookup.at).first())


def _first(row: Publication | None) -> StoredDocument:
    if row is None:
        raise NotDisclosed
    return stored_document(row)


def _page_of_version(ref: PublicationRef) -> tuple[str, ...]:
    if ref.kind != Kind.RELEASE:
        return ()
    return (version_path(ref.address, ref.number),)


def _pages_of_languages(ref: PublicationRef) -> tuple[str, ...]:
    """Return the pages of the release in all its languages, each of which names them."""
    if ref.kind != Kind.RELEASE:
        return ()
    return tuple(map(release_path, (ref.address, *ref.other_languages)))


# Each has the one page that its address in the JSON API is made from.
STORED_RELEASE: Subject[StoredRelease] = Subject(
    name="release",
    pages={"": release_path(RELEASE_ADDRESS)},
    by=frozenset({Kind.RELEASE}),
    affected_pages=_pages_of_languages,
    read=_read_release,
)
STORED_VERSION: Subject[StoredDocument] = Subject(
    name="version",
    pages={"": version_path(RELEASE_ADDRESS, VERSION_NUMBER)},
    by=frozenset({Kind.RELEASE}),
    affected_pages=_page_of_version,
    read=_read_version,
)
STORED_EVENT: Subject[StoredDocument] = Subject(
    name="event",
    pages={"": event_path(EVENT_ADDRESS)},
    by=frozenset({Kind.EVENT}),
    affected_pages=EVENT.affected_pages,
    read=_read_event,
)
