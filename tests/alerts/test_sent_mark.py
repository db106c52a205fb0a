"""Tests of restored tables: nothing is sent again without a person's word."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path
from unittest import mock

from django.core.management import CommandError, call_command

import pytest

from releases.alerts import subscribers
from releases.alerts.holders import CannotDeliver
from releases.alerts.subscribers import CONFIRM_WITHIN
from releases.management.delivering.running import CourierProcess
from releases.management.delivering.sent_mark import SentMark
from releases.readers.models import Delivery, Mailing, Outcome, Status, Subscriber
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN
from tests.clock import travel
from tests.readers.rows import make_subscriber

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


class RestoredTables(CourierTestCase):
    """Are noticed by a mark beside them, and then stop every courier."""

    def setUp(self) -> None:
        super().setUp()
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=folder))
        make_subscriber()
        publish()
        self.run_courier()
        (self.sent,) = self.sent_at
        SentMark().note(self.sent)

    def restore(self) -> None:
        """Put the tables back to before the mail was sent."""
        Delivery.objects.update(outcome="", due=SEVEN, at=None, begun=0)

    def test_tables_that_know_of_the_last_mail_are_accepted(self) -> None:
        SentMark().note(self.sent - HOUR)  # another courier's, which was slower
        SentMark().require_current_tables()

    def test_tables_from_which_readers_were_erased_are_accepted(self) -> None:
        subscribers.erase(Subscriber.objects.get(), at=self.sent + MINUTE)
        assert not Delivery.objects.exists()
        SentMark().require_current_tables()
        SentMark().note(self.sent + 2 * MINUTE)  # a mail that they do not know of
        with pytest.raises(CannotDeliver):
            SentMark().require_current_tables()

    def test_tables_from_which_unconfirmed_addresses_went_are_accepted(self) -> None:
        Subscriber.objects.update(status=Status.PENDING)
        assert subscribers.forget_unconfirmed(at=self.sent + CONFIRM_WITHIN) == 1
        SentMark().require_current_tables()

    def test_a_machine_that_has_sent_nothing_accepts_any(self) -> None:
        self.restore()
        with self.settings(VAR=Path(self.enterContext(tempfile.TemporaryDirectory()))):
            SentMark().require_current_tables()

    def test_older_ones_stop_couriers_until_what_is_due_is_given_up(self) -> None:
        self.restore()
        with pytest.raises(CannotDeliver, match="--after-restore"):
            SentMark().require_current_tables()
        with (
            mock.patch.object(CourierProcess, "run", side_effect=CannotDeliver("old")),
            pytest.raises(CommandError, match="old"),
        ):
            call_command("deliver")
        with travel(SEVEN + HOUR):
            output = io.StringIO()
            call_command("deliver", after_restore=True, stdout=output)
        assert output.getvalue() == "1 mail was given up.\n"
        SentMark().require_current_tables()
        assert Delivery.objects.get().outcome == Outcome.UNKNOWN
        # The tables do not know of the mailing either, if they are older still.
        Mailing.objects.all().delete()
        self.at = SEVEN + HOUR
        self.run_courier(self.make_courier())
        assert len(self.server.received) == 1
