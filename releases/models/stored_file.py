"""How files lie in private storage: under their SHA-256, so never overwritten."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import File


def sha256_of(file: File[Any]) -> str:
    """Return the file's SHA-256 (FIPS 180-4) in hexadecimal, and rewind the file."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def storage_name(sha256: str) -> str:
    """Return the name in private storage of the file with this SHA-256."""
    return f"attachments/{sha256[:2]}/{sha256}"


def derivative_name(sha256: str) -> str:
    """Return the name in private storage of the derivative with this SHA-256."""
    return f"derived/{sha256[:2]}/{sha256}"
