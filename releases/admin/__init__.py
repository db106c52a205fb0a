"""Django's admin: the site and its ModelAdmins, which register themselves."""

from __future__ import annotations

from releases.accounts import auth_journal, session_timeout
from releases.admin import (
    absence,
    approval,
    attachment,
    boilerplate,
    category,
    contact,
    disclaimer,
    event,
    failed_mails,
    filing,
    image,
    issuer,
    journal,
    mailings,
    publication,
    questions,
    release,
    release_template,
    site_documents,
    subscribers,
    user,
)

__all__ = [
    "absence",
    "approval",
    "attachment",
    "auth_journal",
    "boilerplate",
    "category",
    "contact",
    "disclaimer",
    "event",
    "failed_mails",
    "filing",
    "image",
    "issuer",
    "journal",
    "mailings",
    "publication",
    "questions",
    "release",
    "release_template",
    "session_timeout",
    "site_documents",
    "subscribers",
    "user",
]
