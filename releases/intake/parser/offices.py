"""Lines of a contact block that name a firm or a desk rather than a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.contact_lines import Facts

_BOUTIQUE = re.compile(
    r"(?!(?:Head|Director|Chief|Vice|Senior|Global|Group|Corporate|Manager)\b)[A-Z][\w&’'-]*(?:\s[A-Z&][\w&’'-]*){0,3}\s(?:Investor Relations|Media Relations|Public Relations|Communications)"
)
_DESK = re.compile(r"[A-Z][\w&.’'-]*(?:\s[A-Z&0-9][\w&.’'/-]*){1,4}:")


def is_boutique(line: str) -> bool:
    """Whether a line is the name of a firm for investor or public relations."""
    return _BOUTIQUE.fullmatch(line) is not None


def is_desk_label(line: str, said: Facts) -> bool:
    """Whether a line is a firm's name and a colon over its own people."""
    if _DESK.fullmatch(line) is None or said.labelled:
        return False
    return not {kind for kind, _ in said.pieces} & {"person", "title"}


def is_another_desk(said: Facts, phones: Sequence[object]) -> bool:
    """Whether a line names an office with its own number after somebody's number."""
    return (
        bool(phones)
        and bool(said.phones)
        and [kind for kind, _ in said.pieces] in (["org"], ["other"])
        and len(said.pieces[0][1].split()) > 2
    )
