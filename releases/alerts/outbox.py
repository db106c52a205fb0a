"""The outbox is the queue: one courier's claims, and how its mails begin and end.

A row is due, in a courier's hands, or settled; the database holds it to that. Each change
names the state that it expects, so of two couriers one wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from releases.readers.database import readers_connection, readers_database
from releases.readers.models import (
    MAIL_RANKS,
    Delivery,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
    Status,
    Subscriber,
)
from releases.readers.sql import placeholders, stored_instant

_DELIVERY, _SUBSCRIBER = (model._meta.db_table for model in (Delivery, Subscriber))
# Of which status a subscriber must be for a mail to begin. Kinds that go to staff are not
# here: whoever sends one asks `releases.staff_alerts`.
WANTED_BY: dict[MailingKind, tuple[Status, ...]] = {
    MailingKind.PUBLICATION: (Status.ACTIVE,),
    MailingKind.REMINDER: (Status.ACTIVE,),
    MailingKind.CONFIRMATION: (Status.PENDING,),
    MailingKind.INVITATION: (Status.PENDING,),
    MailingKind.SUBSCRIBED: (Status.ACTIVE, Status.PAUSED),
    MailingKind.DATA: (Status.PENDING, Status.ACTIVE, Status.PAUSED, Status.LEFT),
    # Those are owed to no subscriber.
    MailingKind.QUESTION: (Status.ACTIVE,),
    MailingKind.ANSWER: (Status.ACTIVE,),
    MailingKind.TEST: (Status.ACTIVE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery in this courier's hands; `attempts` is how often it was refused."""

    id: int
    mailing: int
    subscriber: int | None
    staff: int | None
    attempts: int
    inquiry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How a mail that was begun ended: an outcome, or when its deliveries are due again.

    `begun` is -1 where no part of the mail can have reached anybody; `refused` is 1 where
    the mail system answered with a refusal.
    """

    deliveries: tuple[int, ...]
    at: dt.datetime
    outcome: Outcome | None = None
    due: dt.datetime | None = None
    begun: int = 0
    refused: int = 0
    reply: str = ""


class Outbox:
    """The deliveries as the courier of this number changes them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._is_postgresql = readers_connection().vendor == "postgresql"

    def due_rank(
        self, *, at: dt.datetime, except_of: Sequence[int] = ()
    ) -> Rank | None:
        """Return the first rank of which a mail is due but of mailings `except_of`.

        None if none is.
        """
        probes = " UNION ALL ".join(
            f"SELECT {rank} AS rank WHERE EXISTS (SELECT 1 FROM {_DELIVERY}"
            f" WHERE due IS NOT NULL AND rank = {rank} AND due <= %s{_but(except_of)})"
            for rank in MAIL_RANKS
        )
        ranks = self._rows(probes, [stored_instant(at), *except_of] * len(MAIL_RANKS))
        return min((Rank(rank) for (rank,) in ranks), default=None)

    def claim(
        self,
        rank: Rank,
        *,
        at: dt.datetime,
        limit: int,
        except_of: Sequence[int] = (),
    ) -> list[Claimed]:
        """Take what is due of the rank, the oldest first, but of no mailing `except_of`."""
        lock = " FOR UPDATE SKIP LOCKED" if self._is_postgresql else ""
        rows = self._rows(
            f"UPDATE {_DELIVERY} SET courier = %s, due = NULL WHERE id IN ("
            f"SELECT id FROM {_DELIVERY} WHERE due IS NOT NULL AND rank = %s"
            f" AND due <= %s{_but(except_of)} ORDER BY due, id LIMIT %s{lock})"
            " RETURNING id, mailing_id, subscriber_id, staff, attempts, inquiry_id",
            [self.number, rank.value, stored_instant(at), *except_of, limit],
        )
        claims = [
            Claimed(
                id=id_,
                mailing=mailing,
                subscriber=of,
                staff=staff,
                attempts=tries,
                inquiry=inquiry,
            )
            for id_, mailing, of, staff, tries, inquiry in rows
        ]
        return sorted(claims, key=lambda claimed: claimed.id)

    def claim_rest(
        self, rank: Rank, subscribers: Iterable[int], *, at: dt.datetime
    ) -> list[Claimed]:
        """Take what else is due of this rank for these subscribers."""
        due = Delivery.objects.due().filter(
            rank=rank, due__lte=at, subscriber__in=sorted(subscribers)
        )
        ids = list(due.values_list("pk", flat=True))
        Delivery.objects.due().filter(pk__in=ids).update(courier=self.number, due=None)
        held = Delivery.objects.filter(pk__in=ids, courier=self.number)
        return [
            Claimed(
                id=row.pk,
                mailing=row.mailing_id,
                subscriber=row.subscriber_id,
                staff=row.staff,
                attempts=row.attempts,
            )
            for row in held.order_by("pk")
        ]

    def begin(
        self,
        claims: Sequence[Claimed],
        *,
        kind: MailingKind,
        at: dt.datetime,
        settling: Settlement | None = None,
    ) -> bool:
        """Note that the mail of these deliveries is about to leave, and settle the one before.

        Both are one transaction, and one round trip. Returns whether it may leave: all are
        still this courier's, and their reader still wants them.
        """
        wanted, statuses = _is_wanted(kind)
        ids = [claimed.id for claimed in claims]
        begin: Statement = (
            (
                f"UPDATE {_DELIVERY} SET begun = begun + 1, at = %s"
                f" WHERE id IN ({placeholders(ids)}) AND courier = %s"
                f" AND {wanted}"
            ),
            [stored_instant(at), *ids, self.number, *statuses],
        )
        statements = [self._settling(settling), begin] if settling else [begin]
        begun = self._execute_together(statements)
        if 0 < begun < len(ids):  # another courier has taken some of them over
            undone = Settlement(deliveries=tuple(ids), at=at, due=at, begun=-1)
            self.settle(undone)
        return begun == len(ids)

    def settle(self, settlement: Settlement) -> None:
        """Settle a mail that was begun."""
        self._execute_together([self._settling(settlement)])

    def settle_unbegun(
        self, deliveries: Iterable[int], outcome: Outcome, *, at: dt.datetime
    ) -> None:
        """Settle what is in this courier's hands and shall not leave."""
        held = Delivery.objects.filter(pk__in=list(deliveries), courier=self.number)
        held.update(courier=None, outcome=outcome, at=at)

    def give_back(self, deliveries: Iterable[int], *, due: dt.datetime) -> None:
        """Give up what is in this courier's hands: due again, for any courier."""
        held = Delivery.objects.filter(pk__in=list(deliveries), courier=self.number)
        held.update(courier=None, due=due)

    def take_over(self, number: int, *, due: dt.datetime) -> int:
        """Make due again what a courier that has ended had in its hands; return how many."""
        held = Delivery.objects.held().filter(courier=number)
        return held.update(courier=None, due=due)

    def other_couriers(self) -> list[int]:
        """Return the numbers of the other couriers that have mails in their hands."""
        held = Delivery.objects.held().exclude(courier=self.number).order_by()
        numbers = held.values_list("courier", flat=True).distinct()
        return [number for number in numbers if number is not None]

    def _settling(self, settlement: Settlement) -> Statement:
        sets = "courier = NULL, outcome = %s, due = %s, begun = begun + %s"
        return (
            (
                f"UPDATE {_DELIVERY} SET {sets}, attempts = attempts + %s, at = %s,"
                f" reply = %s WHERE id IN ({placeholders(settlement.deliveries)})"
                " AND courier = %s"
            ),
            [
                settlement.outcome.value if settlement.outcome else "",
                stored_instant(settlement.due) if settlement.due else None,
                *(settlement.begun, settlement.refused, stored_instant(settlement.at)),
                *(settlement.reply, *settlement.deliveries, self.number),
            ],
        )

    def _execute_together(self, statements: list[Statement]) -> int:
        """Execute in one transaction; return how many rows the last one changed.

        PostgreSQL runs what is sent in one message as one transaction.
        """
        if self._is_postgresql:
            sql = "; ".join(sql for sql, _ in statements)
            values = [value for _, values in statements for value in values]
            with readers_connection().cursor() as cursor:
                cursor.execute(sql, values)
                return int(cursor.rowcount)
        with (
            transaction.atomic(using=readers_database()),
            readers_connection().cursor() as cursor,
        ):
            for sql, values in statements:
                cursor.execute(sql, values)
            return int(cursor.rowcount)

    def _rows(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with readers_connection().cursor() as cursor:
            cursor.execute(sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


Statement = tuple[str, list[Any]]


def reserve_sending(mails: int, *, per_second: int, at: dt.datetime) -> dt.datetime:
    """Return from when so many mails may go, one after the other, and let others go later.

    The limit is shared by all couriers.
    """
    with transaction.atomic(using=readers_database()):
        state = OutboxState.objects.select_for_update().get()
        first = max(state.next_send or at, at)
        state.next_send = first + dt.timedelta(seconds=mails / per_second)
        state.save(update_fields=["next_send"])
    return first


def _is_wanted(kind: MailingKind) -> Statement:
    """Return the condition that the recipient of a mail of this kind still wants it.

    A scalar subquery looks one subscriber up. Of an EXISTS, PostgreSQL may make a hash of
    all subscribers, anew for each mail.
    """
    statuses = [status.value for status in WANTED_BY.get(kind, ())]
    if not statuses:
        return "subscriber_id IS NULL", []
    return (
        "(subscriber_id IS NULL OR ("
        f"SELECT s.status FROM {_SUBSCRIBER} s WHERE s.id = subscriber_id"
        f") IN ({placeholders(statuses)}))"
    ), statuses


def _but(mailings: Sequence[int]) -> str:
    return f" AND mailing_id NOT IN ({placeholders(mailings)})" if mailings else ""
