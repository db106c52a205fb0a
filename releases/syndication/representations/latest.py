"""The five latest disclosures in less than 2 kB, to be polled."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.documents import ReleaseHead, rfc3339
from releases.record.public_view import Weight
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext, site
from releases.record.subjects import latest_heads
from releases.syndication.entries import tag_uri
from releases.templatetags.labels import release_title
from releases.text.public_paths import LATEST

MAX_ENTRIES = 5
MAX_BYTES = 1900
MAX_TITLE_LENGTH = 200


def write(releases: tuple[Published[ReleaseHead], ...], context: WriteContext) -> bytes:
    """Return as many of the releases as fit in MAX_BYTES, the latest first."""
    entries: list[dict[str, Any]] = []
    content = _json(entries)
    for release in releases:
        entries.append(_entry(release, context))
        longer = _json(entries)
        if len(longer) > MAX_BYTES:
            break
        content = longer
    return content


def _entry(release: Published[ReleaseHead], context: WriteContext) -> dict[str, Any]:
    """Return the release as an entry; `kind` is that of its notice, or "release"."""
    document = release.document
    return {
        "id": tag_uri(release.address, host=context.host),
        "url": context.root + release.path,
        "title": release_title(document)[:MAX_TITLE_LENGTH],
        "kind": document.change.kind if document.change else document.kind,
        "category": document.category.slug,
        "published": rfc3339(release.dated),
        "updated": rfc3339(release.since),
        "number": release.number,
    }


def _json(entries: list[dict[str, Any]]) -> bytes:
    text = json.dumps({"releases": entries}, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


REPRESENTATION = Representation(
    name="latest",
    of=site(latest_heads(MAX_ENTRIES), by={Kind.RELEASE}),
    lists=Kind.RELEASE,
    path=LATEST,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.LATEST,
    label="latest.json",
    explanation=gettext_lazy(
        "The titles, addresses and times of the five latest press releases in less than 2 kB. "
        "Made for programs that ask often: up to once a second."
    ),
    indexed=False,
    cors=True,
)
