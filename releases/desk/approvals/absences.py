"""Who is to approve: a category's roles, and deputies; what changes is journalled."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.models import Absence, Category
from releases.record import journal


def note_required(category: Category, *, by: User) -> None:
    """The roles that must approve its releases were changed to what they are now."""
    rows = category.required_approvals.select_related("role")
    roles = ", ".join(str(row.role) for row in rows)
    journal.write(
        "require approvals",
        f"category:{category.slug}",
        by=by.get_username(),
        detail=roles or "one person who did not write it",
    )


def note_absence(absence: Absence, *, by: User) -> None:
    """A deputy was named, or another one, or other days."""
    journal.write(
        "name a deputy",
        _subject(absence),
        by=by.get_username(),
        detail=_told(absence),
    )


def note_no_absence(absence: Absence, *, by: User) -> None:
    """It was taken back: nobody stands in any more."""
    journal.write(
        "take a deputy back",
        _subject(absence),
        by=by.get_username(),
        detail=_told(absence),
    )


def _subject(absence: Absence) -> str:
    return f"absence:{absence.pk}"


def _told(absence: Absence) -> str:
    days = f"from {absence.starts.isoformat()} until {absence.ends.isoformat()}"
    return f"{absence}, {days}"
