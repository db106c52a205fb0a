"""The same news in several languages."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check

ALIKE = (
    "What is disclosed is disclosed to everybody at once: readers of one language are "
    "not to be behind readers of another."
)
FD = "https://law.lawstack.com/node_references?cite=17+C.F.R.%3A%C2%A7+243.101"


@check(
    "translations.instant",
    Level.ERROR,
    title="All languages open at one instant",
    rule=ALIKE,
    source=FD,
)
def instant(checked: CheckedRelease) -> Iterator[Mark]:
    """Siblings that open at another instant, or at none that is settled."""
    if checked.public_document:
        return
    mine = checked.goes_live_at if checked.is_timed else None
    for one in checked.translations:
        if mine is None or one.goes_live_at != mine:
            yield Mark(
                message=f"“{one.release}” ({one.release.language}) says the same and "
                "does not open at the same instant: give both one instant.",
                passage=str(one.release),
                field="go_live_at",
            )


@check(
    "translations.language",
    Level.ERROR,
    title="A translation is in another language",
    rule="Readers and feeds choose by the language that a release says it is in.",
)
def language(checked: CheckedRelease) -> Iterator[Mark]:
    """Two of a family in the same language."""
    for one in checked.translations:
        if one.release.language.lower() == checked.release.language.lower():
            yield Mark(
                message=f"“{one.release}” is in {one.release.language} as well: say "
                "which language each is written in.",
                passage=str(one.release),
                field="language",
            )
