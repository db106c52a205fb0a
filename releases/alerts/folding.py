"""Forgets what is known of old mails, in transactions of a fraction of a second.

After 90 days what a mail system said is reduced to its code, and answers to single readers
are deleted. After two years the deliveries of a publication become `FoldedDeliveries`: who
has the version, since a late correction must find them, and counts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from releases.alerts.reply_codes import reply_code, trim_replies
from releases.readers.database import readers_database
from releases.readers.models import (
    ABOUT_PUBLICATIONS,
    Delivery,
    FoldedDeliveries,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
    Subscriber,
    SubscriberImport,
    bits_of,
    block_of,
    ids_in,
)
from releases.readers.models.folded_deliveries import BLOCK

DETAILS_KEPT = dt.timedelta(days=90)
ROWS_KEPT = dt.timedelta(days=730)
IMPORT_KEPT = dt.timedelta(days=1)
# How many mails a transaction deletes that went to one reader each.
BATCH = 1000
# How many old mailings are looked at for one of which no mail is due any more.
CANDIDATES = 20
TO_ONE_READER = (
    MailingKind.CONFIRMATION,
    MailingKind.SUBSCRIBED,
    MailingKind.DATA,
    MailingKind.INVITATION,
    MailingKind.TEST,
)
# Up to here the pace of sending is kept by the second, later by the minute.
BY_SECOND = 600


def tidy_up(*, at: dt.datetime) -> bool:
    """Take one step of forgetting; return whether there was one to take."""
    steps: tuple[Callable[[dt.datetime], bool], ...] = (
        _trim_next,
        _forget_answers,
        _fold_next,
        _forget_imports,
    )
    return any(step(at) for step in steps)


def folded_mailings(subscriber: Subscriber) -> list[Mailing]:
    """Return the mailings of which only a bit says that the subscriber has them."""
    rows = FoldedDeliveries.objects.naming(subscriber.pk).select_related("mailing")
    block = block_of(subscriber.pk)
    return [
        row.mailing
        for row in rows.order_by("-mailing__opens")
        if subscriber.pk in ids_in(row.received, block)
    ]


def folded_recipients(
    mailings: list[int], first: int, last: int, *, with_overtaken: bool
) -> list[int]:
    """Return the ids after `first`, up to `last`, that have one of these mailings.

    With those, if wanted, who were owed one and overtaken.
    """
    rows = FoldedDeliveries.objects.filter(
        mailing__in=mailings, block__gte=block_of(first), block__lte=block_of(last)
    )
    ids: set[int] = set()
    for row in rows:
        ids.update(ids_in(row.received, row.block))
        if with_overtaken:
            ids.update(ids_in(row.overtaken, row.block))
    return sorted(id_ for id_ in ids if first < id_ <= last)


def _next_settled(mailings: QuerySet[Mailing], *, until: dt.datetime) -> Mailing | None:
    """Return the oldest of those that opened by then of which no delivery is open."""
    old = mailings.filter(opens__lte=until, filled_at__isnull=False)
    for mailing in old.order_by("opens", "pk")[:CANDIDATES]:
        if not mailing.deliveries.filter(outcome="").exists():
            return mailing
    return None


def _trim_next(at: dt.datetime) -> bool:
    rows = Mailing.objects.filter(trimmed_at__isnull=True)
    mailing = _next_settled(
        rows.exclude(kind__in=TO_ONE_READER), until=at - DETAILS_KEPT
    )
    if mailing is None:
        return False
    with transaction.atomic(using=readers_database()):
        trim_replies(Delivery.objects.filter(mailing=mailing))
        Mailing.objects.filter(pk=mailing.pk).update(trimmed_at=at)
    return True


def _forget_answers(at: dt.datetime) -> bool:
    old = Mailing.objects.filter(kind__in=TO_ONE_READER, opens__lte=at - DETAILS_KEPT)
    answers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not answers:
        return False
    with transaction.atomic(using=readers_database()):
        # An import may have asked 100,000 readers in one mailing.
        rows = Delivery.objects.filter(mailing__in=answers).order_by("pk")
        deliveries = list(rows.values_list("pk", flat=True)[:BATCH])
        Delivery.objects.filter(pk__in=deliveries).delete()
        if len(deliveries) < BATCH:
            Mailing.objects.filter(pk__in=answers).delete()
        OutboxState.note_erasure(at=at)
    return True


def _fold_next(at: dt.datetime) -> bool:
    """Fold one block of the oldest mailing that has deliveries."""
    rows = Mailing.objects.filter(kind__in=ABOUT_PUBLICATIONS, folded_at__isnull=True)
    oldest = _next_settled(rows, until=at - ROWS_KEPT)
    if oldest is None:
        return False
    with transaction.atomic(using=readers_database()):
        # A correction that is being filled has this lock: it sees the rows or the bits.
        mailing = Mailing.objects.select_for_update().get(pk=oldest.pk)
        deliveries = mailing.deliveries.filter(subscriber__isnull=False)
        first = deliveries.order_by("subscriber").first()
        if first is None:
            mailing.folded_at = at
            mailing.save(update_fields=["folded_at"])
            return True
        _fold_block(mailing, deliveries, block_of(first.subscriber_id or 0))
        OutboxState.note_erasure(at=at)
    return True


def _fold_block(mailing: Mailing, deliveries: QuerySet[Delivery], block: int) -> None:
    in_block = deliveries.filter(
        subscriber__gte=block * BLOCK, subscriber__lt=(block + 1) * BLOCK
    )
    # Locked, so that whoever is being erased is in neither.
    rows = list(
        in_block.select_for_update()
        .annotate(code=reply_code())
        .values_list(
            "pk", "subscriber", "rank", "outcome", "begun", "attempts", "at", "code"
        )
    )
    received, overtaken, sent, at_once = [], [], [], []
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for _pk, subscriber, rank, outcome, begun, attempts, at, code in rows:
        outcomes[outcome] += 1
        if outcome == Outcome.SENT or begun > attempts:
            received.append(subscriber)
        elif outcome == Outcome.OVERTAKEN:
            overtaken.append(subscriber)
        if outcome == Outcome.SENT and at is not None:
            sent.append(at)
            if rank != Rank.DIGEST:
                at_once.append(at)
        if outcome == Outcome.FAILED:
            reasons[code] += 1
    # Nothing corrects a reminder: of it the counts are enough.
    is_needed = mailing.kind == MailingKind.PUBLICATION
    FoldedDeliveries.objects.create(
        mailing=mailing,
        block=block,
        received=bits_of(received if is_needed else ()),
        overtaken=bits_of(overtaken if is_needed else ()),
        **{f"{outcome}_count": outcomes[outcome] for outcome in Outcome.values},
        first_sent=min(sent, default=None),
        last_sent=max(sent, default=None),
        first_at_once=min(at_once, default=None),
        pace=_pace_of(at_once, since=mailing.opens),
        reasons=dict(reasons),
    )
    Delivery.objects.filter(pk__in=[row[0] for row in rows]).delete()


def _pace_of(sent: list[dt.datetime], *, since: dt.datetime) -> list[Any]:
    """Return how many mails were sent how many whole seconds after the instant."""
    seconds = (int((at - since).total_seconds()) for at in sent)
    return sorted(
        Counter(
            second if second < BY_SECOND else second // 60 * 60 for second in seconds
        ).items()
    )


def _forget_imports(at: dt.datetime) -> bool:
    old = SubscriberImport.objects.filter(at__lte=at - IMPORT_KEPT)
    return old.exists() and old.delete()[0] > 0
