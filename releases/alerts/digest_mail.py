"""The mail of a day: what has been published since the last one, each with its beginning.

The disclaimers of all its releases follow, each once and word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.alerts.event_mail import event_subject
from releases.alerts.mime import MailTemplate
from releases.alerts.publications import publications_of
from releases.alerts.release_mail import reader_mail
from releases.models.record.kinds import Kind
from releases.readers.models import Mailing
from releases.record.documents import DisclaimerEntry, ProfileDocument
from releases.record.published import profile, published_event, published_release
from releases.templatetags.datetimes import datetime_to_second, event_period
from releases.templatetags.labels import release_title
from releases.templatetags.text_markup import standfirst


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """A release or an event in a digest; `when` is its time in HTML."""

    title: str
    when: SafeString
    summary: str
    url: str
    disclaimers: tuple[DisclaimerEntry, ...] = ()


def digest_mail(mailings: Sequence[Mailing]) -> MailTemplate:
    """Return one mail for several mailings, in the active language."""
    latest = max(mailing.opens for mailing in mailings)
    items = [_item(mailing) for mailing in mailings]
    return digest_letter(items, issuer=profile(at=latest))


def digest_letter(
    items: Sequence[DigestItem], *, issuer: ProfileDocument
) -> MailTemplate:
    """Return one mail with these items."""
    disclaimers = {
        (notice.ref, notice.revision): notice
        for item in items
        for notice in item.disclaimers
    }
    count = ngettext(
        "%(count)d announcement", "%(count)d announcements", len(items)
    ) % {"count": len(items)}
    subject = count
    if issuer.name:
        subject = _("%(issuer)s: %(announcements)s") % {
            "issuer": issuer.name,
            "announcements": count,
        }
    return reader_mail(
        subject=subject,
        issuer=issuer,
        template="mail/digest.html",
        context={
            "title": subject,
            "items": items,
            "disclaimers": list(disclaimers.values()),
        },
    )


def _item(mailing: Mailing) -> DigestItem:
    publication = publications_of(mailing).get()
    root = settings.IRSITE_URL
    if publication.kind == Kind.EVENT:
        event = published_event(publication)
        return DigestItem(
            title=event_subject(event),
            when=event_period(event.document),
            summary="",
            url=root + event.permanent_path,
        )
    release = published_release(publication)
    document = release.document
    return DigestItem(
        title=release_title(document),
        when=datetime_to_second(release.since, document.timezone),
        summary=standfirst(document),
        url=root + release.permanent_path,
        disclaimers=document.disclaimers,
    )
