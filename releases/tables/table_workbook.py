"""The tables of a release as a workbook: a sheet for each, and one with the notices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.tables.release_tables import source_line, tables_of
from releases.tables.sheet_xml import MAX_TEXT, Sheet, SheetCell, Style, workbook
from releases.templatetags.labels import notice_heading, release_title
from releases.text.data_tables import DataCell, DataTable
from releases.text.invisible import is_right_to_left
from releases.text.printed_numbers import PrintedNumber
from releases.text.public_paths import DISCLAIMERS

TITLE = Style(bold=True, large=True)
TEXT = Style(wraps=True)
HEADING = Style(bold=True, wraps=True)
# In characters.
MIN_WIDTH = 10
MAX_WIDTH = 28
MAX_LABEL_WIDTH = 60
NOTICES_WIDTH = 110
# The row in which a table begins, below its title and an empty row.
FIRST_ROW = 2


def table_workbook(release: Published[ReleaseDocument], *, root: str) -> bytes:
    """Return the tables of a version of a release as a workbook (.xlsx).

    `root` is the origin of the site's URLs, without a slash at its end.
    """
    document = release.document
    notices = _("Notices")
    sheets = [
        _table_sheet(
            table,
            lines=(source_line(release, root=root), _disclaimers_line(notices, root)),
            is_right_to_left=is_right_to_left(document.language),
        )
        for table in tables_of(document)
    ]
    sheets.append(_notices_sheet(notices, release, root=root))
    return workbook(sheets, title=release_title(document), creator=document.source)


def _disclaimers_line(sheet: str, root: str) -> str:
    return _("Disclaimers: sheet “%(sheet)s”, and %(url)s") % {
        "sheet": sheet,
        "url": root + DISCLAIMERS,
    }


def _table_sheet(
    table: DataTable, *, lines: tuple[str, ...], is_right_to_left: bool
) -> Sheet:
    name = _("Table %(number)d") % {"number": table.number}
    cells = [
        SheetCell(x=0, y=0, value=table.caption or name, style=TITLE),
        *(_sheet_cell(cell, table) for cell in table.cells),
    ]
    last = FIRST_ROW + len(table.rows)
    for y, line in enumerate(lines, start=last + 1):
        cells.append(SheetCell(x=0, y=y, value=line))
    return Sheet(
        name=name,
        cells=cells,
        widths=_widths(table),
        frozen_rows=FIRST_ROW + table.head,
        is_right_to_left=is_right_to_left,
    )


def _sheet_cell(cell: DataCell, table: DataTable) -> SheetCell:
    kind = table.rows[cell.y]
    is_head = cell.y < table.head
    is_last_of_head = cell.y + cell.height == table.head
    number = cell.number
    return SheetCell(
        x=cell.x,
        y=cell.y + FIRST_ROW,
        width=cell.width,
        height=cell.height,
        value=_value(number) if number else cell.text,
        style=Style(
            number_format=_number_format(number) if number else "",
            bold=is_head or bool(kind),
            horizontal=_horizontal(cell, table),
            wraps=not number,
            indent=cell.indent,
            rule_above=kind == "total" and not is_head,
            rule_below=is_last_of_head,
        ),
    )


def _horizontal(cell: DataCell, table: DataTable) -> str:
    if cell.width > 1 and cell.y < table.head:
        return "center"
    return "right" if cell.number or cell.x in table.figure_columns else "left"


def _value(number: PrintedNumber) -> Decimal:
    return number.value / 100 if number.is_percentage else number.value


def _number_format(number: PrintedNumber) -> str:
    """Return the format with which a number is shown as it is printed, whatever its sign."""
    shown = _quoted(number.before) + number.pattern + _quoted(number.after)
    other = (
        _quoted(number.before.translate(_WITHOUT_SIGN))
        + number.pattern
        + _quoted(number.after.translate(_WITHOUT_SIGN))
    )
    return f"{other};{shown}" if number.value < 0 else shown


_WITHOUT_SIGN = str.maketrans("", "", "()-−–")  # noqa: RUF001 - minus signs as printed


def _quoted(text: str) -> str:
    """Return a text that a number format shows as it is, but that a % sign counts."""
    parts = text.partition("%")
    return "".join(part if part == "%" else f'"{part}"' for part in parts if part)


def _widths(table: DataTable) -> list[int]:
    """Return how wide each column is, so that no figure is cut; texts wrap."""
    widths = [MIN_WIDTH] * table.columns
    for cell in table.cells:
        limit = MAX_WIDTH if cell.x else MAX_LABEL_WIDTH
        if cell.width == 1 and cell.text:
            needed = len(cell.text) + cell.indent + 2
            widths[cell.x] = max(widths[cell.x], min(needed, limit))
    return widths


def _notices_sheet(
    name: str, release: Published[ReleaseDocument], *, root: str
) -> Sheet:
    """Return where the tables come from, and the disclaimers of the release in full."""
    rows = [
        SheetCell(x=0, y=y, value=value, style=style)
        for y, (value, style) in enumerate(_notices(release, root=root))
    ]
    return Sheet(
        name=name,
        cells=rows,
        widths=[NOTICES_WIDTH],
        is_right_to_left=is_right_to_left(release.document.language),
    )


def _notices(
    release: Published[ReleaseDocument], *, root: str
) -> Iterator[tuple[str, Style]]:
    document = release.document
    yield release_title(document), TITLE
    yield source_line(release, root=root), TEXT
    if document.change:
        yield notice_heading(document.change.kind), HEADING
        yield from _paragraphs(document.change.text)
    for disclaimer in document.disclaimers:
        yield "", TEXT
        if disclaimer.heading:
            yield disclaimer.heading, HEADING
        yield from _paragraphs(disclaimer.wording)


def _paragraphs(text: str) -> Iterator[tuple[str, Style]]:
    """Yield each paragraph, in pieces if it is longer than a cell can hold."""
    for paragraph in text.split("\n\n"):
        for start in range(0, len(paragraph), MAX_TEXT):
            yield paragraph[start : start + MAX_TEXT], TEXT
