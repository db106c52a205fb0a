"""What becomes of the questions that readers ask: mailed to a contact, answered, deleted.

The form only writes a question down. A courier has it mailed to the contact whom its topic
names; who asked gets no mail but an answer that a person wrote. An acknowledgement would
let anybody have mail sent to any address.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from releases.alerts.subscribers import SUPPRESSED, is_suppressed
from releases.readers.database import readers_database
from releases.readers.models import (
    Delivery,
    Inquiry,
    InquiryAnswer,
    InquiryStatus,
    Mailing,
    MailingKind,
    OutboxState,
    Rank,
    Subscriber,
)

# How many questions one step has mailed, so that mails to others do not wait.
BATCH = 20
# How long a question is kept, whatever became of it.
KEPT = dt.timedelta(days=365)


def forward_inquiries(*, at: dt.datetime) -> int:
    """Have the questions that no courier has read mailed to their contacts; return how many."""
    if not has_inquiries():
        return 0  # without a transaction, which would lock SQLite's file
    with transaction.atomic(using=readers_database()):
        inquiries = list(_unread().select_for_update(skip_locked=True)[:BATCH])
        for inquiry in inquiries:
            _owe_mail(inquiry, MailingKind.QUESTION, Rank.STAFF, at=at)
            inquiry.forwarded_at = at
            inquiry.save(update_fields=["forwarded_at"])
    return len(inquiries)


def has_inquiries() -> bool:
    """Return whether there is a question that no courier has read yet."""
    return _unread().exists()


def _unread() -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(forwarded_at__isnull=True).order_by("pk")


def answer(
    inquiry: Inquiry, text: str, *, author: int, seen: int, at: dt.datetime
) -> bool:
    """Owe the reader an answer in these words; return False if it was not to be.

    Nothing is sent where it has more answers than the `seen` ones, so of two at once one
    wins, and none to an address that nothing may be mailed to. `author` is the id of the account.
    """
    with transaction.atomic(using=readers_database()):
        current = Inquiry.objects.select_for_update().filter(pk=inquiry.pk).first()
        if current is None or current.answers.count() != seen:
            return False
        if is_unreachable(current.key):
            return False
        # SQLite locks no row: the key of the mailing is unique, so the second one fails.
        mailing = _owe_mail(
            current, MailingKind.ANSWER, Rank.AWAITED, at=at, number=seen + 1
        )
        InquiryAnswer.objects.create(
            inquiry=current, mailing=mailing, author=author, text=text, at=at
        )
        _set_status(current, InquiryStatus.ANSWERED, at=at)
    return True


def change_status(inquiry: Inquiry, status: InquiryStatus, *, at: dt.datetime) -> bool:
    """Close a question, take it for spam, or open it again; return False if it is so."""
    return _set_status(inquiry, status, at=at)


def erase_inquiry(inquiry: Inquiry, *, at: dt.datetime) -> None:
    """Delete a question with its answers and what was mailed about it."""
    _erase(Inquiry.objects.filter(pk=inquiry.pk), at=at)


def forget_inquiries(*, at: dt.datetime) -> None:
    """Delete the questions that were asked a year ago."""
    old = Inquiry.objects.filter(at__lte=at - KEPT)
    if old.exists():
        _erase(old, at=at)


def is_unreachable(key: str) -> bool:
    """Return whether nothing may be mailed to the address of this key.

    There is no such mailbox, or its reader complained.
    """
    refused = Subscriber.objects.filter(key=key, status__in=SUPPRESSED)
    return refused.exists() or is_suppressed(key)


def inquiries_like(text: str) -> QuerySet[Inquiry]:
    """Return those with this text in an address, a name or an organization."""
    has_text = Q(address__icontains=text) | Q(name__icontains=text)
    return Inquiry.objects.filter(has_text | Q(organization__icontains=text))


def _owe_mail(
    inquiry: Inquiry, kind: MailingKind, rank: Rank, *, at: dt.datetime, number: int = 0
) -> Mailing:
    """Create a mailing with its one delivery, which is due at once."""
    key = f"inquiry:{inquiry.pk}"
    mailing = Mailing.objects.create(
        key=f"{key}:{number}" if number else key,
        kind=kind,
        rank=rank,
        opens=at,
        filled_at=at,
    )
    Delivery.objects.create(mailing=mailing, inquiry=inquiry, rank=rank, due=at)
    return mailing


def _set_status(inquiry: Inquiry, status: InquiryStatus, *, at: dt.datetime) -> bool:
    others = Inquiry.objects.filter(pk=inquiry.pk).exclude(status=status)
    return others.update(status=status, since=at) == 1


def _erase(inquiries: QuerySet[Inquiry], *, at: dt.datetime) -> None:
    with transaction.atomic(using=readers_database()):
        inquiries.delete()
        OutboxState.note_erasure(at=at)
