"""How a release stands: what of it is on the record, and what would be."""

from __future__ import annotations

import datetime as dt

from releases.desk.settling import named_events
from releases.models import Publication, Release
from releases.record.clock import read_clock
from releases.record.documents import Change, digest_of, written
from releases.record.freeze import FrozenPage, freeze_release
from releases.text.slugs import slug_of


def chain(release: Release) -> list[Publication]:
    """What stands of this release on the record, the latest first."""
    if not release.address:
        return []
    return list(
        Publication.objects.releases()
        .at_address(release.address)
        .standing()
        .order_by("-number")
    )


def is_live(release: Release) -> bool:
    """Whether the public can read it, in whatever version, by the record's clock."""
    return stands(release) is not None


def preview(release: Release) -> FrozenPage:
    """Exactly what approving would freeze, but for an address not yet chosen."""
    address = release.address or f"preview/{release.slug or slug_of(release.headline)}"
    return freeze_release(release, address=address, change=change_of(release))


def words_of(release: Release) -> str:
    """A digest of all that an approval covers: an approver claims what they read."""
    return approved_words(preview(release), release.go_live_at, named_events(release))


def approved_words(
    page: FrozenPage, instant: dt.datetime | None, events: list[FrozenPage]
) -> str:
    """The same of pages already frozen: the release, its instant, its events."""
    when = written(instant) if instant else "as soon as approved"
    return digest_of("\n".join([page.digest, when, *(one.digest for one in events)]))


def stands(release: Release) -> Publication | None:
    """The version that the public reads, by the record's clock."""
    now = read_clock()
    return next((one for one in chain(release) if one.live_from <= now), None)


def change_of(release: Release) -> Change | None:
    """What its next version will say of the one before it."""
    return Change(kind="correction", text=release.notice) if release.notice else None
