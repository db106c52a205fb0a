"""How a release stands: what of it is on the record, and what would be."""

from __future__ import annotations

from releases.models import Publication, Release, ReleaseEvent
from releases.record.clock import read_clock
from releases.record.documents import Change, digest_of, written
from releases.record.freeze import (
    FrozenPage,
    freeze_event,
    freeze_release,
    parts,
)
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
    now = read_clock()
    return any(publication.live_from <= now for publication in chain(release))


def preview(release: Release) -> FrozenPage:
    """Exactly what approving would freeze, but for an address not yet chosen."""
    address = release.address or f"preview/{release.slug or slug_of(release.headline)}"
    return freeze_release(release, address=address, change=change_of(release))


def words_of(release: Release) -> str:
    """A digest of all that an approval covers: an approver claims what they read.

    The release as it would be frozen, its instant, and the events it names.
    """
    instant = release.go_live_at
    return digest_of(
        "\n".join(
            [
                preview(release).digest,
                written(instant) if instant else "as soon as approved",
                *(
                    freeze_event(link.event).digest
                    for link in parts(ReleaseEvent, release)
                ),
            ]
        )
    )


def change_of(release: Release) -> Change | None:
    """What its next version will say of the one before it."""
    return Change(kind="correction", text=release.notice) if release.notice else None
