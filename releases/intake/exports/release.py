"""Read an entry of an export as a release under its own title."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

from markdown_it import MarkdownIt

from releases.intake.exceptions import IntakeError
from releases.intake.exports.codes import without_codes
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.items import one_line
from releases.intake.parser.lines import LEFT_OUT
from releases.intake.parser.reading import Doubt, Lines, Quote, Reading
from releases.intake.readers import read_source, with_notes
from releases.intake.source_document import SourceDocument
from releases.text.html import html_to_text
from releases.text.invisible import without_invisible
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import letters_of, shortened

_BLOCK = re.compile(
    r"(?i)\s{0,99}</?(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|pre|block|hr)"
)
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_FIRST_BLOCK = re.compile(r"<(?P<tag>h[2-4]|p)>(?P<words>.*?)</(?P=tag)>\n?", re.DOTALL)
# With raw HTML, as the old sites' generators take it; tables and struck words as GitHub's.
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_THIN = 12
_THIN_TEXT = gettext_noop("only these words under the title: “%(words)s”")
_NO_TEXT = Message(gettext_noop("no text under the title"))
_CHECK = Message(
    gettext_noop("Imported under its title. Check that nothing is missing.")
)
_OTHER_HEADLINE = gettext_noop("another headline in the text: “%(words)s”")
_SET_BELOW = Message(gettext_noop("Set below the title, which was used."))
_UNSEEN = gettext_noop("characters of the title that nobody sees: %(characters)s")
_READ_AGAIN = Message(
    gettext_noop(
        "Left out. They change the order in which letters are shown, so read the title "
        "again."
    )
)
_FIRST_LINE = Lines(first=1, last=1)


def read_release(item: ExportItem) -> SourceDocument:
    """Read an entry as a release whose headline is its title. Raises IntakeError."""
    if not item.title:
        raise IntakeError(gettext_noop("It has no title. Give it one on the old site."))
    if not item.has_full_text:
        raise IntakeError(
            gettext_noop("The export has only a summary. Export the full texts.")
        )
    content, notes = without_codes(item.content)
    document = _read(item, content)
    reading = _under_title(document.reading, item.title)
    if item.removed:
        reading = replace(
            reading, doubts=(_unseen_in_title(item, reading), *reading.doubts)
        )
    return with_notes(replace(document, reading=reading), notes)


def _unseen_in_title(item: ExportItem, reading: Reading) -> Doubt:
    """Return the doubt about characters that were removed from a title."""
    names = ", ".join(dict.fromkeys(found.name for found in item.removed))
    turned = any(found.turns_direction for found in item.removed)
    return Doubt(
        line=reading.headline.lines.first if reading.headline else 1,
        saw=Message(_UNSEEN, {"characters": names}),
        assumed=_READ_AGAIN if turned else LEFT_OUT,
    )


def _read(item: ExportItem, content: str) -> SourceDocument:
    if item.format == "markdown":
        content = _MARKDOWN.render(content)
    is_html = item.format != "text"
    is_markup = is_html and _ANY_TAG.search(content) is not None
    words = unescape(_ANY_TAG.sub(" ", content)) if is_html else content
    has_title = one_line(without_invisible(words)).startswith(item.title)
    if not is_markup:
        text = words if has_title else f"{item.title}\n\n{words}"
        return read_source(text, "text")
    heading = "" if has_title else f"<h1>{escape(item.title)}</h1>"
    return read_source(f"<article>{heading}{_paragraphs(content)}</article>", "html")


def _paragraphs(content: str) -> str:
    """Return the content with `<p>` elements, as WordPress would add them."""
    if re.search(r"(?i)<(?:p|br|div)[\s/>]", content):
        return content
    parts = re.split(r"\n[ \t\r]*\n", content.replace("\r\n", "\n"))
    return "\n".join(
        part if _BLOCK.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
        for part in parts
    )  # fmt: skip


def _under_title(reading: Reading, title: str) -> Reading:
    """Return the reading with the title as its headline, whatever was taken for one."""
    headline = reading.headline
    doubts = list(reading.doubts)
    deck = [line for line in reading.subheadlines if not _is_same(line.text, title)]
    lines = headline.lines if headline else _FIRST_LINE
    if headline and not _is_same(headline.text, title):
        deck.insert(0, headline)
        saw = Message(_OTHER_HEADLINE, {"words": shortened(headline.text)})
        doubts.append(Doubt(line=lines.first, saw=saw, assumed=_SET_BELOW))
    body = _without_title(reading.body_html, title)
    doubts += _thin_text(body)
    return replace(
        reading,
        headline=Quote(text=title, lines=lines),
        subheadlines=tuple(deck),
        furniture=tuple(q for q in reading.furniture if not _is_same(q.text, title)),
        body_html=body,
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


def _is_same(text: str, title: str) -> bool:
    return letters_of(text).casefold() == letters_of(title).casefold()


def _without_title(body: str, title: str) -> str:
    """Return the body without a first block that only repeats the title."""
    first = _FIRST_BLOCK.match(body)
    if first and _is_same(html_to_text(first["words"]), title):
        return body[first.end() :]
    return body


def _thin_text(body: str) -> list[Doubt]:
    words = html_to_text(body).split()
    if len(words) >= _THIN:
        return []
    saw = Message(_THIN_TEXT, {"words": " ".join(words)}) if words else _NO_TEXT
    return [Doubt(line=1, saw=saw, assumed=_CHECK)]
