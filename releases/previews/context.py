"""The context of the public release page, for a release that is not public yet."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from releases.desk.context import ReleaseContext
from releases.desk.versions import versions_of
from releases.models import Publication, Release, State
from releases.record.clock import next_second, read_clock
from releases.record.documents import EventDocument, ReleaseDocument
from releases.record.freeze import freeze_event, issuer_zone
from releases.record.frozen_pages import FrozenPage
from releases.record.published import (
    Published,
    as_first_version,
    profile,
    published_event,
    published_release,
)
from releases.text.headings import contents_of, headings_of
from releases.text.image_tags import with_addresses
from releases.text.slugs import slug_of


def preview_context(release: Release) -> dict[str, Any]:
    """Return what the public template would get if the release were approved now.

    A release that is on the record already is shown as the record has it.
    """
    now = read_clock()
    chain = versions_of(release)
    opens_at = _opening_time(release, now)
    if chain and release.state in {State.APPROVED, State.WITHDRAWN}:
        published = published_release(chain[0])
    else:
        published = _next_version(
            ReleaseContext(release, at=now).page, release, chain, opens_at
        )
    at = max(published.since, opens_at)
    headings = headings_of([published.document.body])
    return {
        "release": published,
        "events": _events(release, published.document, at=at),
        "issuer": profile(at=at),
        "at": at,
        "section": "releases",
        "headings": headings,
        "contents": contents_of(headings),
        "first_live_from": chain[-1].live_from if chain else published.since,
        "canonical": published.path,
    }


def with_shown_images(
    context: dict[str, Any], address: Callable[[str], str]
) -> dict[str, Any]:
    """Return the context with another address for each image: its own opens nothing yet.

    `address` returns it for an image's own; empty where the text of the image will do.
    """
    release: Published[ReleaseDocument] = context["release"]
    body = with_addresses(release.document.body, address)
    document = release.document.model_copy(update={"body": body})
    return {**context, "release": replace(release, document=document)}


def _opening_time(release: Release, now: dt.datetime) -> dt.datetime:
    """Return when the release would publish if it were approved now."""
    soon = next_second(now)
    return max(release.go_live_at, soon) if release.go_live_at else soon


def _next_version(
    page: FrozenPage,
    release: Release,
    chain: list[Publication],
    opens_at: dt.datetime,
) -> Published[ReleaseDocument]:
    """Return the frozen page as the next version of the release."""
    assert isinstance(page.document, ReleaseDocument)
    dated = chain[0].dated if chain else opens_at
    year = dated.astimezone(zoneinfo.ZoneInfo(issuer_zone())).year
    slug = release.slug or slug_of(release.headline)
    return Published(
        address=release.address or f"{year}/{slug}",
        number=chain[0].number + 1 if chain else 1,
        dated=dated,
        since=opens_at,
        imported=False,
        digest=page.digest,
        starts=None,
        ends=None,
        document=page.document,
    )


def _events(
    release: Release, document: ReleaseDocument, *, at: dt.datetime
) -> list[Published[EventDocument]]:
    """Return its events: from the record at `at`, or as they would go out with it."""
    on_record = {
        row.address: published_event(row)
        for row in Publication.objects.events()
        .at_addresses(list(document.events))
        .live(at=at)
    }
    new = {
        link.event.slug: _first_version(freeze_event(link.event), at)
        for link in release.releaseevents.select_related("event")
        if link.event.slug not in on_record
    }
    known = {**new, **on_record}
    return [known[slug] for slug in document.events if slug in known]


def _first_version(page: FrozenPage, at: dt.datetime) -> Published[EventDocument]:
    assert isinstance(page.document, EventDocument)
    return as_first_version(
        page.document,
        address=page.address,
        at=at,
        digest=page.digest,
        starts=page.starts,
        ends=page.ends,
    )
