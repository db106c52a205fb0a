"""Absences and deputies, as the journal has them."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk.journal_subjects import subject_of_absence
from releases.models import Absence, JournalAction
from releases.record import journal


def note_absence(absence: Absence, *, by: User) -> None:
    """Journal that a deputy was named, or another one, or other days."""
    journal.write(
        JournalAction.NAME_DEPUTY,
        subject_of_absence(absence),
        by=by,
        detail=_detail(absence),
        facts=_facts(absence),
    )


def note_absence_deleted(absence: Absence, *, by: User) -> None:
    """Journal that nobody stands in any more."""
    journal.write(
        JournalAction.REMOVE_DEPUTY,
        subject_of_absence(absence),
        by=by,
        detail=_detail(absence),
        facts=_facts(absence),
    )


def _detail(absence: Absence) -> str:
    days = f"from {absence.starts.isoformat()} until {absence.ends.isoformat()}"
    return f"{absence}, {days}"


def _facts(absence: Absence) -> dict[str, int | str]:
    return {
        "person": absence.person_id,
        "deputy": absence.deputy_id,
        "starts": absence.starts.isoformat(),
        "ends": absence.ends.isoformat(),
    }
