"""What a file holds beside what its readers see: hidden sheets, comments, authors, layers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

_CORE = "docProps/core.xml"
_WORKBOOK = "xl/workbook.xml"
_AUTHORS = ("{*}creator", "{*}lastModifiedBy")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_HIDDEN_CELLS = re.compile(rb'<(?:\w+:)?(?:row|col)\s[^<>]*?\bhidden="(?:1|true)"')
# Kinds of annotations that are somebody's remarks (ISO 32000-2, 12.5.6).
_REMARKS = {
    *("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly"),
    *("/Caret", "/Ink", "/Stamp", "/Popup", "/FileAttachment"),
}
_MOST_PAGES = 2_000
# Bytes of a part that are unpacked: a small file can hold an endless one.
MAX_UNPACKED = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenContent:
    """Hidden sheets and authors by name; the rest as whether there is any of it."""

    sheets: tuple[str, ...] = ()
    has_cells: bool = False
    authors: tuple[str, ...] = ()
    has_pdf_comments: bool = False
    has_pdf_layers: bool = False
    has_pdf_history: bool = False


def hidden_in_office(archive: zipfile.ZipFile) -> HiddenContent:
    """Return what an office file (ECMA-376) hides. Raises what zipfile and lxml raise."""
    names = set(archive.namelist())
    sheets = tuple(_hidden_sheets(archive)) if _WORKBOOK in names else ()
    return HiddenContent(
        sheets=sheets,
        has_cells=any(
            _HIDDEN_CELLS.search(_unpacked(archive, name)) is not None
            for name in names
            if _SHEET.fullmatch(name)
        ),
        authors=_names(_authors(archive)) if _CORE in names else (),
    )


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MAX_UNPACKED)


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_unpacked(archive, name), parser)


def _hidden_sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    for sheet in _tree(archive, _WORKBOOK).iterfind("{*}sheets/{*}sheet"):
        if sheet.get("state", "visible") != "visible":
            yield sheet.get("name", "")


def _authors(archive: zipfile.ZipFile) -> Iterator[str]:
    core = _tree(archive, _CORE)
    for tag in _AUTHORS:
        for element in core.iterfind(tag):
            yield element.text or ""


def _names(written: Iterator[str]) -> tuple[str, ...]:
    """Return the names without blanks, each once, in their order."""
    return tuple(dict.fromkeys(name.strip() for name in written if name.strip()))


def hidden_in_pdf(pdf: pikepdf.Pdf, *, revisions: int) -> HiddenContent:
    """Return what a PDF hides; `revisions` is how often it was saved over itself."""
    return HiddenContent(
        authors=_names(iter([str(pdf.docinfo.get("/Author", ""))])),
        has_pdf_comments=any(_remarks(pdf)),
        has_pdf_layers=_has_hidden_layers(pdf),
        has_pdf_history=revisions > 1,
    )


def _remarks(pdf: pikepdf.Pdf) -> Iterator[bool]:
    for number, page in enumerate(pdf.pages):
        if number == _MOST_PAGES:
            return
        annotations: Any = page.get("/Annots", ())
        for annotation in annotations:
            yield str(annotation.get("/Subtype", "")) in _REMARKS


def _has_hidden_layers(pdf: pikepdf.Pdf) -> bool:
    """Whether optional content is off when the file is opened."""
    properties: Any = pdf.Root.get("/OCProperties", {})
    default: Any = properties.get("/D", {})
    off = len(default.get("/OFF", ())) > 0
    base_off = str(default.get("/BaseState", "/ON")) == "/OFF"
    return off or (base_off and len(properties.get("/OCGs", ())) > 0)
