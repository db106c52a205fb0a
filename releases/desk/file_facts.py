"""What tells one file from another: its name, size, pages and digest; and its title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

import pikepdf

from releases.models import Attachment
from releases.models.stored_file import storage_name
from releases.text.file_titles import own_title, title_of_name
from releases.text.invisible import without_invisible


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A stored file; `pages` is None for what is no readable PDF."""

    name: str
    size: int
    sha256: str
    pages: int | None


def facts_of(attachment: Attachment) -> FileFacts:
    """Return the facts of an attachment's stored file, by its SHA-256."""
    place = storage_name(attachment.sha256)
    pages = None
    if default_storage.exists(place) and attachment.name.lower().endswith(".pdf"):
        with default_storage.open(place) as content:
            _title, pages = _pdf_title_and_pages(content)
    return FileFacts(
        name=attachment.name,
        size=attachment.size,
        sha256=attachment.sha256,
        pages=pages,
    )


def replacement_sentence(title: str, *, was: FileFacts, now: FileFacts) -> str:
    """Return what a file was and what it is now, in a sentence."""
    if was.sha256 == now.sha256:
        return _("“%(title)s” is the same file as before (SHA-256 %(digest)s).") % {
            "title": title,
            "digest": now.sha256[:12],
        }
    return _("“%(title)s” was replaced. %(changes)s.") % {
        "title": title,
        "changes": "; ".join(_changes(was, now)),
    }


def _changes(was: FileFacts, now: FileFacts) -> Iterator[str]:
    rows = [
        (_("Name"), was.name, now.name),
        (_("Size"), filesizeformat(was.size), filesizeformat(now.size)),
        (_("Pages"), was.pages, now.pages),
        ("SHA-256", f"{was.sha256[:12]}…", f"{now.sha256[:12]}…"),
    ]
    for label, before, after in rows:
        values = {"label": label, "before": before or "–", "after": after or "–"}
        if before == after and before is not None:
            yield _("%(label)s: %(after)s, as before") % values
        elif before != after:
            yield _("%(label)s: was %(before)s, is %(after)s") % values


def suggested_title(upload: UploadedFile) -> str:
    """Return the title that a PDF has, or the file's name as one."""
    name = upload.name or ""
    title = ""
    if name.lower().endswith(".pdf"):
        title, _pages = _pdf_title_and_pages(upload)
        upload.seek(0)
    return without_invisible(own_title(title) or title_of_name(name))


def _pdf_title_and_pages(content: IO[bytes] | UploadedFile) -> tuple[str, int | None]:
    """Return a PDF's title and how many pages it has; no number if it does not open."""
    try:
        with pikepdf.open(content) as pdf:  # type: ignore[arg-type]  # any open file will do
            return str(pdf.docinfo.get("/Title", "")), len(pdf.pages)
    except pikepdf.PdfError:
        return "", None
