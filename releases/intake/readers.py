"""The one way in: the bytes of a file to what was understood of the release in it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Literal

from releases.intake.decode import MARKS, Unreadable, decode, is_binary
from releases.intake.docx import Leftover, html_of_word
from releases.intake.parser import Reading, read
from releases.intake.parser.hypertext import read_html
from releases.intake.parser.reading import Doubt

MOST_HTML = 5_000_000
MOST_WORD = 10_000_000
MOST_OF_ALL = MOST_WORD

Kind = Literal["text", "html", "word"]

_BEGINS = re.compile(
    r"(?i)\s{0,2000}(?:<\?xml[^>]{0,200}\?>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200})?"
    r"(?:<!doctype\s+html|<html|<head|<body|<document>|<sec-document>|<article|<div|<table|<p[ >])",
    re.DOTALL,
)
_FEED = re.compile(
    r"\s{0,2000}(?:<\?xml[^>]{0,200}\?>)?\s{0,200}<(?:rss|feed|rdf:RDF)\b"
)
_TAG = re.compile(r"(?i)</?(?:p|br|div|table|font|h[1-6]|span|td)\b[^<>]{0,300}>")
_CHARSET = re.compile(
    rb"""(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
)
# What the HTML standard reads these names as.
_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252"}
_AS |= {"ascii": "cp1252", "us-ascii": "cp1252", "utf-16": "utf-8", "utf-7": "utf-8"}
_MHTML = re.compile(
    rb"(?i)(?:from: <saved by|mime-version: 1\.0\s|subject: .{0,300}\r?\n.{0,99}mime-version)"
)
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}
_NAMES = (".htm", ".html", ".xhtml")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A release as it came: in which form, the text that lines count, what it says.

    `source` is what came as characters: from it, `reread` understands the same again.
    """

    kind: Kind
    source: str
    text: str
    reading: Reading


def receive(data: bytes, name: str = "") -> SourceDocument:
    """Read a file by what is in it; Unreadable, in one line, if that cannot be done."""
    if len(data) > MOST_OF_ALL:
        raise _too_large(MOST_OF_ALL, "give the file of one release")
    if data.startswith(b"PK\x03\x04"):
        return _word(data)
    if _MHTML.match(data):
        raise Unreadable("It is a web archive: save the page as HTML alone.")
    html = _html(data, name)
    if html is not None:
        return reread(html, "html")
    return reread(decode(data), "text")


def reread(source: str, kind: Kind) -> SourceDocument:
    """Read once more what `receive` made characters of."""
    text, reading = (source, read(source)) if kind == "text" else read_html(source)
    return SourceDocument(kind=kind, source=source, text=text, reading=reading)


def _too_large(most: int, advice: str) -> Unreadable:
    return Unreadable(f"It is larger than {most // 1_000_000} MB: {advice}.")


def _word(data: bytes) -> SourceDocument:
    html, leftovers = html_of_word(data)
    if not html.strip():
        raise Unreadable("It is empty: give a Word file with the text of a release.")
    arrival = reread(html, "word")
    left_over = (_doubt(left, arrival.text) for left in leftovers)
    doubts = sorted([*arrival.reading.doubts, *left_over], key=lambda doubt: doubt.line)
    return replace(arrival, reading=replace(arrival.reading, doubts=tuple(doubts)))


def _doubt(left: Leftover, text: str) -> Doubt:
    """A leftover at the line that holds its paragraph; at the first where none does."""
    near = " ".join(left.near.split())
    lines = text.split("\n")
    found = (n for n, line in enumerate(lines, 1) if near and near in line)
    return Doubt(line=next(found, 1), saw=left.saw, assumed=left.assumed)


def _html(data: bytes, name: str) -> str | None:
    """The characters of an HTML file; None for any other."""
    head = _head(data)
    if _FEED.match(head):
        raise Unreadable("It is a feed, not one release: import it with --archive.")
    tags = len(_TAG.findall(head))
    named = name.lower().endswith(_NAMES) and tags
    if not (_BEGINS.match(head) or named or tags >= 12):
        return None
    if len(data) > MOST_HTML:
        raise _too_large(MOST_HTML, "save the page without what surrounds the release")
    text = characters(data)
    if is_binary(text):
        raise Unreadable("It is not text: save the page again as HTML.")
    return text


def _head(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[:20_000].decode(encoding, "ignore").removeprefix("\ufeff")
    return data[:20_000].decode("latin-1")


def characters(data: bytes) -> str:
    """The characters of a page: by its mark, by what it declares, or by trying."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _declared(data[:4096])
    for encoding in filter(None, [declared, "utf-8"]):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(declared or "cp1252", "replace")


def _declared(head: bytes) -> str | None:
    match = _CHARSET.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    name = _AS.get(name, name)
    try:
        b"".decode(name)
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError):
        return None
    return None if found in _NO_CHARSETS else found
