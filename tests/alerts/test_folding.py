"""Tests of what is forgotten of old mails, and of what must not be."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from django.test.utils import CaptureQueriesContext

from releases.alerts import folding
from releases.alerts.folding import DETAILS_KEPT, ROWS_KEPT, tidy_up
from releases.alerts.mailing_counts import count_deliveries
from releases.alerts.reply_codes import reason_of
from releases.alerts.subscribers import erase
from releases.management.delivering.sent_mark import SentMark
from releases.models.record.kinds import Notice
from releases.readers.database import readers_connection
from releases.readers.keys import KeyPurpose
from releases.readers.models import (
    Delivery,
    FoldedDeliveries,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    Rank,
    Subscriber,
    SubscriberImport,
    ids_in,
)
from releases.readers.models.folded_deliveries import BLOCK
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN
from tests.clock import SECOND, travel
from tests.readers.rows import make_delivery, make_mailing, make_subscriber

TWO_YEARS_LATER = SEVEN + ROWS_KEPT + dt.timedelta(days=1)


class OldDeliveries(CourierTestCase):
    """Become a bit for each reader and counts, two years after."""

    def setUp(self) -> None:
        super().setUp()
        # In two blocks, the second with one reader.
        self.has = make_subscriber("has@example.org", pk=BLOCK - 1)
        self.maybe = make_subscriber("maybe@example.org", pk=BLOCK - 2)
        self.overtaken = make_subscriber("overtaken@example.org", pk=7)
        self.refused = make_subscriber("refused@example.org", pk=8)
        self.daily = make_subscriber("daily@example.org", pk=BLOCK)
        self.publication = publish()
        self.mailing = make_mailing(
            publication=self.publication.pk, digest=self.publication.digest
        )
        self.settle(self.has, Outcome.SENT, after=0.4)
        self.settle(self.daily, Outcome.SENT, after=7200.0, rank=Rank.DIGEST)
        self.settle(self.maybe, Outcome.UNKNOWN, begun=1)
        self.settle(self.overtaken, Outcome.OVERTAKEN)
        reply = "550 5.1.1 <refused@example.org> unknown"
        self.settle(self.refused, Outcome.FAILED, begun=1, attempts=1, reply=reply)
        Mailing.objects.update(filled_at=SEVEN)

    def settle(
        self,
        subscriber: Subscriber,
        outcome: Outcome,
        after: float = 1.0,
        **fields: object,
    ) -> Delivery:
        """Create a delivery that ended so many seconds after SEVEN."""
        at = SEVEN + dt.timedelta(seconds=after)
        defaults: dict[str, object] = {"due": None, "outcome": outcome, "at": at}
        return make_delivery(self.mailing, subscriber, **defaults | fields)

    def fold(self) -> int:
        """Take every step that there is two years later; return how many."""
        self.at = TWO_YEARS_LATER
        for steps in range(20):
            if not tidy_up(at=self.at):
                return steps
        raise AssertionError("There is no end of steps.")

    def publish_later(self, notice: Notice) -> list[str]:
        """Publish the next version two years later; return to whom it was mailed."""
        self.at = TWO_YEARS_LATER + dt.timedelta(days=1)
        OutboxState.objects.update(floor=self.at - SECOND)
        publish(notice=notice, at=self.at)
        self.run_courier()
        return sorted(self.server.mailboxes())

    def test_the_rows_go_and_the_counts_stay(self) -> None:
        before = count_deliveries([self.mailing.pk])
        # the replies; two blocks; the end of the mailing
        assert self.fold() == 4
        assert not Delivery.objects.exists()
        assert count_deliveries([self.mailing.pk]) == before
        first, second = FoldedDeliveries.objects.order_by("block")
        assert ids_in(first.received, 0) == [self.maybe.pk, self.has.pk]
        assert ids_in(first.overtaken, 0) == [self.overtaken.pk]
        assert (first.pace, first.reasons) == ([[0, 1]], {"550 5.1": 1})
        assert ids_in(second.received, 1) == [self.daily.pk]
        assert (second.overtaken, second.pace) == (b"", [])

    def test_half_folded_the_counts_are_the_same(self) -> None:
        before = count_deliveries([self.mailing.pk])
        self.at = TWO_YEARS_LATER
        for _ in range(2):
            tidy_up(at=self.at)
        assert Delivery.objects.count() == 1
        assert count_deliveries([self.mailing.pk]) == before

    def test_a_late_correction_finds_who_has_it_or_was_overtaken(self) -> None:
        self.fold()
        make_subscriber("new@example.org", since=TWO_YEARS_LATER)
        assert self.publish_later(Notice.CORRECTION) == [
            "daily@example.org",
            "has@example.org",
            "maybe@example.org",
            "overtaken@example.org",
        ]
        first = self.server.received[0].message
        assert self.mailing.key.replace(":", ".") in str(first["References"])

    def test_so_it_does_while_some_blocks_are_folded(self) -> None:
        self.at = TWO_YEARS_LATER
        for _ in range(2):
            tidy_up(at=self.at)
        assert len(self.publish_later(Notice.CORRECTION)) == 4

    def test_a_late_withdrawal_finds_who_has_it(self) -> None:
        self.fold()
        assert self.publish_later(Notice.WITHDRAWAL) == [
            "daily@example.org",
            "has@example.org",
            "maybe@example.org",
        ]

    def test_whoever_is_erased_is_in_no_bit(self) -> None:
        self.fold()
        counts = count_deliveries([self.mailing.pk])
        for reader in (self.has, self.overtaken, self.refused):
            erase(reader, at=self.at)
        row = FoldedDeliveries.objects.get(block=0)
        assert ids_in(row.received, 0) == [self.maybe.pk]
        assert ids_in(row.overtaken, 0) == []
        assert count_deliveries([self.mailing.pk]) == counts
        assert self.publish_later(Notice.CORRECTION) == [
            "daily@example.org",
            "maybe@example.org",
        ]

    def test_a_reader_sees_it_among_the_data(self) -> None:
        self.fold()
        key = self.has.make_key(KeyPurpose.DATA, at=self.at)
        with travel(self.at):
            page = self.client.get(f"/alerts/data/{key}/").content.decode()
        assert "Publication: Results" in page
        key = self.refused.make_key(KeyPurpose.DATA, at=self.at)
        with travel(self.at):
            page = self.client.get(f"/alerts/data/{key}/").content.decode()
        assert "Publication: Results" not in page

    def test_the_tables_are_not_taken_for_a_backup_then(self) -> None:
        mark = SentMark()
        mark.note(SEVEN + dt.timedelta(hours=2))
        self.fold()
        mark.require_current_tables()

    def test_nothing_is_folded_that_is_young_open_or_unfilled(self) -> None:
        Mailing.objects.update(trimmed_at=SEVEN)
        assert not tidy_up(at=SEVEN + ROWS_KEPT - SECOND)
        Mailing.objects.update(filled_at=None)
        assert not tidy_up(at=TWO_YEARS_LATER)
        Mailing.objects.update(filled_at=SEVEN)
        make_delivery(self.mailing, make_subscriber())
        assert not tidy_up(at=TWO_YEARS_LATER)

    def test_of_a_reminder_only_the_counts_stay(self) -> None:
        Mailing.objects.update(kind=MailingKind.REMINDER)
        self.fold()
        rows = FoldedDeliveries.objects.all()
        assert {bytes(row.received) + bytes(row.overtaken) for row in rows} == {b""}
        assert count_deliveries([self.mailing.pk])[self.mailing.pk].sent == 2

    def test_the_courier_does_it_a_step_a_second(self) -> None:
        self.at = TWO_YEARS_LATER
        for _ in range(4):
            self.run_courier()
            self.seconds += 1
        assert not Delivery.objects.exists()
        self.seconds += 1
        self.run_courier()
        with CaptureQueriesContext(readers_connection()) as queries:
            self.seconds += 1
            self.run_courier()
        assert "folded_at" not in str(queries.captured_queries)


class OldDetails(CourierTestCase):
    """Go after 90 days: replies, answers to one reader, lists that nobody imported."""

    def test_a_reply_is_reduced_to_its_code(self) -> None:
        mailing = make_mailing(filled_at=SEVEN)
        replies = {
            "550 5.1.1 <ann@example.org> unknown": "550 5.1",
            "451 4.7.1 Greylisted, ann": "451 4.7",
            "554 ann@example.org refused": "554",
            "ann@example.org": "",
            "": "",
        }
        for reply in replies:
            make_delivery(
                mailing, make_subscriber(), due=None, outcome="failed", reply=reply
            )
        assert not tidy_up(at=SEVEN + DETAILS_KEPT - SECOND)
        assert tidy_up(at=SEVEN + DETAILS_KEPT)
        rows = Delivery.objects.order_by("pk")
        assert [row.reply for row in rows] == list(replies.values())
        assert not tidy_up(at=SEVEN + DETAILS_KEPT)

    def test_a_code_is_put_in_words(self) -> None:
        for code, words in {
            "550 5.1": "no such mailbox",
            "550 5.7": "unwanted mail",
            "451 4.2": "full or switched off",
            "451": "for the moment",
            "554": "without a reason",
            "": "without a reason",
        }.items():
            with self.subTest(code):
                assert words in reason_of(code)

    def test_an_answer_to_one_reader_is_deleted(self) -> None:
        for kind in MailingKind:
            fields = {} if kind == MailingKind.PUBLICATION else {"number": None}
            mailing = make_mailing(kind=kind, filled_at=SEVEN, **fields)
            for _ in range(3):
                make_delivery(mailing, make_subscriber(), due=None, outcome="sent")
        Mailing.objects.update(trimmed_at=SEVEN)
        with mock.patch.object(folding, "BATCH", 5):
            while tidy_up(at=SEVEN + DETAILS_KEPT):
                pass
        kinds = set(Mailing.objects.values_list("kind", flat=True))
        assert kinds == set(MailingKind) - set(folding.TO_ONE_READER)
        assert Delivery.objects.count() == 3 * len(kinds)

    def test_a_list_that_nobody_imported_is_deleted_after_a_day(self) -> None:
        SubscriberImport.objects.create(
            user=1, filename="a.csv", content=b"", digest="", basis="Trust", at=SEVEN
        )
        assert not tidy_up(at=SEVEN + dt.timedelta(hours=23))
        assert tidy_up(at=SEVEN + dt.timedelta(days=1))
        assert not SubscriberImport.objects.exists()
