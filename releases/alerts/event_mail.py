"""The mail of an event: when and where it is and how to take part, with its calendar file."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from releases.alerts.mime import MailTemplate, Part
from releases.alerts.release_mail import reader_mail
from releases.models import Publication
from releases.readers.models import Mailing
from releases.record.documents import EventDocument
from releases.record.published import Published, profile, published_event
from releases.record.representation import WriteContext
from releases.syndication.representations import event_ics


def event_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail of one version of an event, in the active language.

    Calendars take a later version for the same entry: it has the UID, and a higher
    SEQUENCE.
    """
    event = published_event(Publication.objects.get(pk=mailing.publication or 0))
    issuer = profile(at=mailing.opens)
    root = settings.IRSITE_URL
    calendar = event_ics.write(
        event,
        WriteContext(
            issuer=issuer,
            root=root,
            host=settings.IRSITE_DOMAIN,
            at=mailing.opens,
            path=event.permanent_path,
        ),
    )
    emails = [email for contact in issuer.contacts for email in contact.emails]
    return reader_mail(
        subject=event_subject(event),
        issuer=issuer,
        template="mail/event.html",
        context={
            "event": event,
            "document": event.document,
            "at": mailing.opens,
            "title": event_subject(event),
            "permanent_url": root + event.permanent_path,
        },
        reply_to=emails[0] if emails else "",
        is_reply=mailing.number != 1,
        attachments=(
            Part(
                media_type="text/calendar; charset=utf-8",
                text=calendar.decode(),
                filename="event.ics",
            ),
        ),
    )


def event_subject(event: Published[EventDocument]) -> str:
    """Return the title, with what has become of an event that readers know."""
    title = event.document.title
    if event.document.cancelled:
        return _("Cancelled: %(title)s") % {"title": title}
    if event.number > 1:
        return _("Updated: %(title)s") % {"title": title}
    return title
