"""Times of day as press releases print them: 8:30 a.m. ET, 14.00-15.00 BST."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from releases.text.zones import ZONE_PATTERN

_HALF = r"[ap](?:\.\s?m\.?|m\b\.?)"
_NOON = r"(?:noon|midday|midnight)\b"
_TWELVE = r"12(?:[:.]00)?"
_HOUR = r"(?:2[0-3]|1\d|0?\d)"
_CLOCK = (
    rf"(?:(?:1[0-2]|0?[1-9])(?:[:.h][0-5]\d)?\s?{_HALF}(?:,?\s\(?{_NOON}\)?)?"
    rf"|{_TWELVE}\s?(?:{_NOON}|\({_NOON}\)|n\b\.?|(?<=0)\s?m(?:\b\.?|\.))"
    rf"|{_NOON}(?:,?\s\(?{_TWELVE}(?:\s?{_HALF})?\)?)?"
    r"|24[:.]00(?![\d.:%])"
    rf"|{_HOUR}\sh\s[0-5]\d(?!\d)|{_HOUR}(?=\s?Uhr\b)|(?<=à\s){_HOUR}(?=\s?(?:heures?|h)\b)|(?<=las\s){_HOUR}(?=\s?h(?:oras)?\b)"
    r"|(?<=at\s)(?:[01]\d|2[0-3])[0-5]\d(?=\s(?:hours|hrs)\b)"
    r"|(?:2[0-3]|1\d|0?\d)[:.h][0-5]\d(?!\d|[.:]\d|%)(?:\s?p(?:\.\s?m\.?|m\b))?"
    rf"|(?:1[0-2]|0?[1-9])(?=\s?(?:-|–|—|to)\s?(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?{_HALF}))"
)
_TIME = re.compile(
    rf"(?<![\w.,$€£/:])(?:(?P<start>{_CLOCK})"
    rf"(?:(?:\s?\(?(?P<zone1>{ZONE_PATTERN})\)?)?\s?(?:-|–|—|to|until|till|and|through)\s?"
    rf"(?P<end>{_CLOCK}))?)"
    rf"(?:\s?(?:hours|hrs|Uhr|horas|heures?(?! de | d[’']| locale| fran| belge)|h)(?![a-z]))?(?:,?\s{{0,2}}(?:(?:local\s)?\(?(?P<zone>{ZONE_PATTERN})\)?|\(?(?P<local>local time)\b\)?))?",
    re.IGNORECASE,
)
_NOON_LETTER = re.compile(r"12(?:[:.]00)?\s?[nm]\.?")
_PARTS = re.compile(r"(\d{1,2})(?:(?:[:.h]|\sh\s)?(\d\d))?", re.IGNORECASE)
# A time of day stands after these, though nothing else says so.
_SAID = re.compile(r"(?i)\b(?:kl\.?|klo|ore|um|at|from|las|à|starting|begins?)\s$")
_POINT_SAID = re.compile(r"(?i)\b(?:kl\.?|klo|ore|um)\s$")


# A day begins and ends with a midnight; many write 12 a.m. for noon, and few 12 m.
Unsure = Literal["midnight", "twelve", "contradiction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTime:
    """A time of day or a span of time; `tz` as printed.

    `certain` is False for bare figures, which may be no time. `unsure` says what of the
    time itself can be read in two ways.
    """

    start: int
    end: int
    text: str
    begins: dt.time
    ends: dt.time | None
    tz: str | None
    certain: bool
    unsure: Unsure | None = None


def _half_of_day(printed: str) -> str | None:
    low = printed.lower()
    if "noon" in low or "midday" in low or _NOON_LETTER.fullmatch(low):
        return "noon"
    if "midnight" in low:
        return "midnight"
    match = re.search(r"([ap])\.?\s?m", low)
    return match.group(1) if match else None


def _parse_clock(printed: str, half: str | None) -> dt.time | None:
    if half == "noon":
        return dt.time(12)
    if half == "midnight" or printed.startswith("24"):
        return dt.time(0)
    match = _PARTS.match(printed)
    if not match:
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if half in {"a", "p"} and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 else None


def _unsure(printed: str, clock: dt.time | None) -> Unsure | None:
    """Return what of a clock's time can be read in two ways."""
    low = printed.lower()
    half = re.search(r"([ap])\.?\s?m", low)
    noon = "noon" in low or "midday" in low
    midnight = "midnight" in low
    if half and ((noon and half[1] == "a") or (midnight and half[1] == "p")):
        return "contradiction"
    if midnight or low.startswith("24"):
        return "midnight"
    is_twelve = half is not None and half[1] == "a" and clock == dt.time(0) and not noon
    is_meridian = _NOON_LETTER.fullmatch(low) and "m" in low
    return "twelve" if is_twelve or is_meridian else None


def _unsure_end(printed: str | None, clock: dt.time | None) -> Unsure | None:
    """Return the same of the end of a span, which can only end with a day."""
    unsure = _unsure(printed, clock) if printed else None
    return None if unsure == "midnight" else unsure


def _parse_span(first: str, last: str | None) -> tuple[dt.time | None, dt.time | None]:
    """Return both ends; a start without a.m. or p.m. takes it from the end."""
    half = _half_of_day(first)
    if last is None:
        return _parse_clock(first, half), None
    ends = _parse_clock(last, _half_of_day(last))
    if half is None and _half_of_day(last) in {"a", "p", "noon"}:
        borrowed = "p" if _half_of_day(last) == "p" else "a"
        begins = _parse_clock(first, borrowed)
        if begins and ends and begins > ends:
            begins = _parse_clock(first, "a")
        return begins, ends
    return _parse_clock(first, half), ends


def _printed_zone(match: re.Match[str]) -> str | None:
    printed = match["zone"] or match["zone1"] or match["local"]
    if not printed:
        return None
    if printed.islower() and len(printed) <= 4:
        return None
    return " ".join(printed.strip("() ").split())


def times_in(text: str) -> Iterator[PrintedTime]:
    """Yield every time in a text, in order."""
    for match in _TIME.finditer(text):
        begins, ends = _parse_span(match["start"], match["end"])
        if begins is None:
            continue
        halves = _half_of_day(match["start"]) or (
            match["end"] and _half_of_day(match["end"])
        )
        tz = _printed_zone(match)
        hours = re.search(r"(?i)hours|hrs|uhr|horas|heures?|\d\s?h", match.group())
        before = text[max(0, match.start() - 10) : match.start()]
        hours = hours or (_SAID if ":" in match["start"] else _POINT_SAID).search(
            before
        )
        yield PrintedTime(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            begins=begins,
            ends=ends,
            tz=tz,
            certain=bool(halves or tz or hours),
            unsure=_unsure(match["start"], begins) or _unsure_end(match["end"], ends),
        )
