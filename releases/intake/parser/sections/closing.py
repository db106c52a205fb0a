"""A closing paragraph that tells what the company is: its About section without a heading."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.names import FORM, comparable_name
from releases.text.links import strip_markdown

_WIRES_OWN = re.compile(
    r"(?i)(?:brought to you by|following files|distributed by|this (?:stock exchange )?(?:announcement|release) (?:is|was) published|this information was|for (?:more|further) information|for additional information|to learn more)|^(?:visit|please visit|https?:|www\.)"
)
_BELONGS = re.compile(
    r"(?i)^(?!for )(?:additional|more|further)\b.{0,60}\binformation\b.{0,120}\b(?:web ?site|www\.|https?:|available|found)"
)
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S{4,100}")
_COMPANY_TELLS = re.compile(
    r"(?i)^.{2,90}?(?:\s\([^()]{2,80}\))?,?\s(?:currently\s)?(?:is|are|runs?|makes?|mines?|sells?|builds?|grows?|operates?|manages?|creates?|supplies|leads?|explores?|connects?|invests?|provides?|develops?|operates?|designs?|manufactures?|offers?|owns?|has been|has developed|has (?:approximately|more|over|operations|offices|its headquarters)|serves?|publishes|employs|distributes|refines|processes|transports|insures|finances|works|specializes?|engages?|explores?|holds|performs|produces?|markets|helps|delivers|focuses|trades?|headquartered|based in|a leading|an? [a-z-]+ (?:company|provider))\b"
)
# Inside a paragraph: the name with its form, and at once what the company does.
_SERVES = re.compile(
    r"(?:The )?(?:[A-Z&][\w&.'-]*,? ){1,5}?(?:Inc\.|Corporation|Corp\.|Company|Ltd\.|Limited|plc|PLC|LLC|L\.P\.|N\.V\.|S\.A\.|AG|SE|Trust|Group|Holdings)(?: \([^()]{2,80}\))?(?:, (?:based|headquartered|located) in [^();:]{3,60},)? "
    r"(?:serves|provides|operates|owns|develops|designs|manufactures|makes|markets|offers|specializes|performs|produces|supplies|publishes|distributes)\b"
)
_WHOLE_NAME = re.compile(
    rf"(?!The (?:{FORM})\b)(?:The )?(?P<name>[A-Z&][\w&.'-]*,?(?: [A-Z&][\w&.'-]*,?){{0,5}}? (?:{FORM})\b)"
)
_NEWS = re.compile(
    r"(?i)\b(?:today|announced|quarter|pleased|said|commented|continued|added|noted|remarked|explained|concluded|in connection with|conference call|webcast|will be|yesterday|expects? to)\b"
)
# Words that tell news in a paragraph's first sentence, and history in a later one.
_RECENT = re.compile(r"(?i)\b(?:engaged (?!in\b)|dividend|increased|decreased)\b")
_TELLING = re.compile(
    r"(?:is|are) (?:an?|the|one of|among)\b[^.]{0,120}\b(?:compan(?:y|ies)|providers?|makers?|manufacturers?|producers?|developers?|suppliers?|operators?|distributors?|explorers?|retailers?|leaders?|groups?|subsidiar(?:y|ies)|firms?|banks?|trusts?|parent|leading|based|headquartered|holding)\b"
    r"|(?:is|are) (?:\w+ly )?engaged in (?:the|all)\b"
)
_ON_SHARES = re.compile(
    r"(?i)^.{0,80}\b(?:stock|shares|securities)\b[^.]{0,60}\b(?:symbols?|listed|traded?s?|quoted)\b"
)
_ITSELF = re.compile(
    r"The (?:company|fund|trust|corporation|reit|partnership|bank|group) is an? (?:[^.]{0,60}\s)?(?:company|corporation|trust|fund|partnership|bank|firm)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:The [Cc]ompany|Its?\b|Our\b|We\b|With\b|Founded|Established|Headquartered|Based in|Since|Through|For (?:more|further)|[\w&.' -]{2,40}(?:'s)? (?:common )?(?:shares|stock|is|has|employs|operates)\b)"
)
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[A-Z])")
_HAS = re.compile(
    r"(?:With|Based in|Headquartered in|Founded in|Established in|Since|An?|As an?|One of)\s"
)
_COMMA = re.compile(r",\s(?:[\w-]{2,30}-based\s)?(?:the\s)?")
_LONGEST, _BELOW = 170, 2
_STAFF = re.compile(
    r"(?i)(?:the\s)?(?:[\w&.-]{1,30}\s){1,4}?(?:team|board|management|directors|shareholders|stockholders)\b"
)
# What is the company's is not the company; what it is for, and its shares, tell of it.
_POSSESSIVE = re.compile(
    r"(?i)(?:the\s)?(?:(?!(?:is|are)\s)[\w&.-]+\s){0,5}[\w&.-]{1,40}'s\s(?!(?:\w+\s)?(?:compan(?:y|ies)\b|mission|purpose|business|strategy|goal|vision|shares|stock|units)\b)"
)
Closing = tuple[list[Block], list[Block]]


def closing_section(
    body: Sequence[Block],
    issuer: str | None,
    headings: Sequence[str | None],
    ends: Container[int] = (),
) -> Closing | None:
    """Return the body without its last paragraphs about the company, and those paragraphs.

    They may also stand where a part of the body `ends`, by the number of its first line,
    above contacts or a notice that more text follows. None if there are none, or if a
    section is the company's own already.
    """
    own = first_word(issuer or "")
    if any(_is_own(heading or "", own) for heading in headings):
        return None
    prose = [b for b in body if b.kind == "text" and len(strip_markdown(b.flat)) > 60]
    last = next((b for b in prose[:-6:-1] if not _is_aside(b)), None)
    if last is None:
        return None
    # The first paragraph last: only its end could be about the company.
    tailed = _above_tails(body, ends)
    above = [b for b in [*prose[1:], prose[0]] if b.first in ends or b.first in tailed]
    lead = next(b for b in body if len(b.flat) > 60)
    for block in [*above, *([last] if last not in above else [])]:
        for name in filter(None, (own, _named_above(block, lead))):
            if parts := _closing(body, prose, block, name):
                return parts
    return None


def closing_sections(
    body: Sequence[Block],
    issuer: str | None,
    headings: Sequence[str | None],
    ends: Container[int] = (),
) -> tuple[list[Block], list[list[Block]]]:
    """Return the body without its last paragraphs about companies, and those paragraphs.

    A joint release has one for each company: the other's stands directly above or below.
    """
    closing = closing_section(body, issuer, headings, ends)
    if closing is None:
        return list(body), []
    rest, company = closing
    lead = next(b for b in body if len(b.flat) > 60)
    parts = list(_by_company(company, lead))
    above = [b for b in rest if b.last <= company[0].first and b is not company[0]]
    other = above[-1] if above else None
    if other is None or _opening(other) == _opening(company[0]):
        return rest, parts
    second = closing_section(above, issuer, headings, {other.first})
    if second is None or second[1][0] is not other:
        return rest, parts
    return [*second[0], *rest[len(above) :]], [second[1], *parts]


def _by_company(section: Sequence[Block], lead: Block) -> Iterator[list[Block]]:
    """Yield the paragraphs of each company that the lead names, in order."""
    starts = [
        at
        for at, block in enumerate(section)
        if (whole := _WHOLE_NAME.match(_plain(block)))
        and whole["name"] in _plain(lead)
        and _opening(block) != _opening(section[0])
    ]
    for start, stop in pairwise([0, *starts, len(section)]):
        yield list(section[start:stop])


def _opening(block: Block) -> str:
    """Return the first word of a paragraph."""
    return _plain(block).partition(" ")[0]


def _above_tails(body: Sequence[Block], ends: Container[int]) -> set[int]:
    """Return the first lines of blocks above a part's last line, on where to read more."""
    return {a.first for a, b in pairwise(body) if b.first in ends and _is_tail(a, b)}


def _is_tail(block: Block, below: Block) -> bool:
    """Return whether a line says where to read more, or is the address for that."""
    open_end = not is_finished(_plain(block))
    address = open_end and _ADDRESS.fullmatch(below.flat)
    return bool(address or _BELONGS.search(below.flat))


def _named_above(block: Block, lead: Block) -> str:
    """Return the word that begins a paragraph on what a company is, if the lead has it."""
    text, above = _plain(block), _plain(lead)
    name = text.removeprefix("The ").partition(" ")[0].strip(",")
    if not name[:1].isupper() or len(name) < 2:
        return ""
    again = re.escape(name)
    known = re.search(rf"(?<!^)\b{again}\b", above)
    if known and tells_what(text):
        return name.lower()
    # “Tarn Ridge Ltd (“Tarn Ridge” or the Company)”, “Tarn Ridge Company (NYSE: TRN)”
    named = re.search(
        rf"[(“\"]{again}\b|\b{again}\b[^.()]{{0,40}}\([A-Z]\w{{1,9}}:", above
    )
    whole = _WHOLE_NAME.match(text)
    called = named is not None or (whole is not None and whole["name"] in above)
    return name.lower() if called and tells_of_company(text) else ""


def tells_what(text: str) -> bool:
    """Return whether a paragraph tells at once what a company is, and brings no news."""
    return _TELLING.search(text[:240]) is not None and not _is_news(text)


def tells_of_company(text: str) -> bool:
    """Return whether a paragraph tells of a company named at its start, and no news."""
    return _COMPANY_TELLS.match(text) is not None and not _is_news(text)


def _is_news(text: str) -> bool:
    """Return whether a paragraph brings news, or begins with it."""
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    return (_NEWS.search(text) or _RECENT.search(first)) is not None


def _closing(
    body: Sequence[Block], prose: Sequence[Block], block: Block, name: str
) -> Closing | None:
    """Return the body without the paragraphs on the company that a block ends, and those."""
    at = body.index(block)
    first = next(
        (i for i in range(at, max(at - 3, 0), -1) if _is_on_company(body, i, name)), at
    )
    after = body[at + 1 :]
    text = _plain(body[first])
    start = _telling(text, name)
    if start < 0 and at and _goes_on_about(body[at]):
        first, text = at - 1, _plain(body[at - 1])
        start = max(_telling(text, name), 0) or -1
    more = body[first + 1 : at + 1]
    near = bool(after) and after[0].first - block.last <= _BELOW
    heads_table = near and after[0].kind == "table"
    is_lead = start == 0 and body[first] is prose[0]
    if start < 0 or is_lead or heads_table:
        return None
    if not all(map(_goes_on_about, more)):
        return None
    tail = [b for b in after[:1] if _is_tail(block, b)]
    opened = body[first]
    company = replace(opened, text=opened.text[start:]) if start else opened
    kept = [replace(opened, text=opened.text[:start].rstrip())] if start else []
    rest = body[at + 1 + len(tail) :]
    return [*body[:first], *kept, *rest], [company, *more, *tail]


def opens_on(text: str, name: str) -> bool:
    """Return whether a paragraph opens with a company's name and tells what it is."""
    own = _on_itself(text.replace("’", "'"), name) if name else ""
    return bool(own) and tells_of_company(own)


def first_word(issuer: str) -> str:
    """Return the word by which texts call a company, in small letters."""
    return next(iter(comparable_name(issuer.replace("’", "'")).split()), "")


def _is_on_company(body: Sequence[Block], at: int, name: str) -> bool:
    """Return whether a paragraph tells what the company is, and the one above does not."""
    if body[at].kind != "text" or _telling(_plain(body[at]), name) != 0:
        return False
    above = body[at - 1] if at > 1 else None
    goes_on = _ON_SHARES.search(_plain(body[at]))
    return not (goes_on and above and _telling(_plain(above), name) == 0)


def _goes_on_about(block: Block) -> bool:
    """Return whether a paragraph goes on about the company, and brings no news."""
    text = _plain(block)
    goes_on = _GOES_ON.match(text) is not None and not text.endswith(":")
    return goes_on and not _is_news(text)


def _plain(block: Block) -> str:
    return strip_markdown(block.flat).replace("’", "'")


def _is_own(heading: str, name: str) -> bool:
    words = heading.lower()
    return name in words or "company" in words or "profile" in words


def _is_aside(block: Block) -> bool:
    """Return whether a closing line is the wire's, or says where more can be read."""
    return bool(_WIRES_OWN.match(block.flat) or _BELONGS.search(block.flat))


def _telling(text: str, name: str) -> int:
    """Return where a paragraph begins to tell what the company is, to its end; or -1."""
    if _ITSELF.match(text) and not _is_news(text):
        return 0
    own = _on_itself(text, name)
    if own and tells_of_company(own):
        return 0
    for end in list(_SENTENCE_END.finditer(text))[::-1]:
        rest = text[end.end() :]
        opens = rest.lower().startswith((name, f"the {name}"))
        serves = opens and _SERVES.match(rest) and not _is_news(rest)
        has = (
            not opens and _HAS.match(rest) and tells_of_company(_on_itself(rest, name))
        )
        if serves or has or (opens and tells_what(rest)):
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
    on_part = _STAFF.match(words) or _POSSESSIVE.match(
        words.replace("'s", "s", own and name.endswith("'s"))
    )
    return words if own and not on_part else ""
