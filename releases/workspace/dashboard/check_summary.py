"""What the checks say of the releases that open next.

Only of those few: the checks read a whole release, and this page must stay quick
however many there are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.desk import check_results
from releases.desk.check_results import CheckResult
from releases.models import Release
from releases.workspace.dashboard.timeline import Coming

LOOKED_AT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A release that something stands against, and what that is."""

    release: Release
    verdicts: tuple[CheckResult, ...]


def judged(coming: list[Coming], *, at: dt.datetime) -> list[Judged]:
    """Those of the next few that a check still stands against."""
    found = []
    for release in list(dict.fromkeys(one.release for one in coming))[:LOOKED_AT]:
        unanswered = tuple(
            one for one in check_results.verdicts(release, at=at) if one.waiver is None
        )
        if unanswered:
            found.append(Judged(release=release, verdicts=unanswered))
    return found
