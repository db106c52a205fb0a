"""Titles that announce results or a report."""

from __future__ import annotations

import re

_RESULTS = re.compile(
    r"(?i)\b(?:results|reports?|earnings|financial statements|trading (?:update|statement)"
    r"|r[ée]sultats|chiffres? d[’']affaires|rapports? (?:annuel|semestriel|financier)|\w*(?:berichte?|abschluss|zahlen|ergebnisse?)|(?:quartals|zwischen|halbjahres|jahres)mitteilung|resultados|informes? (?:anual|semestral|trimestral|financiero))\b"
)


def names_results(title: str) -> bool:
    """Return whether a title announces results or a report, not a meeting."""
    return _RESULTS.search(title) is not None
