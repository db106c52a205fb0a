"""Read a press release as HTML: a saved page, a filing's exhibit, a Word file's text."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.parser.lines import KEPT, LOST_CHARACTERS
from releases.intake.parser.pages.flow import flow_of
from releases.intake.parser.pages.page_formulas import write_formulas
from releases.intake.parser.pages.unshown_words import (
    incomplete_doubt,
    unshown_doubts,
    unshown_in_release,
)
from releases.intake.parser.pages.webpage import Page, release_on
from releases.intake.parser.reader import read_blocks
from releases.intake.parser.reading import Doubt, Reading
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import remove_unshown

_DOCUMENT = re.compile(r"(?i)<DOCUMENT>\s{0,9}<TYPE>(?P<type>[^\s<]{1,40})")
_TEXT = re.compile(r"(?i)<TEXT>")
_TEXT_ENDS = re.compile(r"(?i)</TEXT>")
_MUCH = 400
_MOST_TAGS = 400_000
_DEEP = "ERR_RESOURCE_LIMIT"
_NO_MEMORY = "ERR_NO_MEMORY"
_NO_WORDS = gettext_noop("This has no text. Save the page with its release again.")
_NOT_THE_RELEASE = Message(gettext_noop("Left out, as no part of the release."))


def read_html(html: str) -> tuple[str, Reading]:
    """Return the text of the release on a page, and its reading. Raises IntakeError.

    The reading's line numbers count the lines of that text, in which tabs separate a
    table's cells.
    """
    tree = _tree(_exhibit(html))
    formulas = write_formulas(tree)
    unshown, is_incomplete = remove_unshown(tree)
    page = release_on(tree)
    blocks, text, doubts = flow_of(page.roots, page.skipped, formulas)
    if not blocks:
        raise IntakeError(_NO_WORDS)
    unshown = unshown_in_release(unshown, page.roots, page.skipped)
    doubts += unshown_doubts(unshown, text)
    doubts += [incomplete_doubt()] if is_incomplete else []
    reading = read_blocks(blocks, [*_around(page), *doubts, *_lost(text)])
    begins = reading.body_lines.first if reading.body_lines else 1
    title = next((b for b in blocks if b.level and b.first < begins), None)
    if reading.headline is None and title is not None:
        others = tuple(quote for quote in reading.furniture if quote != title.quote)
        reading = replace(reading, headline=title.quote, furniture=others)
    return text, reading


def _exhibit(html: str) -> str:
    """Return the press release in a filing that was saved whole, or all of it."""
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
        raise IntakeError(
            gettext_noop(
                "This has too many HTML tags for one release. Save only its text."
            )
        )
    # The text is decoded: an encoding declaration would be wrong.
    undeclared = re.sub(r"^\s{0,99}<\?xml[^>]{0,200}\?>", "", html)
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(undeclared.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == _NO_MEMORY for entry in parser.error_log):
        raise MemoryError
    if any(entry.type_name == _DEEP for entry in parser.error_log):
        raise IntakeError(
            gettext_noop("The HTML is nested too deeply. Save only its text.")
        )
    if root is None:
        raise IntakeError(_NO_WORDS)
    return root


def _around(page: Page) -> list[Doubt]:
    """Return a doubt if much prose around the release was left out."""
    if page.left_out < _MUCH:
        return []
    saw = Message(
        gettext_noop("about %(count)d words of the page around the release"),
        {"count": page.left_out // 6},
    )
    return [Doubt(line=1, saw=saw, assumed=_NOT_THE_RELEASE)]


def _lost(text: str) -> list[Doubt]:
    """Return a doubt for each line with characters lost in an earlier conversion."""
    return [
        Doubt(line=number, saw=LOST_CHARACTERS, assumed=KEPT)
        for number, line in enumerate(text.split("\n"), 1)
        if "\ufffd" in line
    ]
