"""Running text split into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STOP = re.compile(r"[.!?][)”\"’']{0,2}\s+(?=[A-Z0-9“\"(•])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|No|Nos|St|Dr|Mr|Ms|Mrs|Prof|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mass|Calif|Conn|Fla|Ill|Minn|Pa|Tex|Wash|Va|Ph\.D|M\.D|Jr|Sr|ext|Ext|tel|Tel|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|al|Art|Rev|Bros|plc|Mt|Ft)|\b[A-Z]|\b[A-Z]\.[A-Z]|\be\.g|\bi\.e)\.$"
)
_HALF_DAY = re.compile(r"(?i)\b[ap]\.\s?m\.$")
_ZONE_FOLLOWS = re.compile(
    r"\(|[(“\"]?(?:Eastern|Central|Pacific|Mountain|Atlantic|New York|London|U\.?S\.?|Greenwich|British|European|Israel|Hong|Beijing|Singapore|[A-Z]{2,5}\b|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)"
)


def sentences(text: str) -> Iterator[str]:
    """Return each sentence of a paragraph in order; joined, they are the paragraph."""
    last = 0
    for match in _STOP.finditer(text):
        before = text[max(last, match.start() - 14) : match.start() + 1]
        if _ABBREVIATION.search(before):
            continue
        if _HALF_DAY.search(before) and _ZONE_FOLLOWS.match(text, match.end()):
            continue
        yield text[last : match.end()].strip()
        last = match.end()
    if text[last:].strip():
        yield text[last:].strip()
