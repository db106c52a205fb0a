"""The checks on a release, in the manner of Django's system checks.

A check is a small function of a `Case`, which is everything that checks look at, read
once. It yields what it finds; `run` tells all of it, the gravest first.
"""

from __future__ import annotations

import datetime as dt

from releases.desk.checks import (
    calls,
    completeness,
    corrections,
    dates,
    files,
    forward_looking,
    headlines,
    leftovers,
    links,
    measures,
    opening,
    timing,
    translations,
    wire,
)
from releases.desk.checks.case_loading import case_of
from releases.desk.checks.document import page
from releases.desk.checks.registry import (
    NOT_ADVICE,
    Check,
    Finding,
    Level,
    digest,
    findings_in,
    named,
    registered,
)
from releases.desk.checks.tasks import Task, tasks_of
from releases.models import Release

__all__ = [
    "NOT_ADVICE",
    "Check",
    "Finding",
    "Level",
    "Task",
    "case_of",
    "digest",
    "findings_in",
    "named",
    "page",
    "registered",
    "run",
    "tasks",
    "tasks_of",
]

# Importing a module registers its checks.
SUBJECTS = (
    *(calls, completeness, corrections, dates, files, forward_looking, headlines),
    *(leftovers, links, measures, opening, timing, translations, wire),
)


def run(release: Release, *, at: dt.datetime) -> tuple[Finding, ...]:
    """What is to be put right in the release as it is saved, the gravest first.

    Findings of one check stand together, in the order of the text.
    """
    return findings_in(case_of(release, at=at))


def tasks(release: Release, *, at: dt.datetime) -> tuple[Task, ...]:
    """What is to be done around it, the soonest first; none of it is a gate."""
    return tasks_of(case_of(release, at=at))
