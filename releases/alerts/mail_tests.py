"""Test mails: what a mail looks like, to the account of whoever asks for it and nobody else.

The mail system is a stranger, so words that are not public never go to it: a test has those
of a sample, unless it is of a publication, which goes after its page like every other mail.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from releases.alerts.mime import MailTemplate
from releases.alerts.release_mail import release_letter
from releases.alerts.sample_mails import SAMPLES
from releases.models import Publication
from releases.readers.database import readers_database
from releases.readers.models import Delivery, Mailing, MailingKind, Rank
from releases.record.published import live_events, profile, published_release


def owe_test(
    sample: str,
    *,
    staff: int,
    at: dt.datetime,
    publication: Publication | None = None,
) -> None:
    """Owe a member of staff a test: the mail of a release's publication, or a sample.

    The former goes as of the publication's instant, so never before it.
    """
    with transaction.atomic(using=readers_database()):
        mailing = Mailing.objects.create(
            key=f"test:{sample}:{secrets.token_hex(8)}",
            kind=MailingKind.TEST,
            chain=sample,
            rank=Rank.STAFF,
            publication=publication.pk if publication else None,
            opens=publication.live_from if publication else at,
            filled_at=at,
        )
        Delivery.objects.create(mailing=mailing, staff=staff, rank=Rank.STAFF, due=at)


def mail_of_test(mailing: Mailing) -> MailTemplate:
    """Return the mail of a test, in the active language; its subject says so."""
    at, issuer = mailing.opens, profile(at=mailing.opens)
    if mailing.publication is None:
        return SAMPLES[mailing.chain].write(issuer, at).as_test()
    release = published_release(Publication.objects.get(pk=mailing.publication))
    return release_letter(
        release,
        issuer=issuer,
        events=live_events(release.document.events, at=at),
        is_reply=False,
    ).as_test()
