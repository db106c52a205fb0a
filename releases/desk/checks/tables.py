"""Tables of figures: that each figure is under its headings, and the same everywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.desk.checks.spreadsheets import Sheet, SheetRow, sheets_in
from releases.text.dates import dates_in
from releases.text.figures import Figure, figure_in, unit_in
from releases.text.tables import Table, TableRow, tables_in
from releases.text.translatable import Message

# Words that let a heading name a day to come.
_EXPECTED = re.compile(
    r"(?i)\b(?:expect|forecast|guidance|outlook|estimat|plan|target|project|due|payable|matur|pro forma|budget|scheduled|ending)"
)
_FEWEST_LABELS = 3
_SCALES = tuple(Decimal(10) ** power for power in (0, 3, 6, -3, -6))
_AMOUNT = (
    r"\s(?:was|were|totall?ed|amounted to|reached|rose to|fell to|increased to|decreased to|grew to)"
    r"\s(?:approximately\s)?(?P<amount>\(?[$€£]\s?\(?[\d,]+(?:\.\d+)?\)?)\s(?P<unit>million|billion|thousand)\b"
)
_LONGEST_LABEL = 60


def _tables(checked: CheckedRelease) -> list[tuple[int, Table]]:
    return list(enumerate(tables_in(checked.document.body), start=1))


def _figure_columns(table: Table) -> list[int]:
    """Return the columns of cells that hold figures in two rows, or in the only one."""
    count: defaultdict[int, int] = defaultdict(int)
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            count[column] += figure_in(cell) is not None
    needed = min(2, len([row for row in table.rows if not row.is_group]))
    return [
        column for column, figures in sorted(count.items()) if figures >= needed > 0
    ]


@check(
    "tables.short_heading_row",
    Level.BLOCK,
    title=_("Heading rows are as wide as their table"),
    rule=_(
        "A heading row with too few cells moves its headings over the wrong figures."
    ),
)
def short_heading_row(checked: CheckedRelease) -> Iterator[Problem]:
    """Find heading rows with fewer cells than the table has columns."""
    for number, table in _tables(checked):
        for texts in table.head_rows:
            if len(texts) < table.width:
                yield Problem(
                    message=Message(
                        gettext_noop(
                            "In table %(table)d, a heading row has %(cells)d of "
                            "%(columns)d cells. Put each heading over its own column."
                        ),
                        {"table": number, "cells": len(texts), "columns": table.width},
                    ),
                    passage=next(filter(None, texts), ""),
                    field="body",
                )
                break


@check(
    "tables.column_without_heading",
    Level.BLOCK,
    title=_("Each column of figures has a heading"),
    rule=_("Readers can't tell what figures mean that have no heading."),
)
def column_without_heading(checked: CheckedRelease) -> Iterator[Problem]:
    """Find columns of figures without a heading, in tables that have some."""
    for number, table in _tables(checked):
        columns = _figure_columns(table)
        bare = [column for column in columns if not table.headings(column)]
        if bare and (table.head_rows or len(columns) > 1):
            first = next(
                row.cells[bare[0]]
                for row in table.rows
                if len(row.cells) > bare[0] and figure_in(row.cells[bare[0]])
            )
            yield Problem(
                message=Message(
                    gettext_noop(
                        "In table %(table)d, the column that starts with “%(figure)s” has "
                        "no heading. Put one over it."
                    ),
                    {"table": number, "figure": first},
                ),
                passage=first,
                field="body",
            )


@check(
    "tables.future_heading",
    Level.BLOCK,
    title=_("No heading has a date after the release"),
    rule=_(
        "A balance sheet of a day that has not come is one whose headings have moved."
    ),
)
def future_heading(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a day in a heading that is after the release's own day."""
    for number, table in _tables(checked):
        for column in _figure_columns(table):
            heading = " ".join(table.headings(column))
            if _EXPECTED.search(f"{heading} {table.caption}"):
                continue
            day = next((day for day in _days_in(heading) if day > checked.day), None)
            if day is not None:
                yield Problem(
                    message=Message(
                        gettext_noop(
                            "In table %(table)d, a heading says %(day)s, which is after "
                            "this release. Check which figures it belongs to."
                        ),
                        {"table": number, "day": day},
                    ),
                    passage=table.headings(column)[-1],
                    field="body",
                )
                break


def _days_in(text: str) -> Iterator[dt.date]:
    for printed in dates_in(text):
        if printed.year is not None:
            try:
                yield dt.date(printed.year, printed.month, printed.day)
            except ValueError:
                continue


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row of a table and the row of a sheet with the same label."""

    row: TableRow
    sheet_row: SheetRow
    table: Table


@check(
    "tables.spreadsheet",
    Level.BLOCK,
    title=_("Tables agree with the attached spreadsheet"),
    rule=_("A release and its spreadsheet are one disclosure: they can't differ."),
)
def differs_from_spreadsheet(checked: CheckedRelease) -> Iterator[Problem]:
    """Find figures or headings that differ from those of an attached .xlsx file."""
    tables = _tables(checked)
    for enclosure in checked.enclosures:
        name = enclosure.attachment.name
        if not enclosure.is_stored or not name.lower().endswith(".xlsx"):
            continue
        for sheet in sheets_in(enclosure.attachment.file.name):
            for number, table in tables:
                yield from _differences(number, table, sheet, name)


def _differences(
    number: int, table: Table, sheet: Sheet, file: str
) -> Iterator[Problem]:
    pairs = _pairs(table, sheet)
    if len(pairs) < _FEWEST_LABELS or len(pairs) * 2 < len(_rows_of_figures(table)):
        return
    scale = max(_SCALES, key=lambda scale: sum(_agrees(pair, scale) for pair in pairs))
    for pair in pairs:
        if not _agrees(pair, scale):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "In table %(table)d, “%(label)s” differs from the sheet "
                        "“%(sheet)s” of %(file)s. Correct one of them."
                    ),
                    {
                        "table": number,
                        "label": pair.row.label,
                        "sheet": sheet.name,
                        "file": file,
                    },
                ),
                passage=pair.row.label,
                field="body",
            )
            return
    moved = next((h for pair in pairs if (h := _other_heading(pair))), None)
    if moved:
        yield Problem(
            message=Message(
                gettext_noop(
                    "In table %(table)d, figures are under “%(heading)s”, but under "
                    "“%(other)s” in the sheet “%(sheet)s” of %(file)s. Correct one of them."
                ),
                {
                    "table": number,
                    "heading": moved[0],
                    "other": moved[1],
                    "sheet": sheet.name,
                    "file": file,
                },
            ),
            passage=moved[0],
            field="body",
        )


def _rows_of_figures(table: Table) -> list[TableRow]:
    return [row for row in table.rows if any(figure_in(cell) for cell in row.cells)]


def _pairs(table: Table, sheet: Sheet) -> list[_Pair]:
    """Rows with one label; where several have it, in their order."""
    waiting: defaultdict[str, list[SheetRow]] = defaultdict(list)
    for sheet_row in sheet.rows:
        waiting[_key(sheet_row.label)].append(sheet_row)
    pairs = []
    for row in _rows_of_figures(table):
        alike = waiting[_key(row.label)]
        if alike:
            pairs.append(_Pair(row, alike.pop(0), table))
    return pairs


def _key(label: str) -> str:
    return "".join(letter for letter in label.casefold() if letter.isalnum())


def _figures(row: TableRow) -> list[tuple[int, Figure]]:
    read = ((column, figure_in(cell)) for column, cell in enumerate(row.cells))
    return [(column, figure) for column, figure in read if figure is not None]


def _agrees(pair: _Pair, scale: Decimal) -> bool:
    """Whether each figure of the row is in the sheet's, as precisely as it is printed."""
    values = list(pair.sheet_row.values)
    for _column, figure in _figures(pair.row):
        at = next((i for i, v in enumerate(values) if _is(figure, v, scale)), None)
        if at is None:
            return False
        del values[at]
    return True


def _is(figure: Figure, value: Decimal, scale: Decimal) -> bool:
    """Whether a value of a sheet is this figure: a percentage may be kept as a part."""
    step = Decimal(1).scaleb(-figure.places)
    return any(
        (value * times).quantize(step, ROUND_HALF_UP) == figure.value
        for times in (1 / scale, Decimal(1), Decimal(100))
    )


def _other_heading(pair: _Pair) -> tuple[str, str] | None:
    """Return the headings of a figure in the table and in the sheet, where their words differ."""
    figures = _figures(pair.row)
    if len(figures) != len(pair.sheet_row.headings):
        return None
    for (column, _figure), other in zip(figures, pair.sheet_row.headings, strict=True):
        heading = " ".join(pair.table.headings(column))
        ours, theirs = _telling(heading), _telling(other)
        if ours and theirs and ours != theirs:
            return heading, other
    return None


def _telling(heading: str) -> frozenset[str]:
    """Return the words of a heading that tell periods apart: numbers, months, “three”."""
    return frozenset(
        re.findall(
            r"\b\d+\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:three|six|nine|twelve|year|quarter|half)\b",
            heading.casefold(),
        )
    )


@check(
    "tables.text",
    Level.WARNING,
    title=_("The text agrees with the tables"),
    rule=_("A figure in a sentence must be the one that its table shows."),
)
def differs_from_text(checked: CheckedRelease) -> Iterator[Problem]:
    """Find amounts that the text gives for a row of a table that has another."""
    if not checked.is_english:
        return
    shown = _amounts_by_label(table for _number, table in _tables(checked))
    for piece in checked.own_text:
        for label, amounts in shown.items():
            match = re.search(re.escape(label) + _AMOUNT, piece.text, re.IGNORECASE)
            if match is None or not amounts or _EXPECTED.search(piece.text):
                continue
            figure = figure_in(match["amount"])
            unit = unit_in(match["unit"])
            if figure and not any(_rounds_to(v, figure, unit) for v in amounts):
                yield Problem(
                    message=Message(
                        gettext_noop(
                            "The text gives “%(words)s”, which no column of the table "
                            "shows. Check both."
                        ),
                        {"words": match[0]},
                    ),
                    passage=match[0],
                    field=piece.field,
                )


def _amounts_by_label(tables: Iterable[Table]) -> dict[str, Sequence[Decimal]]:
    """Return the amounts of each label that is unmistakable, in single units of its currency."""
    amounts: dict[str, list[Decimal]] = {}
    for table in tables:
        unit = unit_in(
            " ".join([table.caption, *(c for row in table.head_rows for c in row)])
        )
        if unit == 1:
            continue
        for row in _rows_of_figures(table):
            label = row.label.strip(" :*")
            if " " in label and len(label) < _LONGEST_LABEL:
                values = [figure.value * unit for _column, figure in _figures(row)]
                amounts.setdefault(label, []).extend(values)
    return dict(amounts)


def _rounds_to(value: Decimal, figure: Figure, unit: Decimal) -> bool:
    """Whether a table's amount is the text's, rounded either way; signs apart."""
    step = Decimal(1).scaleb(-figure.places)
    return abs(abs(value) / unit - abs(figure.value)) <= step
