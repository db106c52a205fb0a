"""Sort the blocks of a release into its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from releases.intake.parser import notes, phrases
from releases.intake.parser.blocks import ENDMARK, Block
from releases.intake.parser.contact_runs import contact_runs
from releases.intake.parser.names import comparable_name
from releases.intake.parser.phrases import Legal
from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

_SOURCE = re.compile(r"(?:SOURCE|Source)(?:\s*:\s*|\s+)(?P<who>\S.{1,120})")
_SOURCE_ALONE = re.compile(r"(?:SOURCE|Source)\s*:?")
_TAIL = re.compile(r"\s+/?(?:CONTACT|Contacts?|Web site|Company News On-Call)\s*:")
_WIRES_OWN = re.compile(
    r"(?i)(?:brought to you by|following files|distributed by|this information was|for (?:more|further) information|for additional information|to learn more)|^(?:visit|please visit|https?:|www\.)"
)
_BELONGS = re.compile(
    r"(?i)^(?!for )(?:additional|more|further)\b.{0,60}\binformation\b.{0,120}\b(?:web ?site|www\.|https?:|available|found)"
)
_SIGNED = re.compile(
    r"(?i)(?:(?:on|in) behalf of|for and on behalf of|by order of|signed\b|yours (?:faithfully|sincerely|truly)|sincerely,|best regards|kind regards|/s/|mit freundlichen grüßen)"
)
_SHORT_NOTICE = 200
_MORE = re.compile(
    r"(?i)(?:for (?:more|further|additional) information|to learn more)\b.{0,80}\b(?:visit|see|go to)\b"
)
_COMPANY_TELLS = re.compile(
    r"(?i)^.{2,90}?(?:\s\([^()]{2,80}\))?,?\s(?:is|are|runs?|makes?|mines?|sells?|builds?|grows?|operates?|manages?|creates?|supplies|leads?|explores?|has|connects?|invests?|provides?|develops?|operates?|designs?|manufactures?|offers?|owns?|has been|has (?:approximately|more|over|operations|offices|its headquarters)|serves?|specializes?|engages?|explores?|produces?|markets|helps|delivers|focuses|headquartered|based in|a leading|an? [a-z-]+ (?:company|provider))\b"
)
_NEWS = re.compile(
    r"(?i)\b(?:today|announced|quarter|pleased|said|commented|conference call|webcast|will be|dividend|yesterday|expects? to|increased|decreased)\b"
)
_GUIDANCE = gettext_noop(
    "a paragraph with amounts that reads like a disclaimer: “%(words)s…”"
)
_KEPT_AS_GUIDANCE = Message(
    gettext_noop("Kept in the body, as guidance. Move it if it is a disclaimer.")
)


@dataclass(slots=True)
class SectionBlocks:
    """Consecutive blocks of one section, About or legal."""

    heading: str | None
    blocks: list[Block]
    legal: Legal | None = None
    run_in: bool = False
    headed: int | None = None

    @property
    def lines(self) -> Lines:
        """Return the lines from its heading to its end."""
        first = self.blocks[0].first if self.headed is None else self.headed
        return Lines(first=first, last=self.blocks[-1].last)


@dataclass(slots=True)
class Parts:
    """The blocks after the dateline by part."""

    body: list[Block] = field(default_factory=list)
    abouts: list[SectionBlocks] = field(default_factory=list)
    legals: list[SectionBlocks] = field(default_factory=list)
    contacts: list[list[Block]] = field(default_factory=list)
    source: Quote | None = None
    furniture: list[Block] = field(default_factory=list)


class _Sorter:
    """Walks the blocks once, keeping the section that is open."""

    def __init__(self, blocks: Sequence[Block], issuer: str | None) -> None:
        self.blocks = blocks
        self.issuer = issuer
        self.parts = Parts()
        self.open: SectionBlocks | None = None
        self.runs = dict(contact_runs(blocks, 0, len(blocks)))
        self.at = 0

    def sort(self) -> Parts:
        while self.at < len(self.blocks):
            end = self.runs.get(self.at)
            if end:
                self.open = None
                self.parts.contacts.append(list(self.blocks[self.at : end]))
                self.at = end
                continue
            self._block(self.blocks[self.at])
            self.at += 1
        self._closing_paragraph()
        return self.parts

    def _following(self) -> Block | None:
        rest = self.blocks[self.at + 1 : self.at + 4]
        return next((b for b in rest if b.kind != "mark"), None)

    def _block(self, block: Block) -> None:
        text = strip_markdown(block.flat)
        if block.kind == "mark":
            self.parts.furniture.append(block)
            if ENDMARK.match(text):
                self.open = None
        elif phrases.is_attachments(text):
            self.open = None
            self.parts.furniture.append(block)
        elif phrases.is_clutter(text) or notes.is_correction_lead_in(text):
            self.parts.furniture.append(block)
        elif block.kind == "table":
            self._table(block)
        elif not (self._source(block, text) or self._section(block, text)):
            self._goes_on(_with_doubt(block, text), text)

    def _table(self, block: Block) -> None:
        self.open = None
        self.parts.body.append(block)

    def _source(self, block: Block, text: str) -> bool:
        match = _SOURCE.fullmatch(text)
        if match is None and _SOURCE_ALONE.fullmatch(text):
            following = self._following()
            if following is None or len(following.flat) > 120:
                return False
            self.at = self.blocks.index(following, self.at)
            who, block = following.flat, following
        elif match and block.kind == "text":
            tail = _TAIL.search(match["who"])
            if tail:
                return False
            who = match["who"]
        else:
            return False
        self.open = None
        quote = Quote(text=who.strip(), lines=block.lines)
        if self.parts.source is None:
            self.parts.source = quote
        else:
            self.parts.furniture.append(block)
        return True

    def _section(self, block: Block, text: str) -> bool:
        """Open the section that this block begins, if it begins one."""
        if block.kind != "text":
            return False
        following = self._following()
        if phrases.about_heading(text) and following and following.kind != "table":
            self._start_about(text, [])
        elif phrases.legal_heading(text) and following and following.kind == "text":
            if self._continues_legal(text):
                return False
            self._start_legal(text, [], "forward" if "orward" in text else "other")
        else:
            return self._run_in(block, text)
        if self.open is not None:
            self.open.headed = block.first
        return True

    def _continues_legal(self, text: str) -> bool:
        """Return whether a long sentence only mentions such statements: no heading."""
        return self.open is not None and self.open.legal is not None and len(text) > 110

    def _run_in(self, block: Block, text: str) -> bool:
        at = phrases.about_run_in(text)
        if at and len(text) - at > 20:
            self._start_about(text[:at].rstrip(" -–—"), [_after(block, at)])
            return True
        kind = phrases.legal_kind(text)
        at = phrases.legal_run_in(text)
        if at and len(text) - at > 30:
            self._start_legal(
                text[:at].rstrip(" -–—"), [_after(block, at)], kind or "other"
            )
            self.parts.legals[-1].run_in = True
            return True
        if kind and not (self._same_legal(kind) or self._adjoins_notice(block)):
            self._start_legal(None, [block], kind)
            return True
        return False

    def _adjoins_notice(self, block: Block) -> bool:
        """Return whether a line stands directly below another of a notice's lines."""
        notice = self.open
        if notice is None or notice.legal is None or not notice.blocks or block.gap:
            return False
        short = len(block.flat) < _SHORT_NOTICE and len(notice.blocks[-1].flat) < 260
        return short and notice.heading is None

    def _same_legal(self, kind: Legal) -> bool:
        """Return whether the open section is of that kind, or its heading covers it."""
        if self.open is None or self.open.legal is None:
            return False
        if self.open.legal == "other" and self.open.heading and not self.open.blocks:
            self.open.legal = kind
            return True
        return self.open.legal in {kind, "other"}

    def _start_about(self, heading: str, blocks: list[Block]) -> None:
        self.open = SectionBlocks(heading=heading, blocks=blocks)
        self.parts.abouts.append(self.open)

    def _start_legal(
        self, heading: str | None, blocks: list[Block], kind: Legal
    ) -> None:
        self.open = SectionBlocks(heading=heading, blocks=blocks, legal=kind)
        self.parts.legals.append(self.open)

    def _goes_on(self, block: Block, text: str) -> None:
        also = self._adjoins_notice(block) and phrases.legal_kind(text) is not None
        if self.open is not None and (also or not self._leaves(block, text)):
            self.open.blocks.append(block)
            return
        self.open = None
        self.parts.body.append(block)

    def _leaves(self, block: Block, text: str) -> bool:
        """Return whether this block no longer belongs to the open section."""
        if self.open is None:
            return True
        if self.open.blocks and self._is_next_heading(block, text):
            return True
        if self.open.blocks and (phrases.is_unit(text) or text == self.issuer):
            return True
        if self._heads_nothing(text) or (self.open.blocks and _SIGNED.match(text)):
            return True
        if self.open.legal is None:
            other = phrases.is_trademark(text) or phrases.is_caption(text)
            return bool(self.open.blocks) and other
        return _leaves_notice(self.open, text)

    def _heads_nothing(self, text: str) -> bool:
        """Return whether a line introduces lines, or heads a notice that is cut off."""
        if phrases.legal_heading(text) and len(text) < 60:
            return True
        about = self.open is not None and self.open.legal is None
        return about and bool(self.open and self.open.blocks) and self._introduces(text)

    def _is_next_heading(self, block: Block, text: str) -> bool:
        """Return whether a block heads what follows; words before a list only introduce it."""
        following = self._following()
        if text.endswith(":") and following is not None and following.kind == "item":
            return False
        return phrases.is_heading(block, following)

    def _introduces(self, text: str) -> bool:
        """Return whether a line introduces other lines that are no list."""
        following = self._following()
        return (
            text.endswith(":")
            and len(text) < 140
            and following is not None
            and following.kind == "text"
        )

    def _closing_paragraph(self) -> None:
        """Make a last paragraph about the company its About section without a heading."""
        if self.issuer is None or any(self._is_own(s) for s in self.parts.abouts):
            return
        body = self.parts.body
        name = next(iter(comparable_name(self.issuer).split()), "")
        prose = [b for b in body if b.kind == "text" and len(b.flat) > 60]
        block = next((b for b in prose[:-6:-1] if not _is_aside(b)), None)
        if block is None:
            return
        at = body.index(block)
        after = body[at + 1 :]
        text = strip_markdown(block.flat)
        start = _telling(text, name)
        if start < 0 or (start == 0 and len(prose) < 2) or _heads_table(after):
            return
        tail = [b for b in after[:1] if _BELONGS.search(b.flat)]
        company = replace(block, text=text[start:]) if start else block
        kept = [replace(block, text=text[:start].rstrip())] if start else []
        body[at : at + 1 + len(tail)] = kept
        self.parts.abouts.append(SectionBlocks(heading=None, blocks=[company, *tail]))

    def _is_own(self, section: SectionBlocks) -> bool:
        name = comparable_name(self.issuer or "").split()[:1]
        words = (section.heading or "").lower()
        return bool(name) and (
            name[0] in words or "company" in words or "profile" in words
        )


def _with_doubt(block: Block, text: str) -> Block:
    """Doubt a paragraph of guidance that reads like a notice; it stays where it is."""
    if block.kind != "text" or not phrases.is_guidance(text):
        return block
    saw = Message(_GUIDANCE, {"words": text[:60]})
    return replace(
        block, doubts=(Doubt(line=block.first, saw=saw, assumed=_KEPT_AS_GUIDANCE),)
    )


def _leaves_notice(notice: SectionBlocks, text: str) -> bool:
    """Return whether a paragraph no longer belongs to a legal notice."""
    if notice.blocks and _MORE.match(text):
        return True
    if notice.heading and not notice.run_in:
        return False
    return not phrases.continues_statement(text) or phrases.is_trademark(text)


def _on_itself(text: str, name: str) -> str:
    """Return a paragraph from the company's name on, if that or its possession opens it."""
    words = _HAS.sub("", text)
    own = words.lower().startswith((name, f"the {name}"))
    return words if own and not _STAFF.match(words) else ""


_TELLING = re.compile(
    r"(?:is|are) (?:an?|the|one of|among)\b[^.]{0,120}\b(?:compan(?:y|ies)|providers?|makers?|manufacturers?|producers?|developers?|suppliers?|operators?|distributors?|explorers?|retailers?|leaders?|groups?|firms?|banks?|trusts?|leading|based|headquartered|holding)\b"
)
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[A-Z])")


def _is_aside(block: Block) -> bool:
    """Return whether a closing line is the wire's, or says where more can be read."""
    return bool(_WIRES_OWN.search(block.flat) or _BELONGS.search(block.flat))


def _heads_table(after: Sequence[Block]) -> bool:
    return any(block.kind == "table" for block in after[:1])


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


_HAS = re.compile(
    r"^(?:With|Based in|Headquartered in|Founded in|Established in)\s[^.]{3,150}?,\s(?:[\w-]{2,30}-based\s)?"
)
_STAFF = re.compile(
    r"(?i)(?:the\s)?[\w&.-]{1,40}\s(?:team|board|management|shareholders|stockholders)\b"
)


def _after(block: Block, at: int) -> Block:
    return replace(block, text=strip_markdown(block.flat)[at:])


def sort_parts(blocks: Sequence[Block], issuer: str | None) -> Parts:
    """Sort each block after the dateline into its part."""
    parts = _Sorter(blocks, issuer).sort()
    for stretches in (parts.abouts, parts.legals):
        for stretch in [s for s in stretches if not s.blocks]:
            stretches.remove(stretch)
    return parts
