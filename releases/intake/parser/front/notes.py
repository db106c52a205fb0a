"""Corrections announced in the text, and placeholders to be filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.front.dateline import dateline_opening
from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.text.translatable import Message, gettext_noop

_GAP = Message(gettext_noop("A placeholder. Fill it in."))

_CORRECTION = re.compile(
    r"(?i)/?c\s?o\s?r\s?r\s?e\s?c\s?t\s?i\s?o\s?n\b(?!s? (?:facilit|officer|center))|corrected release follows|(?:corrects|replaces|supersedes)\b[^.]{0,80}\b(?:release|announcement|version)|correction (?:from source|and replacement)|corrects? and replaces?|the (?:following )?corrected (?:version|release|announcement)|in the (?:news|press) release[^.]{0,300}(?:should (?:read|have)|we are advised)"
    r"|please replace the release|in the (?:news |press )?(?:release|announcement) (?:issued|dated|published|distributed|of)\b[^.]{0,60}\b\d{4}|the (?:updated|corrected|amended) (?:release|version|announcement) (?:reads|follows)|replaces the (?:previous|announcement|release)|this (?:release|announcement|press release) (?:corrects|replaces|amends)|reissued|re-?transmission|/ADVISORY/"
    r"|(?:the )?following (?:amendments?|corrections?|changes?) (?:has|have) been made to|all other (?:details|information)\b[^.]{0,60}\bunchanged|\b(?:is|are|was|has been|have been) corrected (?:from|to)\b|\bshould (?:read|have read|state)\b[^.]{1,160}\b(?:instead of|rather than)\b|full (?:amended|corrected) (?:text|announcement|version) (?:is|appears|can be)\b"
)
_READS = re.compile(
    r"(?i)(?:the |complete,? )?(?:updated|corrected|amended|full)[^.]{0,30}(?:release|version|announcement|text)[^.]{0,20}(?:reads|follows|is as follows)(?: in full)?\s?[:.]"
)
_BANNER = re.compile(
    r"(?i)^(?:correcting and replacing|correction|corrected|replacement(?=\s?[:–—-]))[\s:–—-]+"
)
# A headline that says that somebody corrects something is still the headline.
_SPEAKS_OF_ONE = re.compile(
    r"(?i)[A-Z][^.:]{1,80}\b(?:announces?|issues?|provides?|publishes|makes)\b[^.:]{0,60}\bcorrections?\b[^.:]*$"
)
_PLACEHOLDER = re.compile(
    r"\[(?:●|•|\*|_+|\.{2,}|TBD|TBC|XX+|insert[^\]]{0,60}|date|name|amount|link|number|to come|to be (?:confirmed|added|inserted)[^\]]{0,40}|\s{0,6})\](?!\()"
    r"|\bX{3,}\b|\$X+(?:\.X+)?\b|\bTBD\b|\bTK\b|_{4,}|\?{3,}|\bLOREM IPSUM\b",
    re.IGNORECASE,
)


def find_correction(blocks: Sequence[Block]) -> Quote | None:
    """Return the words with which the release corrects or replaces another."""
    corrections = [b for b in blocks[:14] if b.kind != "table" and is_correction(b)]
    unmarked = [b for b in corrections if not _BANNER.match(b.flat)]
    corrections = (
        [b for b in unmarked if not is_correction_lead_in(b.flat)]
        or unmarked
        or corrections
    )
    if not corrections:
        marked = next((b for b in blocks[:14] if is_corrected_headline(b)), None)
        mark = _BANNER.match(marked.flat) if marked else None
        if not (marked and mark):
            return None
        return Quote(text=mark.group().strip(" :–—-"), lines=marked.lines)
    text = " ".join(_without_dateline(b) for b in corrections[:2])
    return Quote(
        text=text,
        lines=Lines(first=corrections[0].first, last=corrections[:2][-1].last),
    )


def _without_dateline(block: Block) -> str:
    opening = dateline_opening(0, block)
    return block.flat[opening.ends :] if opening else block.flat


def without_banner(headline: str) -> str:
    """Return a headline without the words that mark it as corrected."""
    return _BANNER.sub("", headline)


def is_correction_lead_in(text: str) -> bool:
    """Return whether a line only says that the corrected text follows."""
    return _READS.fullmatch(text) is not None


def is_corrected_headline(block: Block) -> bool:
    """Return whether a line is a corrected release's headline, marked as such."""
    match = _BANNER.match(block.flat)
    rest = block.flat[match.end() :] if match else ""
    words = 2 if rest[:1].isupper() and not _CORRECTION.search(rest) else 4
    named = len(rest.split()) >= words and len(rest) < 200
    return named and not rest.endswith((".", ":"))


def repeats_headline(block: Block, headline: str) -> bool:
    """Return whether a line repeats the headline of a corrected release."""
    bare = without_banner(headline)
    return bare != headline and block.flat.casefold() == bare.casefold()


def is_correction(block: Block) -> bool:
    """Return whether a block announces a correction."""
    if is_corrected_headline(block) or _SPEAKS_OF_ONE.match(block.flat):
        return False
    return _CORRECTION.search(block.flat[:600]) is not None


def find_placeholders(blocks: Sequence[Block]) -> list[Quote]:
    """Return the placeholders that somebody meant to fill in."""
    return [
        Quote(text=match.group(), lines=block.lines)
        for block in blocks
        if block.kind != "mark"
        for match in _PLACEHOLDER.finditer(block.text)
        if match.group().isupper() or not match.group().isalpha()
    ]


def placeholder_doubts(find_placeholders: Sequence[Quote]) -> list[Doubt]:
    """Return a doubt for each placeholder."""
    return [
        Doubt(line=gap.lines.first, saw=gap.text, assumed=_GAP)
        for gap in find_placeholders
    ]
