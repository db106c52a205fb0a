"""What stands before the dateline: headline, deck, banners, a letterhead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.contact_lines import facts_of, label_of
from releases.intake.parser.contact_runs import contact_runs, has_reach
from releases.intake.parser.names import is_company, is_person, is_title
from releases.intake.parser.notes import is_correction
from releases.text.dates import dates_in
from releases.text.links import emails_in, plain, urls_in
from releases.text.times import times_in

_BANNER = re.compile(
    r"(?i)(?:(?:for|not for) (?:immediate |general )?(?:release|publication|distribution)\b.{0,120}|for release\b.{0,80}|immediate release"
    r"|(?:corporate |financial |company |official |latest |investor )?(?:press|news|media) ?(?:release|information|statement|advisory|alert|announcement)s?\b.{0,20}"
    r"|news|(?:company|stock exchange|regulatory|corporate|market) (?:announcement|release|notice|news)\b.{0,60}|information|news provided by|ad[- ]hoc(?: announcement)?\b.{0,120}"
    r"|exhibit 99.{0,12}|ex-99.{0,12}|rns number\b.{0,30}|rns|embargo(?:ed)?\b.{0,120}|under embargo.{0,100}|regulated information.{0,60}|inside information.{0,60}"
    r"|source:?\s.{2,60}|by (?:pr ?newswire|business wire|globe newswire|accesswire)|pr ?newswire|business wire|globe ?newswire|accesswire|marketwire[d]?"
    r"|share(?: this)?(?: article)?|print|download.{0,30}|back to.{0,40}|view (?:all|pdf).{0,40}|pdf version|english|home|investors?|newsroom|media center|press room|category:.{0,60}|tags?:.{0,80}"
    r"|update|alert|breaking|financial tables? (?:to )?follows?|contacts?:?|contact information|dear .{2,60}|(?:nyse|nasdaq|tsx|tsxv|asx|aim|lse|otc\w*)\b[\s:].{1,40}|trading symbols?.{0,60}|(?:stock |ticker )?symbols?:.{0,60}"
    r"|(?:published|posted|released|issued|updated|date|time|dated|subject|re)\b\s?:?.{0,10}|\[?logo.{0,40}|- ?- ?-.{0,20}|(?:dgap|eqs)-(?:news|adhoc|ad-hoc|pvr|cms|wpueg)\b.{0,20}|(?:dgap|eqs)-.{0,120}key word\(s\).{0,120}|issuer:.{0,80}|\(?the issuer is solely.{0,80}|language:.{0,20}|legal entity.{0,60}|lei:?\s.{0,40}|isin:?\s.{0,60}|cusip:?.{0,60}|sedar\b.{0,40}|no\.? ?\d.{0,20}|release (?:no|number)\b.{0,20})"
)
_BANNERS = re.compile(
    r"(?i)(?:press|news|media|company|corporate|regulatory|financial)? ?(?:release|information|announcement|statement)\s?[-–—|/:,]\s?(?:regulated|inside|press|for immediate|unaudited|ad hoc|regulatory|financial|news).{0,50}"
)
_DEFINED = re.compile(r"\([“\"].{2,60}|\((?:the )?[“\"]?(?:company|group)\b.{0,60}\)")
_CATEGORY = re.compile(
    r"(?i)(?:half[- ]?year(?:ly)? (?:report|results)|final results|interim results|preliminary results|annual results|full year results|trading (?:statement|update)|holding\(?s?\)? in company|director/pdmr (?:shareholding|dealing)s?|transaction in own shares|"
    r"notice of (?:agm|gm|egm|results|annual general meeting|general meeting)|results? of (?:agm|gm|egm|annual general meeting|general meeting|placing|fundraising)|directorate changes?|board changes?|dividend declaration|blocklisting.{0,40}|block listing.{0,40}|total voting rights|acquisition|disposal|contract(?: award| win)?|"
    r"financial calendar|operational update|business update|change of (?:adviser|name|registered office|auditor)s?|appointment of .{3,40}|drilling update|drill results|statement re\.? .{2,40}|annual report(?: and accounts| and notice of agm)?|investor presentation|company update|corporate update|issue of equity|placing|fundraising|subscription|grant of options|capital markets day|q[1-4] (?:results|trading update)|regulatory application|offer update|miscellaneous|strategic update|exercise of options|publication of .{3,40}|product launch|research update|clinical (?:trial )?update)"
)
_DANGLING = re.compile(
    r"(?i)(?:[,;:&–—-]|\b(?:and|or|of|the|for|to|in|with|at|on|by|a|an|its|from|as))$"
)
_SLOGAN = 400


@dataclass(slots=True)
class Front:
    """The blocks before the dateline by what they are; numbers are block indexes."""

    headline: list[int] = field(default_factory=list)
    deck: list[list[int]] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    contacts: list[tuple[int, int]] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    date: dt.date | None = None
    candidates: int = 0


def is_banner(block: Block) -> bool:
    """Whether a line belongs to the letterhead rather than to the release."""
    text = plain(block.flat)
    if block.kind == "mark" or not text:
        return True
    if len(text) < 200 and "Key word(s)" in text:
        return True
    if len(text) < 90 and (
        _BANNERS.fullmatch(text) or _BANNER.fullmatch(text) or _DEFINED.fullmatch(text)
    ):
        return True
    return _is_moment(text) or _is_address(text)


def _is_moment(text: str) -> bool:
    """Whether a line is a date, with a clock or a label at most."""
    date = next(dates_in(text), None)
    if date is None or len(text) > 110:
        return False
    rest = text[: date.start] + text[date.end :]
    for time in times_in(rest):
        rest = rest.replace(time.text, " ")
    words = re.findall(r"[A-Za-z]{2,}", rest)
    known = {
        "at",
        "date",
        "released",
        "published",
        "et",
        "for",
        "immediate",
        "release",
        "source",
        "am",
        "pm",
        "posted",
        "on",
        "updated",
        "issued",
        "the",
        "press",
        "news",
        "company",
        "announcement",
        "no",
        "hrs",
        "hours",
        "time",
        "eastern",
        "by",
        "newswire",
        "pr",
        "business",
        "wire",
        "globe",
        "cet",
        "cest",
        "bst",
        "gmt",
        "eet",
        "est",
        "edt",
    }
    return all(word.lower() in known for word in words) or (
        len(words) <= 3 and _BANNER.match(text) is not None
    )


def _is_address(text: str) -> bool:
    said = facts_of(text, None)
    if (has_only_reach(text) or (said.urls and not said.pieces)) and len(text) < 140:
        return True
    kinds = [kind for kind, _ in said.pieces]
    return (
        len(text) < 110
        and bool(kinds)
        and kinds[0] == "note"
        and bool(re.search(r"\d", text))
        and bool(
            re.search(
                r"(?i)\b(?:street|avenue|road|suite|floor|drive|blvd|boulevard|p\.?o\.? box|lane|[A-Z]{2} \d{5}|st\.|ave\.?)\b",
                text,
            )
        )
    )


def has_only_reach(text: str) -> bool:
    """Whether a line is a telephone, e-mail or web address and nothing else."""
    said = facts_of(text, None)
    return bool(said.phones or said.emails or said.urls or said.faxes) and not any(
        kind in {"org", "title", "other"} and len(words.split()) > 3
        for kind, words in said.pieces
    )


def _is_candidate(block: Block) -> bool:
    text = plain(block.flat)
    if block.kind not in {"text", "item"} or is_banner(block) or len(text) > _SLOGAN:
        return False
    if _is_notice(block):
        return False
    if (is_company(text) and len(text.split()) <= 6) or is_person(text):
        return False
    if label_of(text) and not label_of(text)[1]:  # type: ignore[index]
        return False
    return len(text.split()) >= 2 and not emails_in(text) and not urls_in(text[:12])


def full_dates(block: Block) -> list[dt.date | None]:
    """The dates with a year that a block gives."""
    return [d.on(d.year) for d in dates_in(plain(block.flat)) if d.year]


def banner_date(blocks: Sequence[Block]) -> dt.date | None:
    """The full date that a banner gives."""
    for block in blocks:
        text = plain(block.flat)
        if len(text) < 130 and (is_banner(block) or _is_moment(text)):
            for date in dates_in(text):
                if date.year:
                    return date.on(date.year)
    return None


def _split_titles(blocks: Sequence[Block], indexes: Sequence[int]) -> list[list[int]]:
    """Lines put together where the column, not the author, broke a title."""
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
    if step != 1 or b.gap or a.kind != "text" or b.kind != "text":
        return False
    first, second = plain(a.flat), plain(b.flat)
    if first.isupper() and second.isupper() and not is_finished(first):
        return len(first) > 25
    return bool(_DANGLING.search(first)) and not first.endswith((";", ":"))


def read_front(blocks: Sequence[Block], stop: int, apart: set[int]) -> Front:
    """Sort the blocks below stop, save a dateline that stands apart."""
    front = Front()
    front.contacts = contact_runs(blocks, 0, stop)
    taken = apart | {i for a, b in front.contacts for i in range(a, b)}
    front.date = banner_date([b for i, b in enumerate(blocks[:stop]) if i not in taken])
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


def _text(blocks: Sequence[Block], indexes: Sequence[int]) -> str:
    return " ".join(plain(blocks[i].flat) for i in indexes).lower()


def _without_category(
    blocks: Sequence[Block], titles: list[list[int]], front: Front
) -> list[list[int]]:
    while len(titles) > 1 and _CATEGORY.fullmatch(_text(blocks, titles[0])):
        front.furniture += titles.pop(0)
    return titles


def _candidates(
    blocks: Sequence[Block], stop: int, taken: set[int], front: Front
) -> list[int]:
    """Title lines upwards from the dateline, until something else is met."""
    run: list[int] = []
    closed = False
    for index in range(stop - 1, -1, -1):
        if index in taken:
            closed = closed or bool(run)
            continue
        block = blocks[index]
        if (
            len(plain(block.flat)) > _SLOGAN
            or block.kind == "table"
            or is_correction(block)
        ):
            front.body.append(index)
            closed = closed or bool(run)
        elif closed or not _is_candidate(block):
            (front.body if _is_notice(block) else front.furniture).append(index)
            closed = closed or (bool(run) and _ends_titles(block))
        else:
            run.append(index)
    front.body.sort()
    front.furniture.sort()
    return run[::-1]


def _is_notice(block: Block) -> bool:
    return phrases.legal_kind(plain(block.flat)) is not None


def _ends_titles(block: Block) -> bool:
    text = plain(block.flat)
    if block.kind == "mark" or _is_moment(text):
        return False
    return (
        has_reach(block)
        or is_company(text)
        or is_title(text)
        or bool(_DEFINED.fullmatch(text))
    )
