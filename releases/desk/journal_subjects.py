"""What journal entries are about: the subject under which each thing is journalled."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.models import Absence, Category, Disclaimer, Release


def subject_of_release(release: Release) -> str:
    """Return the subject of the release's entries; for the record it has another."""
    return f"release:{release.pk}"


def subject_of_disclaimer(disclaimer: Disclaimer) -> str:
    """Return the subject of the disclaimer's entries, one for all its revisions."""
    return f"disclaimer:{disclaimer.ref.hex}"


def subject_of_category(category: Category) -> str:
    """Return the subject of the category's entries."""
    return f"category:{category.slug}"


def subject_of_absence(absence: Absence) -> str:
    """Return the subject of the absence's entries."""
    return f"absence:{absence.pk}"


def subject_of_user(user: User) -> str:
    """Return the subject of the entries about the account of `user`."""
    return f"user:{user.pk}"
