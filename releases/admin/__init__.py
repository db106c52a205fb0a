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
from releases.admin.sign_in import diary, presence

__all__ = [
    "attachment",
    "boilerplate",
    "category",
    "contact",
    "diary",
    "disclaimer",
    "event",
    "issuer",
    "journal",
    "presence",
    "publication",
    "release",
    "staff",
]
