"""Generate the demo's PDF and Excel files, without a network."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typst
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from releases.management.demo import tables
from releases.management.demo.manifest import Attachment

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
FIGURE = re.compile(r"(\$ ?)?(\()?([\d,]+(\.\d+)?)\)?")
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")

# The text travels as JSON, so that nothing in it can be read as markup.
TEMPLATE = rb"""
#let given = json(bytes(sys.inputs.given))
#set document(title: given.title, author: given.author)
#set text(lang: "en", region: "us", font: "Libertinus Serif", size: 10.5pt)
#set page(paper: "us-letter", margin: 1in, numbering: "1")
#set par(justify: false, leading: 0.68em, spacing: 1.1em)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 12pt)
#show table.cell.where(y: 0): strong
#heading(level: 1, given.title)
#block(below: 2em, text(size: 12pt, fill: luma(70), given.subtitle))
#for text in given.paragraphs {
  if text.starts-with("# ") { heading(level: 2, text.slice(2)) }
  else if text.starts-with("- ") { list.item(text.slice(2)) }
  else { par(text) }
}
#for rows in given.tables {
  let width = rows.first().len()
  set text(size: if width > 4 { 8pt } else { 9pt })
  block(above: 2em, breakable: rows.len() > 40, table(
    columns: (2.4fr,) + (1fr,) * (width - 1),
    align: (x, y) => if x == 0 { left } else { right + bottom },
    stroke: (x, y) => (bottom: if y == 0 { 0.7pt } else { 0.25pt + luma(180) }),
    inset: (x: 5pt, y: 3.5pt),
    table.header(..rows.first()),
    ..rows.slice(1).flatten(),
  ))
}
"""


def build_pdf(
    title: str,
    subtitle: str,
    paragraphs: list[str],
    tables: list[list[list[str]]],
) -> bytes:
    """Return an accessible PDF (PDF/UA-1), the same bytes for the same words.

    A paragraph that begins with "# " is a heading, one with "- " a list item. The first
    row of each table is its header, and all its rows are equally long.
    """
    given = {
        "title": title,
        "author": "Larkmoor Therapeutics, Inc.",
        "subtitle": subtitle,
        "paragraphs": paragraphs,
        "tables": tables,
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(given)},
        pdf_standards="ua-1",
        timestamp=EPOCH,
    )


def build_workbook(title: str, tables: list[list[list[str]]]) -> bytes:
    """Return a workbook with a sheet per table, the same bytes for the same cells.

    The first row of each table is its header. Figures become numbers with the format of
    the text; everything else stays text.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = "Larkmoor Therapeutics, Inc."
    book.properties.created = EPOCH.replace(tzinfo=None)
    for number, rows in enumerate(tables, start=1):
        _fill(book.create_sheet(f"Table {number}"), title, rows)
    output = BytesIO()
    book.save(output)
    return _with_fixed_date(output.getvalue())


def build_attachment(attachment: Attachment, text: str) -> bytes:
    """Return the attachment of a wire text, made from the text's own words."""
    figures = tables.parse_tables(text)
    if attachment.kind == "xlsx":
        return build_workbook(attachment.title, figures)
    headline = text.strip().partition("\n")[0]
    return build_pdf(attachment.title, headline, _paragraphs(text), figures)


def _paragraphs(text: str) -> list[str]:
    """Return the prose from the dateline to the first section that closes a release."""
    prose: list[str] = []
    for block in text.partition(" -- ")[2].split("\n\n"):
        if block.startswith("About "):
            break
        titled = block.partition("\n")[0].isupper()
        if titled or any("  " in line.strip() for line in block.splitlines()):
            continue
        if block.startswith("- "):
            prose += block.replace("\n  ", " ").splitlines()
        elif len(block) < 90 and block[-1] not in '.:”"':
            prose.append(f"# {block}")
        else:
            prose.append(" ".join(block.splitlines()))
    return prose


def _fill(sheet: Worksheet, title: str, rows: list[list[str]]) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=13)
    for y, row in enumerate(rows, start=3):
        for x, text in enumerate(row, start=1):
            cell = sheet.cell(row=y, column=x)
            assert isinstance(cell, Cell)
            if y > 3:
                _write(cell, text)
            else:
                cell.value = text or None
                cell.font = Font(bold=True)
                cell.border = Border(bottom=Side(style="thin"))
                cell.alignment = Alignment(
                    horizontal="left" if x == 1 else "right", wrap_text=True
                )
    sheet.column_dimensions["A"].width = 46
    for x in range(2, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(x)].width = 18
    sheet.freeze_panes = "B4"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(cell: Cell, text: str) -> None:
    match = FIGURE.fullmatch(text)
    if match is None:
        cell.value = text or None
        cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "right")
        return
    dollar, bracket, digits, decimals = match.groups()
    value = float(digits.replace(",", ""))
    cell.value = -value if bracket else value
    plain = "#,##0" + ("." + "0" * (len(decimals) - 1) if decimals else "")
    plain = f'"$" {plain}' if dollar else plain
    cell.number_format = f"{plain};({plain})"


def _with_fixed_date(book: bytes) -> bytes:
    """Replace the dates that saving puts into a workbook by a fixed one."""
    moment = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    output = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(output, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = MODIFIED.sub(rb"\g<1>" + moment, old.read(name))
            new.writestr(ZipInfo(name, EPOCH.timetuple()[:6]), part, ZIP_DEFLATED)
    return output.getvalue()
