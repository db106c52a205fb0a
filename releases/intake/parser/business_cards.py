"""Contacts set like a business card: name, title, firm, and a number below them."""

from __future__ import annotations

from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.contact_details import has_contact_details, is_prose
from releases.intake.parser.contact_labels import label_of
from releases.intake.parser.contact_lines import facts_of
from releases.intake.parser.names import is_company, is_person, is_title


def is_business_card(blocks: Sequence[Block], at: int, stop: int) -> bool:
    """Return whether a name, title and firm with a number below them begin here."""
    if blocks[at].kind != "text" or len(blocks[at].flat) > 90:
        return False
    if is_company(blocks[at].flat) and len(blocks[at].flat.split()) < 6:
        rest = blocks[at + 1 : stop]
        return len(rest) in {2, 3} and all(
            has_contact_details(b) and len(b.flat) < 70 for b in rest
        )
    kinds = [kind for kind, _ in facts_of(blocks[at].flat, None).pieces]
    if kinds[:1] != ["person"] or set(kinds) - {"person", "title", "org"}:
        return False
    below = blocks[at + 1 : min(at + 5, stop)]
    if any(b.kind != "text" or len(b.flat) > 70 or is_prose(b) for b in below[:2]):
        return False
    if any(label_of(b.flat) and not has_contact_details(b) for b in below):
        return False
    named = "title" in kinds or any(
        is_title(b.flat) or is_company(b.flat) for b in below[:2]
    )
    named = named or (2 <= stop - at <= 6 and _closes(blocks[at:stop]))
    return named and any(has_contact_details(b) and len(b.flat) < 70 for b in below[:3])


def _closes(rest: Sequence[Block]) -> bool:
    """Return whether one person's few lines are all that is left of the release."""
    return not is_person(rest[1].flat) and all(
        b.kind in {"text", "mark"} and len(b.flat) < 70 and not b.flat.endswith(".")
        for b in rest
    )
