"""The demo newsroom's wire texts, and its manifest (newsroom.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import override

from releases.text.dates import MONTHS, WEEKDAYS

FOLDER = Path(__file__).parent
TOKEN = re.compile(r"@(TODAY|DAY|WEEKDAY|YEAR)(?:([+-]\d+)(w?))?@")
DATELINE = re.compile(r", ([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}), (\d{4}) \(")


class WireText(NamedTuple):
    """A release as a wire delivers it, and the date of its dateline."""

    file: str
    text: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The demo's company and its listing."""

    name: str
    legal_name: str
    website: str
    timezone: str
    mic: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category, with its place in the list."""

    slug: str
    name: str
    other_names: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The public relations firm of some contacts."""

    name: str
    website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to be generated and attached to a release."""

    kind: Literal["pdf", "xlsx"]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The text that replaces a release, and the notice to readers."""

    file: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why a release is withdrawn, for the journal and for readers."""

    reason: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A release's details that its wire text does not give."""

    file: str
    category: str
    forward_looking: bool
    material: bool
    released: time
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    embargo_minutes: int | None = None
    correction: Correction | None = None
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole manifest, with every date resolved for one day."""

    issuer: Issuer
    agency: Agency
    categories: tuple[Category, ...]
    contact_page: tuple[str, ...]
    stories: tuple[Story, ...]


def replace_date_tokens(text: str, *, today: date, language: str = "en") -> str:
    """Replace each date token in the text, which is in this language (BCP 47).

    ``@TODAY+14@`` becomes a date ("November 23, 2026"), ``@DAY+14@`` the same
    without its year, ``@WEEKDAY+14@`` a name and ``@YEAR+14@`` a number. With a
    ``w`` after the count (``@TODAY+14w@``) a weekend becomes the next working day,
    or the one before it if the count is negative. Other languages than English have
    the first and the third alone.
    """

    def written(match: re.Match[str]) -> str:
        kind, count, working = match.groups()
        day = shift_date(today, int(count or 0), working=working == "w")
        if language != "en":
            with override(language):
                return date_format(day, {"WEEKDAY": "l"}.get(kind, "DATE_FORMAT"))
        short = f"{MONTHS[day.month - 1]} {day.day}"
        return {
            "TODAY": f"{short}, {day.year}",
            "DAY": short,
            "WEEKDAY": WEEKDAYS[day.weekday()],
            "YEAR": str(day.year),
        }[kind]

    return TOKEN.sub(written, text)


def shift_date(today: date, days: int, *, working: bool) -> date:
    """Return the date `days` from today; if `working`, step over weekends."""
    day = today + timedelta(days=days)
    while working and day.weekday() >= 5:
        day += timedelta(days=-1 if days < 0 else 1)
    return day


def wire_text(file: str, *, today: date) -> WireText:
    """Read one wire text with its date tokens replaced."""
    raw = (FOLDER / "wire" / file).read_text(encoding="utf-8")
    text = replace_date_tokens(raw, today=today)
    return WireText(file, text, dateline_day(text))


def wire_texts(today: date) -> list[WireText]:
    """Return the text of every release, oldest first, without corrections."""
    texts = [
        wire_text(story.file, today=today) for story in read_manifest(today).stories
    ]
    return sorted(texts, key=lambda wire: (wire.dated, wire.file))


def dateline_day(text: str) -> date:
    """Return the date of the text's dateline."""
    match = DATELINE.search(text)
    if match is None:
        raise ValueError("This wire text has no dated dateline.")
    month = [name[:3] for name in MONTHS].index(match[1]) + 1
    return date(int(match[3]), month, int(match[2]))


def read_manifest(today: date) -> Manifest:
    """Read the manifest; dates in its notices count from today."""
    with (FOLDER / "newsroom.toml").open("rb") as file:
        entries = tomllib.load(file)
    return Manifest(
        issuer=Issuer(**entries["issuer"]),
        agency=Agency(**entries["agency"]),
        categories=tuple(Category(**entry) for entry in entries["categories"]),
        contact_page=tuple(entries["contact_page"]),
        stories=tuple(_story(entry, today=today) for entry in entries["stories"]),
    )


def _story(row: dict[str, Any], *, today: date) -> Story:
    correction = row.pop("correction", None)
    withdrawal = row.pop("withdrawal", None)
    for change in filter(None, [correction, withdrawal]):
        change["notice"] = replace_date_tokens(change["notice"], today=today)
    return Story(
        topics=tuple(row.pop("topics", ())),
        languages=tuple(row.pop("languages", ())),
        attachments=tuple(Attachment(**entry) for entry in row.pop("attachments", ())),
        correction=Correction(**correction) if correction else None,
        withdrawal=Withdrawal(**withdrawal) if withdrawal else None,
        **row,
    )
