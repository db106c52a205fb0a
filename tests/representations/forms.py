"""Plain forms of each subject, for tests, beside those that the site has."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from django.test import override_settings

from releases import representation_links
from releases.models.record.kinds import Kind
from releases.pagecache import routes
from releases.record.documents import EventDocument, ReleaseDocument, ReleaseHead
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext, site
from releases.record.subjects import (
    EVENT,
    RELEASE,
    VERSION,
    DisclosedRelease,
    latest_heads,
)


def write_release(release: DisclosedRelease, context: WriteContext) -> bytes:
    """Return the release, the number of its versions, and what became of its events."""
    cancelled = [event.document.cancelled for event in release.events]
    text = f"{len(release.versions)} {cancelled} {text_of(release.document)}"
    return text.encode()


def write_version(version: Published[ReleaseDocument], context: WriteContext) -> bytes:
    """Return the version's text."""
    return f"{version.number} {text_of(version.document)}".encode()


def write_event(event: Published[EventDocument], context: WriteContext) -> bytes:
    """Return the event's title and state."""
    return f"{event.document.title} {event.document.cancelled}".encode()


def write_headlines(
    releases: tuple[Published[ReleaseHead], ...], context: WriteContext
) -> bytes:
    """Return the headlines."""
    return "\n".join(release.document.headline for release in releases).encode()


def text_of(document: ReleaseDocument) -> str:
    """Return a release's headline, body and disclaimers."""
    wordings = (disclaimer.wording for disclaimer in document.disclaimers)
    return " ".join([document.headline, document.body, *wordings])


FORMS: tuple[Representation[Any], ...] = (
    Representation(
        name="text",
        of=RELEASE,
        suffix="text.txt",
        media_type="text/plain",
        write=write_release,
        ahead=True,
        relation="alternate",
        title="Text",
    ),
    Representation(
        name="words",
        of=VERSION,
        suffix="words.txt",
        media_type="text/plain",
        write=write_version,
        ahead=True,
        relation="alternate",
        title="Words",
        cors=True,
        accepts_ranges=True,
    ),
    Representation(
        name="note",
        of=EVENT,
        suffix="note.txt",
        media_type="text/plain",
        write=write_event,
        applies=lambda document: document.title != "No note",
        relation="alternate",
        title="Note",
    ),
)


# Each has a mistake that the walk of samples must find.
def write_issuer(version: Published[ReleaseDocument], context: WriteContext) -> bytes:
    """Return what changes with the issuer's profile, though a version never changes."""
    return f"{context.issuer.name} {version.number}".encode()


MISTAKEN: tuple[Representation[Any], ...] = (
    Representation(
        name="silent",
        of=site(latest_heads(5), by=()),
        path="/silent.txt",
        media_type="text/plain",
        write=write_headlines,
    ),
    Representation(
        name="eager",
        of=site(latest_heads(5), by={Kind.RELEASE, Kind.EVENT}),
        path="/eager.txt",
        media_type="text/plain",
        write=write_headlines,
    ),
    Representation(
        name="branded",
        of=VERSION,
        suffix="branded.txt",
        media_type="text/plain",
        write=write_issuer,
    ),
)


@contextlib.contextmanager
def served() -> Iterator[None]:
    """Serve these forms beside those of the site."""
    with override_settings(ROOT_URLCONF="tests.representations.urls"):
        _forget_routes()
        try:
            yield
        finally:
            _forget_routes()


@contextlib.contextmanager
def linked() -> Iterator[None]:
    """Have the pages name these forms in place of those of the site."""
    with mock.patch.object(representation_links, "REPRESENTATIONS", FORMS):
        yield


def _forget_routes() -> None:
    for remembered in (
        routes.public_views,
        routes.suffixes,
        routes.page_prefixes,
        routes.fixed_routes,
        routes.private_segments,
    ):
        remembered.cache_clear()
