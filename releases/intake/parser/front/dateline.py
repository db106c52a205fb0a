"""The dateline: places, date and wire, and the dash before the first sentence.

A dateline is found by its mentions, in any order and between any marks; what speaks for
it is added up, so that a weak one loses to a strong one elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.front.banners import is_label
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.weights import DATELINE
from releases.text.dates import MONTH, WEEKDAY, PrintedDate
from releases.text.links import strip_markdown

_WITH_DESK = vocabulary.alternatives("wires", "with_desk")
WIRE_NAME = rf"(?:{_WITH_DESK})(?:[ -][A-Z][\w.]{{1,20}}(?:\s[A-Z]+){{0,2}})?|{vocabulary.alternatives('wires')}|{vocabulary.alternatives('wires', 'services')}"
_WIRE = re.compile(
    rf"(?:(?P<open>[(/\[]|-{{1,2}}\s?|[–—]\s?)\s?)?(?<![A-Za-z])(?P<wire>{WIRE_NAME})(?:\s+via\s[\w .]{{2,30}}|\s*--?\s*\(?[A-Z]{{2,6}}\)?)?"
    rf"(?=\s*(?:[)/\]]|--|—|–|-|,?\s(?:{WEEKDAY},?\s)?{MONTH}\s\d))"
)
_NEWS_BRAND = re.compile(r"\s*/[^/]{2,20}/\s?--?\s")
_LABEL = re.compile(
    r"(?i)^(?:(?:media )?advisory|(?:press|news|media|stock exchange) release|(?:company|regulatory|stock exchange) announcement)\b[,\s]*"
)
# Between the mentions of a dateline stand only these.
_BETWEEN = re.compile(
    r"(?:[\s)(/\]\[:;,.|•·–—−-]|(?:via|at|on|the|le|den|el|a|um|issued|dated)\b)*",  # noqa: RUF001
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s)/\]:;,.|•·\-–—−]*")  # noqa: RUF001 - typists' dashes
_VIA = re.compile(r"\s?[)/]?\s?--?\svia\s[A-Z][\w. ]{2,30}?\s?(?=--?\s)")
_DASH = re.compile(
    r"\s?(?:--+|[–—―])(?:\s?\(\s?\)\s?(?:--+|[–—―]))?\s?|\s?(?:\.\s?){3,}|\s?…(?:\s|(?=[A-Z]))|\s-\s|:\s|-\s(?=[A-Z])"
)
_SPLIT = re.compile(
    r"\s+(?:[Aa]nd|AND|&|/|\||und|et|y)\s+|;\s*|\s*[•·]\s*|(?<=,\s[A-Z]{2})/(?=[A-Z])"
)
_PLACE = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w.'’`()-]*(?:[ /,-]{1,2}[\w.'’`()-]+){0,9}[.,)]?")
_BLANK_DAY = re.compile(
    rf"\b(?:{MONTH})\s(?:XX?|\[[^\]]{{0,9}}\]|_{{1,9}}|●)(?:,?\s(?:20\d\d|XX+|\[[^\]]{{0,9}}\]))?"
    r"|\[(?:date|month|insert date|●|•)[^\]]{0,20}\]",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"(?i)[\s,]*\b{WEEKDAY}[\s,]*$")
_SMALL = {
    "the", "of", "and", "de", "la", "le", "del", "do", "da", "am", "an", "der", "upon", "on",
    "sur", "en", "les", "den", "el", "bei", "near", "via", "in", "aan", "du", "des",
}  # fmt: skip
_NOT_PLACES = re.compile(
    r"(?i)^(?:as|between|from|since|until|during|effective|with|in|by|at|for|after|before|under|on|le|am|el)\b|\b(?:announces?|reports?|today|press|news|release|immediate|inc|corp|ltd|plc|results|contact"
    r"|investors?|media|company|date|quarter|shares|the company|company announcement|updated?"
    r"|published|source|note|regulatory|announcement|information|about|statement|highlights|call|article|section|regulation"
    r"|conference|poster|presentation|webcast|calendar|revenue|(?<!plymouth )meeting|annual|stockholders|shareholders|directors|board|results|net|total|dear|subject|title|graphic|photo|image|logo|ended|sent|from|issuer|exchange|ad-?hoc)\b"
)
_CITIES = frozenset(vocabulary.words("regions", "cities"))
_STATE = vocabulary.alternatives("regions", "states")
_POSTAL = vocabulary.alternatives("regions", "postal")
_COUNTRY = vocabulary.alternatives("regions", "countries")
_REGION = re.compile(
    rf"(?:(?i:{_STATE}|{_COUNTRY})|{_POSTAL})\.?(?:,?\s(?i:{_COUNTRY}|usa))?$"
)
_TOWN_WORDS = (
    r"New|San|Santa|Los|Las|St\.|St|Saint|Salt|Fort|El|North|South|West|East|Palo|Ann|Kansas|Oklahoma|Mexico|Hong|Tel|Cape|Rio|São|Sao|Buenos"
    r"|Grand|Des|Baton|Port|Mount|Lake|Long|Boca|Redwood|Menlo|Mountain|Foster|King|of|Research|Triangle|The|La|Le|Monroe|Boulder|Silicon|Little|Upper|Half|Moon"
)
# A place before a dateline's other mentions, where a headline ends on the same line.
_BEHIND = rf"(?:,\s[A-ZÀ-Þ][\w.’'-]+(?:\s[A-ZÀ-Þ]\w+)?(?=,\s(?i:{_COUNTRY})\b))?(?:,\s(?:(?i:{_STATE}|{_COUNTRY})|{_POSTAL})\.?)?"
_TAIL_PLACE = re.compile(
    rf"(?:^|(?<=\s))(?P<place>(?P<town>(?:[A-ZÀ-Þ][\w.’'-]*\s){{0,3}}?[A-ZÀ-Þ][\w.’'/-]+){_BEHIND}"
    rf"(?:\s(?:and|AND|And|&|/)\s(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+\s?){{1,3}}{_BEHIND})?)[,.]?\s?[–—(/-]{{0,3}}\s?[(/]?$"
)
_IN_CAPITALS = re.compile(r"(?:\b[A-Z][A-Z’'&.-]+,? ){3}$")
_TOWN_WORD = re.compile(
    rf"(?i)(?:{_TOWN_WORDS}|green|baton|coral|delray|virginia|overland|sioux|iowa|cedar|ponte|west|king|winston|colorado|fair|park|high|oak|elk|glen|palm|round|rock|bala|bryn|eau|coeur|corpus|great|orange|pine|rancho|rapid|round|royal|sandy|spring|terre|thousand|traverse|union|vero|walnut|white|woodland|fond|du)$"
)
_ACRONYM, _ABOVE = 5, 3
_HEAD, _OPENING, _LATEST = 200, 110, 1200
_LEFT = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class DatelineOpening:
    """A dateline in one block, from `starts` to `ends`, and how much speaks for it."""

    index: int
    places: tuple[str, ...]
    printed_date: PrintedDate | None
    wire: str | None
    starts: int
    ends: int
    evidence: float
    blank: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    start: int
    end: int
    date: PrintedDate | None = None
    wire: str | None = None
    blank: str | None = None


def _mentions(text: str) -> list[_Mention]:
    """Return the dates, wires and blanks of a text's head in order, none inside another."""
    mentions = [
        _Mention(start=m.start(), end=m.end(), wire=" ".join(m["wire"].split()))
        for m in _WIRE.finditer(text)
        if m["open"] or re.match(r"\s*[)/\]]", text[m.end() :])
    ]
    mentions += [
        _Mention(start=m.start(), end=m.end(), blank=m.group())
        for m in _BLANK_DAY.finditer(text)
    ]
    mentions += [_Mention(start=d.start, end=d.end, date=d) for d in dates_in(text)]
    out: list[_Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out


def _places(prefix: str) -> tuple[str, ...] | None:
    """Return the places in a dateline's part, or None if it is no list of places."""
    prefix = re.sub(r"[\s(/,;:\[|–—−-]+$", "", prefix).strip()  # noqa: RUF001
    prefix = re.sub(r"(?:\s?\.){2,}$", "", prefix)
    prefix = _WEEKDAY_BEFORE.sub("", prefix)
    if prefix.endswith(")") and (prefix[0] == "(" or "(" not in prefix):
        prefix = prefix.strip("()")
    prefix = _NEWS_BRAND.sub("", prefix, count=1)
    prefix = re.sub(r"^[\s(/\-–—]+", "", prefix)
    prefix = _LABEL.sub("", prefix)
    clock = next((t for t in times_in(prefix) if t.end == len(prefix)), None)
    prefix = prefix[: clock.start].rstrip(" ,") if clock else prefix
    prefix = re.sub(r"(?:,|\s[–—-])?\s(?:le|den|am|a|el)$", "", prefix)
    if not prefix:
        return ()
    if len(prefix) > _OPENING or _NOT_PLACES.search(prefix):
        return None
    guarded = re.sub(
        r"(?i)(trinidad|bosnia|antigua|turks) (?:and|&) ", "\\1\x00", prefix
    )
    parts = tuple(p.replace("\0", " and ").strip(" ,") for p in _SPLIT.split(guarded))
    return parts if all(_is_place(part) for part in parts) else None


def _is_place(part: str) -> bool:
    part = part.replace(" - ", ", ").replace(" – ", ", ")
    if not _PLACE.fullmatch(part) or any(c.isdigit() for c in part):
        return False
    words = re.findall(r"[^\s,/]+", part)
    pieces = [piece.split() for piece in part.split(",")]
    if len(pieces) > 4 or any(len(piece) > 4 for piece in pieces):
        return False
    small = words[-1].lower() in _SMALL and _REGION.search(part) is None
    return not small and all(
        not word[0].islower() or word.lower() in _SMALL for word in words
    )


def is_known_place(place: str) -> bool:
    """Return whether a place is in capitals or names a state or country that is known."""
    if place in _CITIES:
        return True
    letters = re.sub(r"[^\w]", "", place.split(",", maxsplit=1)[0])
    if letters.isupper() and len(letters) > 2:
        return True
    return "," in place and _REGION.search(place.rpartition(",")[2].strip()) is not None


def _read_at(text: str) -> DatelineOpening | None:
    """Return the dateline that a text begins with; its index is 0."""
    head = text[:_HEAD]
    mentions = _mentions(head)
    if not mentions or mentions[0].start > _OPENING:
        return _undated(text)
    places = _places(head[: mentions[0].start])
    if places is None:
        return _undated(text)
    taken = [mentions[0]]
    at = _past_clock(head, mentions[0].end)
    for mention in mentions[1:]:
        if mention.start < at:
            continue
        gap = head[at : mention.start]
        if _BETWEEN.fullmatch(gap) and _is_same_day(taken[-1], mention):
            at = mention.end  # the wire's date after the writer's
            continue
        more = () if _BETWEEN.fullmatch(gap) else _places(gap)
        if more is None or (more and places) or _repeats(taken, mention):
            break
        places = places or more
        taken.append(mention)
        at = _past_clock(head, mention.end)
    via = _VIA.match(text, at)
    at = via.end() if via else at
    end = _AFTER.match(text, at)
    stop = end.end() if end else at
    dated = len(taken) == 1 and taken[0].date is not None and taken[0].date.year
    if not places and (later := _undated(text[stop:], known=not dated)):
        places, stop = later.places, stop + later.ends
    return _opening(text, places, taken, (at, stop))


def _is_same_day(one: _Mention, other: _Mention) -> bool:
    """Return whether two mentions are one day, though not of one form."""
    days = [(m.date.month, m.date.day) for m in (one, other) if m.date]
    return bool(one.date and other.date) and len(set(days)) == 1


def _repeats(taken: Sequence[_Mention], mention: _Mention) -> bool:
    """Return whether a mention is the second of its kind: it belongs to the sentence."""
    return any(
        (m.wire is not None) == (mention.wire is not None)
        and (m.date is not None) == (mention.date is not None)
        for m in taken
    )


def _past_clock(text: str, at: int) -> int:
    """Return the position after a time that follows the date: 9 March 2022, 6:00 p.m. –."""
    clock = re.match(
        r",?\s(?:at\s|um\s|à\s|[/–—|-]\s)?\(?(?=\d|noon|mid)",
        text[at : at + 9],
        re.IGNORECASE,
    )
    time = next(times_in(text[at : at + 60]), None) if clock else None
    return at + time.end if time and time.start <= 8 else at


def _opening(
    text: str,
    places: tuple[str, ...],
    taken: Sequence[_Mention],
    span: tuple[int, int],
) -> DatelineOpening | None:
    """Return what was read, with its evidence; None if a sentence only begins so."""
    at, stop = span
    date = next((m.date for m in taken if m.date), None)
    wire = next((m.wire for m in taken if m.wire), None)
    blank = next((m.blank for m in taken if m.blank), None)
    if is_label(text[stop:].strip()):
        stop = len(text)
    mark, rest = text[at:stop], text[stop:]
    dashed = r"--|[–—]\s|\.\." + (r"|\s-\s" if places and date and date.year else "")
    if rest[:1].islower() and not wire and not re.search(dashed, mark):
        return None
    if not (places or wire) and (not rest or not re.search(r"[-–—:/]", mark)):
        return None
    if rest and not mark.strip() and not (places and date and date.year):
        return None
    features = {
        "wire": wire is not None,
        "full_date": date is not None and date.year is not None,
        "short_date": date is not None and date.year is None,
        "blank": blank is not None,
        "place": bool(places),
        "known_place": any(is_known_place(place) for place in places),
        "dash_inside": any(
            re.search(r"-|[–—(/]", text[a.end : b.start])
            for a, b in pairwise(
                [_Mention(start=0, end=len(places[-1]) if places else 0), *taken]
            )
        ),
        "dash": re.search(r"-|[–—/:|.…]", mark) is not None,
        "alone": not rest,
        "sentence": len(rest) >= _LEFT,
        "goes_on_small": rest[:1].islower(),
    }
    return DatelineOpening(
        index=0, places=places, printed_date=date, wire=wire, starts=0, ends=stop,
        evidence=sum(DATELINE[name] for name, holds in features.items() if holds), blank=blank,
    )  # fmt: skip


def _undated(text: str, *, known: bool = True) -> DatelineOpening | None:
    """Return a dateline without a date or wire: LONDON – The company said.

    Its place must be a known one, but after a date a single word is enough.
    """
    best = None
    for dash in _DASH.finditer(text, 0, 80):
        before = text[: dash.start()]
        if ":" in dash.group() and "," not in before:
            continue
        places = _places(before)
        if not places or len(text) - dash.end() < _LEFT:
            break
        if best and not before.isupper():
            break
        best = (places, dash.start(), dash.end())
    if best is None or text[best[2] : best[2] + 1].islower():
        return None
    places, at, stop = best
    alone = not known and places[0].isalpha()
    if not alone and not any(is_known_place(place) for place in places):
        return None
    return _opening(text, places, (), (at, stop))


def dateline_opening(index: int, block: Block) -> DatelineOpening | None:
    """Return the dateline that a block begins with, or None."""
    text = strip_markdown(block.flat)
    if not text or block.kind != "text" or text[0].islower():
        return None
    opening = _read_at(text)
    if opening is None or opening.evidence < DATELINE["enough"]:
        return None
    return replace(opening, index=index)


def dateline_within(
    text: str, least: float = DATELINE["enough_within"]
) -> DatelineOpening | None:
    """Return the dateline after a headline on the same line, or None; its index is 0."""
    best: DatelineOpening | None = None
    for start in _starts(text):
        opening = _read_at(text[start:])
        if opening is None or not opening.places:
            continue
        if not (opening.wire or opening.printed_date):
            continue
        if opening.evidence >= least and (
            best is None or opening.evidence > best.evidence
        ):
            best = replace(opening, starts=start, ends=opening.ends + start)
    return best


def _starts(text: str) -> Iterator[int]:
    """Yield where a place begins before a wire or a date inside a text."""
    for mention in _mentions(text[:_LATEST]):
        start = town_start(text[: mention.start])
        if start > 0:
            yield start


def town_start(before: str) -> int:
    """Return where the place begins that a text ends with; 0 if it ends with none."""
    tail = _TAIL_PLACE.search(before, max(0, len(before) - 90))
    if tail and _IN_CAPITALS.search(before[: tail.start()]):
        # “AND” in a headline in capitals joins no two places.
        last = tail["place"].rpartition(" AND ")[2]
        cut = tail.end("place") - len(last)
        tail = _TAIL_PLACE.search(before, cut) if cut > tail.start("place") else tail
    if tail is None:
        return 0
    return tail.start("place") + _before_town(tail["town"], before)


def _before_town(words: str, text: str) -> int:
    """Return how many characters before a town belong to the headline.

    In capitals after a headline in small letters, all words of the town are known; else
    it is one word, with those before it that begin many towns' names.
    """
    parts = words.split(" ")
    last = len(parts) - 1
    above = text[: text.rindex(words)].split()[-_ABOVE:]
    run = sum(1 for word in (*above, *parts) if word.isupper())
    mixed = parts[-1].isupper() and run <= _ABOVE
    capitals = parts[-1].isupper()
    while last > 0 and (
        (_TOWN_WORD.match(parts[last - 1]) and parts[last - 1].isupper() >= capitals)
        or (mixed and parts[last - 1].isupper() and len(parts[last - 1]) > _ACRONYM)
    ):
        last -= 1
    return len(" ".join(parts[:last])) + (last > 0)
