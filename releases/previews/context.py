"""The page of a release as approving it now would make it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from releases.desk.context import ReleaseContext
from releases.desk.versions import versions_of
from releases.models import Publication, Release, State
from releases.record.clock import next_second, read_clock
from releases.record.documents import EventDocument, ReleaseDocument
from releases.record.freeze import FrozenPage, freeze_event, issuer_zone
from releases.record.published import (
    Published,
    profile,
    published_event,
    published_release,
)
from releases.text.slugs import slug_of


def context_of(release: Release) -> dict[str, Any]:
    """What the public template is given; for what is on the record, the record."""
    now = read_clock()
    chain = versions_of(release)
    instant = _instant(release, now)
    if chain and release.state in {State.APPROVED, State.WITHDRAWN}:
        shown = published_release(chain[0])
    else:
        shown = _as_if(ReleaseContext(release, at=now).page, release, chain, instant)
    at = max(shown.since, instant)
    return {
        "release": shown,
        "events": _events(release, shown.document, at=at),
        "issuer": profile(at=at),
        "at": at,
        "section": "releases",
        "brought": chain[-1].live_from if chain else shown.since,
        "canonical": shown.path,
    }


def _instant(release: Release, now: dt.datetime) -> dt.datetime:
    """When it would open."""
    soon = next_second(now)
    return max(release.go_live_at, soon) if release.go_live_at else soon


def _as_if(
    page: FrozenPage,
    release: Release,
    chain: list[Publication],
    instant: dt.datetime,
) -> Published[ReleaseDocument]:
    """The frozen page as the next version of the release."""
    assert isinstance(page.document, ReleaseDocument)
    dated = chain[0].dated if chain else instant
    year = dated.astimezone(zoneinfo.ZoneInfo(issuer_zone())).year
    slug = release.slug or slug_of(release.headline)
    return Published(
        address=release.address or f"{year}/{slug}",
        number=chain[0].number + 1 if chain else 1,
        dated=dated,
        since=instant,
        imported=False,
        digest=page.digest,
        starts=None,
        ends=None,
        document=page.document,
    )


def _events(
    release: Release, document: ReleaseDocument, *, at: dt.datetime
) -> list[Published[EventDocument]]:
    """Its events as the record has them by then; new ones as they would go with it."""
    on_record = {
        row.address: published_event(row)
        for row in Publication.objects.events()
        .at_addresses(list(document.events))
        .live(at=at)
    }
    new = {
        link.event.slug: _event_as_if(freeze_event(link.event), at)
        for link in release.releaseevents.select_related("event")
        if link.event.slug not in on_record
    }
    known = {**new, **on_record}
    return [known[slug] for slug in document.events if slug in known]


def _event_as_if(page: FrozenPage, at: dt.datetime) -> Published[EventDocument]:
    assert isinstance(page.document, EventDocument)
    return Published(
        address=page.address,
        number=1,
        dated=at,
        since=at,
        imported=False,
        digest=page.digest,
        starts=page.starts,
        ends=page.ends,
        document=page.document,
    )
