"""Convert Word files to HTML, and find the review marks that were left in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import mammoth  # type: ignore[import-untyped]  # it brings no types
from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.safe_xml import parse_xml
from releases.text.translatable import Message, gettext_noop

MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 60_000_000
MAX_XML_BYTES = 12_000_000
MAX_TAGS = 300_000
DOCUMENT = "word/document.xml"
COMMENTS = "word/comments.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
comment-reference =>
"""
_FOOTNOTE_BACKLINK = re.compile(r'<a href="#(?:foot|end)note-ref-\d+">[^<]*</a>')
_DAMAGED = gettext_noop(
    "This Word file is damaged. Open it in Word and save it again as .docx."
)
_TOO_LONG = gettext_noop("This is too long for one release. Save only its text.")
# Each with the author's name and without.
_INSERTION = (
    gettext_noop("a tracked insertion by %(author)s: “%(words)s”"),
    gettext_noop("a tracked insertion: “%(words)s”"),
)
_DELETION = (
    gettext_noop("a tracked deletion by %(author)s: “%(words)s”"),
    gettext_noop("a tracked deletion: “%(words)s”"),
)
_COMMENT = (
    gettext_noop("a comment by %(author)s: “%(words)s”"),
    gettext_noop("a comment: “%(words)s”"),
)
_ANY_COMMENT = Message(gettext_noop("a comment"))
_COMMENT_LEFT_OUT = Message(
    gettext_noop("It is not in the text. Delete it from the file.")
)
_INSERTION_ACCEPTED = Message(
    gettext_noop("Taken as accepted. Accept or reject the tracked changes in Word.")
)
_DELETION_ACCEPTED = Message(
    gettext_noop(
        "Left out, as if accepted. Accept or reject the tracked changes in Word."
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMark:
    """A tracked change or a comment; `near` has the first words of its paragraph."""

    near: str
    saw: Message
    assumed: Message


def convert_docx(data: bytes) -> tuple[str, tuple[ReviewMark, ...]]:
    """Convert a .docx file to HTML; return its tracked changes and comments too.

    Changes are taken as accepted. Raises IntakeError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document, comments = _read_parts(archive)
        review_marks = tuple(_review_marks(document, comments))
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=lambda image: [],
            external_file_access=False,
        )
    except IntakeError:
        raise
    except RecursionError:
        raise IntakeError(
            gettext_noop("This is nested too deeply. Save only its text.")
        ) from None
    # A damaged file may fail anywhere.
    except Exception as error:
        raise IntakeError(_DAMAGED) from error
    return _FOOTNOTE_BACKLINK.sub("", result.value), review_marks


def _read_parts(archive: zipfile.ZipFile) -> tuple[bytes, bytes]:
    """Return the XML of the document and of its comments, after bounding every size."""
    entries = archive.infolist()
    if (
        len(entries) > MAX_ENTRIES
        or sum(e.file_size for e in entries) > MAX_UNZIPPED_BYTES
    ):
        raise IntakeError(
            gettext_noop(
                "This file swells when unpacked. Save only the release as .docx."
            )
        )
    names = {entry.filename for entry in entries}
    if DOCUMENT not in names:
        raise IntakeError(
            gettext_noop(
                "This is a ZIP file without a Word document. Unpack it and give the "
                ".docx file."
            )
        )
    parts = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
    if sum(e.file_size for e in parts) > MAX_XML_BYTES:
        raise IntakeError(_TOO_LONG)
    xml = {entry.filename: _check_xml(archive.read(entry)) for entry in parts}
    return xml[DOCUMENT], xml.get(COMMENTS, b"")


def _check_xml(xml: bytes) -> bytes:
    """Return the XML, if it declares no entities and has not too many tags."""
    # Without its NULs, UTF-16 looks like ASCII.
    if b"<!" in xml.replace(b"\x00", b"").replace(b"<![CDATA[", b""):
        raise IntakeError(
            gettext_noop(
                "This file declares XML entities, which Word never does. Save it again "
                "in Word."
            )
        )
    if xml.count(b"<") > MAX_TAGS:
        raise IntakeError(_TOO_LONG)
    return xml


def _review_marks(document: bytes, comments: bytes) -> Iterator[ReviewMark]:
    comments_by_id = dict(_comments(comments)) if comments else {}
    for paragraph in parse_xml(document).iter(f"{_W}p"):
        near = _text_of(paragraph, f"{_W}t")[:60].strip()
        for change in paragraph.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"):
            yield from _tracked_change(change, near)
        for reference in paragraph.iter(f"{_W}commentReference"):
            yield ReviewMark(
                near=near,
                saw=comments_by_id.get(reference.get(f"{_W}id", ""), _ANY_COMMENT),
                assumed=_COMMENT_LEFT_OUT,
            )


def _tracked_change(change: etree._Element, near: str) -> Iterator[ReviewMark]:
    is_insertion = change.tag == f"{_W}ins"
    words = _text_of(change, f"{_W}t", f"{_W}delText")
    if words.strip():
        templates = _INSERTION if is_insertion else _DELETION
        yield ReviewMark(
            near=near,
            saw=_quoting(templates, change, words),
            assumed=_INSERTION_ACCEPTED if is_insertion else _DELETION_ACCEPTED,
        )


def _comments(comments: bytes) -> Iterator[tuple[str, Message]]:
    for comment in parse_xml(comments).iter(f"{_W}comment"):
        words = _text_of(comment, f"{_W}t")
        yield comment.get(f"{_W}id", ""), _quoting(_COMMENT, comment, words)


def _quoting(
    templates: tuple[str, str], element: etree._Element, words: str
) -> Message:
    """Return the first template, which names the author, if the element does."""
    author = " ".join((element.get(f"{_W}author") or "").split())[:60]
    template = templates[0] if author else templates[1]
    return Message(template, {"author": author, "words": _shortened(words)})


def _text_of(element: etree._Element, *tags: str) -> str:
    return "".join(text.text or "" for text in element.iter(*tags))


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
