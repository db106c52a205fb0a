"""Convert Word files to HTML, and note what they have beside the text for readers."""

from __future__ import annotations

import html
import io
import re

import mammoth  # type: ignore[import-untyped]  # it brings no types
from lxml import etree

from releases.intake.docx import notes
from releases.intake.docx.notes import NoteBook, authored
from releases.intake.docx.package import W, WordPackage, read_package, write_package
from releases.intake.docx.styles import read_styles
from releases.intake.docx.visible_text import WATERMARK, VisibleText, text_of
from releases.intake.exceptions import IntakeError
from releases.intake.source_notes import SourceNote
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import letters_of

__all__ = ["convert_docx"]

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
"""
# The list at the end with the footnotes and endnotes, in the order of their marks.
_NOTES = re.compile(r'<ol>(<li id="(?:foot|end)note-.*</li>)</ol>\Z', re.DOTALL)
_NOTE = re.compile(
    r'<li id="(?:foot|end)note-[^"]*">(?:<p>)?(.*?)(?:</p>)?</li>(?=<li id="(?:foot|end)note-|\Z)',
    re.DOTALL,
)
_FOOTNOTE_BACKLINK = re.compile(r'<a href="#(?:foot|end)note-ref-\d+">[^<]*</a>')
_TAG = re.compile(r"<[^<>]*>")
_DAMAGED = gettext_noop(
    "This Word file is damaged. Open it in Word and save it again as .docx."
)
# What only numbers the pages, in the languages that number them with a word.
_PAGE_NUMBER = re.compile(
    r"(?i)[\s|–—-]*(?:page|seite|página|pagina|side)?[\s–—-]*\d*(?:\s*(?:of|/|von|de|di)\s*\d+)?[\s|–—-]*"
)
_FEWEST_LETTERS = 4


def convert_docx(data: bytes) -> tuple[str, tuple[SourceNote, ...]]:
    """Convert a .docx file to HTML; return too what is left in it beside its text.

    Tracked changes are taken as accepted. Raises IntakeError.
    """
    try:
        return _convert(read_package(data))
    except (IntakeError, MemoryError):
        raise
    except RecursionError:
        raise IntakeError(
            gettext_noop("This is nested too deeply. Save only its text.")
        ) from None
    # A damaged file may fail anywhere.
    except Exception as error:
        raise IntakeError(_DAMAGED) from error


def _convert(package: WordPackage) -> tuple[str, tuple[SourceNote, ...]]:
    book = NoteBook()
    styles = read_styles(package.part_of("styles"))
    visible = VisibleText(styles, _comments(package), book)
    names = [package.document, *package.related("footnotes")]
    names += package.related("endnotes")
    changed: dict[str, etree._Element] = {}
    for name in names:
        root = package.tree(name)
        assert root is not None
        visible.reduce(root)
        changed[name] = root
    result = mammoth.convert_to_html(
        io.BytesIO(write_package(package, changed)),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda image: [],
        external_file_access=False,
    )
    markup = _NOTES.sub(_marked_notes, _FOOTNOTE_BACKLINK.sub("", result.value))
    _note_margins(package, book)
    _note_lost_words(changed[package.document], markup, book)
    return markup, tuple(book.notes())


def _marked_notes(notes_list: re.Match[str]) -> str:
    """Return the notes as paragraphs with the marks that the text has: “[1] …”."""
    return "".join(
        f"<p>[{number}] {note.strip()}</p>"
        for number, note in enumerate(_NOTE.findall(notes_list[1]), 1)
    )


def _comments(package: WordPackage) -> dict[str, Message]:
    """Return what to say of each comment, by its id."""
    root = package.part_of("comments")
    if root is None:
        return {}
    return {
        comment.get(f"{W}id", ""): authored(
            notes.COMMENT, comment, text_of(comment, f"{W}t")
        )
        for comment in root.iter(f"{W}comment")
    }


def _note_margins(package: WordPackage, book: NoteBook) -> None:
    """Note the words of headers and footers, each text once, without page numbers."""
    for kind, template in (("header", notes.HEADER), ("footer", notes.FOOTER)):
        texts = (_margin_text(package.tree(name)) for name in package.related(kind))
        for words in dict.fromkeys(texts):
            if not _PAGE_NUMBER.fullmatch(words):
                saw = Message(template, {"words": words})
                book.noted.append((0, SourceNote(saw=saw, assumed=notes.NOT_BODY)))


def _margin_text(root: etree._Element | None) -> str:
    """Return the words of a header or footer in one line, a watermark's too."""
    if root is None:
        return ""
    texts = [text_of(paragraph, f"{W}t") for paragraph in root.iter(f"{W}p")]
    texts += [path.get("string", "") for path in root.iter(WATERMARK)]
    return " ".join(" ".join(dict.fromkeys(texts)).split())


def _note_lost_words(document: etree._Element, markup: str, book: NoteBook) -> None:
    """Note paragraphs whose words did not come through the conversion."""
    converted = letters_of(html.unescape(_TAG.sub("", markup)))
    at = 0
    for paragraph in document.iter(f"{W}p"):
        words = text_of(paragraph, f"{W}t")
        letters = letters_of(words)
        if len(letters) < _FEWEST_LETTERS:
            continue
        place = converted.find(letters, at)
        if place >= 0:
            at = place
        elif letters not in converted:
            book.quote(notes.UNREAD, words, notes.WRITE_IT)
