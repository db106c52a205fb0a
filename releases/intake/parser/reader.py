"""Reading a release: from its text to what was understood and doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from releases.intake.parser import events, notes
from releases.intake.parser.addresses import addressed
from releases.intake.parser.banners import full_dates
from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts import contacts_in
from releases.intake.parser.dateline import Opening, dateline_of, find
from releases.intake.parser.dating import first_time
from releases.intake.parser.flattened import unrolled, unrolling_doubts
from releases.intake.parser.issued import Issue, issue_doubts, issue_of
from releases.intake.parser.layout import blocks_of
from releases.intake.parser.lines import lines_of, unseen
from releases.intake.parser.listings import pairs_in, particulars
from releases.intake.parser.markup import html_of, plain_of
from releases.intake.parser.masthead import Front, read_front
from releases.intake.parser.names import is_company
from releases.intake.parser.opening import front_end, lead_in
from releases.intake.parser.parts import Parts, Stretch, sort_parts
from releases.intake.parser.phrases import legal_kind
from releases.intake.parser.reading import (
    Dateline,
    Doubt,
    Lines,
    Quote,
    Reading,
    Section,
)
from releases.intake.parser.rejoin_lines import parted, parting_doubts
from releases.text.links import strip_markdown


@dataclass(slots=True)
class _Start:
    """The top of a release: its front, its dateline, and the blocks that follow."""

    front: Front
    dateline: Dateline | None
    blocks: list[Block]
    lead: list[Block]
    doubts: list[Doubt]


def _start(blocks: list[Block]) -> _Start:
    found = find(blocks)
    stop = front_end(blocks, found)
    front = read_front(blocks, stop, {found.index} if found else set())
    dated = found is not None and found.printed_date is not None
    issue = None if front.date or dated else issue_of(blocks)
    told = front.date or (issue.date if issue else None)
    doubts = list(issue_doubts(issue))
    if found is None:
        dateline = _banner_only(blocks, front) or _closing_only(issue)
        rest = blocks[stop:]
    else:
        dateline, doubted = dateline_of(found, blocks, told)
        doubts += doubted
        rest = _rest(blocks, found, stop)
    return _Start(
        front=front,
        dateline=dateline,
        blocks=rest,
        lead=_lead(rest),
        doubts=doubts,
    )


def _closing_only(issue: Issue | None) -> Dateline | None:
    """The day that only the end of a release tells; its words stay where they are."""
    if issue is None:
        return None
    places = (issue.place,) if issue.place else ()
    return Dateline(
        places=places, date=issue.date, wire=None, text="", lines=issue.block.lines
    )


def _banner_only(blocks: list[Block], front: Front) -> Dateline | None:
    """The date of a banner, where nothing else says when the release is of."""
    if front.date is None:
        return None
    at = next(i for i in front.furniture if front.date in full_dates(blocks[i]))
    front.furniture.remove(at)
    block = blocks[at]
    return Dateline(
        places=(), date=front.date, wire=None, text=block.flat, lines=block.lines
    )


def _lead(blocks: Sequence[Block]) -> list[Block]:
    """From the first paragraph that is news on, past notices and corrections."""
    for at, block in enumerate(blocks[:8]):
        text = block.flat
        if block.kind != "text" or (len(text) <= 60 and not _is_listed(text)):
            continue
        if not notes.is_correction(block) and legal_kind(text) is None:
            return list(blocks[at : at + 6])
    return list(blocks[:6])


def _is_listed(text: str) -> bool:
    """Whether a short paragraph is a company's name with its listing."""
    name, bracket, inside = text.partition(" (")
    return bool(bracket) and is_company(name) and bool(pairs_in(inside))


def _rest(blocks: list[Block], found: Opening, stop: int) -> list[Block]:
    """The blocks from the first sentence on."""
    if found.index != stop:
        return blocks[stop:]
    first = blocks[found.index]
    text = lead_in(first.flat, found.ends)
    kept = [replace(first, text=text)] if text else []
    return [*kept, *blocks[stop + 1 :]]


def _said(blocks: Sequence[Block], indexes: Sequence[int]) -> Quote:
    text = " ".join(_unmarked(blocks[i]) for i in indexes)
    lines = Lines(first=blocks[indexes[0]].first, last=blocks[indexes[-1]].last)
    return Quote(text=text, lines=lines)


def _unmarked(block: Block) -> str:
    """A line of the deck without the dash that closes it as another opened it."""
    text = strip_markdown(block.flat)
    closed = block.kind == "item" and block.marker in {"-", "–", "—", "*", "--"}
    return text.removesuffix(f" {block.marker}") if closed else text


def _section(stretch: Stretch) -> Section:
    return Section(
        heading=stretch.heading,
        text=plain_of(stretch.blocks),
        html=html_of(stretch.blocks),
        lines=stretch.lines,
    )


def _span(blocks: Sequence[Block]) -> Lines | None:
    return Lines(first=blocks[0].first, last=blocks[-1].last) if blocks else None


def read(text: str) -> Reading:
    """Everything understood of a release's text, and every doubt about it."""
    lines = lines_of(text)
    doubts = [*unseen(text), *parting_doubts(lines), *unrolling_doubts(lines)]
    lines = list(unrolled(list(parted(lines))))
    return read_blocks(blocks_of(lines), doubts)


def read_blocks(blocks: list[Block], doubts: Sequence[Doubt]) -> Reading:
    """Everything understood of a release's blocks, beside what is doubted already."""
    start = _start(blocks)
    front = start.front
    headline = _said(blocks, front.headline) if front.headline else None
    issuer, listings = particulars(
        start.lead,
        blocks,
        headline.text if headline else "",
        [blocks[i] for i in front.furniture],
    )
    above = [blocks[i] for i in front.body]
    title = headline.text if headline else ""
    again = [b for b in start.blocks[:6] if notes.repeats(b, title)]
    start.blocks = [b for b in start.blocks if b not in again]
    parts = sort_parts([*above, *start.blocks], issuer.text if issuer else None)
    parts.furniture += again
    runs = [blocks[a:b] for a, b in front.contacts] + parts.contacts
    contacts, contact_doubts = contacts_in(
        [addressed(run) for run in runs], issuer.text if issuer else None
    )
    dated = start.dateline.date if start.dateline else front.date
    happenings, event_doubts = events.events_in(
        [*_timed(blocks, front), *parts.body],
        dated,
        headline,
    )
    gaps = notes.placeholders(blocks)
    doubted = [
        *doubts,
        *start.doubts,
        *contact_doubts,
        *event_doubts,
        *notes.placeholder_doubts(gaps),
    ]
    return Reading(
        headline=headline,
        subheadlines=tuple(_said(blocks, deck) for deck in front.deck),
        dateline=start.dateline,
        issuer=issuer,
        listings=tuple(listings),
        body_html=html_of(parts.body),
        body_lines=_span(parts.body),
        boilerplates=tuple(_section(stretch) for stretch in parts.abouts),
        disclaimers=tuple(_section(stretch) for stretch in parts.legals),
        source=parts.source,
        contacts=tuple(contacts),
        events=tuple(happenings),
        replaces=notes.replaced(blocks),
        placeholders=tuple(gaps),
        furniture=_furniture(blocks, front, parts),
        doubts=tuple(sorted(doubted, key=lambda doubt: doubt.line)),
    )


def _timed(blocks: Sequence[Block], front: Front) -> list[Block]:
    """Lines of the deck that give an hour: a call is announced there at times."""
    decks = [blocks[i] for deck in front.deck for i in deck]
    return [block for block in decks if first_time(block.flat)]


def _furniture(
    blocks: Sequence[Block], front: Front, parts: Parts
) -> tuple[Quote, ...]:
    kept = [blocks[i] for i in front.furniture] + parts.furniture
    return tuple(block.said for block in sorted(kept, key=lambda block: block.first))
