"""From a Word file to HTML, and to what was left in it that no reader should see."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import mammoth  # type: ignore[import-untyped]  # it brings no types
from lxml import etree

from releases.intake.decode import Unreadable
from releases.intake.trees import tree_of

MOST_ENTRIES = 2_000
MOST_UNZIPPED = 60_000_000
MOST_XML = 12_000_000
MOST_TAGS = 300_000
DOCUMENT = "word/document.xml"
COMMENTS = "word/comments.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
comment-reference =>
"""
_NOTE_BACK = re.compile(r'<a href="#(?:foot|end)note-ref-\d+">[^<]*</a>')
_DAMAGED = "It is a damaged Word file: open it in Word and save it again as .docx."


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A tracked change or a comment, with words of the paragraph that it stands in."""

    near: str
    saw: str
    assumed: str


def html_of_word(data: bytes) -> tuple[str, tuple[Leftover, ...]]:
    """A .docx as HTML, and the changes and comments that were left in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document, comments = _checked(archive)
        leftovers = tuple(_leftovers(document, comments))
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=lambda image: [],
            external_file_access=False,
        )
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("It is nested too deeply: save its text alone.") from None
    # A damaged file may fail anywhere in it.
    except Exception as error:
        raise Unreadable(_DAMAGED) from error
    return _NOTE_BACK.sub("", result.value), leftovers


def _checked(archive: zipfile.ZipFile) -> tuple[bytes, bytes]:
    """The document and its comments, once nothing in the file can swell."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNZIPPED:
        raise Unreadable("It swells when unpacked: save the release alone as .docx.")
    names = {entry.filename for entry in entries}
    if DOCUMENT not in names:
        raise Unreadable("It is a ZIP file without a Word document: give the .docx.")
    parts = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
    if sum(e.file_size for e in parts) > MOST_XML:
        raise Unreadable("It is too long for one release: save its text alone.")
    read = {}
    for entry in parts:
        read[entry.filename] = _undeclared(archive.read(entry))
    return read[DOCUMENT], read.get(COMMENTS, b"")


def _undeclared(xml: bytes) -> bytes:
    """The part, if it declares no entities and is not mostly tags."""
    # Without its NULs, UTF-16 reads as ASCII does.
    if b"<!" in xml.replace(b"\x00", b"").replace(b"<![CDATA[", b""):
        raise Unreadable("It declares entities, which Word never does: save it again.")
    if xml.count(b"<") > MOST_TAGS:
        raise Unreadable("It is too long for one release: save its text alone.")
    return xml


def _leftovers(document: bytes, comments: bytes) -> Iterator[Leftover]:
    said = dict(_comments(comments)) if comments else {}
    for paragraph in tree_of(document).iter(f"{_W}p"):
        near = _words(paragraph, f"{_W}t")[:60].strip()
        for change in paragraph.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"):
            yield from _change(change, near)
        for reference in paragraph.iter(f"{_W}commentReference"):
            yield Leftover(
                near=near,
                saw=said.get(reference.get(f"{_W}id", ""), "a comment"),
                assumed="It is left out: delete it from the file.",
            )


def _change(change: etree._Element, near: str) -> Iterator[Leftover]:
    added = change.tag == f"{_W}ins"
    words = _words(change, f"{_W}t", f"{_W}delText")
    if words.strip():
        kind = "insertion" if added else "deletion"
        done = "It is taken as accepted" if added else "It is left out, as if accepted"
        yield Leftover(
            near=near,
            saw=f"a tracked {kind}{_by(change)}: “{_short(words)}”",
            assumed=f"{done}: settle the tracked changes in Word.",
        )


def _comments(comments: bytes) -> Iterator[tuple[str, str]]:
    for comment in tree_of(comments).iter(f"{_W}comment"):
        words = _short(_words(comment, f"{_W}t"))
        yield comment.get(f"{_W}id", ""), f"a comment{_by(comment)}: “{words}”"


def _by(element: etree._Element) -> str:
    author = " ".join((element.get(f"{_W}author") or "").split())
    return f" by {author[:60]}" if author else ""


def _words(element: etree._Element, *tags: str) -> str:
    return "".join(found.text or "" for found in element.iter(*tags))


def _short(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= 80 else f"{folded[:79]}…"
