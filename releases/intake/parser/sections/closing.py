"""A closing paragraph that tells what the company is: its About section without a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.names import comparable_name
from releases.text.links import strip_markdown

_WIRES_OWN = re.compile(
    r"(?i)(?:brought to you by|following files|distributed by|this information was|for (?:more|further) information|for additional information|to learn more)|^(?:visit|please visit|https?:|www\.)"
)
_BELONGS = re.compile(
    r"(?i)^(?!for )(?:additional|more|further)\b.{0,60}\binformation\b.{0,120}\b(?:web ?site|www\.|https?:|available|found)"
)
_COMPANY_TELLS = re.compile(
    r"(?i)^.{2,90}?(?:\s\([^()]{2,80}\))?,?\s(?:is|are|runs?|makes?|mines?|sells?|builds?|grows?|operates?|manages?|creates?|supplies|leads?|explores?|has|connects?|invests?|provides?|develops?|operates?|designs?|manufactures?|offers?|owns?|has been|has (?:approximately|more|over|operations|offices|its headquarters)|serves?|specializes?|engages?|explores?|produces?|markets|helps|delivers|focuses|trades?|headquartered|based in|a leading|an? [a-z-]+ (?:company|provider))\b"
)
_NEWS = re.compile(
    r"(?i)\b(?:today|announced|quarter|pleased|said|commented|conference call|webcast|will be|dividend|yesterday|expects? to|increased|decreased)\b"
)
_TELLING = re.compile(
    r"(?:is|are) (?:an?|the|one of|among)\b[^.]{0,120}\b(?:compan(?:y|ies)|providers?|makers?|manufacturers?|producers?|developers?|suppliers?|operators?|distributors?|explorers?|retailers?|leaders?|groups?|firms?|banks?|trusts?|parent|leading|based|headquartered|holding)\b"
)
_ON_SHARES = re.compile(
    r"(?i)^.{0,80}\b(?:stock|shares|securities)\b[^.]{0,60}\b(?:symbols?|listed|traded?s?|quoted)\b"
)
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[A-Z])")
_HAS = re.compile(
    r"(?:With|Based in|Headquartered in|Founded in|Established in|Since)\s"
)
_COMMA = re.compile(r",\s(?:[\w-]{2,30}-based\s)?(?:the\s)?")
_LONGEST = 170
_STAFF = re.compile(
    r"(?i)(?:the\s)?[\w&.-]{1,40}\s(?:team|board|management|shareholders|stockholders)\b"
)
Closing = tuple[list[Block], list[Block]]


def closing_section(
    body: Sequence[Block], issuer: str | None, headings: Sequence[str | None]
) -> Closing | None:
    """Return the body without its last paragraph about the company, and that paragraph.

    None if there is none, or if a section is the company's own already.
    """
    name = next(iter(comparable_name(issuer or "").split()), "")
    if not name or any(_is_own(heading or "", name) for heading in headings):
        return None
    prose = [b for b in body if b.kind == "text" and len(b.flat) > 60]
    block = next((b for b in prose[:-6:-1] if not _is_aside(b)), None)
    if block is None:
        return None
    at = body.index(block)
    after = body[at + 1 :]
    text = strip_markdown(block.flat)
    start = _telling(text, name)
    heads_table = bool(after) and after[0].kind == "table"
    if start < 0 or (start == 0 and len(prose) < 2) or heads_table:
        return None
    if start == 0 and _ON_SHARES.search(text) and (above := _above(body, at, name)):
        return [*body[: at - 1], *after], [above, block]
    tail = [b for b in after[:1] if _BELONGS.search(b.flat)]
    company = replace(block, text=text[start:]) if start else block
    kept = [replace(block, text=text[:start].rstrip())] if start else []
    return [*body[:at], *kept, *body[at + 1 + len(tail) :]], [company, *tail]


def _above(body: Sequence[Block], at: int, name: str) -> Block | None:
    """Return the paragraph about the company above one that is only about its shares."""
    above = body[at - 1] if at > 1 else None
    if above is None or above.kind != "text":
        return None
    return above if _telling(strip_markdown(above.flat), name) == 0 else None


def _is_own(heading: str, name: str) -> bool:
    words = heading.lower()
    return name in words or "company" in words or "profile" in words


def _is_aside(block: Block) -> bool:
    """Return whether a closing line is the wire's, or says where more can be read."""
    return bool(_WIRES_OWN.match(block.flat) or _BELONGS.search(block.flat))


def _telling(text: str, name: str) -> int:
    """Return where a paragraph begins to tell what the company is, to its end; or -1."""
    own = _on_itself(text, name)
    if own and _COMPANY_TELLS.match(own) and not _NEWS.search(own):
        return 0
    for end in list(_SENTENCE_END.finditer(text))[::-1]:
        rest = text[end.end() :]
        opens = rest.lower().startswith((name, f"the {name}"))
        if opens and _TELLING.search(rest[:240]) and not _NEWS.search(rest):
            return end.end()
    return -1


def _commas(text: str) -> Iterator[re.Match[str]]:
    """Yield the ends of what a company has or where it is, told before its name."""
    return _COMMA.finditer(text[:_LONGEST]) if _HAS.match(text) else iter(())


def _on_itself(text: str, name: str) -> str:
    """Return a paragraph from the company's name on, if that or its possession opens it."""
    ends = (m.end() for m in _commas(text) if text[m.end() :].lower().startswith(name))
    words = text[next(ends, 0) :]
    own = words.lower().startswith((name, f"the {name}"))
    return words if own and not _STAFF.match(words) else ""
