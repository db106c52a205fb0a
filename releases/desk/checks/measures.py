"""Non-GAAP measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.non_gaap import non_gaap_measures_in
from releases.text.translatable import Message

# Says that there are some, and not which.
_GENERIC = re.compile(r"\bmeasures?$", re.IGNORECASE)
_RECONCILES = re.compile(r"reconcil", re.IGNORECASE)
_TABLES = re.compile(
    r"reconcil|non-?gaap|financial (?:tables|statements|supplement|schedules)"
    r"|supplement|full release",
    re.IGNORECASE,
)


@check(
    "measures.unreconciled",
    Level.ERROR,
    title=_("Non-GAAP measures are reconciled"),
    rule=_(
        "Regulation G: a non-GAAP measure is published together with the most directly "
        "comparable GAAP measure and a quantitative reconciliation. Guidance may omit it "
        "where it would take unreasonable efforts: override with that reason."
    ),
    source="https://law.lawstack.com/cfr/17/244.100/",
)
def unreconciled_measure(checked: CheckedRelease) -> Iterator[Problem]:
    """Find the measures of a release that no table and no file reconciles: one matter."""
    if not checked.is_english or _has_table(checked) or _has_file(checked):
        return
    fields: dict[str, str] = {}
    for piece in checked.own_text:
        for measure in non_gaap_measures_in(piece.text):
            fields.setdefault(" ".join(measure.split()), piece.field)
    named = [measure for measure in fields if not _GENERIC.search(measure)]
    measures = named or list(fields)
    if measures:
        yield Problem(
            message=Message(
                gettext_noop(
                    "Non-GAAP measures are used: %(measures)s. Add a reconciliation "
                    "table or file."
                ),
                {"measures": ", ".join(f"“{measure}”" for measure in measures)},
            ),
            passage=measures[0],
            field=fields[measures[0]],
        )


def _has_table(checked: CheckedRelease) -> bool:
    """Return whether a table reconciles, by its own words or those right before it."""
    before = ""
    for block in checked.body.blocks:
        is_table = block.kind == "table"
        if is_table and _RECONCILES.search(f"{before}\n{block.text}"):
            return True
        before = block.text if is_table else f"{before}\n{block.text}"
    return False


def _has_file(checked: CheckedRelease) -> bool:
    return any(
        _TABLES.search(f"{enclosure.attachment.title}\n{enclosure.attachment.name}")
        for enclosure in checked.enclosures
    )
