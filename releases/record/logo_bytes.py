"""The bytes of a published logo, as the templates of PDFs and cards take them."""

from __future__ import annotations

from django.core.files.storage import default_storage

from releases.models.stored_file import storage_name
from releases.record.documents import LogoEntry


def logo_bytes(logo: LogoEntry | None) -> list[int] | None:
    """Return the bytes of the PNG as numbers, which JSON can hold; None for no logo."""
    if logo is None:
        return None
    with default_storage.open(storage_name(logo.sha256)) as file:
        return list(file.read())
