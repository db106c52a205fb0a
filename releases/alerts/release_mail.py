"""The mail of a release: the frozen document in full or in summary, with its disclaimers.

No remote picture, no tracking; the links go to the permanent addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from releases.alerts.mail_addresses import issuer_name, reply_address, sender
from releases.alerts.mail_style import mail_stylesheet
from releases.alerts.mime import MailTemplate, Part, Slot, mail_template
from releases.alerts.publications import publications_of
from releases.readers.keys import KeyPurpose
from releases.readers.models import Mailing
from releases.record.documents import (
    ContactEntry,
    EventDocument,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.published import (
    Published,
    live_events,
    profile,
    published_release,
)
from releases.syndication.entries import cancelled_events, entry_of
from releases.templatetags.labels import release_title
from releases.text.image_tags import images_as_text
from releases.text.plain_text import plain_text
from releases.text.public_paths import ALERTS, ARCHIVE, reader_path
from releases.translation import words_around


def release_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail of one version of a release."""
    release = published_release(publications_of(mailing).get())
    return release_letter(
        release,
        issuer=profile(at=mailing.opens),
        events=live_events(release.document.events, at=mailing.opens),
        is_reply=mailing.number != 1,
    )


def release_letter(
    release: Published[ReleaseDocument],
    *,
    issuer: ProfileDocument,
    events: Mapping[str, Published[EventDocument]],
    is_reply: bool,
) -> MailTemplate:
    """Return the mail of a release, in its language as far as there is a catalogue.

    `events` are those it names, by their addresses.
    """
    document = release.document
    with words_around(document.language):
        return _letter(release, issuer=issuer, events=events, is_reply=is_reply)


def _letter(
    release: Published[ReleaseDocument],
    *,
    issuer: ProfileDocument,
    events: Mapping[str, Published[EventDocument]],
    is_reply: bool,
) -> MailTemplate:
    document = release.document
    root = settings.IRSITE_URL
    entry = entry_of(release, root=root, cancelled=cancelled_events(document, events))
    context = {
        "issuer": issuer,
        "release": release,
        "document": document,
        "title": entry.title,
        "summary": entry.summary,
        # A picture that is loaded would tell who reads the mail, and when.
        "content": SafeString(images_as_text(entry.content)),
        "is_full": settings.IRSITE_MAIL_CONTENT == "full",
        "permanent_url": root + release.permanent_path,
        "language": document.language,
    }
    return reader_mail(
        subject=release_title(document),
        issuer=issuer,
        template="mail/release.html",
        context=context,
        contacts=document.contacts,
        is_reply=is_reply,
        language=document.language,
    )


def reader_mail(
    *,
    subject: str,
    issuer: ProfileDocument,
    template: str,
    context: dict[str, Any],
    contacts: tuple[ContactEntry, ...] = (),
    is_reply: bool = False,
    language: str = "",
    attachments: tuple[Part, ...] = (),
) -> MailTemplate:
    """Return a mail to subscribers, with the headers and the footer that each one has.

    The text is that of the HTML, so the two cannot differ. Answers go to one of the
    `contacts`, or of the issuer's. A reply belongs to the thread of the first mail of its
    chain.
    """
    root = settings.IRSITE_URL
    leave_url = root + reader_path(KeyPurpose.LEAVE, Slot.LEAVE_KEY.mark)
    name = issuer_name(issuer)
    html = render_to_string(
        template,
        {
            "subject": subject,
            "issuer_name": name,
            "language": get_language(),
            "style": SafeString(f"<style>{mail_stylesheet(issuer.brand)}</style>"),
            "alerts_url": root + ALERTS,
            "leave_url": leave_url,
            "choices_url": root
            + reader_path(KeyPurpose.CHOICES, Slot.CHOICES_KEY.mark),
            **context,
        },
    )
    headers = [
        ("From", sender(name)),
        ("To", Slot.MAILBOX.mark),
        ("Subject", " ".join(subject.split())),
        ("Date", Slot.DATE.mark),
        ("Message-ID", Slot.MESSAGE_ID.mark),
        # RFC 2919; RFC 2369 and 8058; RFC 3834
        ("List-Id", f"{_phrase(name)} <alerts.{settings.IRSITE_DOMAIN}>"),
        ("List-Unsubscribe", f"<{leave_url}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Archive", f"<{root}{ARCHIVE}>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if reply_to := reply_address([*contacts, *issuer.contacts]):
        headers.append(("Reply-To", reply_to))
    if is_reply:
        headers.append(("In-Reply-To", Slot.FIRST_MESSAGE_ID.mark))
        headers.append(("References", Slot.FIRST_MESSAGE_ID.mark))
    if language:
        headers.append(("Content-Language", language))
    body = html.partition("<body>")[2].partition("</body>")[0]
    return mail_template(
        headers=headers,
        alternatives=[
            Part(media_type="text/plain; charset=utf-8", text=plain_text(body)),
            Part(media_type="text/html; charset=utf-8", text=html),
        ],
        attachments=attachments,
    )


def _phrase(name: str) -> str:
    """Return a name as a quoted string of ASCII (RFC 5322, 3.2.4)."""
    text = name.encode("ascii", "ignore").decode()
    return '"' + text.replace("\\", "").replace('"', "") + '"'
