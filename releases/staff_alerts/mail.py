"""A mail to a member of staff: a sentence and an address of the desk, in text and HTML."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from releases.alerts.mail_addresses import issuer_name, sender
from releases.alerts.mail_style import mail_stylesheet
from releases.alerts.mime import MailTemplate, Part, Slot, mail_template
from releases.record.documents import ProfileDocument
from releases.staff_alerts.alert import StaffMessage, desk_url
from releases.text.plain_text import plain_text


def staff_mail(message: StaffMessage, *, issuer: ProfileDocument) -> MailTemplate:
    """Return the template of the mail, in the active language."""
    name = issuer_name(issuer)
    html = render_to_string(
        "mail/staff.html",
        {
            "subject": message.subject,
            "message": message,
            "issuer_name": name,
            "language": get_language(),
            "style": SafeString(f"<style>{mail_stylesheet(issuer.brand)}</style>"),
            "choices_url": desk_url("my_notifications"),
        },
    )
    body = html.partition("<body>")[2].partition("</body>")[0]
    return mail_template(
        headers=[
            ("From", sender(name)),
            ("To", Slot.MAILBOX.mark),
            ("Subject", " ".join(message.subject.split())),
            ("Date", Slot.DATE.mark),
            ("Message-ID", Slot.MESSAGE_ID.mark),
            # RFC 3834
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
        ],
        alternatives=[
            Part(media_type="text/plain; charset=utf-8", text=plain_text(body)),
            Part(media_type="text/html; charset=utf-8", text=html),
        ],
    )
