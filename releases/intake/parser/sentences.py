"""Running text split into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = re.compile(r"[.!?][)”\"’']{0,2}\s+(?=[A-Z0-9“\"(•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|No|Nos|St|Dr|Mr|Ms|Mrs|Prof|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mass|Calif|Conn|Fla|Ill|Minn|Pa|Tex|Wash|Va|Ph\.D|M\.D|Jr|Sr|ext|Ext|tel|Tel|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|al|Art|Rev|Bros|plc|Mt|Ft)|\b[A-Z]|\b[A-Z]\.[A-Z]|\be\.g|\bi\.e)\.$"
)
# A German ordinal: am 14. Mai, im 3. Quartal.
_ORDINAL = re.compile(
    r"\b(?:am|für|auf|den|dem|vom|bis|zum|ab|der|die|das|im|und|zur|[A-Za-zä]+tag,?|Mittwoch,?)\s\d{1,2}\.$"
)
_HALF_DAY = re.compile(r"(?i)\b[ap]\.\s?m\.$")
_ZONE_FOLLOWS = re.compile(
    r"\(|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2} (?:local )?[Tt]ime\b|[(“\"]?(?:Eastern|Central|Pacific|Mountain|Atlantic|New York|London|U\.?S\.?|Greenwich|British|European|Israel|Hong|Beijing|Singapore|[A-Z]{2,5}\b|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)"
)


def sentences(text: str) -> Iterator[str]:
    """Return each sentence of a paragraph in order; joined, they are the paragraph."""
    last = 0
    for match in _STOP.finditer(text):
        before = text[max(last, match.start() - 20) : match.start() + 1]
        if _ABBREVIATION.search(before) or _ORDINAL.search(before):
            continue
        if _HALF_DAY.search(before) and _ZONE_FOLLOWS.match(text, match.end()):
            continue
        yield text[last : match.end()].strip()
        last = match.end()
    if text[last:].strip():
        yield text[last:].strip()
