"""The blocks above the dateline: headline, deck, banners, letterhead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from releases.intake.parser import phrases
from releases.intake.parser.banners import (
    banner_date,
    is_banner,
    is_date_line,
    is_name_definition,
)
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.contact_details import has_contact_details
from releases.intake.parser.contact_labels import label_of
from releases.intake.parser.contact_runs import contact_runs
from releases.intake.parser.names import is_company, is_person, is_title
from releases.intake.parser.notes import is_correction
from releases.text.links import emails_in, strip_markdown, urls_in

_CATEGORY = re.compile(
    r"(?i)(?:half[- ]?year(?:ly)? (?:report|results)|final results|interim results|preliminary results|annual results|full year results|trading (?:statement|update)|holding\(?s?\)? in company|director/pdmr (?:shareholding|dealing)s?|transaction in own shares|"
    r"notice of (?:agm|gm|egm|results|annual general meeting|general meeting)|results? of (?:agm|gm|egm|annual general meeting|general meeting|placing|fundraising)|directorate changes?|board changes?|dividend declaration|blocklisting.{0,40}|block listing.{0,40}|total voting rights|acquisition|disposal|contract(?: award| win)?|"
    r"financial calendar|operational update|business update|change of (?:adviser|name|registered office|auditor)s?|appointment of .{3,40}|drilling update|drill results|statement re\.? .{2,40}|annual report(?: and accounts| and notice of agm)?|investor presentation|company update|corporate update|issue of equity|placing|fundraising|subscription|grant of options|capital markets day|q[1-4] (?:results|trading update)|regulatory application|offer update|miscellaneous|strategic update|exercise of options|publication of .{3,40}|product launch|research update|clinical (?:trial )?update)"
)
_GOES_ON = re.compile(
    r"(?i)(?:(?:un)?audited\s|for the |for (?:half|full|financial)|in respect of|(?:three|six|nine|twelve) months|(?:half[- ])?year ended|results for|(?:interim|final|annual) results for)"
)
_DANGLING = re.compile(
    r"(?i)(?:[,;:&–—-]|\b(?:and|or|of|the|for|to|in|with|at|on|by|a|an|its|from|as|announces?|reports?|declares?|names|appoints?|completes?|acquires?|drives?|receives?|launches|provides?|presents?|posts|delivers|signs|begins|expands|sets|schedules|expects|wins|achieves|first|second|third|fourth|quarterly|full[- ]year|financial))$"
)
# A title that wants its object, however far below it stands.
_UNFINISHED = re.compile(
    r"\b(?:[Aa]nd|[Oo]f|[Tt]he|[Ff]or|Announces?|Reports?|Declares?|Appoints?|Completes?|Acquires?|Names|Launches|Receives)$"
)
_SLOGAN = 400


@dataclass(slots=True)
class FrontMatter:
    """The blocks above the dateline by their role, as block indexes."""

    headline: list[int] = field(default_factory=list)
    deck: list[list[int]] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    contacts: list[tuple[int, int]] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    date: dt.date | None = None
    candidates: int = 0


def _is_candidate(block: Block) -> bool:
    text = strip_markdown(block.flat)
    if block.kind not in {"text", "item"} or is_banner(block) or len(text) > _SLOGAN:
        return False
    if _is_notice(block) or (text.startswith("(") and text.endswith(")")):
        return False
    if (is_company(text) and len(text.split()) <= 6) or (
        is_person(text) and len(text.split()) <= 3
    ):
        return False
    if label_of(text) and not label_of(text)[1]:  # type: ignore[index]
        return False
    return len(text.split()) >= 2 and not emails_in(text) and not urls_in(text[:12])


def _split_titles(blocks: Sequence[Block], indexes: Sequence[int]) -> list[list[int]]:
    """Join lines of a title that the column's width split."""
    titles: list[list[int]] = []
    for index in indexes:
        if titles and _same_title(
            blocks[titles[-1][-1]], blocks[index], index - titles[-1][-1]
        ):
            titles[-1].append(index)
        else:
            titles.append([index])
    return titles


def _same_title(a: Block, b: Block, step: int) -> bool:
    if step == 1 and "and" in {a.flat.lower(), b.flat.lower()}:
        return True
    if step != 1 or a.kind != "text" or b.kind != "text":
        return False
    first, second = strip_markdown(a.flat), strip_markdown(b.flat)
    if b.gap:
        return _UNFINISHED.search(first) is not None
    if first.isupper() and second.isupper() and not is_finished(first):
        return len(first) > 15
    return bool(_DANGLING.search(first)) and not first.endswith((";", ":"))


def read_front(blocks: Sequence[Block], stop: int, apart: set[int]) -> FrontMatter:
    """Sort the blocks above `stop`, except a dateline that is by itself."""
    front = FrontMatter()
    front.contacts = contact_runs(blocks, 0, stop)
    taken = apart | {i for a, b in front.contacts for i in range(a, b)}
    front.date = banner_date(
        [
            b
            for i, b in enumerate(blocks[:stop])
            if i not in apart and _may_be_banner(b, i, taken)
        ]
    )
    run = _candidates(blocks, stop, taken, front)
    titles = _split_titles(blocks, run)
    titles = _without_category(blocks, titles, front)
    front.candidates = len(titles)
    if titles:
        front.headline, *rest = titles
        for deck in rest:
            if _text(blocks, deck) == _text(blocks, front.headline):
                front.furniture += deck
            else:
                front.deck.append(deck)
    return front


def _may_be_banner(block: Block, index: int, taken: set[int]) -> bool:
    """Return whether a line may be a banner; among contacts only a bare date is one."""
    return index not in taken or is_date_line(strip_markdown(block.flat))


def _text(blocks: Sequence[Block], indexes: Sequence[int]) -> str:
    return " ".join(strip_markdown(blocks[i].flat) for i in indexes).lower()


def _without_category(
    blocks: Sequence[Block], titles: list[list[int]], front: FrontMatter
) -> list[list[int]]:
    while (
        len(titles) > 1
        and _CATEGORY.fullmatch(_text(blocks, titles[0]))
        and not _GOES_ON.match(_text(blocks, titles[1]))
    ):
        front.furniture += titles.pop(0)
    return titles


def _candidates(
    blocks: Sequence[Block], stop: int, taken: set[int], front: FrontMatter
) -> list[int]:
    """Return title lines upwards from the dateline, until another kind of line."""
    run: list[int] = []
    closed = False
    for index in range(stop - 1, -1, -1):
        if index in taken:
            closed = closed or bool(run)
            continue
        block = blocks[index]
        if (
            len(strip_markdown(block.flat)) > _SLOGAN
            or block.kind == "table"
            or is_correction(block)
        ):
            front.body.append(index)
            closed = closed or bool(run)
        elif closed or not (
            _is_candidate(block)
            or (run and block.flat.lower() == "and")
            or _is_capital_line(blocks, index, stop)
            or _is_awaited(blocks, index)
        ):
            (front.body if _is_notice(block) else front.furniture).append(index)
            closed = closed or (bool(run) and _ends_titles(block))
        else:
            run.append(index)
    front.body.sort()
    front.furniture.sort()
    return run[::-1]


def _is_awaited(blocks: Sequence[Block], index: int) -> bool:
    """Return whether the title above needs this line as its object."""
    above = strip_markdown(blocks[index - 1].flat) if index else ""
    return _UNFINISHED.search(above) is not None


def _is_capital_line(blocks: Sequence[Block], index: int, stop: int) -> bool:
    """Return whether a line in capitals continues directly above or below."""
    block = blocks[index]
    if block.kind != "text" or not block.flat.isupper() or is_banner(block):
        return False
    above = blocks[index - 1] if index and not block.gap else None
    below = (
        blocks[index + 1] if index + 1 < stop and not blocks[index + 1].gap else None
    )
    return any(
        other.kind == "text" and other.flat.isupper() and not is_banner(other)
        for other in (above, below)
        if other
    )


def _is_notice(block: Block) -> bool:
    return phrases.legal_kind(strip_markdown(block.flat)) is not None


def _ends_titles(block: Block) -> bool:
    text = strip_markdown(block.flat)
    if block.kind == "mark" or is_date_line(text):
        return False
    return (
        has_contact_details(block)
        or is_company(text)
        or is_title(text)
        or is_name_definition(text)
    )
