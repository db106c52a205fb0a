"""Workbooks of SpreadsheetML (ECMA-376, part 1), written so that a text is always a text.

A cell is an inline string or a number, never a formula; and the bytes depend on nothing
but the cells, so that the size of a workbook can be named before anybody asks for it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from releases.text.xml_text import xml_text

# The first date that a zip file can hold; each of its parts has one.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# The most characters that a spreadsheet takes in a cell.
MAX_TEXT = 32_767
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What a reader would take for an escaped character (ECMA-376, 22.9.2.19).
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# The first number of a format that is not built in (ECMA-376, 18.8.30).
_FIRST_FORMAT = 164


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell is set; `number_format` is a format code (ECMA-376, 18.8.31)."""

    number_format: str = ""
    bold: bool = False
    large: bool = False
    horizontal: str = "left"
    wraps: bool = False
    indent: int = 0
    rule_above: bool = False
    rule_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """A text or a number at column `x` and row `y`, both from 0, over some places."""

    x: int
    y: int
    value: str | Decimal
    style: Style = field(default_factory=Style)
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet; its first `frozen_rows` and its first column stay in sight if it has any.

    `widths` are those of its columns in characters.
    """

    name: str
    cells: Sequence[SheetCell]
    widths: Sequence[int]
    frozen_rows: int = 0
    is_right_to_left: bool = False


def workbook(sheets: Sequence[Sheet], *, title: str, creator: str) -> bytes:
    """Return a workbook (.xlsx) of the sheets, whose names differ."""
    styles = _Styles()
    parts = {
        f"xl/worksheets/sheet{number}.xml": _worksheet(sheet, styles)
        for number, sheet in enumerate(sheets, start=1)
    }
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relationships(
            f"{_DOCUMENT}/officeDocument xl/workbook.xml",
            f"{_PACKAGE}/relationships/metadata/core-properties docProps/core.xml",
        ),
        "docProps/core.xml": _core_properties(title, creator),
        "xl/workbook.xml": _sheet_list(sheets),
        "xl/_rels/workbook.xml.rels": _relationships(
            *(
                f"{_DOCUMENT}/worksheet worksheets/sheet{number}.xml"
                for number in range(1, len(sheets) + 1)
            ),
            f"{_DOCUMENT}/styles styles.xml",
        ),
        "xl/styles.xml": styles.part(),
        **parts,
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            archive.writestr(info, _HEADER + content, zipfile.ZIP_DEFLATED, 6)
    return output.getvalue()


def _xml(text: str) -> str:
    return escape(xml_text(text), quote=True)


def _content_types(sheets: int) -> str:
    overrides = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
        "xl/workbook.xml": f"{_PART}.sheet.main",
        "xl/styles.xml": f"{_PART}.styles",
        **{
            f"xl/worksheets/sheet{number}.xml": f"{_PART}.worksheet"
            for number in range(1, sheets + 1)
        },
    }
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return "".join(
        [
            f'<Types xmlns="{_PACKAGE}/content-types">',
            f'<Default Extension="rels" ContentType="{relationships}"/>',
            '<Default Extension="xml" ContentType="application/xml"/>',
            *(
                f'<Override PartName="/{name}" ContentType="{media_type}+xml"/>'
                for name, media_type in overrides.items()
            ),
            "</Types>",
        ]
    )


def _relationships(*targets: str) -> str:
    """Return the relationships, each written as its type and its target."""
    pairs = (target.split() for target in targets)
    elements = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(elements)}'
        "</Relationships>"
    )


def _core_properties(title: str, creator: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_xml(title)}</dc:title><dc:creator>{_xml(creator)}</dc:creator>"
        "</cp:coreProperties>"
    )


def _sheet_list(sheets: Sequence[Sheet]) -> str:
    elements = (
        f'<sheet name="{_xml(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        f"{''.join(elements)}</sheets></workbook>"
    )


def _worksheet(sheet: Sheet, styles: _Styles) -> str:
    return "".join(
        [
            f'<worksheet xmlns="{_MAIN}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            _view(sheet),
            "<cols>",
            *(
                f'<col min="{x}" max="{x}" width="{width}" customWidth="1"/>'
                for x, width in enumerate(sheet.widths, start=1)
            ),
            "</cols><sheetData>",
            *_rows(sheet, styles),
            "</sheetData>",
            _merged(sheet),
            '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>',
        ]
    )


def _view(sheet: Sheet) -> str:
    direction = ' rightToLeft="1"' if sheet.is_right_to_left else ""
    pane = (
        f'<pane xSplit="1" ySplit="{sheet.frozen_rows}" '
        f'topLeftCell="{_reference(1, sheet.frozen_rows)}" '
        'activePane="bottomRight" state="frozen"/>'
        if sheet.frozen_rows
        else ""
    )
    return (
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"{direction}>{pane}'
        "</sheetView></sheetViews>"
    )


def _rows(sheet: Sheet, styles: _Styles) -> Iterator[str]:
    rows: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        style = styles.number_of(cell.style)
        for y in range(cell.y, cell.y + cell.height):
            row = rows.setdefault(y, {})
            for x in range(cell.x, cell.x + cell.width):
                is_first = (x, y) == (cell.x, cell.y)
                content = _content(cell.value) if is_first else "/>"
                row[x] = f'<c r="{_reference(x, y)}" s="{style}"{content}'
    for y, row in sorted(rows.items()):
        yield f'<row r="{y + 1}">{"".join(row[x] for x in sorted(row))}</row>'


def _content(value: str | Decimal) -> str:
    """Return the rest of a cell's element."""
    if isinstance(value, Decimal):
        return f"><v>{value:f}</v></c>"
    if not value:
        return "/>"
    text = _xml(_ESCAPE_LIKE.sub("_x005F_", value[:MAX_TEXT]))
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _merged(sheet: Sheet) -> str:
    ranges = [
        f"{_reference(cell.x, cell.y)}:"
        f"{_reference(cell.x + cell.width - 1, cell.y + cell.height - 1)}"
        for cell in sheet.cells
        if cell.width > 1 or cell.height > 1
    ]
    if not ranges:
        return ""
    elements = "".join(f'<mergeCell ref="{area}"/>' for area in ranges)
    return f'<mergeCells count="{len(ranges)}">{elements}</mergeCells>'


def _reference(x: int, y: int) -> str:
    """Return a place as `B3`."""
    letters = ""
    x += 1
    while x:
        x, rest = divmod(x - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{y + 1}"


class _Styles:
    """The styles that the cells of a workbook have, numbered as they are first needed."""

    def __init__(self) -> None:
        self._numbers: dict[Style, int] = {Style(): 0}

    def number_of(self, style: Style) -> int:
        """Return the number of a style."""
        return self._numbers.setdefault(style, len(self._numbers))

    def part(self) -> str:
        """Return the styles as a part of the workbook (ECMA-376, 18.8.39)."""
        formats = sorted({style.number_format for style in self._numbers} - {""})
        numbers = {code: _FIRST_FORMAT + place for place, code in enumerate(formats)}
        codes = (
            f'<numFmt numFmtId="{number}" formatCode="{_xml(code)}"/>'
            for code, number in numbers.items()
        )
        return "".join(
            [
                f'<styleSheet xmlns="{_MAIN}">',
                _counted("numFmts", codes),
                _counted("fonts", map(_font, range(4))),
                _counted(
                    "fills",
                    (
                        f'<fill><patternFill patternType="{kind}"/></fill>'
                        for kind in ("none", "gray125")
                    ),
                ),
                _counted("borders", map(_border, range(4))),
                _counted(
                    "cellStyleXfs",
                    ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
                ),
                _counted(
                    "cellXfs",
                    (
                        _format(style, numbers.get(style.number_format, 0))
                        for style in self._numbers
                    ),
                ),
                _counted(
                    "cellStyles",
                    ['<cellStyle name="Normal" xfId="0" builtinId="0"/>'],
                ),
                "</styleSheet>",
            ]
        )


def _counted(name: str, elements: Iterable[str]) -> str:
    """Return elements in one that has their number; nothing without any."""
    listed = list(elements)
    content = "".join(listed)
    return f'<{name} count="{len(listed)}">{content}</{name}>' if listed else ""


def _font(number: int) -> str:
    bold = "<b/>" if number & 1 else ""
    size = 14 if number & 2 else 11
    return f'<font>{bold}<sz val="{size}"/><name val="Calibri"/></font>'


def _border(number: int) -> str:
    top = '<top style="thin"/>' if number & 1 else "<top/>"
    bottom = '<bottom style="thin"/>' if number & 2 else "<bottom/>"
    return f"<border><left/><right/>{top}{bottom}<diagonal/></border>"


def _format(style: Style, number_format: int) -> str:
    wrap = ' wrapText="1"' if style.wraps else ""
    indent = f' indent="{style.indent}"' if style.indent else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{style.bold + 2 * style.large}"'
        f' fillId="0" borderId="{style.rule_above + 2 * style.rule_below}" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{style.horizontal}" vertical="top"{wrap}{indent}/></xf>'
    )
