"""The versions of a release on the record: those to come, and the one that is public."""

from __future__ import annotations

from releases.models import Publication, Release
from releases.record.clock import read_clock


def versions_of(release: Release) -> list[Publication]:
    """Return the versions that were not called off, the latest first."""
    if not release.address:
        return []
    return list(
        Publication.objects.releases()
        .at_address(release.address)
        .not_called_off()
        .order_by("-number")
    )


def scheduled_versions(release: Release) -> list[Publication]:
    """Return the versions that are still to come, by the record's clock."""
    now = read_clock()
    return [version for version in versions_of(release) if version.live_from > now]


def public_version(release: Release) -> Publication | None:
    """Return the version that the public reads, by the record's clock."""
    now = read_clock()
    return next(
        (version for version in versions_of(release) if version.live_from <= now), None
    )


def is_live(release: Release) -> bool:
    """Return whether the public can read it, in whatever version."""
    return public_version(release) is not None
