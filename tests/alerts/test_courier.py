"""Tests of couriers: the right mail to everyone, once, and never before its time."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from releases.alerts.mime import MailTemplate
from releases.alerts.rendering import RENDERERS, publication_mail
from releases.models.record.kinds import Notice
from releases.readers.models import (
    Delivery,
    Mailing,
    MailingKind,
    Outcome,
    Pace,
    Status,
    Subscriber,
)
from releases.record import publishing
from tests.alerts.couriers import CourierTestCase, HeldNumber, publish
from tests.alerts.mail_server import DROP
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.readers.rows import make_delivery, make_mailing, make_subscriber

MINUTE = dt.timedelta(minutes=1)


def outcomes() -> list[str]:
    """Return the outcome of each delivery, in the order of their ids."""
    rows = Delivery.objects.order_by("id")
    return list(rows.values_list("outcome", flat=True))


class ARelease(CourierTestCase):
    """Goes to everyone who wants it, once."""

    def test_it_goes_to_whoever_was_active_and_chose_it(self) -> None:
        for address, fields in {
            "all@example.org": {},
            "category@example.org": {"subjects": ("category:news",)},
            "both@example.org": {"subjects": ("releases", "category:news")},
            "other@example.org": {"subjects": ("category:results", "events")},
            "pending@example.org": {"status": Status.PENDING},
            "paused@example.org": {"status": Status.PAUSED},
            "late@example.org": {"since": SEVEN + MICROSECOND},
        }.items():
            make_subscriber(address, **fields)  # type: ignore[arg-type]  # fields of many types
        publish()
        self.at += SECOND
        self.run_courier()
        self.run_courier(self.make_courier(HeldNumber(2)))
        wanted = ["all@example.org", "both@example.org", "category@example.org"]
        assert self.server.mailboxes() == wanted
        assert outcomes() == [Outcome.SENT] * 3
        assert self.server.connections == 1

    def test_before_its_instant_no_table_tells_of_it(self) -> None:
        make_subscriber()
        publish(at=SEVEN)
        self.at = SEVEN - MICROSECOND
        self.run_courier()
        assert not Mailing.objects.exists()
        assert not Delivery.objects.exists()
        self.at = SEVEN
        self.run_courier()
        assert len(self.server.received) == 1

    def test_one_that_is_called_off_leaves_no_trace(self) -> None:
        make_subscriber()
        publication = publish(at=SEVEN + MINUTE)
        self.run_courier()
        with travel(SEVEN):
            publishing.call_off(publication.bundle, by="ada")
        self.at += 2 * MINUTE
        self.run_courier()
        assert not Mailing.objects.exists()
        assert not self.server.received

    def test_its_page_comes_first(self) -> None:
        make_subscriber()
        publish()
        self.pages.are_there = False
        self.run_courier()
        assert not self.server.received
        assert Delivery.objects.due().count() == 1
        self.pages.are_there = True
        self.pass_time(1)
        self.run_courier()
        assert len(self.server.received) == 1
        assert set(self.pages.asked) == {"/releases/2026/results/"}

    def test_a_courier_whose_clock_lags_gives_it_back(self) -> None:
        reader = make_subscriber()
        publication = publish()
        mailing = make_mailing(
            publication=publication.pk,
            key=f"publication:{publication.pk}",
            filled_at=SEVEN,
        )
        delivery = make_delivery(mailing, reader, due=SEVEN - MINUTE)
        self.at = SEVEN - 3 * SECOND
        self.run_courier()
        delivery.refresh_from_db()
        assert (delivery.outcome, delivery.due, delivery.begun) == ("", SEVEN, 0)
        self.pass_time(3)
        self.run_courier()
        assert len(self.server.received) == 1

    def test_what_was_public_before_alerts_were_switched_on_is_not_mailed(self) -> None:
        make_subscriber()
        publish(at=SEVEN - dt.timedelta(days=2))
        publish("another", at=SEVEN)
        self.run_courier()
        assert [mailing.opens for mailing in Mailing.objects.all()] == [SEVEN]

    def test_after_a_long_down_time_nothing_is_skipped(self) -> None:
        make_subscriber()
        self.run_courier()
        publish(at=SEVEN + MINUTE)
        publish("another", at=SEVEN + 2 * MINUTE)
        self.at = SEVEN + dt.timedelta(days=9)
        self.run_courier()
        self.run_courier()
        assert len(self.server.received) == 2

    def test_one_that_a_restored_record_no_longer_has_holds_up_no_other(self) -> None:
        reader = make_subscriber()
        filled = make_mailing(publication=10**6, filled_at=SEVEN)
        make_delivery(filled, reader)
        make_mailing(publication=10**6 + 1)
        publish(at=SEVEN + SECOND)
        self.at += SECOND
        self.run_courier()
        assert outcomes() == [Outcome.OVERTAKEN, Outcome.SENT]
        assert not Mailing.objects.unfilled().exists()

    def test_a_reader_who_leaves_between_claim_and_beginning_gets_nothing(self) -> None:
        first, second = make_subscriber(), make_subscriber()
        publish()

        def leave_meanwhile(verb: str, mailbox: str) -> None:
            Subscriber.objects.filter(pk=second.pk).update(status=Status.LEFT)

        self.pages.has_page = lambda path: leave_meanwhile("", "") or True  # type: ignore[method-assign,func-returns-value]  # while it is asked for
        self.run_courier()
        assert self.server.mailboxes() == [first.address]
        assert outcomes() == [Outcome.SENT, Outcome.DROPPED]

    def test_a_daily_reader_gets_it_at_the_hour_of_the_day(self) -> None:
        make_subscriber(pace=Pace.DAILY, zone="America/New_York", digest_hour=17)
        publish()
        self.run_courier()
        assert not self.server.received
        self.at = SEVEN + dt.timedelta(hours=10)  # seven in New York is noon in UTC
        self.run_courier()
        assert len(self.server.received) == 1

    def test_the_limit_of_mails_a_second_is_shared(self) -> None:
        for _ in range(6):
            make_subscriber()
        publish()
        with self.settings(IRSITE_MAIL_PER_SECOND=2):
            self.run_courier()
        assert len(self.server.received) == 6
        assert 2.5 <= self.slept <= 3


class ALaterVersion(CourierTestCase):
    """Goes to exactly those who have the version before it, or may have it."""

    def half_sent(self) -> None:
        """Publish to four readers, of whom the first two have it; one follows later."""
        self.readers = [
            make_subscriber(f"r{number}@example.org") for number in range(4)
        ]
        publish()
        with self.stopping_after(2):
            self.run_courier_once()
        assert len(self.server.received) == 2
        make_subscriber("newcomer@example.org", since=SEVEN + SECOND)

    def run_courier_once(self) -> None:
        """Have the courier do one step after another until it stops."""
        while not self.has_to_stop() and self.courier.step():
            pass

    def replace(self, notice: Notice, *, seconds: int = 60) -> None:
        """Publish the next version, and deliver it."""
        at = SEVEN + dt.timedelta(seconds=seconds)
        publish(headline=str(notice), at=at, notice=notice)
        self.at = at
        self.seconds += seconds
        self.run_courier()
        self.pass_time(1)
        self.run_courier()

    def test_a_correction_reaches_who_has_it_and_overtakes_the_rest(self) -> None:
        self.half_sent()
        Subscriber.objects.filter(pk=self.readers[1].pk).update(status=Status.LEFT)
        self.replace(Notice.CORRECTION)
        corrected = [mail.mailbox for mail in self.server.received[2:]]
        assert sorted(corrected) == [
            "r0@example.org",
            "r2@example.org",
            "r3@example.org",
        ]
        assert self.pages.asked[-1] == "/releases/2026/results/versions/2/"

    def test_a_correction_belongs_to_the_thread_of_the_first(self) -> None:
        self.half_sent()
        self.replace(Notice.CORRECTION)
        first = next(m for m in self.server.received if m.mailbox == "r0@example.org")
        second = self.server.received[2:]
        reply = next(m for m in second if m.mailbox == "r0@example.org").message
        assert reply["References"] == reply["In-Reply-To"] == first.message_id

    def test_a_withdrawal_reaches_only_who_has_it(self) -> None:
        self.half_sent()
        self.replace(Notice.WITHDRAWAL)
        withdrawn = [mail.mailbox for mail in self.server.received[2:]]
        assert sorted(withdrawn) == ["r0@example.org", "r1@example.org"]
        first = Delivery.objects.filter(mailing__number=1).order_by("id")
        assert [row.outcome for row in first] == ["sent"] * 2 + ["overtaken"] * 2

    def test_a_withdrawal_of_a_correction_reaches_who_has_either(self) -> None:
        self.half_sent()
        self.replace(Notice.CORRECTION)
        self.replace(Notice.WITHDRAWAL, seconds=120)
        withdrawn = [mail.mailbox for mail in self.server.received[6:]]
        assert sorted(withdrawn) == [f"r{number}@example.org" for number in range(4)]

    def test_two_versions_at_once_leave_the_last_one(self) -> None:
        make_subscriber()
        publish()
        publish(headline="Second", at=SEVEN + SECOND, notice=Notice.CORRECTION)
        self.at += MINUTE
        self.run_courier()
        (received,) = self.server.received
        assert "Second" in received.message["Subject"]

    def test_a_correction_that_is_called_off_changes_nothing(self) -> None:
        self.half_sent()
        correction = publish(at=SEVEN + MINUTE, notice=Notice.CORRECTION)
        with travel(SEVEN):
            publishing.call_off(correction.bundle, by="ada")
        self.at += 2 * MINUTE
        self.run_courier()
        assert len(self.server.received) == 4
        assert Mailing.objects.count() == 1

    def test_it_waits_for_what_a_courier_has_in_its_hands(self) -> None:
        self.half_sent()
        held = Delivery.objects.due().first()
        assert held
        self.holders.alive = {7}
        Delivery.objects.filter(pk=held.pk).update(due=None, courier=7, begun=1)
        self.replace(Notice.WITHDRAWAL)
        assert Mailing.objects.unfilled().get().number == 2
        Delivery.objects.filter(pk=held.pk).update(courier=None, outcome="sent")
        self.pass_time(1)
        self.run_courier()
        assert not Mailing.objects.unfilled().exists()
        notified = sorted(mail.mailbox for mail in self.server.received[2:])
        assert notified == ["r0@example.org", "r1@example.org", "r2@example.org"]

    def withdrawn_after(self, verb: str) -> list[str]:
        """Return who is told of the withdrawal of a mail whose line dropped at the verb."""
        make_subscriber()
        publish()
        self.server.script = lambda at, mailbox: DROP if at == verb else None
        self.run_courier()
        self.server.script = lambda verb, mailbox: None
        self.replace(Notice.WITHDRAWAL)
        return self.server.mailboxes()

    def test_a_mail_that_may_have_left_counts_as_one_that_has(self) -> None:
        assert len(self.withdrawn_after(".")) == 1

    def test_a_mail_that_cannot_have_left_counts_as_none(self) -> None:
        assert self.withdrawn_after("RCPT") == []


class ARefusal(CourierTestCase):
    """Is the mail's, which is tried again; or the mail system's, and then all wait."""

    def setUp(self) -> None:
        super().setUp()
        self.reader, self.other = make_subscriber(), make_subscriber()
        publish()

    def refuse(self, reply: str, verb: str = "RCPT") -> None:
        """Have the server answer so for the first reader."""
        self.server.script = lambda at, mailbox: (
            reply if at == verb and mailbox == self.reader.address else None
        )

    def test_for_good_ends_it_at_once(self) -> None:
        self.refuse("550 5.7.1 no")
        self.run_courier()
        row = Delivery.objects.get(subscriber=self.reader)
        assert (row.outcome, row.reply, row.attempts) == ("failed", "550 5.7.1 no", 1)
        assert self.server.mailboxes() == [self.other.address]

    def test_of_a_mailbox_that_is_not_there_ends_the_subscription(self) -> None:
        self.refuse("550 5.1.1 unknown")
        self.run_courier()
        self.reader.refresh_from_db()
        assert self.reader.status == Status.BOUNCED
        assert self.reader.consents.get().means == "smtp"

    def test_for_the_moment_is_tried_again_later_each_time_and_then_not(self) -> None:
        self.refuse("451 later")
        waits = []
        for _ in range(8):
            self.run_courier()
            row = Delivery.objects.get(subscriber=self.reader)
            if row.due:
                waits.append((row.due - self.at) / MINUTE)
                self.at = row.due
        assert (row.outcome, row.attempts, row.begun) == ("failed", 8, 8)
        for wait, minutes in zip(waits, (1, 5, 15, 60, 120, 240, 480), strict=True):
            assert 0.8 * minutes <= wait <= 1.2 * minutes

    def test_of_the_mail_system_leaves_all_rows_as_they_were(self) -> None:
        self.server.script = lambda verb, mailbox: (
            "421 busy" if verb == "RCPT" else None
        )
        self.run_courier()
        rows = Delivery.objects.order_by("id")
        assert [(r.attempts, r.begun, r.outcome) for r in rows] == [(0, 0, "")] * 2
        assert {row.due for row in rows} == {SEVEN}
        self.server.script = lambda verb, mailbox: None
        self.run_courier()
        assert not self.server.received  # it rests
        self.pass_time(0.6)
        self.run_courier()
        assert len(self.server.received) == 2

    def test_that_lasts_is_logged_once_without_an_address(self) -> None:
        self.server.script = lambda verb, mailbox: f"421 {mailbox}"
        with self.assertLogs("releases.management.delivering") as logs:
            for _ in range(20):
                self.run_courier()
                self.pass_time(30)
        assert len(logs.output) == 1
        assert "takes no mail" in logs.output[0]
        assert "@" not in logs.output[0]


class AMailThatCannotBeWritten(CourierTestCase):
    """Waits, and holds up no other one."""

    def setUp(self) -> None:
        super().setUp()
        self.is_broken = True
        renderers = {MailingKind.PUBLICATION: self.render}
        self.enterContext(mock.patch.dict(RENDERERS, renderers))

    def render(self, mailing: Mailing) -> MailTemplate:
        """Render the mail, unless it is the one that is broken."""
        if self.is_broken and mailing.chain.endswith("/broken"):
            raise ValueError(mailing.chain)
        return publication_mail(mailing)

    def test_it_waits_alone_until_it_can_be_written(self) -> None:
        make_subscriber("a@example.org")
        make_subscriber("b@example.org")
        make_subscriber("daily@example.org", pace=Pace.DAILY, digest_hour=SEVEN.hour)
        publish("broken")
        publish("results")
        with self.assertLogs("releases.management.delivering") as logs:
            self.run_courier()
        everyone = ["a@example.org", "b@example.org", "daily@example.org"]
        assert self.server.mailboxes() == everyone
        assert "publication:" in logs.output[0]
        assert "@" not in logs.output[0]
        waiting = Delivery.objects.due().filter(mailing__chain="release:2026/broken")
        assert waiting.count() == 3
        self.is_broken = False
        self.run_courier()
        assert self.server.mailboxes() == everyone  # it is too early
        self.pass_time(120)
        self.run_courier()
        assert self.server.mailboxes() == sorted(everyone * 2)
        assert set(outcomes()) == {Outcome.SENT}


class AnotherCourier(CourierTestCase):
    """Takes over what one that has ended had in its hands."""

    def setUp(self) -> None:
        super().setUp()
        self.publication = publish()
        reader = make_subscriber()
        mailing = make_mailing(
            key=f"publication:{self.publication.pk}",
            publication=self.publication.pk,
            filled_at=SEVEN,
        )
        self.delivery = make_delivery(mailing, reader, due=None, courier=7, begun=1)

    def test_of_one_that_lives_nothing_is_taken(self) -> None:
        self.holders.alive = {7}
        self.run_courier()
        assert not self.server.received

    def test_what_was_begun_is_sent_again_with_the_same_id(self) -> None:
        self.run_courier()
        Delivery.objects.update(due=None, courier=7, outcome="", begun=1)
        self.pass_time(1.1)
        self.run_courier()
        first, second = self.server.received
        assert first.message_id == second.message_id

    def test_one_that_starts_again_has_its_own_back(self) -> None:
        Delivery.objects.update(courier=1)
        self.run_courier()
        assert not self.server.received
        self.courier.start()
        self.run_courier()
        assert len(self.server.received) == 1

    def test_a_mail_that_was_taken_from_it_does_not_leave(self) -> None:
        Delivery.objects.update(courier=None, due=SEVEN)

        def steal(path: str) -> bool:
            Delivery.objects.update(courier=7)
            return True

        self.holders.alive = {7}
        self.pages.has_page = steal  # type: ignore[method-assign]  # while it is asked for
        self.run_courier()
        assert not self.server.received
        self.delivery.refresh_from_db()
        assert self.delivery.courier == 7
