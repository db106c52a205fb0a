"""What subscribers choose from, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from releases.readers.models import (
    EVENTS,
    RELEASES,
    REMINDERS,
    category_of,
    category_subject,
)


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


def labels_of(subjects: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return the subjects in words, in their order; `names` are those of categories."""
    known = release_subjects(names.items()) | event_subjects()
    return [
        known.get(subject) or name_of_former(category_of(subject) or subject)
        for subject in in_order(subjects, names)
    ]


def in_order(subjects: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return the subjects as forms have them; former categories follow by the alphabet.

    `names` are those of the categories by their slugs.
    """
    known = [*release_subjects(names.items()), *event_subjects()]
    return sorted(
        subjects,
        key=lambda subject: (
            known.index(subject) if subject in known else len(known),
            subject,
        ),
    )


def name_of_former(slug: str) -> str:
    """Return the name of a category that the issuer no longer has, by its slug."""
    return slug.replace("-", " ").capitalize()
