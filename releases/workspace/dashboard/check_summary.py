"""What the checks find in the releases that go live next.

Only in those few: the checks read a whole release, and the dashboard must stay quick
however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from releases.desk.check_results import CheckResult
from releases.desk.context import ReleaseContext
from releases.models import Release
from releases.workspace.dashboard.timeline import UpcomingRelease

CHECKED_RELEASES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredChecks:
    """A release, and the checks that nobody has answered."""

    release: Release
    results: tuple[CheckResult, ...]


def releases_to_check(upcoming: Iterable[UpcomingRelease]) -> list[int]:
    """Return the keys of the releases whose checks are shown, the next one first."""
    return list(dict.fromkeys(row.release.pk for row in upcoming))[:CHECKED_RELEASES]


def unanswered_checks(
    upcoming: Iterable[UpcomingRelease], contexts: Mapping[int, ReleaseContext]
) -> Iterator[UnansweredChecks]:
    """Yield those of the next releases in which a check is unanswered."""
    for key in releases_to_check(upcoming):
        context = contexts[key]
        if context.unanswered:
            yield UnansweredChecks(
                release=context.release, results=tuple(context.unanswered)
            )
