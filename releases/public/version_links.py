"""The versions of a release as a list, and the redlines that lead between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from releases.record.fragment_cache import on_the_site
from releases.record.versions import Version
from releases.text.public_paths import redline_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One version in the list on the page of a version.

    `redline` leads to what changed between the two: empty where one of them has no
    text to compare, or may not be read. `before` and `after` are their numbers.
    """

    version: Version
    here: bool
    redline: str
    before: int
    after: int


def lines(chain: Sequence[Version], here: Version) -> list[Line]:
    """Every version, the latest first, as seen from the page of one of them."""
    found = []
    for version in reversed(chain):
        pair = compared(chain, version, here)
        found.append(
            Line(
                version=version,
                here=version is here,
                redline=_redline_path(*pair) if pair else "",
                before=pair[0].number if pair else 0,
                after=pair[1].number if pair else 0,
            )
        )
    return found


def compared(
    chain: Sequence[Version], one: Version, other: Version
) -> tuple[Version, Version] | None:
    """The earlier and the later to compare; a notice lends the text it followed."""
    first, second = sorted([one, other], key=lambda version: version.number)
    while not second.readable and second.number > first.number:
        second = chain[second.number - 2]
    if second.number == first.number or not first.readable:
        return None
    return first, second


def _redline_path(before: Version, after: Version) -> str:
    address = before.release.address
    return on_the_site(redline_path(address, before.number, after.number))
