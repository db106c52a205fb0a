"""Walks over the whole record that name what is not right.

They trust neither the triggers nor the rows: the database's owner may have dropped the
triggers, altered a row and put them back. What they trust is the journal, once its chain
is proved. Each walk streams its rows, so its memory does not grow with the record.
"""

from __future__ import annotations

from collections.abc import Callable

from releases.record.verification.approvals import verify_approvals
from releases.record.verification.authors import verify_authors
from releases.record.verification.credentials import verify_credentials
from releases.record.verification.installed_triggers import verify_triggers
from releases.record.verification.journal_chain import verify_journal
from releases.record.verification.problems import IntegrityProblem, Problems
from releases.record.verification.publications import verify_publications
from releases.record.verification.row_history import verify_rows
from releases.record.verification.sealed_changes import verify_changes
from releases.record.verification.signatures import verify_signatures
from releases.record.verification.stored_files import verify_files
from releases.record.verification.versions import verify_versions

__all__ = ["WALKS", "IntegrityProblem", "Problems", "walk"]

Walk = Callable[[Problems], str]

WALKS: tuple[Walk, ...] = (
    verify_triggers,
    verify_journal,
    verify_changes,
    verify_authors,
    verify_versions,
    verify_publications,
    verify_approvals,
    verify_credentials,
    verify_signatures,
    verify_files,
    verify_rows,
)


def walk(step: Walk) -> tuple[str, Problems]:
    """Return what this walk counted, and the problems that it found."""
    problems = Problems()
    try:
        summary = step(problems)
    except IntegrityProblem as problem:
        # Without the frames of the walk: PostgreSQL's cursors in them close at once.
        problems.note(problem.with_traceback(None))
        summary = ""
    return summary, problems
