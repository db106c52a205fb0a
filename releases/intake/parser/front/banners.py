"""Lines of the letterhead: labels, dates, addresses, section names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.contacts.contact_lines import facts_of
from releases.intake.parser.contacts.contact_places import is_place
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.names import is_company
from releases.text.links import strip_markdown

_BANNER = re.compile(rf"(?i)(?:{vocabulary.patterns('masthead')})")
_KINDS = frozenset(vocabulary.words("masthead", "kinds"))
_FLOOR = r"(?:(?i:level|suite|unit|floor)\s[\w-]{1,5},?\s)?"
# “St. Charles Avenue”, or “New Orleans, Louisiana 70130”.
_STREET_OR_TOWN = re.compile(
    rf"{_FLOOR}(?:\d{{1,5}} )?(?:[A-Z][\w.'-]+ ){{1,3}}(?i:street|avenue|road|boulevard|parkway|highway)|{_FLOOR}\d{{1,5}}[A-Z]? (?:[A-Z][\w.'-]+ ){{1,3}}(?i:terrace|lane|drive|place|square|court|quay|crescent|parade|way)"
    r"|[A-Z][\w.' -]{2,30},? (?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}|[A-Z][\w.' -]{2,30}, [A-Z]{2} [A-Z]\d[A-Z] ?\d[A-Z]\d"
    rf"|{_FLOOR}(?i:one|two|three|four|five) (?:[A-Z][\w.'-]+ ){{1,3}}(?i:plaza|square|place|park|cent(?:er|re)|tower|drive|way|street|quay|court)"
    r"|(?i:level|suite|unit|floor) \d{1,3}[a-z]?|[A-Z][\w.' -]{2,30},? (?:[A-Z][a-z]+ )?\d{4},? Australia|P\.?O\.? Box \d.{0,30}"
    rf"|[A-Z][\w.' -]{{2,30}},? (?i:{vocabulary.alternatives('regions', 'states')}|{vocabulary.alternatives('regions', 'postal')})\.?,?(?: U\.?S\.?A?\.?)? \d{{5}}(?:-\d{{4}})?"
    rf"|{vocabulary.patterns('regions', 'streets')}"
)
# Letters set apart: P R E S S  R E L E A S E.
_SPACED = re.compile(r"(?:[A-Z]\s{1,3}){4,}[A-Z]")
_BESIDE_DATES = frozenset(vocabulary.words("masthead", "beside_dates"))
_LABEL_WORDS = _KINDS | frozenset(vocabulary.words("masthead", "labels"))
_CONTROLS = frozenset(vocabulary.words("masthead", "controls"))
_BESIDE_CONTROLS = _CONTROLS | frozenset(
    vocabulary.words("masthead", "beside_controls")
)
_WEEKDAY = 11
_CLOCK = re.compile(r"(?:(?:at|um|à|a las)\s)?\d{1,2}[:.h]\d\d(?::\d\d)?\b")
_CONTROL, _ARROWS = 90, ("»", "→", ">>")
# Where a copy glued the words of a menu: “NewsMost relevantAll news”.
_GLUED, _GLUED_MENU = re.compile(r"(?<=[a-z]{3})(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])"), 3
_BY_WIRE = re.compile(
    rf"(?i)(?:by |via )?(?:{vocabulary.alternatives('wires')}|{vocabulary.alternatives('wires', 'with_desk')})(?:\s\([a-z -]{{2,12}}\))?"
    rf"|\([^()]{{0,30}}\b(?:{vocabulary.alternatives('wires')})\b[^()]{{0,30}}\)"
)
_SITE = re.compile(r"(?:https?://)?(?:[a-z0-9-]{2,40}\.){1,3}[a-z]{2,8}(?:/\S*)?")
_TAGS = re.compile(rf"(?i)(?:{vocabulary.patterns('masthead', 'tags')})\s?:?")
_RELEASED = re.compile(r"(?i)for (?:immediate )?release\b")
_TAGGED = re.compile(
    rf"(?i)(?:{vocabulary.patterns('masthead', 'tags')})\s?:\s?\S[^.]{{0,100}}$"
)
SERVICE_MARK = re.compile(
    r"(?i)(?:(?:dgap|eqs|eans|pta|gnw)-[a-z-]{2,12}|euro ad-?hoc): "
)
_PREFIX = re.compile(
    rf"(?i)(?:(?:{vocabulary.patterns('masthead', 'prefixes')})(?:\s?:|\s[–—-])\s)+(?=\S+\s\S+\s\S)"
)
_BANNERS = re.compile(
    r"(?i)(?:press|news|media|company|corporate|regulatory|financial)? ?(?:release|information|announcement|statement)\s?[-–—|/:,]\s?(?:regulated|inside|press|for immediate|unaudited|ad hoc|regulatory|financial|news).{0,50}"
)
_LISTED = re.compile(
    r"[^():]{2,60}\s?\((?:[A-Za-z -]{2,30}:\s?[“\"]?[A-Z0-9.]{1,8}[”\"]?[,;]?\s?){1,3}\)"
)
_SYMBOLS = re.compile(
    r"\|?\s?(?:[A-Z][\w. -]{1,22}\s?:\s?[A-Z0-9.]{1,8}\s*[|,;/]?\s*){1,4}"
)
_WHOSE = re.compile(
    r"^[A-Z][\w&.,’' -]{1,60}?\s(?=(?:stock exchange|company|press|corporate|inside|regulatory) (?:release|announcement|information)\b)",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]{1,20}(?:[ -][A-ZÀ-Þ][\w.’'-]{1,20}){0,2}(?:, [A-Z][\w.]{1,16}){0,2}"
)
_DEFINED = re.compile(r"\([“\"‘'].{2,60}|\((?:the )?[“\"]?(?:company|group)\b.{0,60}\)")


def is_label(text: str) -> bool:
    """Return whether the words only name the kind of text, such as “Press Release”."""
    if len(text) > 220:
        return False
    return (
        _names_a_kind(text)
        or is_wire(text)
        or (_BANNER.fullmatch(text) or _BANNERS.fullmatch(text)) is not None
        or _TAGGED.match(text) is not None
    )


def _names_a_kind(text: str) -> bool:
    """Return whether every word is one by which texts are labelled, and one names a kind."""
    if _SPACED.fullmatch(text):
        return True
    words = re.findall(r"[^\W\d_]+", text.lower())
    return not _KINDS.isdisjoint(words) and _LABEL_WORDS.issuperset(words)


def is_control(text: str) -> bool:
    """Return whether every word is one of a web page's controls: Share, Log in, Close.

    So is a line of several words that are glued together.
    """
    apart, glued = _GLUED.subn(" ", text)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", apart.lower())
    return len(text) < _CONTROL and (
        text.endswith(_ARROWS)
        or (glued >= _GLUED_MENU and not is_finished(text))
        or (not _CONTROLS.isdisjoint(words) and _BESIDE_CONTROLS.issuperset(words))
    )


def is_wire(text: str) -> bool:
    """Return whether a text is only the name of the wire that carried another."""
    return _BY_WIRE.fullmatch(text) is not None


def is_stamped(text: str) -> bool:
    """Return whether a line begins with a day and its hour, or is parted from it by a mark."""
    date = next(dates_in(text[:_CONTROL]), None) if len(text) < _CONTROL else None
    if date is None or not date.year or date.start > _WEEKDAY:
        return False
    rest = text[date.end :].lstrip(" ,")
    return rest.startswith(("|", "·", "•")) or _CLOCK.match(rest) is not None


def is_site(text: str) -> bool:
    """Return whether a text is only the address of a site: “globenewswire.com”."""
    return _SITE.fullmatch(text) is not None


def heads_tags(text: str) -> bool:
    """Return whether a line heads a list of tags or categories."""
    return _TAGS.fullmatch(text) is not None


def without_label(text: str) -> str:
    """Return a title without the kind of text before it: “Media Alert: Tarn opens”."""
    return _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text


def is_listed_name(text: str) -> bool:
    """Return whether a line is only a company's name with its listings."""
    return bool(_LISTED.fullmatch(text) or _SYMBOLS.fullmatch(text))


def is_banner(block: Block) -> bool:
    """Return whether a line belongs to the letterhead, not to the release."""
    text = strip_markdown(block.flat)
    if block.kind == "mark" or not text:
        return True
    if is_label(text) or is_name_definition(text) or is_date_line(text):
        return True
    return (len(text) < 90 and is_listed_name(text)) or (
        is_place_and_date(text) or is_address(text)
    )


def is_place_and_date(text: str) -> bool:
    """Return whether a line is a town and a date and nothing else."""
    date = next(dates_in(text), None) if len(text) < 70 else None
    if date is None or date.year is None:
        return False
    rest = text[date.end :]
    for time in times_in(rest):
        rest = rest.replace(time.text, " ", 1)
    if rest.strip(" .,-–—/"):
        return False
    place, comma, _ = text[: date.start].rpartition(",")
    return bool(comma) and _TOWN.fullmatch(place.strip()) is not None


def is_date_line(text: str) -> bool:
    """Return whether a line is a date, with at most a time or a label."""
    text = re.split(r"\s\|\s(?:Source|By)\b", text)[0]
    text = _WHOSE.sub("", text)
    date = next(dates_in(text), None)
    if date is None or len(text) > 110:
        return False
    head, comma, tail = text[: date.start].partition(", ")
    before = tail if comma and is_company(head) else text[: date.start]
    rest = before + text[date.end :]
    if _SYMBOLS.fullmatch(rest.strip()) or is_label(rest.strip()):
        return True
    for time in times_in(rest):
        rest = rest.replace(time.text, " ")
    words = re.findall(r"[A-Za-z]{2,}", rest)
    return all(word.lower() in _BESIDE_DATES for word in words) or (
        len(words) <= 3 and _BANNER.match(text) is not None
    )


def is_address(text: str) -> bool:
    """Return whether a line is an address, or only how to reach somebody."""
    if _STREET_OR_TOWN.fullmatch(text):
        return True
    facts = facts_of(text, None)
    if (is_only_contact_details(text) or (facts.urls and not facts.pieces)) and len(
        text
    ) < 140:
        return True
    noted = [kind for kind, _ in facts.pieces][:1] == ["note"]
    return len(text) < 110 and noted and bool(re.search(r"\d", text)) and is_place(text)


def is_only_contact_details(text: str) -> bool:
    """Return whether a line is a telephone number, e-mail or web address, nothing else."""
    facts = facts_of(text, None)
    return bool(facts.phones or facts.emails or facts.urls or facts.faxes) and not any(
        kind in {"org", "title", "other"} and len(words.split()) > 3
        for kind, words in facts.pieces
    )


def full_dates(block: Block) -> list[dt.date | None]:
    """Return the dates of a block that are printed with a year."""
    return [d.in_year(d.year) for d in dates_in(strip_markdown(block.flat)) if d.year]


def banner_date(blocks: Sequence[Block]) -> dt.date | None:
    """Return the first date with a year in a banner; one in words before one in numbers."""
    texts = [text for block in blocks for text in _dated_texts(block)]
    texts.sort(key=lambda text: _RELEASED.match(text) is None)
    dates = [date for text in texts for date in dates_in(text) if date.year]
    certain = next((date for date in dates if not date.ambiguous), None)
    date = certain or next(iter(dates), None)
    return date.in_year(date.year) if date and date.year else None


def _dated_texts(block: Block) -> Iterator[str]:
    """Yield a line of the letterhead, or the cells of a table, that could be its date."""
    if block.kind == "table":
        yield from (cell for row in block.rows for cell in row if is_date_line(cell))
        return
    text = strip_markdown(block.flat)
    dated = is_banner(block) or is_date_line(text) or is_stamped(text)
    if len(text) < 130 and dated:
        yield text


def is_name_definition(text: str) -> bool:
    """Return whether a line only defines the company's short name."""
    name, bracket, rest = text.partition(" (")
    named = bool(bracket) and is_company(name)
    return _DEFINED.fullmatch(f"({rest}" if named else text) is not None
