"""The steps of a release from draft to public, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.models import State
from releases.workspace.context import WorkspaceContext


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressStep:
    """One step: passed, the present one, or still to come."""

    label: str
    is_passed: bool
    is_current: bool


def progress_of(context: WorkspaceContext | None) -> tuple[ProgressStep, ...]:
    """Return the five steps of a release; of one that is not saved yet, for None.

    A correction starts again with its draft. What was imported took other steps.
    """
    if context and context.is_history and not context.is_pending:
        return ()
    current = 0 if context is None else _current_step(context)
    return tuple(
        ProgressStep(
            label=label, is_passed=number < current, is_current=number == current
        )
        for number, label in enumerate(_labels(context))
    )


def _current_step(context: WorkspaceContext) -> int:
    """Return the number of the present step: 0 for a draft, 4 for what is public."""
    return {
        State.DRAFT: 0,
        State.SUBMITTED: 1,
        State.CLEARED: 2,
        State.HELD: 2,
        State.APPROVED: 3 if context.scheduled else 4,
        State.WITHDRAWN: 4,
    }[State(context.release.state)]


def _labels(context: WorkspaceContext | None) -> Iterator[str]:
    state = context.release.state if context else State.DRAFT
    yield _("Draft")
    yield _("Submitted")
    yield _("Held") if state == State.HELD else _("Approved")
    yield _("Scheduled")
    yield _("Withdrawn") if state == State.WITHDRAWN else _("Public")
