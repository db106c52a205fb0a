"""The demo newsroom's texts and what its manifest says of each of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
TOKEN = re.compile(r"@(TODAY|DAY|WEEKDAY|YEAR)(?:([+-]\d+)(w?))?@")
OFFSET = re.compile(r"today(?:([+-]\d+)(w?))?")
DATELINE = re.compile(r", ([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}), (\d{4}) \(")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
]


class WireText(NamedTuple):
    """A release as the wire would deliver it, and the day its dateline says."""

    file: str
    text: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The company whose newsroom this is, and where its shares are listed."""

    name: str
    legal_name: str
    website: str
    timezone: str
    mic: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A shelf of the newsroom; shelves stand in the order of their numbers."""

    slug: str
    name: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The outside firm that some contacts work for."""

    name: str
    website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that no release announces; its times carry their own zone."""

    slug: str
    title: str
    kind: str
    starts: datetime
    ends: datetime
    timezone: str
    venue: str = ""
    city: str = ""
    webcast: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to be made and attached to a release."""

    kind: Literal["pdf", "xlsx"]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The text that replaces a release, and what readers are told about it."""

    file: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why a release is withdrawn, for the journal and for readers."""

    reason: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the newsroom knows of a wire text beyond its words."""

    file: str
    category: str
    forward_looking: bool
    material: bool
    released: time
    topics: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    embargo_minutes: int | None = None
    correction: Correction | None = None
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """The whole manifest, with every date settled for one day."""

    issuer: Issuer
    agency: Agency
    categories: tuple[Category, ...]
    contact_page: tuple[str, ...]
    events: tuple[Event, ...]
    stories: tuple[Story, ...]


def substitute(text: str, *, today: date) -> str:
    """Replace each date token in the text by the day it means.

    ``@TODAY+14@`` becomes a date ("November 23, 2026"), ``@DAY+14@`` the same
    without its year, ``@WEEKDAY+14@`` a name and ``@YEAR+14@`` a number. With a
    ``w`` after the count (``@TODAY+14w@``) a weekend gives way to the next working
    day or, for a day past, to the one before.
    """

    def written(match: re.Match[str]) -> str:
        kind, count, working = match.groups()
        day = shifted(today, int(count or 0), working=working == "w")
        short = f"{MONTHS[day.month - 1]} {day.day}"
        return {
            "TODAY": f"{short}, {day.year}",
            "DAY": short,
            "WEEKDAY": WEEKDAYS[day.weekday()],
            "YEAR": str(day.year),
        }[kind]

    return TOKEN.sub(written, text)


def shifted(today: date, days: int, *, working: bool) -> date:
    """Count days from today; on request, step over a weekend the same way."""
    day = today + timedelta(days=days)
    while working and day.weekday() >= 5:
        day += timedelta(days=-1 if days < 0 else 1)
    return day


def wire_text(file: str, *, today: date) -> WireText:
    """Return one wire text with its tokens replaced."""
    raw = (HERE / "wire" / file).read_text(encoding="utf-8")
    text = substitute(raw, today=today)
    return WireText(file, text, dateline_day(text))


def wire_texts(today: date) -> list[WireText]:
    """Return every release of the newsroom, oldest first, without corrections."""
    texts = [wire_text(story.file, today=today) for story in newsroom(today).stories]
    return sorted(texts, key=lambda wire: (wire.dated, wire.file))


def dateline_day(text: str) -> date:
    """Return the day that the text's dateline names, before the wire's name."""
    found = DATELINE.search(text)
    if found is None:
        raise ValueError("This wire text has no dated dateline.")
    month = [name[:3] for name in MONTHS].index(found[1]) + 1
    return date(int(found[3]), month, int(found[2]))


def newsroom(today: date) -> Newsroom:
    """Read the manifest, counting its offsets from today."""
    with (HERE / "newsroom.toml").open("rb") as file:
        manifest = tomllib.load(file)
    return Newsroom(
        issuer=Issuer(**manifest["issuer"]),
        agency=Agency(**manifest["agency"]),
        categories=tuple(Category(**each) for each in manifest["categories"]),
        contact_page=tuple(manifest["contact_page"]),
        events=tuple(_event(each, today=today) for each in manifest["events"]),
        stories=tuple(_story(each) for each in manifest["stories"]),
    )


def _event(row: dict[str, Any], *, today: date) -> Event:
    zone = ZoneInfo(row["timezone"])
    first = _day(row.pop("day"), today=today)
    last = first + timedelta(days=row.pop("days", 1) - 1)
    starts = datetime.combine(first, cast(time, row.pop("starts")), zone)
    ends = datetime.combine(last, cast(time, row.pop("ends")), zone)
    return Event(starts=starts, ends=ends, **row)


def _day(value: date | str, *, today: date) -> date:
    if isinstance(value, date):
        return value
    found = OFFSET.fullmatch(value)
    if found is None:
        raise ValueError(f"“{value}” is neither a date nor an offset such as today+21.")
    return shifted(today, int(found[1] or 0), working=found[2] == "w")


def _story(row: dict[str, Any]) -> Story:
    correction = row.pop("correction", None)
    withdrawal = row.pop("withdrawal", None)
    return Story(
        topics=tuple(row.pop("topics", ())),
        attachments=tuple(Attachment(**each) for each in row.pop("attachments", ())),
        correction=Correction(**correction) if correction else None,
        withdrawal=Withdrawal(**withdrawal) if withdrawal else None,
        **row,
    )
