"""The checks on a release, in the manner of Django's system checks.

A check is a small function of a `CheckedRelease`, which is everything that checks look
at, loaded once. It yields what it finds.
"""

from __future__ import annotations

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
from releases.desk.checks.checked_release import CheckedRelease
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
from releases.desk.checks.tasks import Task, tasks_for

__all__ = [
    "NOT_ADVICE",
    "Check",
    "CheckedRelease",
    "Finding",
    "Level",
    "Task",
    "digest",
    "findings_in",
    "named",
    "page",
    "registered",
    "tasks_for",
]

# Importing a module registers its checks.
SUBJECTS = (
    *(calls, completeness, corrections, dates, files, forward_looking, headlines),
    *(leftovers, links, measures, opening, timing, translations, wire),
)
