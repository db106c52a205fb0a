"""The editors' room: every page registers itself with the desk."""

from __future__ import annotations

from releases.admin import (
    attachment,
    boilerplate,
    category,
    contact,
    disclaimer,
    event,
    issuer,
    journal,
    publication,
    release,
    staff,
)

__all__ = [
    "attachment",
    "boilerplate",
    "category",
    "contact",
    "disclaimer",
    "event",
    "issuer",
    "journal",
    "publication",
    "release",
    "staff",
]
