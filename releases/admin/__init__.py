"""The editors' room: every page registers itself with the desk."""

from __future__ import annotations

from releases.admin import (
    absence,
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
    review,
    staff,
)
from releases.admin.sign_in import diary, presence

__all__ = [
    "absence",
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
    "review",
    "staff",
]
