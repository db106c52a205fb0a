"""What is inside the files that are published with a release."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

import pikepdf
from lxml import etree

from releases.desk.checks.hidden_content import (
    MAX_UNPACKED,
    HiddenContent,
    hidden_in_office,
    hidden_in_pdf,
)
from releases.models import Attachment

OFFICE = {"docx", "xlsx", "pptx"}
_REVISION = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s[^<>]*w:author=")
_COMMENTS = re.compile(
    r"word/comments\.xml|ppt/comments/[^/]+\.xml|xl/(?:threadedComments/[^/]+|comments\d*)\.xml"
)
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|cm|threadedComment)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInspection:
    """What was found in a file; by default, as for other types, nothing wrong."""

    is_readable: bool = True
    has_password: bool = False
    is_tagged: bool = True
    has_tracked_changes: bool = False
    has_comments: bool = False
    hidden: HiddenContent = field(default_factory=HiddenContent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file, the form field that holds it, and what is inside.

    `is_stored` tells whether it is still in private storage.
    """

    attachment: Attachment
    field: str
    is_stored: bool
    inspection: FileInspection


def inspect_attachment(attachment: Attachment, *, field: str) -> Enclosure:
    """Inspect the file as it is in private storage."""
    is_stored = bool(attachment.file) and default_storage.exists(attachment.file.name)
    extension = attachment.name.rpartition(".")[2].lower()
    return Enclosure(
        attachment=attachment,
        field=field,
        is_stored=is_stored,
        inspection=_inspect(attachment.file.name, extension)
        if is_stored
        else FileInspection(),
    )


@lru_cache(maxsize=1024)
def _inspect(name: str, extension: str) -> FileInspection:
    """Inspect the file of this name. Cached: a file is stored by its SHA-256."""
    if extension != "pdf" and extension not in OFFICE:
        return FileInspection()
    with default_storage.open(name) as opened:
        file = cast(BinaryIO, opened)
        return _inspect_pdf(file) if extension == "pdf" else _inspect_office(file)


def _inspect_pdf(file: BinaryIO) -> FileInspection:
    try:
        with pikepdf.open(file) as pdf:
            marks = pdf.Root.get("/MarkInfo")
            marked = isinstance(marks, pikepdf.Dictionary) and bool(
                marks.get("/Marked", False)
            )
            return FileInspection(
                is_tagged=marked and "/StructTreeRoot" in pdf.Root,
                hidden=hidden_in_pdf(pdf, revisions=_revisions(file)),
            )
    except pikepdf.PasswordError:
        return FileInspection(has_password=True)
    except pikepdf.PdfError:
        return FileInspection(is_readable=False)


def _revisions(file: BinaryIO) -> int:
    """Count the ends of a PDF: each time it is saved over itself adds one.

    A file made for the web (linearized) has two from the beginning.
    """
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    ends = sum(chunk.count(b"%%EOF") for chunk in iter(lambda: file.read(1 << 20), b""))
    return ends - (b"/Linearized" in head)


def _inspect_office(file: BinaryIO) -> FileInspection:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            comments = [name for name in names if _COMMENTS.fullmatch(name)]
            return FileInspection(
                has_tracked_changes="word/document.xml" in names
                and _contains(archive, "word/document.xml", _REVISION),
                has_comments=any(
                    _contains(archive, name, _COMMENT) for name in comments
                ),
                hidden=hidden_in_office(archive),
            )
    except (
        *(zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError),
        *(EOFError, OSError, etree.XMLSyntaxError),
    ):
        return FileInspection(is_readable=False)


def _contains(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Return whether a part of an office file matches the pattern."""
    with archive.open(name) as part:
        return pattern.search(part.read(MAX_UNPACKED)) is not None
