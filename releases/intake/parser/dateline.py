"""The dateline: places, date, wire and the dash before the first sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from releases.intake.parser.banners import is_label
from releases.intake.parser.blocks import Block
from releases.intake.parser.dating import weekday_doubt
from releases.intake.parser.issued import infer_year
from releases.intake.parser.reading import Dateline, Doubt
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import strip_markdown
from releases.text.times import times_in
from releases.text.translatable import Message, gettext_noop

_NO_DATE = Message(gettext_noop("Read as no date. Add the year."))
_WIRE_NAME = (
    r"BUSINESS\s?WIRE(?: INDIA)?|Business Wire|BUSINESSWIRE|PR\s?Newswire(?:[ -](?:FirstCall|Asia|USNewswire"
    r"|PRWeb|AsiaNet|Media-?Net|HISPANIC PR WIRE|HISPANIC|iReach|Xinhua|[A-Z][\w .-]{1,24}))?|PRNEWSWIRE(?:-[A-Z]+)?"
    r"|GLOBE\s?NEWSWIRE|Globe\s?Newswire|GlobeNewswire|Marketwired?(?: Canada)?|MARKETWIRED?"
    r"|Market Wire|MARKET WIRE|ACCESS\s?WIRE|Access\s?wire|AccessWire|ACCESS Newswire|CNW(?: Telbec| Group)?"
    r"|Canada NewsWire|Canadian Corporate News|CCN\s?Matthews|CCNMatthews|PRIME\s?NEWSWIRE|PrimeNewswire|PRIMEZONE(?: WIRE)?"
    r"|Primezone(?: Media Network)?|Newsfile(?: Corp\.?)?|NEWSFILE(?: CORP\.?)?|EQS(?: Newswire|-News|-Adhoc|-Ad-hoc)?"
    r"|DGAP(?:-News|-Adhoc)?|RNS|Hugin|HUGIN|Cision|Thomson Reuters ONE|ots|PRWEB|PRWeb"
    r"|Nasdaq OMX|Market\s?News Publishing|InternetWire|INTERNET WIRE|Internet Wire|JCN Newswire"
    r"|ACN Newswire|Media OutReach(?: Newswire)?|3BL(?: Media)?|News Direct|EIN Presswire|TheNewswire|Canada Newswire"
    r"|FSCwire|NewMediaWire|NEWMEDIAWIRE|Stockhouse|Investor Brand Network|IBN|Baystreet\.ca|AP Newswire|U\.S\. Newswire|AsiaNet|Xinhua-PRNewswire|FIRST CALL"
)
_WIRE = re.compile(
    rf"(?:(?P<open>[(/\[]|--\s?)\s?)?(?P<wire>{_WIRE_NAME})(?:\s+via\s[\w .]{{2,30}}|\s*--?\s*\(?[A-Z]{{2,6}}\)?)?"
    rf"(?=\s*(?:[)/\]]|--|—|–|-|,\s[A-Z][a-z]{{2,8}}\.?\s\d))"
)
_VIA = re.compile(r"\s?[)/]?\s?--?\svia\s[A-Z][\w. ]{2,30}?\s?(?=--?\s)")
_AFTER = re.compile(r"[\s)/\]:;,.|•·\-–—−]*")  # noqa: RUF001 - typists' dashes
_DASH = re.compile(
    r"\s?(?:--+|[–—―])\s?|\s?(?:\.\s?){3}\s?|\s?…\s|\s-\s|:\s|-\s(?=[A-Z])"
)
_SPLIT = re.compile(r"\s+(?:[Aa]nd|AND|&|/|\|)\s+|;\s*|\s*[•·]\s*")
_PLACE = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w.'’`()-]*(?:[ /,-]{1,2}[\w.'’`()-]+){0,9}[.,)]?")
_SMALL = {
    "the", "of", "and", "de", "la", "le", "del", "do", "da", "am", "an", "der", "upon", "on",
    "sur", "en", "les", "den", "el", "bei", "near", "via", "in", "aan",
}  # fmt: skip
_NOT_PLACES = re.compile(
    r"(?i)^(?:as|between|from|since|until|during|effective|with|in|by|at|for|after|before|under)\b|\b(?:announces?|reports?|today|press|news|release|immediate|inc|corp|ltd|plc|results|contact"
    r"|investors?|media|company|date|quarter|shares|the company|company announcement|updated?"
    r"|published|source|note|regulatory|announcement|information|about|statement|highlights|call|"
    r"conference|poster|presentation|webcast|calendar|revenue|net|total|dear|subject|title)\b"
)
_TODAY_STARTS = 170


@dataclass(frozen=True, slots=True, kw_only=True)
class DatelineOpening:
    """A dateline at the start of one block; `ends` is where the first sentence begins."""

    index: int
    places: tuple[str, ...]
    printed_date: PrintedDate | None
    wire: str | None
    ends: int


def _places(prefix: str) -> tuple[str, ...] | None:
    """Return the places in a dateline's first part, or None if it is no list of places."""
    prefix = re.sub(r"[\s(/,;:\[|–—−-]+$", "", prefix).strip()  # noqa: RUF001
    if prefix.endswith(")") and prefix.count("(") <= 1:
        prefix = prefix.strip("()")
    prefix = re.sub(r"^/[^/]{2,20}/\s?--?\s", "", prefix)
    prefix = re.sub(r"^[\s(/\-–—]+", "", prefix)
    prefix = re.sub(r"(?i)^(?:media )?advisory\b[,\s]*", "", prefix)
    clock = next((t for t in times_in(prefix) if t.end == len(prefix)), None)
    prefix = prefix[: clock.start].rstrip(" ,") if clock else prefix
    if not prefix:
        return ()
    if len(prefix) > 110 or _NOT_PLACES.search(prefix):
        return None
    guarded = re.sub(r"(?i)(trinidad|bosnia|antigua|turks) (?:and|&) ", r"\1\0", prefix)
    parts = tuple(p.replace("\0", " and ").strip(" ,") for p in _SPLIT.split(guarded))
    return parts if all(_is_place(part) for part in parts) else None


def _is_place(part: str) -> bool:
    part = part.replace(" - ", ", ").replace(" – ", ", ")
    if not _PLACE.fullmatch(part) or any(c.isdigit() for c in part):
        return False
    words = re.findall(r"[^\s,/]+", part)
    return len(words) <= 9 and all(
        not word[0].islower() or word.lower() in _SMALL for word in words
    )


def _end(text: str, at: int) -> int:
    match = _AFTER.match(text, at)
    return match.end() if match else at


def wire_position(text: str) -> int:
    """Return where a wire's name begins in an opening, or 0."""
    match = _WIRE.search(text, 0, 500)
    return match.start() if match else 0


def _with_wire(
    text: str,
) -> tuple[tuple[str, ...], PrintedDate | None, str, int] | None:
    match = _WIRE.search(text, 0, _TODAY_STARTS)
    if not match:
        return None
    before, end = text[: match.start()], match.end()
    dates = [d for d in dates_in(before) if d.end > len(before) - 60]
    date = dates[0] if dates else None
    places = _places(before[: date.start] if date else before)
    if date and places == ():
        places = _places(before[date.end :])
    after = text[end : end + 60]
    late = next(dates_in(after), None)
    if date is None and late and re.fullmatch(r"[\s)/,:(\-–—]*", after[: late.start]):
        date, end = late, end + late.end
    if places is None:
        return None
    via = _VIA.match(text, end)
    end = via.end() if via else end
    wire = " ".join(match["wire"].split())
    return places, date, wire, _end(text, end)


def _without_wire(text: str) -> tuple[tuple[str, ...], PrintedDate | None, int] | None:
    date = next(dates_in(text[:140]), None)
    if date and date.start < 90:
        clock = _past_clock(text, date.end)
        dash = re.match(
            r"\s?(?:\.\s?){2,4}(?=[A-Z])|[\s).,]*(?:--+|[–—−-]|:|/|\|)[\s\-–—/]*|[).,]{0,2}\s*$|[).]\s+(?=[A-Z“\"])|,?\s+(?=[A-Z“\"])"  # noqa: RUF001
            r"|,\s",
            text[clock:],
        )
        places = _places(text[: date.start])
        if dash and places:
            return places, date, clock + dash.end()
        if dash and places == ():
            rest = text[clock + dash.end() :]
            undated = _undated(rest, dated=True)
            if undated:
                return undated[0], date, clock + dash.end() + undated[1]
            return None
    undated = _undated(text)
    return (undated[0], None, undated[1]) if undated else None


def _past_clock(text: str, at: int) -> int:
    """Return the position after a time that follows the date: 9 March 2022, 6:00 p.m. –."""
    clock = re.match(
        r",?\s(?:at\s|[/–—|-]\s)?\(?(?=\d|noon|mid)", text[at : at + 9], re.IGNORECASE
    )
    time = next(times_in(text[at : at + 60]), None) if clock else None
    return at + time.end if time and time.start <= 8 else at


def _undated(text: str, *, dated: bool = False) -> tuple[tuple[str, ...], int] | None:
    """Return places and the dash's end in a dateline without a date."""
    places_and_end = None
    for dash in _DASH.finditer(text, 0, 80):
        if dash.group().startswith(":") and not (
            dated or text[: dash.start()].isupper()
        ):
            continue
        places = _places(text[: dash.start()])
        if not places or len(text) - dash.end() < 80:
            break
        if places_and_end and not text[: dash.start()].isupper():
            break
        places_and_end = (places, dash.end())
    if (
        places_and_end is None
        or text[places_and_end[1] : places_and_end[1] + 1].islower()
    ):
        return None
    prefix = text[: places_and_end[1]]
    certain = re.match(r"[A-ZÀ-Þ.' /-]{3,}[,\s–—-]", prefix) or "," in prefix
    return places_and_end if certain else None


def dateline_opening(index: int, block: Block) -> DatelineOpening | None:
    """Return the dateline that a block begins with, or None."""
    text = strip_markdown(block.flat)
    if not text or block.kind != "text" or text[0].islower():
        return None
    wired = _with_wire(text)
    if wired:
        places, date, wire, end = wired
        if places or date or _is_banner(text, end):
            return DatelineOpening(
                index=index, places=places, printed_date=date, wire=wire, ends=end
            )
    parts = _without_wire(text)
    if parts and is_label(text[parts[2] :].strip()):
        parts = (*parts[:2], len(text))
    if parts is None or (len(text) - parts[2] < 60 and len(text) - parts[2] > 0):
        return None
    places, date, end = parts
    if places == ("On",) and re.match(
        r"[,\s]*(?:at\s)?\d", text[date.end if date else end :]
    ):
        return None
    if places == ("On",):
        return DatelineOpening(
            index=index, places=(), printed_date=date, wire=None, ends=0
        )
    return DatelineOpening(
        index=index, places=places, printed_date=date, wire=None, ends=end
    )


def _is_banner(text: str, end: int) -> bool:
    """Return whether a line is only a wire's name between dashes."""
    return end == len(text) and text.startswith("--") and text.endswith("--")


def find_dateline(blocks: Sequence[Block]) -> DatelineOpening | None:
    """Return the release's dateline: one that opens a paragraph, else one by itself."""
    banner = None
    for index, block in enumerate(blocks[:80]):
        opening = dateline_opening(index, block)
        if opening is None:
            continue
        if opening.ends < len(strip_markdown(block.flat)) - 40:
            return opening
        banner = banner or opening
    return banner


def build_dateline(
    opening: DatelineOpening, blocks: Sequence[Block], banner: dt.date | None
) -> tuple[Dateline, list[Doubt]]:
    """Return the dateline and doubts; its date is the banner's if it has none."""
    block = blocks[opening.index]
    text = strip_markdown(block.flat)[: opening.ends].strip()
    doubts: list[Doubt] = []
    date = banner
    printed = opening.printed_date
    if printed:
        date, doubts = _dated(printed, block, blocks, banner)
    return (
        Dateline(
            places=opening.places,
            date=date,
            wire=opening.wire,
            text=text or (printed.text if printed else ""),
            lines=block.lines,
        ),
        doubts,
    )


def _dated(
    printed: PrintedDate, block: Block, blocks: Sequence[Block], banner: dt.date | None
) -> tuple[dt.date | None, list[Doubt]]:
    if printed.year is not None:
        date = printed.in_year(printed.year)
        return date, _weekday_doubts(printed, date, block)
    year = infer_year(printed, blocks)
    if banner and printed.in_year(banner.year) == banner:
        year = banner.year
    date = printed.in_year(year) if year else None
    assumed = _NO_DATE
    if date:
        assumed = Message(
            gettext_noop("Read as %(date)s, from other dates in the text."),
            {"date": date},
        )
    return date, [Doubt(line=block.first, saw=printed.text, assumed=assumed)]


def _weekday_doubts(
    printed: PrintedDate, date: dt.date | None, block: Block
) -> list[Doubt]:
    if date is None or printed.weekday is None or date.weekday() == printed.weekday:
        return []
    return [weekday_doubt(printed, date, block.first)]
