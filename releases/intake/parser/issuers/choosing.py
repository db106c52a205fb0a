"""The issuer: every company that the text names in an issuer's place, and the likeliest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.front import notes
from releases.intake.parser.front.banners import (
    SERVICE_MARK,
    is_name_definition,
    is_wire,
)
from releases.intake.parser.issuers.company_names import (
    headline_owner,
    headline_subject,
    is_plausible,
    name_before,
    same_company,
    sentence_subject,
)
from releases.intake.parser.issuers.listings import Ticker, own_listings, tickers_in
from releases.intake.parser.names import FORM, is_agency, is_company
from releases.intake.parser.reading import Doubt, Listing, Quote
from releases.intake.parser.weights import CLOSE_ISSUER, ISSUER
from releases.text.exchanges import mic_of
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

_DEFINED = re.compile(
    r"\s\((?:[^()]{0,80}?,\s)?(?:(?:hereinafter|hereafter|together with [^()]{3,60},?)\s)?(?:the\s)?[“\"][^()“”\"]{2,40}[”\"](?:(?:,?\s(?:or|and)\s(?:the\s)?|,\s)[“\"][^()“”\"]{2,40}[”\"])*[^()]{0,40}\)"
)
_ABOUT = re.compile(
    r"(?i)^(?:about|über|à propos d[eu’'](?: l[ae’'])?|acerca de|sobre)\s(?:the )?(?P<name>.{2,80}?)(?:\s\([^()]{1,40}\))?\s?:?$"
)
_SOURCE = re.compile(r"(?:SOURCE|Source)(?:\s*:\s*|\s+)(?P<name>\S.{1,100})")
_MEMBERS = re.compile(
    r"\b(?:members|shareholders|stockholders|board|directors|behalf) of (?:the )?(?P<name>[A-Z][\w&.’' -]{2,60}?(?:Limited|Ltd|plc|PLC|Inc|Corporation|AG|SE|ASA|AB|A/S|N\.V)\b\.?(?: \(publ\))?|A/S(?: [A-Z][\w.]+){1,3})"
)
# A person goes on: Okafor added, “…”.
_SPEAKS = re.compile(
    r"[A-Z][\w. ’'-]{1,40}\s(?:continued|added|commented|remarked|explained|concluded)\b"
)
# A field of a notice that names its company, or for whom a notice is signed.
_LABELLED = re.compile(
    rf"(?i)(?:{vocabulary.patterns('issuers', 'labels')})\s?:\s|(?-i:F)or (?:and on behalf of )?(?=\S+ \S)"
)
# Above the name of the company whose notice it is: “RNS Number : 1234A”.
_NAMED_BELOW = re.compile(
    rf"(?i)(?:{vocabulary.patterns('issuers', 'named_below')})\s?:?"
)
_ARTICLE = re.compile(r"(?:The|A|O|L[ae]|Les|El|D(?:ie|er|as)) (?=[A-ZÀ-Þ])")
_CODE = re.compile(r"^[A-Z0-9]{2,6}\s[-–|:]\s")
_TRADEMARK = re.compile(r"\s?(?:[®™]|\((?:R|TM)\))$")
_OTHER = gettext_noop("The company was read as “%(name)s”.")
# Before the name of a company that owns the one in the news.
_PARENT = re.compile(
    rf"(?i)\b(?:{vocabulary.patterns('issuers', 'owners')})\s(?:the\s)?$"
)
# Before the name of a company whose shares others hold, or that others act against.
_OBJECT = re.compile(
    rf"(?i)\b(?:{vocabulary.patterns('issuers', 'objects')})\s(?:the\s)?$"
)
_FORM = re.compile(rf"(?<=[\w,] )(?:{FORM})\b(?!\.?,?\s(?:{FORM})\b)\.?")
_LEAD, _LONGEST_LINE, _MOST_WORDS, _OPENING, _SYMBOL_LINE = 3, 90, 7, 600, 40
_FORMED = 4.5


# Places of a name that only the sentence tells from other words.
_TOLD = {"subject", "later_subject", "headline_owner", "headline_subject"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A name in a place where an issuer's stands, and what that place counts."""

    name: str
    place: str
    block: Block


def read_issuer(
    lead: Sequence[Block],
    blocks: Sequence[Block],
    headline: str,
    masthead: Sequence[Block] = (),
) -> tuple[Quote | None, list[Listing], list[Doubt]]:
    """Return the issuer as first named in full, its listings, and a close second as a doubt."""
    tickers = list(tickers_in([*lead, *(b for b in blocks if b not in lead)]))
    words = " ".join(block.flat for block in (*lead, *blocks))
    candidates = [
        c
        for c in _candidates(lead, blocks, headline, masthead, tickers)
        if is_plausible(c.name)
        and not _is_exchange(c, headline)
        and not _is_common(c, words)
    ]
    groups = _groups(candidates)
    if not groups:
        return None, [], []
    ranked = sorted(groups, key=_points, reverse=True)
    best = ranked[0]
    chosen = _first_of_two(max(best, key=_rank), best)
    name = _CODE.sub("", _TRADEMARK.sub("", _without_article(chosen, words)))
    doubts = []
    if len(ranked) > 1 and _points(best) - _points(ranked[1]) < CLOSE_ISSUER:
        other = ranked[1][0]
        assumed = Message(_OTHER, {"name": name})
        doubts = [Doubt(line=other.block.first, saw=other.name, assumed=assumed)]
    listed = [t for t in tickers if not _PARENT.search(_before_name(t))]
    short = [block for block in lead[:_LEAD] if len(block.flat) < _SYMBOL_LINE]
    listings = own_listings(name, listed, [*masthead, *short], [*lead, *blocks])
    return Quote(text=name, lines=chosen.block.lines), listings, doubts


def _without_article(candidate: _Candidate, text: str) -> str:
    """Return a name without a “The” that its abbreviation, or most of the text, leaves out."""
    name = _ARTICLE.sub("", candidate.name)
    short = "".join(word[0] for word in name.split() if word[0].isupper())
    defined = f"{candidate.name} ({short}" in strip_markdown(candidate.block.flat)
    low, full = text.lower(), candidate.name.lower()
    alone = is_company(name) and low.count(name.lower()) > 2 * low.count(full)
    return name if alone or (defined and len(short) > 2) else candidate.name


def _first_of_two(chosen: _Candidate, group: Sequence[_Candidate]) -> _Candidate:
    """Return the first of two companies in one sentence if it is named alone elsewhere."""
    first = chosen.name.partition(" and ")[0]
    alone = (c for c in group if c.name == first != chosen.name)
    return chosen if is_company(chosen.name) else next(alone, chosen)


def _rank(candidate: _Candidate) -> float:
    """Return how well a place prints the name; a legal form lets it pass a near one."""
    return ISSUER[candidate.place][1] + _FORMED * is_company(candidate.name)


def _is_exchange(candidate: _Candidate, headline: str) -> bool:
    """Return whether a name is an exchange that is not what the release is about."""
    known = mic_of(candidate.name) is not None
    inside = candidate.place in {"bracket", "correction"}
    return known and not inside and candidate.name not in headline


def _is_common(candidate: _Candidate, text: str) -> bool:
    """Return whether a name outside brackets is one word that is also printed small."""
    name = candidate.name
    if candidate.place not in _TOLD or not name.isalpha():
        return False
    small = rf"(?<![\w-]){name.lower()}(?![\w@.-])"
    noun = rf"\b(?:[Dd]as|[Dd]em|[Dd]es|[Dd]en)\s{name}\b"  # of German
    return re.search(rf"{small}|{noun}", text) is not None


def _points(group: Sequence[_Candidate]) -> float:
    """Return what speaks for a company: each place once, and a legal form."""
    places = {candidate.place for candidate in group}
    formed = any(is_company(candidate.name) for candidate in group)
    return sum(ISSUER[place][0] for place in places) + ISSUER["form"][0] * formed


def _groups(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Return the candidates by company, in the order of the text."""
    groups: list[list[_Candidate]] = []
    for candidate in candidates:
        own = next(
            (g for g in groups if any(same_company(candidate.name, o.name) for o in g)),
            None,
        )
        if own is None:
            groups.append([candidate])
        else:
            own.append(candidate)
    return groups


def _candidates(
    lead: Sequence[Block],
    blocks: Sequence[Block],
    headline: str,
    masthead: Sequence[Block],
    tickers: Sequence[Ticker],
) -> Iterator[_Candidate]:
    top = (*lead, *blocks)[:1]
    for ticker in tickers:
        yield from _bracketed(ticker, lead)
    for index, block in enumerate(lead[:_LEAD]):
        if block.kind == "text":
            place = "subject" if index == 0 else "later_subject"
            yield from _subjects(block, place)
    for name, place in (
        (headline_owner(headline), "headline_owner"),
        (headline_subject(headline), "headline_subject"),
    ):
        if name and top:
            yield _Candidate(name=name, place=place, block=top[0])
    yield from _alone([*masthead, *lead[:1]], "letterhead")
    yield from _alone([b for b in blocks if b not in masthead], "alone")
    yield from (name for block in lead[:_LEAD] for name in _formed(block))
    yield from _elsewhere(blocks)


def _alone(blocks: Sequence[Block], place: str) -> Iterator[_Candidate]:
    """Yield the companies that stand alone on a line; a retained firm is none of them.

    The one below a notice's number, or below the words for its issuer, is whose notice it is.
    """
    above: Block | None = None
    for block in blocks:
        named = above is not None and _NAMED_BELOW.fullmatch(above.flat) is not None
        above = block
        text = SERVICE_MARK.sub("", strip_markdown(block.flat), count=1)
        text = _LABELLED.sub("", text, count=1)
        text = text.partition(" (")[0] if is_name_definition(text) else text
        if len(text) > _LONGEST_LINE or not is_company(text):
            continue
        if len(text.split()) <= _MOST_WORDS and (named or not is_agency(text)):
            own = "letterhead" if named else place
            yield _Candidate(name=text, place=own, block=block)


def _formed(block: Block) -> Iterator[_Candidate]:
    """Yield the names with a legal form in a paragraph."""
    text = strip_markdown(block.flat)[:_OPENING]
    for form in _FORM.finditer(text):
        name = name_before(text[: form.end()])
        if is_company(name):
            yield _Candidate(name=name, place="formed", block=block)


def _bracketed(ticker: Ticker, lead: Sequence[Block]) -> Iterator[_Candidate]:
    """Yield the company before a bracket with listings."""
    if not ticker.name:
        return
    inside = ticker.block in lead[:1] and ticker.offset < 400
    place = "bracket" if inside else "later_bracket"
    if not inside and notes.is_correction(ticker.block):
        place = "correction"
    before = _before_name(ticker)
    if _PARENT.search(before):
        place = "parent"
    elif _OBJECT.search(before):
        place = "object"
    yield _Candidate(name=ticker.name, place=place, block=ticker.block)


def _before_name(ticker: Ticker) -> str:
    """Return the words before the company's name that a bracket follows."""
    text = strip_markdown(ticker.block.flat)[: ticker.offset]
    return text[: max(0, text.rfind(ticker.name))][-60:]


def _subjects(block: Block, place: str) -> Iterator[_Candidate]:
    """Yield what a paragraph's first sentence is about, and the name it shortens."""
    text = strip_markdown(block.flat)
    subject = sentence_subject(text)
    speaks = place == "later_subject" and _SPEAKS.match(text)
    if subject and not speaks:
        yield _Candidate(name=subject, place=place, block=block)
    defined = _DEFINED.search(text[:420])
    if defined and (name := name_before(text[: defined.start()])):
        yield _Candidate(name=name, place="defined", block=block)
    member = _MEMBERS.search(text)
    if member:
        yield _Candidate(name=member["name"], place="member", block=block)


def _elsewhere(blocks: Sequence[Block]) -> Iterator[_Candidate]:
    """Yield the companies of About headings and source lines."""
    for block in blocks:
        text = strip_markdown(block.flat)
        if block.kind == "table" or len(text) > 130:
            continue
        about = _ABOUT.match(text) if phrases.about_heading(text) else None
        source = _SOURCE.fullmatch(text)
        match = about or source
        if match and match["name"][:1].isupper() and not is_wire(match["name"]):
            place = "about" if about else "source"
            yield _Candidate(name=match["name"].strip(" :"), place=place, block=block)
