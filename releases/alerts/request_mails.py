"""The mails that answer what a reader asked for: short, and in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from releases.alerts.mail_addresses import issuer_name
from releases.alerts.mime import MailTemplate, Slot
from releases.alerts.release_mail import reader_mail
from releases.alerts.subjects import labels_by_subject
from releases.alerts.subscribers import subjects_of
from releases.readers.keys import KeyPurpose
from releases.readers.models import Mailing, Status, Subscriber
from releases.record.documents import ProfileDocument
from releases.record.published import profile
from releases.text.public_paths import reader_path


def confirmation_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail with the link that confirms an address, in the active language."""
    subjects = subjects_of(_subscriber_of(mailing))
    return confirmation_letter(subjects, issuer=profile(at=mailing.opens))


def confirmation_letter(
    subjects: Iterable[str], *, issuer: ProfileDocument
) -> MailTemplate:
    """Return the mail that confirms these subjects."""
    subject = _("Confirm your e-mail alerts from %(name)s") % {
        "name": issuer_name(issuer)
    }
    return _request_mail(
        subject,
        issuer,
        "mail/confirmation.html",
        key_url=_key_url(KeyPurpose.CONFIRM, Slot.CONFIRM_KEY),
        subjects=list(labels_by_subject(subjects, issuer).values()),
    )


def invitation_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail that asks for confirmation of an address that staff imported."""
    return invitation_letter(issuer=profile(at=mailing.opens))


def invitation_letter(*, issuer: ProfileDocument) -> MailTemplate:
    """Return the mail that asks for it."""
    subject = _("Would you like e-mail alerts from %(name)s?") % {
        "name": issuer_name(issuer)
    }
    return _request_mail(
        subject,
        issuer,
        "mail/invitation.html",
        key_url=_key_url(KeyPurpose.CONFIRM, Slot.CONFIRM_KEY),
    )


def subscribed_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail to somebody who asked and is subscribed already."""
    is_paused = _subscriber_of(mailing).status == Status.PAUSED
    return subscribed_letter(is_paused=is_paused, issuer=profile(at=mailing.opens))


def subscribed_letter(*, is_paused: bool, issuer: ProfileDocument) -> MailTemplate:
    """Return the mail that says so."""
    subject = _("You are subscribed to alerts from %(name)s") % {
        "name": issuer_name(issuer)
    }
    return _request_mail(subject, issuer, "mail/subscribed.html", is_paused=is_paused)


def data_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail with the link to what is known of a reader."""
    return data_letter(issuer=profile(at=mailing.opens))


def data_letter(*, issuer: ProfileDocument) -> MailTemplate:
    """Return the mail with this link."""
    subject = _("Your data in the alerts of %(name)s") % {"name": issuer_name(issuer)}
    return _request_mail(
        subject,
        issuer,
        "mail/data.html",
        key_url=_key_url(KeyPurpose.DATA, Slot.DATA_KEY),
    )


def _request_mail(
    subject: str, issuer: ProfileDocument, template: str, **context: Any
) -> MailTemplate:
    return reader_mail(
        subject=subject, issuer=issuer, template=template, context=context
    )


def _subscriber_of(mailing: Mailing) -> Subscriber:
    """Return the one recipient of the mailing."""
    return Subscriber.objects.get(deliveries__mailing=mailing)


def _key_url(purpose: KeyPurpose, slot: Slot) -> str:
    root: str = settings.IRSITE_URL
    return root + reader_path(purpose, slot.mark)
