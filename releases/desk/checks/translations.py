"""The same news in several languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
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
    """Find translations with another instant, or none."""
    if checked.public_document:
        return
    instant = checked.goes_live_at if checked.is_timed else None
    for other in checked.translations:
        if instant is None or other.goes_live_at != instant:
            yield Problem(
                message=Message(
                    gettext_noop(
                        "The translation “%(release)s” (%(language)s) isn't published at "
                        "the same time. Give both the same time."
                    ),
                    {
                        "release": str(other.release),
                        "language": other.release.language,
                    },
                ),
                passage=str(other.release),
                field="go_live_at",
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
            yield Problem(
                message=Message(
                    gettext_noop(
                        "“%(release)s” is also marked as %(language)s. Correct the "
                        "language of one of them."
                    ),
                    {
                        "release": str(other.release),
                        "language": other.release.language,
                    },
                ),
                passage=str(other.release),
                field="language",
            )
