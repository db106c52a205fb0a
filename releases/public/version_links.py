"""Links to the versions of a release, and to the redlines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from releases.record.fragment_cache import on_the_site
from releases.record.versions import Version
from releases.text.public_paths import redline_path


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLink:
    """A version in the list on the page of a version.

    `redline` is the path of what changed between it and the version on this page, whose
    numbers are `before` and `after`; empty if one of them has no readable text.
    """

    version: Version
    is_this_page: bool
    redline: str
    before: int
    after: int


def version_links(versions: Sequence[Version], shown: Version) -> list[VersionLink]:
    """Return links to all versions, the latest first, for the page of `shown`."""
    links = []
    for version in reversed(versions):
        pair = redline_pair(versions, version, shown)
        links.append(
            VersionLink(
                version=version,
                is_this_page=version is shown,
                redline=_redline_path(*pair) if pair else "",
                before=pair[0].number if pair else 0,
                after=pair[1].number if pair else 0,
            )
        )
    return links


def redline_pair(
    versions: Sequence[Version], version: Version, other: Version
) -> tuple[Version, Version] | None:
    """Return the earlier and the later version to compare, or None.

    A notice has no text, so the version that it replaced is compared in its place.
    """
    first, second = sorted([version, other], key=lambda version: version.number)
    while not second.readable and second.number > first.number:
        second = versions[second.number - 2]
    if second.number == first.number or not first.readable:
        return None
    return first, second


def _redline_path(before: Version, after: Version) -> str:
    address = before.release.address
    return on_the_site(redline_path(address, before.number, after.number))
