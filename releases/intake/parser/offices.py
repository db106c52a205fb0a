"""Contact lines that name a firm or a desk, not a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.contact_lines import LineFacts

_BOUTIQUE = re.compile(
    r"(?!(?:Head|Leiter(?:in)?|Directeur|Directrice|Responsable|Director|Chief|Vice|Senior|Global|Group|Corporate|Manager)\b)[A-Z][\w&’'-]*(?:\s[A-Z&][\w&’'-]*){0,3}\s(?:Investor Relations|Media Relations|Public Relations|Communications)"
)
_DESK = re.compile(r"[A-Z][\w&.’'-]*(?:\s[A-Z&0-9][\w&.’'/-]*){1,4}:")


def is_boutique(line: str) -> bool:
    """Return whether a line is the name of an investor or public relations firm."""
    return _BOUTIQUE.fullmatch(line) is not None


def is_desk_label(line: str, facts: LineFacts) -> bool:
    """Return whether a line is a firm's name and a colon above its own people."""
    if _DESK.fullmatch(line) is None or facts.labelled:
        return False
    return not {kind for kind, _ in facts.pieces} & {"person", "title"}


def is_another_desk(facts: LineFacts, phones: Sequence[object]) -> bool:
    """Return whether a line names an office with its own number after a person's."""
    return (
        bool(phones)
        and bool(facts.phones)
        and [kind for kind, _ in facts.pieces] in (["org"], ["other"])
        and len(facts.pieces[0][1].split()) > 2
    )
