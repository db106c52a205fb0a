"""Read a release: from its text to its parts and doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.bullets import PART_NUMBER
from releases.intake.parser.contacts.contact_emails import show_hidden_emails
from releases.intake.parser.contacts.contact_runs import asks_for_somebody
from releases.intake.parser.contacts.reading_orders import parse_contacts
from releases.intake.parser.contacts.stated_contacts import (
    below_house,
    people_stated,
    sponsors_contacts,
)
from releases.intake.parser.dates.dating import first_time
from releases.intake.parser.dates.day_order import DayOrder, day_order
from releases.intake.parser.dates.issued import IssueDate, find_issue_date, issue_doubts
from releases.intake.parser.events.collecting import parse_events
from releases.intake.parser.front import notes
from releases.intake.parser.front.banners import (
    full_dates,
    without_label,
)
from releases.intake.parser.front.built_dateline import build_dateline, service_of
from releases.intake.parser.front.dateline import DatelineOpening
from releases.intake.parser.front.page_words import set_page_words_apart
from releases.intake.parser.issuers.choosing import read_issuer
from releases.intake.parser.issuers.listings import listings_in_bracket
from releases.intake.parser.languages import language_doubts, language_of
from releases.intake.parser.layout.block_layout import blocks_of
from releases.intake.parser.layout.flattened import split_flattened
from releases.intake.parser.layout.mending import mend
from releases.intake.parser.layout.rejoin_lines import split_joined_lines
from releases.intake.parser.lines import (
    hidden_character_doubts,
    lines_of,
    struck_doubts,
)
from releases.intake.parser.memory import forget
from releases.intake.parser.names import is_company
from releases.intake.parser.phrases import legal_kind
from releases.intake.parser.reading import (
    Dateline,
    Doubt,
    Lines,
    Quote,
    Reading,
    Section,
)
from releases.intake.parser.sections.front import read_front
from releases.intake.parser.sections.front_matter import FrontMatter
from releases.intake.parser.sections.notices import (
    cover_doubt,
    disregard_doubts,
    disregarded_title,
    is_filing_cover,
)
from releases.intake.parser.sections.parts import (
    Parts,
    SectionBlocks,
    sort_parts,
)
from releases.intake.parser.sections.sources import sources_in
from releases.intake.parser.tables.markup import blocks_html, blocks_text
from releases.intake.parser.weights import CLOSE
from releases.text.links import strip_markdown
from releases.text.struck_text import without_struck
from releases.text.translatable import Message, gettext_noop

_OTHER_HEADLINE = gettext_noop(
    "The headline was read as “%(words)s”. This line could be it as well."
)


@dataclass(slots=True)
class _Start:
    """The top of a release: front matter, dateline, and the blocks after it."""

    front: FrontMatter
    dateline: Dateline | None
    blocks: list[Block]
    lead: list[Block]
    doubts: list[Doubt]


def _start(blocks: list[Block], order: DayOrder) -> _Start:
    front = read_front(blocks)
    opening, stop = front.opening, front.stop
    dated = opening is not None and opening.printed_date is not None
    closing = None if dated else find_issue_date(blocks)
    issue = None if front.date else closing
    date = front.date or (issue.date if issue else None)
    doubts = [*issue_doubts(issue), *_second_headline(blocks, front)]
    if opening is None:
        dateline = _banner_only(blocks, front, closing) or _closing_only(issue, blocks)
        rest = blocks[stop:]
    else:
        dateline, doubted = build_dateline(opening, blocks, date, order)
        doubts += doubted
        rest = _rest(blocks, opening, stop)
    return _Start(
        front=front,
        dateline=dateline,
        blocks=rest,
        lead=_lead(rest),
        doubts=doubts,
    )


def _second_headline(blocks: Sequence[Block], front: FrontMatter) -> list[Doubt]:
    """Return a doubt that names the other headline if it was nearly as likely."""
    if front.margin >= CLOSE or not front.headline:
        return []
    first, second = (_quotes(blocks, i) for i in (front.headline, front.second))
    assumed = Message(_OTHER_HEADLINE, {"words": first.text})
    return [Doubt(line=second.lines.first, saw=second.text, assumed=assumed)]


def _closing_only(issue: IssueDate | None, blocks: Sequence[Block]) -> Dateline | None:
    """Return a dateline of the date that only the release's end gives."""
    if issue is None:
        return None
    places = (issue.place,) if issue.place else ()
    return Dateline(
        places=places,
        date=issue.date,
        wire=service_of(blocks),
        text="",
        lines=issue.block.lines,
    )


def _banner_only(
    blocks: list[Block], front: FrontMatter, closing: IssueDate | None
) -> Dateline | None:
    """Return a dateline of the banner's date if nothing else gives a date.

    Its place is that of the release's end if that has the same day.
    """
    dated = [i for i, b in enumerate(blocks) if front.date in full_dates(b)]
    if front.date is None or not dated:
        return None
    at = next((i for i in front.furniture if i in dated), dated[0])
    if at in front.furniture:
        front.furniture.remove(at)
    block = blocks[at]
    place = closing.place if closing and closing.date == front.date else None
    return Dateline(
        places=(place,) if place else (),
        date=front.date,
        wire=service_of(blocks),
        text=block.flat,
        lines=block.lines,
    )


def _lead(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks from the first news paragraph on, after notices."""
    for at, block in enumerate(blocks[:8]):
        text = block.flat
        named = _is_listed(text) or (at == 0 and is_company(text))
        if block.kind != "text" or (len(text) <= 60 and not named):
            continue
        if not notes.is_correction(block) and legal_kind(text) is None:
            return list(blocks[at : at + 6])
    return list(blocks[:6])


def _is_listed(text: str) -> bool:
    """Return whether a short paragraph is only a company's name with its listing."""
    name, bracket, inside = text.partition(" (")
    return bool(bracket) and is_company(name) and bool(listings_in_bracket(inside))


def _rest(blocks: list[Block], opening: DatelineOpening, stop: int) -> list[Block]:
    """Return the blocks from the first sentence on, without the dateline."""
    if opening.index < stop:
        return blocks[stop:]
    first = blocks[opening.index]
    text = _first_sentences(first.flat, opening.ends)
    kept = [replace(first, text=text)] if text else []
    return [*blocks[stop : opening.index], *kept, *blocks[opening.index + 1 :]]


def _first_sentences(text: str, ends: int) -> str:
    """Return the first paragraph without its dateline."""
    if text[:ends] != strip_markdown(text)[:ends]:
        return strip_markdown(text)[ends:].strip()
    return text[ends:].strip()


def _quotes(blocks: Sequence[Block], indexes: Sequence[int]) -> Quote:
    text = " ".join(_unmarked(blocks[i]) for i in indexes)
    lines = Lines(first=blocks[indexes[0]].first, last=blocks[indexes[-1]].last)
    return Quote(text=text, lines=lines)


def _headline(blocks: Sequence[Block], indexes: Sequence[int]) -> Quote:
    """Return the headline without the kind of text before it: “Media Alert: …”."""
    quote = _quotes(blocks, indexes)
    return replace(quote, text=without_label(quote.text))


def _unmarked(block: Block) -> str:
    """Return a line of a title with its number, or of a deck without its dashes."""
    text = strip_markdown(block.flat)
    if PART_NUMBER.fullmatch(block.marker):
        return f"{block.marker} {text}"
    closed = block.kind == "item" and block.marker in {"-", "–", "—", "*", "--"}
    return text.removesuffix(f" {block.marker}") if closed else text


def _section(stretch: SectionBlocks) -> Section:
    return Section(
        heading=stretch.heading,
        text=blocks_text(stretch.blocks),
        html=blocks_html(stretch.blocks),
        lines=stretch.lines,
    )


def _line_of(dateline: Dateline | None) -> Lines | None:
    return dateline.lines if dateline else None


def _span(blocks: Sequence[Block]) -> Lines | None:
    return Lines(first=blocks[0].first, last=blocks[-1].last) if blocks else None


def read(text: str) -> Reading:
    """Read a release's text."""
    text, struck = without_struck(text)
    mended = mend(lines_of(text))
    lines, joined_doubts = split_joined_lines(mended.lines)
    lines, flattened_doubts = split_flattened(lines)
    doubts = [
        *struck_doubts(struck),
        *hidden_character_doubts(text),
        *mended.doubts,
        *joined_doubts,
        *flattened_doubts,
    ]
    reading = read_blocks(blocks_of(lines), doubts)
    left_out = (*mended.left_out, *reading.furniture)
    return replace(reading, furniture=left_out) if mended.left_out else reading


def read_blocks(blocks: list[Block], doubts: Sequence[Doubt]) -> Reading:
    """Read a release's blocks; `doubts` are those found already."""
    try:
        return _read_blocks(blocks, doubts)
    finally:
        forget()


def _read_blocks(blocks: list[Block], doubts: Sequence[Doubt]) -> Reading:
    if is_filing_cover(blocks):
        return _cover(blocks, doubts)
    blocks = set_page_words_apart(blocks)
    language = language_of(" ".join(block.flat for block in blocks))
    order = day_order(blocks)
    start = _start(blocks, order)
    front = start.front
    headline = _headline(blocks, front.headline) if front.headline else None
    day = _line_of(start.dateline)
    letterhead = [blocks[i] for i in front.furniture if i >= front.top]
    letterhead += [b for b in blocks[front.top : front.stop] if b.lines == day]
    issuer, listings, issuer_doubts = read_issuer(
        start.lead,
        blocks,
        headline.text if headline else "",
        letterhead,
    )
    above = [blocks[i] for i in front.body]
    title = headline.text if headline else ""
    again = [b for b in start.blocks[:6] if notes.repeats_headline(b, title)]
    start.blocks = [b for b in start.blocks if b not in again]
    opened = start.front.opening is not None and bool(above)
    lede = next(iter(start.blocks), None) if opened else None
    parts = sort_parts([*above, *start.blocks], issuer.text if issuer else None, lede)
    parts.furniture += again
    runs = [run for run in _front_runs(blocks, front) if asks_for_somebody(run)]
    runs += parts.contacts
    runs = [below_house(blocks, run) for run in runs]
    runs += sponsors_contacts(blocks)
    inside = {block.first for run in runs for block in run}
    runs += people_stated([b for b in blocks if b.first not in inside])
    contacts, contact_doubts = parse_contacts(
        [show_hidden_emails(run) for run in runs], issuer.text if issuer else None
    )
    dated = start.dateline.date if start.dateline else front.date
    parsed_events, event_doubts = parse_events(
        [*_timed(blocks, front), *parts.body],
        dated,
        headline,
        order,
    )
    above = [b for b in blocks[: front.stop] if b.lines == day]
    above += [blocks[i] for i in front.furniture]
    above += [block for run in parts.contacts for block in run] + parts.body[-2:]
    mastheads = sources_in(above)
    gaps = notes.find_placeholders(blocks)
    doubted = [
        *doubts,
        *start.doubts,
        *issuer_doubts,
        *language_doubts(language),
        *disregard_doubts(blocks),
        *parts.doubts,
        *contact_doubts,
        *event_doubts,
        *notes.placeholder_doubts(gaps),
        *(doubt for block in parts.body for doubt in block.doubts),
    ]
    return Reading(
        headline=headline,
        subheadlines=tuple(_quotes(blocks, deck) for deck in front.deck),
        dateline=start.dateline,
        issuer=issuer,
        listings=tuple(listings),
        body_html=blocks_html(parts.body),
        body_lines=_span(parts.body),
        boilerplates=tuple(_section(stretch) for stretch in parts.abouts),
        disclaimers=tuple(_section(stretch) for stretch in parts.legals),
        source=parts.source or next(mastheads, None),
        contacts=tuple(contacts),
        events=tuple(parsed_events),
        replaces=notes.find_correction(blocks),
        placeholders=tuple(gaps),
        furniture=_furniture(blocks, front, parts),
        doubts=tuple(sorted(doubted, key=lambda doubt: doubt.line)),
        language=language,
        disregards=disregarded_title(blocks),
    )


def _cover(blocks: Sequence[Block], doubts: Sequence[Doubt]) -> Reading:
    """Return the reading of a filing's cover: its words, and that it is no release."""
    kept = [block for block in blocks if block.kind != "mark"]
    return Reading(
        headline=None, subheadlines=(), dateline=None, issuer=None, listings=(),
        body_html=blocks_html(kept), body_lines=_span(kept), boilerplates=(),
        disclaimers=(), source=None, contacts=(), events=(), replaces=None,
        placeholders=(), furniture=tuple(b.quote for b in blocks if b.kind == "mark"),
        doubts=(cover_doubt(blocks), *doubts),
    )  # fmt: skip


def _front_runs(blocks: Sequence[Block], front: FrontMatter) -> list[list[Block]]:
    """Return the contact blocks above the body."""
    return [list(blocks[a:b]) for a, b in front.contacts]


def _timed(blocks: Sequence[Block], front: FrontMatter) -> list[Block]:
    """Return lines of the deck with a time: some announce a call there."""
    decks = [blocks[i] for deck in front.deck for i in deck]
    return [block for block in decks if first_time(block.flat)]


def _furniture(
    blocks: Sequence[Block], front: FrontMatter, parts: Parts
) -> tuple[Quote, ...]:
    kept = [blocks[i] for i in front.furniture] + parts.furniture
    runs = _front_runs(blocks, front)
    kept += [b for run in runs if not asks_for_somebody(run) for b in run]
    return tuple(block.quote for block in sorted(kept, key=lambda block: block.first))
