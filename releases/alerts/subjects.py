"""What subscribers choose from, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from releases.readers.models import (
    EVENTS,
    RELEASES,
    REMINDERS,
    category_of,
    category_subject,
)
from releases.record.documents import ProfileDocument


def release_subjects(categories: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the label of each subject of releases; a category is a slug and a name."""
    by_category = {category_subject(slug): name for slug, name in categories}
    return {RELEASES: _("All press releases"), **by_category}


def event_subjects() -> dict[str, str]:
    """Return the label of each subject of events."""
    return {
        EVENTS: _("New events and changes of events"),
        REMINDERS: _("A reminder before each event"),
    }


def labels_by_subject(
    subjects: Iterable[str], issuer: ProfileDocument
) -> dict[str, str]:
    """Return the label of each of these subjects, in the order of the forms.

    Categories that the issuer no longer has come last, by the alphabet.
    """
    categories = ((category.slug, category.name) for category in issuer.categories)
    known = release_subjects(categories) | event_subjects()
    places = {subject: place for place, subject in enumerate(known)}
    return {
        subject: known.get(subject) or name_of_former(category_of(subject) or subject)
        for subject in sorted(
            subjects, key=lambda subject: (places.get(subject, len(places)), subject)
        )
    }


def name_of_former(slug: str) -> str:
    """Return the name of a category that the issuer no longer has, by its slug."""
    return slug.replace("-", " ").capitalize()
