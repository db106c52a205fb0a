"""What is inside the files that go out with a release."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, cast

from django.core.files.storage import default_storage

import pikepdf

from releases.models import Attachment

OFFICE = {"docx", "xlsx", "pptx"}
_REVISION = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s[^<>]*w:author=")
_COMMENTS = re.compile(
    r"word/comments\.xml|ppt/comments/[^/]+\.xml|xl/threadedComments/[^/]+\.xml"
)
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|cm|threadedComment)\s")
# A larger text is not unpacked: a small file can hold an endless one.
_MOST_TEXT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What was seen in a file; a kind that is not looked into has nothing amiss."""

    opens: bool = True
    locked: bool = False
    tagged: bool = True
    revised: bool = False
    commented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file, whether it is still in private storage, and what is inside."""

    attachment: Attachment
    field: str
    stored: bool
    inside: Inside


def enclosure_of(attachment: Attachment, *, field: str) -> Enclosure:
    """The file as it lies in private storage."""
    stored = bool(attachment.file) and default_storage.exists(attachment.file.name)
    ending = attachment.name.rpartition(".")[2].lower()
    inside = _looked_into(attachment.file.name, ending) if stored else Inside()
    return Enclosure(attachment=attachment, field=field, stored=stored, inside=inside)


@lru_cache(maxsize=1024)
def _looked_into(place: str, ending: str) -> Inside:
    """A file lies by its content, so what was seen in it once is so for ever."""
    if ending != "pdf" and ending not in OFFICE:
        return Inside()
    with default_storage.open(place) as opened:
        file = cast(BinaryIO, opened)
        return _pdf(file) if ending == "pdf" else _office(file)


def _pdf(file: BinaryIO) -> Inside:
    try:
        with pikepdf.open(file) as pdf:
            marks = pdf.Root.get("/MarkInfo")
            marked = isinstance(marks, pikepdf.Dictionary) and bool(
                marks.get("/Marked", False)
            )
            return Inside(tagged=marked and "/StructTreeRoot" in pdf.Root)
    except pikepdf.PasswordError:
        return Inside(locked=True)
    except pikepdf.PdfError:
        return Inside(opens=False)


def _office(file: BinaryIO) -> Inside:
    try:
        with zipfile.ZipFile(file) as parcel:
            names = parcel.namelist()
            comments = [name for name in names if _COMMENTS.fullmatch(name)]
            return Inside(
                revised="word/document.xml" in names
                and _holds(parcel, "word/document.xml", _REVISION),
                commented=any(_holds(parcel, name, _COMMENT) for name in comments),
            )
    except (
        *(zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError),
        *(EOFError, OSError),
    ):
        return Inside(opens=False)


def _holds(parcel: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a part of an office file holds this."""
    with parcel.open(name) as part:
        return pattern.search(part.read(_MOST_TEXT)) is not None
