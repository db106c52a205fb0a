"""Corrections announced in the text, and gaps left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.reading import Doubt, Lines, Said

_CORRECTION = re.compile(
    r"(?i)/?c\s?o\s?r\s?r\s?e\s?c\s?t\s?i\s?o\s?n\b(?!s? (?:facilit|officer|center))|corrected release follows|(?:corrects|replaces|supersedes)\b[^.]{0,80}\b(?:release|announcement|version)|correction (?:from source|and replacement)|corrects? and replaces?|the (?:following )?corrected (?:version|release|announcement)|in the (?:news|press) release[^.]{0,300}(?:should (?:read|have)|we are advised)"
    r"|replaces the (?:previous|announcement|release)|this (?:release|announcement|press release) (?:corrects|replaces|amends)|reissued|re-?transmission|/ADVISORY/"
)
_PLACEHOLDER = re.compile(
    r"\[(?:●|•|\*|_+|\.{2,}|TBD|TBC|XX+|insert[^\]]{0,60}|date|name|amount|link|number|to come|to be (?:confirmed|added|inserted)[^\]]{0,40}|\s{0,6})\](?!\()"
    r"|\bX{3,}\b|\$X+(?:\.X+)?\b|\bTBD\b|\bTK\b|_{4,}|\?{3,}|\bLOREM IPSUM\b",
    re.IGNORECASE,
)


def replaced(blocks: Sequence[Block]) -> Said | None:
    """What the release says that it corrects or replaces."""
    found = [
        b for b in blocks[:14] if b.kind != "table" and _CORRECTION.search(b.flat[:600])
    ]
    if not found:
        return None
    text = " ".join(b.flat for b in found[:2])
    return Said(text=text, lines=Lines(first=found[0].first, last=found[:2][-1].last))


def is_correction(block: Block) -> bool:
    """Whether a block tells of a correction."""
    return _CORRECTION.search(block.flat[:600]) is not None


def placeholders(blocks: Sequence[Block]) -> list[Said]:
    """Gaps that somebody meant to fill in."""
    return [
        Said(text=match.group(), lines=block.lines)
        for block in blocks
        if block.kind != "mark"
        for match in _PLACEHOLDER.finditer(block.text)
        if match.group().isupper() or not match.group().isalpha()
    ]


def placeholder_doubts(found: Sequence[Said]) -> list[Doubt]:
    """A doubt for each gap."""
    return [
        Doubt(line=said.lines.first, saw=said.text, assumed="A gap to be filled in.")
        for said in found
    ]
