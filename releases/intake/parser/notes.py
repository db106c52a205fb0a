"""Corrections announced in the text, and gaps left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dateline import opening
from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.text.translatable import Message, gettext_noop

_GAP = Message(gettext_noop("A placeholder. Fill it in."))

_CORRECTION = re.compile(
    r"(?i)/?c\s?o\s?r\s?r\s?e\s?c\s?t\s?i\s?o\s?n\b(?!s? (?:facilit|officer|center))|corrected release follows|(?:corrects|replaces|supersedes)\b[^.]{0,80}\b(?:release|announcement|version)|correction (?:from source|and replacement)|corrects? and replaces?|the (?:following )?corrected (?:version|release|announcement)|in the (?:news|press) release[^.]{0,300}(?:should (?:read|have)|we are advised)"
    r"|please replace the release|in the (?:news |press )?(?:release|announcement) (?:issued|dated|published|distributed|of)\b[^.]{0,60}\b\d{4}|the (?:updated|corrected|amended) (?:release|version|announcement) (?:reads|follows)|replaces the (?:previous|announcement|release)|this (?:release|announcement|press release) (?:corrects|replaces|amends)|reissued|re-?transmission|/ADVISORY/"
)
_READS = re.compile(
    r"(?i)(?:the |complete,? )?(?:updated|corrected|amended|full)[^.]{0,30}(?:release|version|announcement|text)[^.]{0,20}(?:reads|follows|is as follows)(?: in full)?\s?[:.]"
)
_BANNER = re.compile(r"(?i)^(?:correcting and replacing|correction|corrected)[\s:–—-]+")
_PLACEHOLDER = re.compile(
    r"\[(?:●|•|\*|_+|\.{2,}|TBD|TBC|XX+|insert[^\]]{0,60}|date|name|amount|link|number|to come|to be (?:confirmed|added|inserted)[^\]]{0,40}|\s{0,6})\](?!\()"
    r"|\bX{3,}\b|\$X+(?:\.X+)?\b|\bTBD\b|\bTK\b|_{4,}|\?{3,}|\bLOREM IPSUM\b",
    re.IGNORECASE,
)


def replaced(blocks: Sequence[Block]) -> Quote | None:
    """What the release says that it corrects or replaces."""
    found = [b for b in blocks[:14] if b.kind != "table" and is_correction(b)]
    told = [b for b in found if not _BANNER.match(b.flat)]
    found = [b for b in told if not is_lead_in(b.flat)] or told or found
    if not found:
        return None
    text = " ".join(_without_dateline(b) for b in found[:2])
    return Quote(text=text, lines=Lines(first=found[0].first, last=found[:2][-1].last))


def _without_dateline(block: Block) -> str:
    found = opening(0, block)
    return block.flat[found.ends :] if found else block.flat


def is_lead_in(text: str) -> bool:
    """Whether a line only says that the corrected text follows."""
    return _READS.fullmatch(text) is not None


def is_title(block: Block) -> bool:
    """Whether a line is a corrected release's headline, marked as such."""
    match = _BANNER.match(block.flat)
    rest = block.flat[match.end() :] if match else ""
    return len(rest.split()) >= 4 and len(rest) < 200 and not rest.endswith((".", ":"))


def repeats(block: Block, headline: str) -> bool:
    """Whether a line says the headline of a corrected release again."""
    bare = _BANNER.sub("", headline)
    return bare != headline and block.flat.casefold() == bare.casefold()


def is_correction(block: Block) -> bool:
    """Whether a block tells of a correction."""
    return _CORRECTION.search(block.flat[:600]) is not None and not is_title(block)


def placeholders(blocks: Sequence[Block]) -> list[Quote]:
    """Gaps that somebody meant to fill in."""
    return [
        Quote(text=match.group(), lines=block.lines)
        for block in blocks
        if block.kind != "mark"
        for match in _PLACEHOLDER.finditer(block.text)
        if match.group().isupper() or not match.group().isalpha()
    ]


def placeholder_doubts(placeholders: Sequence[Quote]) -> list[Doubt]:
    """A doubt for each gap."""
    return [
        Doubt(line=gap.lines.first, saw=gap.text, assumed=_GAP) for gap in placeholders
    ]
