"""Reads a press release as HTML: a saved page, a filing's exhibit, a Word file's text."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from releases.intake.decode import Unreadable
from releases.intake.parser.flow import flow_of
from releases.intake.parser.reader import read_blocks
from releases.intake.parser.reading import Doubt, Reading
from releases.intake.parser.webpage import Page, release_on

_DOCUMENT = re.compile(r"(?i)<DOCUMENT>\s{0,9}<TYPE>(?P<type>[^\s<]{1,40})")
_TEXT = re.compile(r"(?i)<TEXT>")
_TEXT_ENDS = re.compile(r"(?i)</TEXT>")
_MUCH = 400
_MOST_TAGS = 400_000
_DEEP = "ERR_RESOURCE_LIMIT"


def read_html(html: str) -> tuple[str, Reading]:
    """The release on a page as text, and what was understood of it.

    The reading's line numbers count the lines of that text, in which a table's cells
    are set off by tabs.
    """
    page = release_on(_tree(_exhibit(html)))
    blocks, text, doubts = flow_of(page.roots, page.skipped)
    if not blocks:
        raise Unreadable("It holds no words: save the page with its release again.")
    reading = read_blocks(blocks, [*_around(page), *doubts, *_lost(text)])
    begins = reading.body_lines.first if reading.body_lines else 1
    title = next((b for b in blocks if b.level and b.first < begins), None)
    if reading.headline is None and title is not None:
        others = tuple(said for said in reading.furniture if said != title.said)
        reading = replace(reading, headline=title.said, furniture=others)
    return text, reading


def _exhibit(html: str) -> str:
    """The press release of a filing that was saved whole, or all of it."""
    documents = list(_DOCUMENT.finditer(html))
    if not documents:
        return html
    ends = [document.start() for document in documents[1:]] + [len(html)]
    parts = [
        (match["type"].upper(), html[match.end() : end])
        for match, end in zip(documents, ends, strict=True)
    ]
    chosen = next((part for kind, part in parts if kind.startswith("EX-99")), None)
    chosen = chosen or parts[0][1]
    start, end = _TEXT.search(chosen), _TEXT_ENDS.search(chosen)
    inner = chosen[start.end() if start else 0 : end.start() if end else len(chosen)]
    return inner if "</" in inner or "<P" in inner.upper() else f"<pre>{inner}</pre>"


def _tree(html: str) -> etree._Element:
    if html.count("<") > _MOST_TAGS:
        raise Unreadable("It has too many tags for one release: save the text alone.")
    # A declaration of an encoding is about the bytes, and these are characters.
    told = re.sub(r"^\s{0,99}<\?xml[^>]{0,200}\?>", "", html)
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(told.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == _DEEP for entry in parser.error_log):
        raise Unreadable("Its HTML is nested too deeply: save the text alone.")
    if root is None:
        raise Unreadable("It holds no words: save the page with its release again.")
    return root


def _around(page: Page) -> list[Doubt]:
    """A doubt where much that is no menu was taken for the page's own."""
    if page.left_out < _MUCH:
        return []
    saw = f"about {page.left_out // 6} words of the page around the release"
    return [Doubt(line=1, saw=saw, assumed="They are no part of it: left out.")]


def _lost(text: str) -> list[Doubt]:
    """A doubt for each line with characters that an earlier conversion lost."""
    saw = "characters lost in an earlier conversion (\ufffd)"
    return [
        Doubt(line=number, saw=saw, assumed="Kept as they stand.")
        for number, line in enumerate(text.split("\n"), 1)
        if "\ufffd" in line
    ]
