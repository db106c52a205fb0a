"""Tests of test mails, by a courier and a real SMTP server: to one's own account alone."""

from __future__ import annotations

import re

from releases.alerts.mail_tests import owe_test
from releases.alerts.sample_mails import SAMPLES
from releases.readers.models import Delivery, Outcome, Rank
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN, make_contact, make_issuer, make_user
from tests.clock import SECOND, travel
from tests.public.html_pages import save_and_publish
from tests.readers.rows import make_subscriber


class ATest(CourierTestCase):
    """Is marked as one, and its links open nothing."""

    def setUp(self) -> None:
        super().setUp()
        save_and_publish(make_issuer(name="Larkmoor"), make_contact())
        self.user = make_user("ada", email="ada@larkmoor.example")
        make_subscriber()

    def test_each_kind_goes_to_the_account_that_asked(self) -> None:
        for sample in SAMPLES:
            owe_test(sample, staff=self.user.pk, at=SEVEN)
        self.run_courier()
        assert self.server.mailboxes() == ["ada@larkmoor.example"] * len(SAMPLES)
        assert {row.rank for row in Delivery.objects.all()} == {Rank.STAFF}
        ids = set()
        for received in self.server.received:
            message = received.message
            ids.add(received.message_id)
            assert str(message["Subject"]).startswith("[Test] ")
            assert str(message["Subject"]).count("[Test]") == 1
            assert message["In-Reply-To"] != message["Message-ID"]
            if not message["List-Unsubscribe"]:
                continue
            content = received.content.replace(b"=\r\n", b"").decode()
            keys = set(re.findall(r"/alerts/\w+/([^/]+)/", content))
            assert keys == {"test"}
            with travel(self.at):
                for path in re.findall(r"/alerts/\w+/test/", content):
                    assert self.client.post(path, {"erase": ""}).status_code == 404
        assert len(ids) == len(SAMPLES)

    def test_that_of_a_release_goes_after_its_page_and_not_before(self) -> None:
        row = publish("results", "Larkmoor Is Acquired", at=SEVEN + 10 * SECOND)
        owe_test("release", staff=self.user.pk, at=SEVEN, publication=row)
        self.run_courier()
        assert not self.server.received
        self.pass_time(10)
        self.run_courier()
        subjects = sorted(str(mail.message["Subject"]) for mail in self.server.received)
        assert subjects == ["Larkmoor Is Acquired", "[Test] Larkmoor Is Acquired"]

    def test_who_has_left_gets_none(self) -> None:
        owe_test("release", staff=self.user.pk, at=SEVEN)
        self.user.is_active = False
        self.user.save()
        self.run_courier()
        assert not self.server.received
        assert Delivery.objects.get().outcome == Outcome.DROPPED
