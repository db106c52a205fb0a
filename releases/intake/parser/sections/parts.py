"""Sort the blocks of a release into its parts: the best joint reading of all of them.

Each block could be body, open or continue an About section, or open or continue a legal
notice. What its words and its place say speaks for each, by the points in `weights.PART`;
the reading with most points is chosen (Viterbi).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from releases.intake.parser import phrases
from releases.intake.parser.blocks import ENDMARK, Block, is_finished
from releases.intake.parser.contacts.contact_runs import contact_runs
from releases.intake.parser.front import notes
from releases.intake.parser.phrases import Legal
from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.intake.parser.sections.closing import (
    closing_sections,
    first_word,
    opens_on,
    tells_what,
)
from releases.intake.parser.sections.inner_parts import inner_parts, with_whole_headings
from releases.intake.parser.sections.part_features import (
    FOR_EDITORS,
    MORE,
    SHORT_NOTICE,
    Contender,
)
from releases.intake.parser.sections.sources import (
    is_source_label,
    is_source_line,
    source_of,
    with_whole_sources,
)
from releases.intake.parser.weights import CLOSE_PART, PART
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

# Readings that are so far behind the best one are not followed.
_BEAM = 14.0
_LONG_HEAD = 110
# A regulatory service's code of an announcement, below its end mark.
_CODE = re.compile(r"[A-Z]{15}")
_GUIDANCE = gettext_noop(
    "a paragraph with amounts that reads like a disclaimer: “%(words)s…”"
)
_EITHER = gettext_noop("Read as %(first)s. It could be %(second)s as well.")
_PARTS = {
    "body": Message(gettext_noop("part of the text")),
    "about": Message(gettext_noop("an About section")),
    "legal": Message(gettext_noop("a legal notice")),
}
_SHOWN = 60
_KEPT_AS_GUIDANCE = Message(
    gettext_noop("Kept in the body, as guidance. Move it if it is a disclaimer.")
)


@dataclass(slots=True)
class SectionBlocks:
    """Consecutive blocks of one section, About or legal."""

    heading: str | None
    blocks: list[Block]
    legal: Legal | None = None
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
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class State:
    """The section that is open: About or legal, of which kind, headed, still empty."""

    section: str = "body"
    kind: Legal | None = None
    headed: bool = False
    empty: bool = False


class _Role(NamedTuple):
    """What a block does, after what those before it do."""

    name: str
    before: _Role | None


_Path = tuple[float, _Role | None]
# The best readings up to a block that end in each state: the best and the second.
_Paths = dict[State, list[_Path]]
_KEPT = 2
BODY = State()


class PartSorter:
    """Finds the best reading of the blocks, and sorts them by it."""

    def __init__(
        self, blocks: Sequence[Block], issuer: str | None, lede: Block | None
    ) -> None:
        self.blocks = blocks
        self.lede = lede
        self.issuer = issuer
        self.own = first_word(issuer or "")
        self.parts = Parts()
        self.runs = dict(self._contact_runs())
        self.fixed = self._fixed()

    def sort(self) -> Parts:
        """Return the parts of the best reading."""
        roles = self._best()
        section: SectionBlocks | None = None
        for index, (block, role) in enumerate(zip(self.blocks, roles, strict=True)):
            if index in self.runs:
                self.parts.contacts.append(list(self.blocks[index : self.runs[index]]))
            section = self._put(block, role, section)
        for stretches in (self.parts.abouts, self.parts.legals):
            stretches[:] = [stretch for stretch in stretches if stretch.blocks]
        return self.parts

    def _contact_runs(self) -> Iterator[tuple[int, int]]:
        """Yield the contact blocks, without a sentence above on where to read more."""
        for start, end in contact_runs(self.blocks, 0, len(self.blocks)):
            text = strip_markdown(self.blocks[start].flat)
            visit = MORE.match(text) and "@" not in text and len(text) < SHORT_NOTICE
            last = strip_markdown(self.blocks[end - 1].flat)
            below = end - start > 1 and FOR_EDITORS.fullmatch(last)
            yield start + bool(visit and end - start > 1), end - bool(below)

    def _fixed(self) -> dict[int, str]:
        """Return what blocks are whatever stands around them, by index."""
        fixed: dict[int, str] = {}
        for start, end in self.runs.items():
            adds = end - start == 1 and phrases.adds_to_notice(self.blocks[start].flat)
            fixed |= {} if adds else dict.fromkeys(range(start, end), "contact")
        for index, block in enumerate(self.blocks):
            news = block is self.lede and phrases.legal_kind(block.flat) is None
            role = "lede" if news else self._form(index, block)
            if index not in fixed and role:
                fixed[index] = role
                if role == "source_label":
                    fixed.setdefault(self._index_after(index), "source")
        return fixed

    def _form(self, index: int, block: Block) -> str | None:
        text = strip_markdown(block.flat)
        if block.kind == "mark":
            return "end" if ENDMARK.match(text) else "mark"
        if phrases.is_attachments(text):
            return "end"
        is_code = _CODE.fullmatch(text) and ENDMARK.match(self.blocks[index - 1].text)
        if is_code or phrases.is_clutter(text) or notes.is_correction_lead_in(text):
            return "mark"
        if block.kind == "table":
            return "table"
        if block.kind == "text" and is_source_line(text):
            return "source"
        following = self._following(index)
        brief = following is not None and len(following.flat) <= 120
        return "source_label" if is_source_label(text) and brief else None

    def _index_after(self, index: int) -> int:
        """Return the index of the next block that is no mark."""
        ahead = range(index + 1, min(index + 4, len(self.blocks)))
        return next((i for i in ahead if self.blocks[i].kind != "mark"), index)

    def _following(self, index: int) -> Block | None:
        after = self._index_after(index)
        return self.blocks[after] if after != index else None

    def _best(self) -> list[str]:
        """Return the role of each block in the reading with most points."""
        paths: _Paths = {BODY: [(0.0, None)]}
        for index in range(len(self.blocks)):
            if index in self.fixed:
                paths = _forced(paths, self.fixed[index])
            else:
                paths = self._advance(paths, self.contender(index))
        every = (path for kept in paths.values() for path in kept)
        (points, best), *others = sorted(every, key=lambda path: -path[0])
        roles = _names(best)
        if others and points - others[0][0] < CLOSE_PART:
            self.parts.doubts += self._either(roles, _names(others[0][1]))
        return roles

    def contender(self, index: int) -> Contender:
        """Return a block with those beside it."""
        before = self.blocks[index - 1] if index else None
        return Contender(self.blocks[index], self._following(index), before)

    def _either(self, roles: Sequence[str], others: Sequence[str]) -> Iterator[Doubt]:
        """Yield a doubt for the first block that two readings put in another part."""
        both = zip(self.blocks, map(_part, roles), map(_part, others), strict=True)
        for block, first, second in both:
            if first != second:
                saw = strip_markdown(block.flat)[:_SHOWN]
                values = {"first": _PARTS[first], "second": _PARTS[second]}
                assumed = Message(_EITHER, values)
                yield Doubt(line=block.first, saw=saw, assumed=assumed)
                return

    def _advance(self, paths: _Paths, candidate: Contender) -> _Paths:
        """Return the best readings up to a block for each state after it."""
        out: _Paths = {}
        moves = tuple(candidate.moves())
        for state, kept in paths.items():
            for move in moves:
                if move in {"about", "legal"} and move != state.section:
                    continue
                names = self.speaking(state, move, candidate)
                points = sum(PART[name].get(move, 0.0) for name in names)
                ways = out.setdefault(after_move(state, move, candidate), [])
                ways += [(score + points, _Role(move, at)) for score, at in kept]
        best = max(score for ways in out.values() for score, _ in ways)
        return {
            state: sorted(ways, key=lambda path: -path[0])[:_KEPT]
            for state, ways in out.items()
            if max(score for score, _ in ways) > best - _BEAM
        }

    def speaking(self, state: State, move: str, candidate: Contender) -> Iterator[str]:
        """Yield what in `PART` speaks for or against a move, with the section that is open."""
        yield "any"
        if move in {"about", "legal"}:
            yield from self._going_on(state, move, candidate)
            return
        if state.empty:
            yield "unfilled"
        if state.section == "legal":
            if move == "notice" and _is_same_kind(state, candidate):
                yield "again"
            if len(candidate.text) > _LONG_HEAD:
                yield "long"
            if self._is_beside(state, candidate):
                yield "beside"
        if state.headed or state.section == "about":
            yield f"leaves_{state.section}"

    def _going_on(self, state: State, move: str, candidate: Contender) -> Iterator[str]:
        """Yield what speaks for or against going on with the section that is open."""
        names = list(candidate.features)
        if state.section == "legal":
            on_offer = not state.headed and state.kind in _ON_OFFERS
            other = "goes_on" if on_offer else "goes_on_offer"
            names = [name for name in names if name != other]
            same = candidate.kind is None or _is_same_kind(state, candidate)
            beside = self._is_beside(state, candidate)
            if candidate.kind:
                other = "adjoins" if beside else "other_kind"
                names.append("same_kind" if same else other)
        if candidate.text == self.issuer:
            names.append("unit")
        if move == "legal" and not state.empty and self._is_on_company(candidate):
            names.append("on_company")
        if state.empty:
            kept = {"goes_on", "cut_heading"}
            names = ["empty", *(name for name in names if name in kept)]
        elif state.headed and move == "legal":
            own = {"caption"} if state.kind == "forward" else {"caption", "trademark"}
            names = [name for name in names if name not in own]
        elif not state.headed:
            names = [*(name for name in names if name != "fragment"), "bare"]
        yield from names

    def _is_beside(self, state: State, candidate: Contender) -> bool:
        """Return whether a short line goes on with the short notice above it.

        A sentence on statements below one on an exchange is a notice of its own.
        """
        own = candidate.kind == "forward" and state.kind == "service"
        own = (
            own and candidate.before is not None and is_finished(candidate.before.flat)
        )
        return candidate.adjoins and not (state.headed or own)

    def _is_on_company(self, candidate: Contender) -> bool:
        """Return whether a paragraph tells what the issuer is, and nothing of a notice."""
        text = candidate.text
        if candidate.kind or not opens_on(text, self.own):
            return False
        return tells_what(text) or not phrases.continues_statement(text)

    def _put(
        self, block: Block, role: str, section: SectionBlocks | None
    ) -> SectionBlocks | None:
        """Put a block where its role says; return the section that is open then."""
        if role in _OPENINGS:
            return self._open(block, role)
        if role in {"about", "legal"} and section is not None:
            section.blocks.append(block)
            return section
        if role == "mark":
            self.parts.furniture.append(block)
            return section
        if role in {"end", "source_label"}:
            self.parts.furniture += [block] if role == "end" else []
        elif role == "source":
            self._source(block)
        elif role != "contact":
            self.parts.body.append(_with_doubt(block))
        return None

    def _open(self, block: Block, role: str) -> SectionBlocks:
        """Open the section that a block heads or begins."""
        candidate = Contender(block, None, None)
        text = candidate.text
        about = role.startswith("about")
        kind: Legal | None = None if about else candidate.kind or "other"
        if role == "legal_head" and "orward" in text:
            kind = "forward"
        if role.endswith("_head"):
            section = SectionBlocks(text, [], kind, block.first)
        elif role == "notice":
            section = SectionBlocks(None, [block], kind)
        else:
            at = candidate.about_at if about else candidate.legal_at
            rest = replace(block, text=text[at:])
            section = SectionBlocks(text[:at].rstrip(" -–—"), [rest], kind)
        (self.parts.abouts if about else self.parts.legals).append(section)
        return section

    def _source(self, block: Block) -> None:
        if self.parts.source is None:
            self.parts.source = source_of(block) or block.quote
        else:
            self.parts.furniture.append(block)


_ON_OFFERS = frozenset({"service", "abuse", "adviser", "offer", "solicitation"})
_OPENINGS = frozenset({"about_head", "about_run", "legal_head", "legal_run", "notice"})


def _is_same_kind(state: State, candidate: Contender) -> bool:
    """Return whether a notice goes on with the open one; a service's has its own."""
    unknown = state.kind == "other" and candidate.kind != "service"
    return unknown or candidate.kind == state.kind


def after_move(state: State, move: str, candidate: Contender) -> State:
    """Return the section that is open after a move."""
    if move == "body":
        return BODY
    if move in {"about", "legal"}:
        kind = state.kind
        if state.empty and kind == "other" and candidate.kind:
            kind = candidate.kind
        return State(state.section, kind, state.headed)
    head = move.endswith("_head")
    if move.startswith("about"):
        return State("about", None, head, head)
    forward = move == "legal_head" and "orward" in candidate.text
    kind = "forward" if forward else candidate.kind or "other"
    return State("legal", kind, head, head)


def _forced(paths: _Paths, role: str) -> _Paths:
    """Return the paths after a block that can be only one thing."""
    if role == "mark":
        moved: _Paths = {}
        for state, kept in paths.items():
            moved[state] = [(score, _Role(role, at)) for score, at in kept]
        return moved
    ended: list[_Path] = [
        (score + state.empty * PART["unfilled"]["body"], _Role(role, at))
        for state, kept in paths.items()
        for score, at in kept
    ]
    return {BODY: sorted(ended, key=lambda path: -path[0])[:_KEPT]}


def _names(role: _Role | None) -> list[str]:
    """Return the names of the roles up to one, in order."""
    names: list[str] = []
    while role is not None:
        names.append(role.name)
        role = role.before
    return names[::-1]


def _part(role: str) -> str:
    """Return the part of a release to which a role puts a block."""
    part = role.partition("_")[0]
    return {"notice": "legal", "about": "about", "legal": "legal"}.get(part, "body")


def _with_doubt(block: Block) -> Block:
    """Doubt a paragraph of guidance that reads like a notice; it stays where it is."""
    text = strip_markdown(block.flat)
    if block.kind != "text" or not phrases.is_guidance(text):
        return block
    saw = Message(_GUIDANCE, {"words": text[:60]})
    doubt = Doubt(line=block.first, saw=saw, assumed=_KEPT_AS_GUIDANCE)
    return replace(block, doubts=(doubt,))


def sort_parts(
    blocks: Sequence[Block], issuer: str | None, lede: Block | None = None
) -> Parts:
    """Sort each block after the dateline into its part; the `lede` is body."""
    split = [(block, inner_parts(block)) for block in blocks]
    blocks = with_whole_headings([part for _, parts in split for part in parts])
    blocks = list(with_whole_sources(blocks, issuer))
    lede = next((parts[0] for block, parts in split if block is lede), lede)
    parts = PartSorter(blocks, issuer, lede).sort()
    kept = {(block.first, block.text) for block in parts.body}
    pairs = zip(blocks, [*blocks[1:], None], strict=False)
    ends = {
        a.first
        for a, b in pairs
        if b is None
        or (b.first, b.text) not in kept
        or phrases.heads_statements(b.flat)
    }
    headings = [section.heading for section in parts.abouts]
    parts.body, companies = closing_sections(parts.body, issuer, headings, ends)
    parts.abouts += [SectionBlocks(None, company) for company in companies]
    return parts
