"""Measures outside GAAP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.text.non_gaap import non_gaap_measures_in

_RECONCILES = re.compile(r"reconcil", re.IGNORECASE)
_TABLES = re.compile(
    r"reconcil|non-?gaap|financial (?:tables|statements|supplement|schedules)"
    r"|supplement|full release",
    re.IGNORECASE,
)


@check(
    "measures.unreconciled",
    Level.ERROR,
    title="Non-GAAP measures are reconciled",
    rule="Regulation G: with a measure outside GAAP go, at the same instant, the most "
    "directly comparable GAAP measure and a quantitative reconciliation. Guidance may "
    "lawfully omit it where it would take unreasonable efforts: override with that "
    "reason.",
    source="https://law.lawstack.com/cfr/17/244.100/",
)
def unreconciled(checked: CheckedRelease) -> Iterator[Mark]:
    """A measure in the text, and neither a table nor a file that reconciles it."""
    if not checked.is_english or _has_table(checked) or _has_file(checked):
        return
    named: dict[str, str] = {}
    for words in checked.own_text:
        for measure in non_gaap_measures_in(words.text):
            named.setdefault(" ".join(measure.split()), words.field)
    for measure, field in named.items():
        yield Mark(
            message=f"“{measure}” is a measure outside GAAP: add a reconciliation, as a "
            "table in the body or as a file that goes out with the release.",
            passage=measure,
            field=field,
        )


def _has_table(checked: CheckedRelease) -> bool:
    """A table that says so itself, or right after words that do."""
    said = ""
    for block in checked.body.blocks:
        if block.kind == "table" and _RECONCILES.search(f"{said}\n{block.text}"):
            return True
        said = block.text if block.kind == "table" else f"{said}\n{block.text}"
    return False


def _has_file(checked: CheckedRelease) -> bool:
    return any(
        _TABLES.search(f"{one.attachment.title}\n{one.attachment.name}")
        for one in checked.enclosures
    )
