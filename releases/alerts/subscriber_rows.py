"""The rows of a list of subscribers, as a CSV file (RFC 4180) has them.

Staff bring lists from other systems, and take them there. Every mistake is a sentence with
its line; what is not understood is never guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from releases.alerts.subscribers import Choices
from releases.readers.models import (
    EVENTS,
    RELEASES,
    REMINDERS,
    Pace,
    Status,
    category_subject,
)
from releases.text.email_addresses import EmailAddress, InvalidAddress, read_address
from releases.text.spreadsheets import original_text

ADDRESS = "address"
CHOICE_COLUMNS = ("choices", "language", "zone", "pace", "hour")
PROOF_COLUMNS = ("consent_at", "consent_how", "consent_wording", "consent_source")
# All but the address may be left out; `since` is written and not read.
COLUMNS = (ADDRESS, *CHOICE_COLUMNS, "status", "since", *PROOF_COLUMNS)
MAX_ROWS = 200_000
MAX_CELL = 300
FIRST_HOUR = 7
_SEPARATORS = (",", ";", "\t")
_HOUR = re.compile(r"(\d{1,2})(?::00)?")


class UnreadableList(Exception):
    """The file cannot be read as a list. Its text is a sentence for whoever sent it."""


class _InvalidCell(Exception):
    """A cell cannot be read. Its text is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberRow:
    """One subscriber of a list, and in which line; `proof` is empty unless it is complete.

    A complete proof says when and how the reader agreed, and to which wording or by which
    source. `lacks_proof` says that there is a part of one.
    """

    line: int
    address: EmailAddress
    choices: Choices
    status: Status
    proof: Mapping[str, str] = field(default_factory=dict)
    lacks_proof: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a line is not imported, or not as it says."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDefaults:
    """What is understood where a cell is empty, and what may be chosen.

    `zone` is an IANA time zone, `categories` are slugs; `at` is the time of the import.
    """

    zone: str
    categories: frozenset[str]
    at: dt.datetime

    @property
    def subjects(self) -> frozenset[str]:
        """Everything that a subscriber may choose."""
        categories = map(category_subject, self.categories)
        return frozenset({RELEASES, EVENTS, REMINDERS, *categories})


def read_rows(
    file: IO[bytes], defaults: RowDefaults, *, max_rows: int = MAX_ROWS
) -> Iterator[SubscriberRow | RowProblem]:
    """Yield each line of the list but the first, which names the columns, as it is read.

    Cells are separated by commas, semicolons or tabs. Raises UnreadableList.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline()
        separator = max(_SEPARATORS, key=first.count)
        rows = csv.reader(chain([first], text), delimiter=separator)
        columns = _columns(next(rows, []))
        for number, cells in enumerate((cells for cells in rows if any(cells)), 1):
            if number > max_rows:
                raise UnreadableList(
                    _(
                        "The list has more than %(number)d lines. Split it, or use "
                        "“manage.py import_subscribers”."
                    )
                    % {"number": max_rows}
                )
            yield _read_row(rows.line_num, columns, cells, defaults)
    except UnicodeDecodeError:
        raise UnreadableList(
            _("The file is not in UTF-8. In Excel, save it as “CSV UTF-8”.")
        ) from None
    except csv.Error:
        raise UnreadableList(
            _("The file is not a CSV file: a cell has no end, or is too long.")
        ) from None
    finally:
        text.detach()


def _columns(names: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in names]
    unknown = sorted(set(columns) - set(COLUMNS))
    if ADDRESS not in columns or unknown or len(set(columns)) < len(columns):
        raise UnreadableList(
            _(
                "The first line must name the columns, each once: %(columns)s. All but "
                "the address may be left out."
            )
            % {"columns": ", ".join(COLUMNS)}
        )
    return columns


def _read_row(
    line: int, columns: list[str], cells: list[str], defaults: RowDefaults
) -> SubscriberRow | RowProblem:
    if len(cells) != len(columns):
        sentence = _("It has %(cells)d cells, and %(columns)d are named.") % {
            "cells": len(cells),
            "columns": len(columns),
        }
        return RowProblem(line=line, sentence=sentence)
    texts = (original_text(cell.strip()) for cell in cells)
    by_column = dict(zip(columns, texts, strict=True))
    try:
        return _row_of(line, lambda name: by_column.get(name, ""), defaults)
    except _InvalidCell as error:
        return RowProblem(line=line, sentence=str(error))


def _row_of(
    line: int, cell: Callable[[str], str], defaults: RowDefaults
) -> SubscriberRow:
    try:
        address = read_address(cell(ADDRESS))
    except InvalidAddress:
        raise _InvalidCell(_("Mail cannot be sent to this address.")) from None
    proof = _proof(cell, defaults)
    is_complete = {"consent_at", "consent_how"} <= proof.keys() and len(proof) > 2
    return SubscriberRow(
        line=line,
        address=address,
        choices=Choices(
            subjects=_subjects(cell("choices"), defaults),
            pace=_one_of(
                cell("pace") or Pace.AT_ONCE,
                Pace.values,
                _("The pace is none of these"),
            ),
            digest_hour=_hour(cell("hour")),
            zone=_zone(cell("zone") or defaults.zone),
            language=_one_of(
                cell("language") or settings.LANGUAGE_CODE,
                [code for code, _name in settings.LANGUAGES],
                _("The language is none of these"),
            ),
        ),
        status=Status(
            _one_of(
                cell("status") or Status.ACTIVE,
                Status.values,
                _("The status is none of these"),
            )
        ),
        proof=proof if is_complete else {},
        lacks_proof=bool(proof) and not is_complete,
    )


def _subjects(text: str, defaults: RowDefaults) -> tuple[str, ...]:
    chosen = re.split(r"[\s,;]+", text) if text else [RELEASES]
    for subject in chosen:
        _one_of(subject, sorted(defaults.subjects), _("A choice is none of these"))
    if RELEASES in chosen:  # includes those of each category
        chosen = [each for each in chosen if each in {RELEASES, EVENTS, REMINDERS}]
    return tuple(dict.fromkeys(chosen))


def _one_of(text: str, allowed: Iterable[str], sentence: str) -> str:
    if text not in allowed:
        raise _InvalidCell(f"{sentence}: {', '.join(allowed)}.")
    return text


def _hour(text: str) -> int:
    match = _HOUR.fullmatch(text or str(FIRST_HOUR))
    if not match or int(match[1]) > 23:
        raise _InvalidCell(_("The hour must be a number from 0 to 23."))
    return int(match[1])


def _zone(text: str) -> str:
    if text not in _all_zones():
        raise _InvalidCell(
            _("The time zone is not known. Write it as Europe/Berlin is written.")
        )
    return text


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _proof(cell: Callable[[str], str], defaults: RowDefaults) -> dict[str, str]:
    """Return what the row says of the consent, its time in ISO 8601."""
    proof = {name: cell(name) for name in PROOF_COLUMNS if cell(name)}
    for text in proof.values():
        if len(text) > MAX_CELL:
            raise _InvalidCell(
                _("A cell of the consent is longer than %(number)d characters.")
                % {"number": MAX_CELL}
            )
    if "consent_at" in proof:
        proof["consent_at"] = _time_of_consent(
            proof["consent_at"], defaults
        ).isoformat()
    return proof


def _time_of_consent(text: str, defaults: RowDefaults) -> dt.datetime:
    """Return the time, which is in UTC where it names no offset."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise _InvalidCell(
            _("Write the date of the consent as 2026-03-31, or with a time behind it.")
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if moment > defaults.at:
        raise _InvalidCell(_("The date of the consent is in the future."))
    return moment
