"""Read a release from the bytes of a text, HTML or Word file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from releases.intake.crowded_tags import refuse_crowded_tags
from releases.intake.decode import (
    BYTE_ORDER_MARKS,
    decode_html,
    decode_text,
    is_binary,
)
from releases.intake.docx import convert_docx
from releases.intake.entry_head import is_entry_text
from releases.intake.exceptions import IntakeError
from releases.intake.parser.pages.hypertext import read_html
from releases.intake.parser.pages.unshown_words import LineFinder
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Doubt
from releases.intake.source_document import (
    MAX_FILE_BYTES,
    MAX_HTML_BYTES,
    Kind,
    SourceDocument,
)
from releases.intake.source_notes import SourceNote
from releases.text.translatable import gettext_noop

_HTML_START = re.compile(
    r"(?i)\s{0,2000}(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200})?"
    r"(?:<!doctype\s+html|<html|<head|<body|<document>|<sec-document>|<article|<div|<table|<p[ >])",
    re.DOTALL,
)
_FEED_START = re.compile(
    r"\s{0,2000}(?:<\?xml[^>]{0,200}\?>)?\s{0,200}<(?:rss|feed|rdf:RDF)\b"
)
_TAG = re.compile(r"(?i)</?(?:p|br|div|table|font|h[1-6]|span|td)\b[^<>]{0,300}>")
_MHTML_START = re.compile(
    rb"(?i)(?:from: <saved by|mime-version: 1\.0\s|subject: .{0,300}\r?\n.{0,99}mime-version)"
)
_HTML_SUFFIXES = (".htm", ".html", ".xhtml")


def read_file(data: bytes, name: str = "") -> SourceDocument:
    """Read a release; its content, not its name, decides the format.

    Raises IntakeError.
    """
    if len(data) > MAX_FILE_BYTES:
        raise IntakeError(
            gettext_noop(
                "This is larger than %(size)d MB. Give the file of one release."
            ),
            size=MAX_FILE_BYTES // 1_000_000,
        )
    if data.startswith(b"PK\x03\x04"):
        return _read_word(data)
    if _MHTML_START.match(data):
        raise IntakeError(
            gettext_noop("This is a web archive. Save the page as HTML alone.")
        )
    if is_entry_text(_file_head(data)):
        raise IntakeError(
            gettext_noop(
                "This is an entry or an export of a website, with settings that may say "
                "that it is not public. Import it with --archive, or give only its text."
            )
        )
    html = _html_source(data, name)
    if html is not None:
        return read_source(html, "html")
    return read_source(decode_text(data), "text")


def read_source(source: str, kind: Kind) -> SourceDocument:
    """Read a release from a decoded file. Raises IntakeError."""
    if kind == "text":
        text, reading = source, read(source)
    else:
        refuse_crowded_tags(source)
        text, reading = read_html(source)
    return SourceDocument(kind=kind, source=source, text=text, reading=reading)


def _read_word(data: bytes) -> SourceDocument:
    html, notes = convert_docx(data)
    if not html.strip():
        raise IntakeError(
            gettext_noop(
                "This is empty. Give a Word file that has the text of a release."
            )
        )
    return with_notes(read_source(html, "word"), notes)


def with_notes(document: SourceDocument, notes: Iterable[SourceNote]) -> SourceDocument:
    """Return the document with a doubt for each note, at the line of the words around it."""
    reading = document.reading
    finder = LineFinder(document.text)
    doubts = [
        *reading.doubts,
        *(
            Doubt(
                line=finder.line_of(note.before, note.after),
                saw=note.saw,
                assumed=note.assumed,
            )
            for note in notes
        ),
    ]
    doubts.sort(key=lambda doubt: doubt.line)
    return replace(document, reading=replace(reading, doubts=tuple(doubts)))


def _html_source(data: bytes, name: str) -> str | None:
    """Return the decoded text of an HTML file, or None for another format."""
    head = _file_head(data)
    if _FEED_START.match(head):
        raise IntakeError(
            gettext_noop("This is a feed, not one release. Import it with --archive.")
        )
    tags = len(_TAG.findall(head))
    has_html_name = name.lower().endswith(_HTML_SUFFIXES) and tags
    if not (_HTML_START.match(head) or has_html_name or tags >= 12):
        return None
    if len(data) > MAX_HTML_BYTES:
        raise IntakeError(
            gettext_noop(
                "This page is larger than %(size)d MB. Save only the part with the "
                "release."
            ),
            size=MAX_HTML_BYTES // 1_000_000,
        )
    text = decode_html(data)
    if is_binary(text):
        raise IntakeError(
            gettext_noop("This is not text. Save the page again as HTML.")
        )
    return text


def _file_head(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[:20_000].decode(encoding, "ignore").removeprefix("\ufeff")
    return data[:20_000].decode("latin-1")
