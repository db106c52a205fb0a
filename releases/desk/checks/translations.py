"""The same news in several languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease, Translation
from releases.desk.checks.registry import Level, Problem, check
from releases.models import State
from releases.text.translatable import Message

REGULATION_FD_URL = (
    "https://law.lawstack.com/node_references?cite=17+C.F.R.%3A%C2%A7+243.101"
)


@check(
    "translations.instant",
    Level.ERROR,
    title=_("All languages are published at the same time"),
    rule=_(
        "News is disclosed to everyone at once: readers of one language must not learn it "
        "later than readers of another."
    ),
    source=REGULATION_FD_URL,
)
def different_instant(checked: CheckedRelease) -> Iterator[Problem]:
    """Find translations with another instant, and those that go public without it."""
    if checked.public_document:
        return
    instant = checked.goes_live_at if checked.is_timed else None
    for other in checked.translations:
        if other.release.state == State.WITHDRAWN:
            continue
        if other.goes_together and other.goes_live_at == checked.release.go_live_at:
            continue
        if instant is None or other.goes_live_at != instant:
            yield _problem(
                gettext_noop(
                    "The translation “%(release)s” (%(language)s) isn't published at "
                    "the same time. Give both the same time."
                ),
                other,
                field="go_live_at",
            )


@check(
    "translations.original",
    Level.ERROR,
    title=_("What is translated stands"),
    rule=_("A translation must not go on saying what its original has taken back."),
)
def withdrawn_original(checked: CheckedRelease) -> Iterator[Problem]:
    """Find an original that is withdrawn."""
    for other in checked.translations:
        is_original = other.release.pk == checked.release.translation_of_id
        if is_original and other.release.state == State.WITHDRAWN:
            yield _problem(
                gettext_noop(
                    "“%(release)s” (%(language)s), which this release translates, is "
                    "withdrawn. Don't publish the translation."
                ),
                other,
                field="translation_of",
            )


@check(
    "translations.language",
    Level.ERROR,
    title=_("A translation is in another language"),
    rule=_("Readers and feeds choose by the language that a release says it is in."),
)
def same_language(checked: CheckedRelease) -> Iterator[Problem]:
    """Find translations that say they are in the same language."""
    for other in checked.translations:
        if other.release.language.lower() == checked.release.language.lower():
            yield _problem(
                gettext_noop(
                    "“%(release)s” is also marked as %(language)s. Correct the "
                    "language of one of them."
                ),
                other,
                field="language",
            )


@check(
    "translations.category",
    Level.WARNING,
    title=_("All languages are in one category"),
    rule=_("Readers who follow a category must find the news in their language there."),
)
def different_category(checked: CheckedRelease) -> Iterator[Problem]:
    """Find translations that are in another category."""
    for other in checked.translations:
        category = other.release.category
        if category and category.slug != checked.document.category.slug:
            yield _problem(
                gettext_noop(
                    "“%(release)s” (%(language)s) is in the category “%(category)s”. "
                    "Choose the same category for all languages."
                ),
                other,
                field="category",
                category=category.name,
            )


def _problem(text: str, other: Translation, *, field: str, **values: str) -> Problem:
    """Return the problem with another language, which its text names."""
    release = other.release
    return Problem(
        message=Message(
            text, {"release": str(release), "language": release.language, **values}
        ),
        passage=str(release),
        field=field,
    )
