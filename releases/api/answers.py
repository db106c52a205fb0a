"""The answers of the JSON API, with documents in the very bytes of the record."""

from __future__ import annotations

import json
from typing import Any

from releases.record.documents import rfc3339
from releases.record.fragment_cache import on_the_site
from releases.record.stored_documents import (
    StoredDocument,
    StoredHead,
    StoredRelease,
    VersionEntry,
)
from releases.text.public_paths import (
    API_ISSUER,
    HOME,
    api_path,
    event_path,
    release_path,
    version_path,
)


def release_answer(release: StoredRelease, *, root: str) -> str:
    """Return a PublishedRelease; `root` is the origin of the site's URLs."""
    current = release.current
    page = release_path(current.address)
    members = {
        **located(page, root),
        **_head(current),
        "address": current.address,
        "imported": current.imported,
        "languages": [
            {"language": link.language, **located(link.permanent_path, root)}
            for link in release.languages
        ],
        "versions": [
            _version_summary(entry, current.address, root) for entry in release.versions
        ],
    }
    return _with_document(members, current)


def version_answer(version: StoredDocument, *, root: str) -> str:
    """Return the JSON text of a version of a release, as the schema ReleaseVersion."""
    page = version_path(version.address, version.number)
    members = {
        **located(page, root),
        **_head(version),
        "address": version.address,
        "imported": version.imported,
    }
    return _with_document(members, version)


def event_answer(event: StoredDocument, *, root: str) -> str:
    """Return a PublishedEvent."""
    page = event_path(event.address)
    members = {**located(page, root), **_head(event), "address": event.address}
    return _with_document(members, event)


def listed_answer(stored: StoredDocument, *, page: str, root: str) -> str:
    """Return what has no address of its own in the API; `page` is its path for people."""
    members = {
        "url": root + on_the_site(page),
        **_head(stored),
        "address": stored.address,
    }
    return _with_document(members, stored)


def issuer_answer(profile: StoredDocument, *, root: str) -> str:
    """Return a PublishedIssuer, whose page is the front page."""
    members = {
        "api_url": root + on_the_site(API_ISSUER),
        "url": root + on_the_site(HOME),
        **_head(profile),
    }
    return _with_document(members, profile)


def release_summary(release: StoredHead, *, root: str) -> str:
    """Return a ReleaseSummary."""
    return json_text(
        {
            **located(release_path(release.address), root),
            **_head(release),
            "address": release.address,
            "imported": release.imported,
            "headline": release.headline,
            "category": release.category,
            "language": release.language,
            "notice": release.notice or None,
        }
    )


def page_answer(name: str, entries: list[str], *, next_url: str | None) -> bytes:
    """Return a page of a list, whose member of this name has the entries."""
    listed = ",\n".join(entries)
    return (
        f'{{"next":{json_text(next_url)},{json_text(name)}:[\n{listed}\n]}}\n'.encode()
    )


def _version_summary(entry: VersionEntry, address: str, root: str) -> dict[str, Any]:
    return {
        **located(version_path(address, entry.number), root),
        "number": entry.number,
        "since": rfc3339(entry.since),
        "until": rfc3339(entry.until) if entry.until else None,
        "notice": entry.notice or None,
        "sealed": entry.sealed,
    }


def located(page: str, root: str) -> dict[str, Any]:
    """Return the members of a Located: the addresses of what has this page."""
    return {
        "api_url": root + on_the_site(api_path(page)),
        "url": root + on_the_site(page),
    }


def _head(stored: StoredHead) -> dict[str, Any]:
    return {
        "number": stored.number,
        "dated": rfc3339(stored.dated),
        "since": rfc3339(stored.since),
        "digest": stored.digest,
    }


def _with_document(members: dict[str, Any], stored: StoredDocument) -> str:
    """Return the members, the last of which is the document as it is stored."""
    return f'{json_text(members)[:-1]},"document":{stored.document}}}'


def json_text(value: Any) -> str:
    """Return a value as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
