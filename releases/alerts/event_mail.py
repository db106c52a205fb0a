"""The mail of an event: when and where it is and how to take part, with its calendar file."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from releases.alerts.mime import MailTemplate, Part
from releases.alerts.publications import publications_of
from releases.alerts.release_mail import reader_mail
from releases.readers.models import Mailing
from releases.record.documents import EventDocument, ProfileDocument
from releases.record.published import Published, profile, published_event
from releases.record.representation import WriteContext
from releases.syndication.representations import event_ics


def event_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail of one version of an event, in the active language.

    Calendars take a later version for the same entry: it has the UID, and a higher
    SEQUENCE.
    """
    event = published_event(publications_of(mailing).get())
    return event_letter(
        event,
        issuer=profile(at=mailing.opens),
        at=mailing.opens,
        is_reply=mailing.number != 1,
    )


def event_letter(
    event: Published[EventDocument],
    *,
    issuer: ProfileDocument,
    at: dt.datetime,
    is_reply: bool,
) -> MailTemplate:
    """Return the mail of an event, with its calendar file, as of `at`."""
    calendar = event_ics.write(
        event,
        WriteContext(
            issuer=issuer,
            root=settings.IRSITE_URL,
            host=settings.IRSITE_DOMAIN,
            at=at,
            path=event.permanent_path,
        ),
    )
    attachment = Part(
        media_type="text/calendar; charset=utf-8",
        text=calendar.decode(),
        filename="event.ics",
    )
    return _mail(
        event,
        issuer=issuer,
        at=at,
        subject=event_subject(event),
        is_reply=is_reply,
        attachments=(attachment,),
    )


def reminder_mail(mailing: Mailing) -> MailTemplate:
    """Return the reminder of an event, in the active language."""
    event = published_event(publications_of(mailing).get())
    return reminder_letter(event, issuer=profile(at=mailing.opens), at=mailing.opens)


def reminder_letter(
    event: Published[EventDocument], *, issuer: ProfileDocument, at: dt.datetime
) -> MailTemplate:
    """Return the reminder of an event as of `at`."""
    title = _("Reminder: %(title)s") % {"title": event.document.title}
    return _mail(event, issuer=issuer, at=at, subject=title)


def _mail(
    event: Published[EventDocument],
    *,
    issuer: ProfileDocument,
    at: dt.datetime,
    subject: str,
    is_reply: bool = False,
    attachments: tuple[Part, ...] = (),
) -> MailTemplate:
    return reader_mail(
        subject=subject,
        issuer=issuer,
        template="mail/event.html",
        context={
            "event": event,
            "document": event.document,
            "at": at,
            "title": subject,
            "permanent_url": settings.IRSITE_URL + event.permanent_path,
        },
        is_reply=is_reply,
        attachments=attachments,
    )


def event_subject(event: Published[EventDocument]) -> str:
    """Return the title, with what has become of an event that readers know."""
    title = event.document.title
    if event.document.cancelled:
        return _("Cancelled: %(title)s") % {"title": title}
    if event.number > 1:
        return _("Updated: %(title)s") % {"title": title}
    return title
