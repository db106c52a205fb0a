"""Texts that are no release themselves: a notice to disregard one, the cover of a filing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.reading import Doubt, Quote
from releases.text.translatable import Message, gettext_noop

_DISREGARD = re.compile(
    r"(?i)\b(?:disregard|kill|rescind|retract)\w*\b[^.]{0,40}?\b(?:news |press )?(?:release|announcement|story)\b,?\s(?:(?:entitled|titled|headlined)\s)?[“\"]?(?P<title>[A-Z][^”\"]{8,200}?)[”\",]{1,2}\s(?:which was |that was )?(?:issued|published|distributed|released|sent|dated)\s(?:on )?(?P<day>[A-Z0-9][\w. ,/-]{5,24}?\d{4})?"
)
_HEAD = re.compile(
    r"(?i)/?\s?(?:mandatory )?(?:disregard|kill)\b.{0,20}\brelease|advisory to (?:disregard|kill)"
)
_SEEN = gettext_noop("a notice that withdraws “%(title)s” (%(day)s)")
_SEEN_ANY = Message(gettext_noop("a notice that asks readers to disregard a release"))
_WITHDRAW = Message(
    gettext_noop(
        "Read as a release of its own. Withdraw the release that it names instead, and "
        "give these words as the reason."
    )
)
_COVER = re.compile(
    r"(?i)securities and exchange commission.{0,1200}?\bform\s(?:6-k|8-k|20-f|10-[kq])\b",
    re.DOTALL,
)
_SIGNED = re.compile(
    r"(?i)duly caused this (?:report|form)|pursuant to the requirements of the securities"
)
_EXHIBIT = re.compile(
    r"(?i)\b(?:exhibit|ex-?)\s?99|\bexhibit\b.{0,200}\b99\.\d", re.DOTALL
)
_COVER_SEEN = Message(gettext_noop("the cover of a filing"))
_COVER_ASSUMED = Message(
    gettext_noop(
        "There is no release in it. The release is the exhibit that it names (99.1): "
        "open that document."
    )
)


def disregarded_title(blocks: Sequence[Block]) -> Quote | None:
    """Return the headline of the release that a notice asks readers to disregard."""
    for block in blocks[:6]:
        match = _DISREGARD.search(block.flat)
        if match:
            return Quote(text=match["title"].strip(" ,"), lines=block.lines)
    return None


def disregard_doubts(blocks: Sequence[Block]) -> list[Doubt]:
    """Return a doubt that a text withdraws another release, with its title and day."""
    for block in blocks[:6]:
        match = _DISREGARD.search(block.flat)
        if match:
            values = {"title": match["title"].strip(" ,"), "day": match["day"] or "?"}
            return [
                Doubt(line=block.first, saw=Message(_SEEN, values), assumed=_WITHDRAW)
            ]
    if any(_HEAD.match(block.flat) for block in blocks[:3]):
        return [Doubt(line=blocks[0].first, saw=_SEEN_ANY, assumed=_WITHDRAW)]
    return []


def is_filing_cover(blocks: Sequence[Block]) -> bool:
    """Return whether a text is only the cover of a filing, without the release it is for."""
    text = "\n".join(block.flat for block in blocks if block.kind != "mark")
    return (
        len(text) < 12_000
        and _COVER.search(text[:6000]) is not None
        and _SIGNED.search(text) is not None
        and _EXHIBIT.search(text) is not None
    )


def cover_doubt(blocks: Sequence[Block]) -> Doubt:
    """Return the doubt that a text is the cover of a filing."""
    return Doubt(line=blocks[0].first, saw=_COVER_SEEN, assumed=_COVER_ASSUMED)
