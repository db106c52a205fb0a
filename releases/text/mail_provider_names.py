"""The providers of mail whose webhooks are understood, as a setting names them."""

from __future__ import annotations

MAIL_PROVIDERS = frozenset(
    {"brevo", "mailersend", "mailgun", "mailjet", "postmark", "ses"}
)
