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
    identification,
    images,
    invisible,
    leftovers,
    links,
    measures,
    tables,
    timing,
    translations,
    wire,
)
from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.document import checks_page
from releases.desk.checks.registry import (
    NOT_LEGAL_ADVICE,
    Check,
    Finding,
    Level,
    all_checks,
    digest_of_findings,
    findings_in,
    get_check,
)
from releases.desk.checks.tasks import Task, tasks_for

__all__ = [
    "NOT_LEGAL_ADVICE",
    "Check",
    "CheckedRelease",
    "Finding",
    "Level",
    "Task",
    "all_checks",
    "checks_page",
    "digest_of_findings",
    "findings_in",
    "get_check",
    "tasks_for",
]

# Importing a module registers its checks.
CHECK_MODULES = (
    *(calls, completeness, corrections, dates, files, forward_looking, headlines),
    *(identification, images, invisible, leftovers, links, measures, tables),
    *(timing, translations, wire),
)
