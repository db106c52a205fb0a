"""Tests of the mail that asks readers on an imported list to confirm, by a real courier."""

from __future__ import annotations

import io

from releases.alerts.subscriber_import import import_list
from releases.alerts.subscribers import CONFIRM_WITHIN
from releases.readers.keys import KeyPurpose
from releases.readers.models import Status, Subscriber
from tests.alerts.couriers import CourierTestCase
from tests.builders import make_contact, make_issuer
from tests.clock import travel
from tests.public.html_pages import save_and_publish
from tests.subscriptions.forms import KEY, filled

LIST = b"address,choices\nann@example.org,events\nbob@example.org,\n"


class AReaderOnAList(CourierTestCase):
    """Is asked once, after whoever waits for a mail, and gets nothing without a word."""

    def setUp(self) -> None:
        super().setUp()
        save_and_publish(make_issuer(name="Larkmoor"), make_contact())
        with travel(self.at):
            import_list(io.BytesIO(LIST), basis="Cards", by="dana", at=self.at)

    def test_the_link_in_the_mail_subscribes(self) -> None:
        self.run_courier()
        assert self.server.mailboxes() == ["ann@example.org", "bob@example.org"]
        message = self.server.received[0].message
        assert message["Subject"] == "Would you like e-mail alerts from Larkmoor?"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        body = message.get_body(("plain",))
        assert body is not None
        paths = {match[0] for match in KEY.finditer(str(body.get_content()))}
        (confirm,) = (path for path in paths if f"/{KeyPurpose.CONFIRM}/" in path)
        with travel(self.at):
            assert self.client.post(confirm).status_code == 200
        ann = Subscriber.objects.get(key="ann@example.org")
        assert ann.status == Status.ACTIVE
        assert [row.subject for row in ann.subscriptions.all()] == ["events"]
        assert Subscriber.objects.get(key="bob@example.org").status == Status.PENDING

    def test_whoever_asked_by_the_form_has_the_mail_first(self) -> None:
        with self.settings(IRSITE_ALERTS=True), travel(self.at):
            self.client.post("/alerts/", filled(address="cy@example.org"))
        self.run_courier()
        assert self.server.received[0].mailbox == "cy@example.org"
        assert len(self.server.received) == 3

    def test_whoever_says_nothing_is_forgotten(self) -> None:
        self.run_courier()
        self.pass_time(CONFIRM_WITHIN.total_seconds())
        self.run_courier()
        assert not Subscriber.objects.exists()
