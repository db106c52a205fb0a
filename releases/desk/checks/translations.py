"""The same news in several languages."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.case import Case
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
def instant(case: Case) -> Iterator[Mark]:
    """Siblings that open at another instant, or at none that is settled."""
    if case.stands:
        return
    mine = case.opens if case.timed else None
    for one in case.siblings:
        if mine is None or one.opens != mine:
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
def language(case: Case) -> Iterator[Mark]:
    """Two of a family in the same language."""
    for one in case.siblings:
        if one.release.language.lower() == case.release.language.lower():
            yield Mark(
                message=f"“{one.release}” is in {one.release.language} as well: say "
                "which language each is written in.",
                passage=str(one.release),
                field="language",
            )
