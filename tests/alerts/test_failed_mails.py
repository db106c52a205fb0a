"""A failed mail that a person has tried again, with a courier and a real mail server."""

from __future__ import annotations

from releases.alerts.failed_mails import failed_mails, try_again
from releases.models.record.kinds import Notice
from releases.readers.models import Delivery, Status
from tests.alerts.couriers import CourierTestCase, publish
from tests.clock import SECOND
from tests.readers.rows import make_subscriber


class AFailedMail(CourierTestCase):
    """The server refuses the only reader for good, and then no more."""

    def setUp(self) -> None:
        super().setUp()
        self.reader = make_subscriber()
        publish()
        self.server.script = lambda verb, mailbox: (
            "550 5.7.1 no" if verb == "RCPT" else None
        )
        self.run_courier()
        self.server.script = lambda verb, mailbox: None
        self.failed = failed_mails().get()
        self.pass_time(60)

    def test_is_sent_once(self) -> None:
        self.run_courier()
        assert self.server.mailboxes() == []
        assert try_again(self.failed, at=self.at)
        assert not try_again(self.failed, at=self.at)
        self.run_courier()
        assert self.server.mailboxes() == [self.reader.address]
        row = Delivery.objects.get()
        assert (row.outcome, row.begun, row.attempts) == ("sent", 1, 0)

    def test_then_its_reader_has_the_correction_as_well(self) -> None:
        try_again(self.failed, at=self.at)
        self.run_courier()
        self.pass_time(60)
        publish(notice=Notice.CORRECTION, at=self.at)
        self.run_courier()
        assert self.server.mailboxes() == 2 * [self.reader.address]

    def test_is_overtaken_by_a_correction_that_comes_first(self) -> None:
        try_again(self.failed, at=self.at)
        publish(notice=Notice.CORRECTION, at=self.at + SECOND)
        self.pass_time(2)
        self.run_courier()
        outcomes = Delivery.objects.order_by("mailing__number")
        assert [row.outcome for row in outcomes] == ["overtaken", "sent"]
        assert len(self.server.received) == 1

    def test_is_not_sent_to_who_has_left_since(self) -> None:
        try_again(self.failed, at=self.at)
        self.reader.status = Status.LEFT
        self.reader.save()
        self.run_courier()
        assert Delivery.objects.get().outcome == "dropped"
        assert self.server.received == []
