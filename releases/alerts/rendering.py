"""What each kind of mailing looks like, and how a mail of it is written for one reader.

A renderer returns the template of a mailing's mails in one language, from the record as of
the mailing's instant. `RENDERERS` names the one of each kind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import override

from releases.alerts.digest_mail import digest_mail
from releases.alerts.dkim import DkimSigner
from releases.alerts.event_mail import event_mail, reminder_mail
from releases.alerts.inquiry_mails import answer_mail, question_mail
from releases.alerts.mail_tests import mail_of_test
from releases.alerts.mime import MailTemplate, Slot, rfc5322_date
from releases.alerts.recipients import Recipient
from releases.alerts.release_mail import release_mail
from releases.alerts.request_mails import (
    confirmation_mail,
    data_mail,
    invitation_mail,
    subscribed_mail,
)
from releases.models.record.kinds import Kind
from releases.readers.keys import KeyPurpose
from releases.readers.models import Mailing, MailingKind
from releases.translation import known_language

Renderer = Callable[[Mailing], MailTemplate]


def publication_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail of a release or of an event."""
    is_event = mailing.chain.startswith(f"{Kind.EVENT}:")
    return event_mail(mailing) if is_event else release_mail(mailing)


RENDERERS: dict[MailingKind, Renderer] = {
    MailingKind.PUBLICATION: publication_mail,
    MailingKind.REMINDER: reminder_mail,
    MailingKind.CONFIRMATION: confirmation_mail,
    MailingKind.SUBSCRIBED: subscribed_mail,
    MailingKind.DATA: data_mail,
    MailingKind.QUESTION: question_mail,
    MailingKind.ANSWER: answer_mail,
    MailingKind.TEST: mail_of_test,
    MailingKind.INVITATION: invitation_mail,
}
KEY_SLOTS = {
    Slot.LEAVE_KEY: KeyPurpose.LEAVE,
    Slot.CHOICES_KEY: KeyPurpose.CHOICES,
    Slot.CONFIRM_KEY: KeyPurpose.CONFIRM,
    Slot.DATA_KEY: KeyPurpose.DATA,
}
# How many templates a courier remembers, of some 100 kB each.
MAX_TEMPLATES = 32


class MailWriter:
    """Writes the mails of mailings, signed where there is a signer.

    Each template is rendered once for a language.
    """

    def __init__(
        self,
        renderers: Mapping[MailingKind, Renderer] = RENDERERS,
        *,
        signer: DkimSigner | None = None,
    ) -> None:
        self._renderers = renderers
        self._signer = signer
        self._template = lru_cache(MAX_TEMPLATES)(self._render)
        self._first_key = lru_cache(MAX_TEMPLATES)(first_key)

    def write(
        self, mailings: Sequence[Mailing], to: Recipient, *, at: dt.datetime
    ) -> bytes:
        """Return the mail with its headers, as SMTP takes it, its dots stuffed.

        Several mailings, which are all of publications, are one digest.
        """
        # A reminder may speak of a later version than before (`reminders.follow_event`).
        digests = tuple(mailing.digest for mailing in mailings)
        template = self._template(tuple(mailings), digests, known_language(to.language))
        first = mailings[0]
        key = first.key if len(mailings) == 1 else f"digest:{first.pk}"
        content = fill_template(
            template, to, key=key, thread=self._first_key(first), at=at
        )
        return self._signer.sign(content, at=at) if self._signer else content

    def _render(
        self, mailings: tuple[Mailing, ...], _digests: tuple[str, ...], language: str
    ) -> MailTemplate:
        with override(language):
            if len(mailings) > 1:
                return digest_mail(mailings)
            (mailing,) = mailings
            return self._renderers[MailingKind(mailing.kind)](mailing)


def fill_template(
    template: MailTemplate, to: Recipient, *, key: str, thread: str, at: dt.datetime
) -> bytes:
    """Return the mail for one recipient.

    `key` is the mailing's, `thread` that of the mailing which began its thread.
    """
    values = {
        Slot.MAILBOX: to.mailbox,
        Slot.DATE: rfc5322_date(at),
        Slot.MESSAGE_ID: to.message_id(key),
        Slot.FIRST_MESSAGE_ID: to.message_id(thread),
    }
    values |= {
        slot: to.make_key(purpose, at=at)
        for slot, purpose in KEY_SLOTS.items()
        if slot in template.slots
    }
    return template.write(values)


def first_key(mailing: Mailing) -> str:
    """Return the key of the mailing that began the thread.

    It is that of the first version, or of the question that is answered; of a test, none
    that was ever sent.
    """
    if mailing.kind == MailingKind.TEST:
        return f"{mailing.key}:first"
    if mailing.kind == MailingKind.ANSWER:
        return mailing.key.rpartition(":")[0]
    if mailing.number is None or mailing.number == 1:
        return mailing.key
    first = Mailing.objects.earlier_in_chain(mailing).order_by("number").first()
    return first.key if first else mailing.key
