"""The editors' room: every page registers itself with the desk."""

from __future__ import annotations

from releases.accounts import auth_journal, session_timeout
from releases.admin import (
    absence,
    approvals_admin,
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
    "absence",
    "approvals_admin",
    "attachment",
    "auth_journal",
    "boilerplate",
    "category",
    "contact",
    "disclaimer",
    "event",
    "issuer",
    "journal",
    "publication",
    "release",
    "session_timeout",
    "staff",
]
