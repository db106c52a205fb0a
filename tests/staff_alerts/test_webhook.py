"""The webhook gets the same as staff, signed, and never holds up a mail."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from releases.desk import transitions
from releases.management.delivering import webhook_sender
from releases.management.delivering.retries import RETRIES
from releases.readers.models import Delivery, MailingKind, OutboxState, Outcome, Rank
from releases.staff_alerts.webhook import DEADLINE
from releases.text.webhooks import webhook_headers
from tests.builders import SEVEN, put_on_record, submit
from tests.clock import SECOND
from tests.staff_alerts.staff_courier import (
    HEADLINE,
    HOUR,
    MINUTE,
    SECRETS,
    StaffTestCase,
    webhook_server,
)

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class WebhookTestCase(StaffTestCase):
    """A courier with a webhook that answers at once."""

    def setUp(self) -> None:
        super().setUp()
        self.webhook = self.enterContext(webhook_server())
        url = self.webhook.url
        self.enterContext(
            self.settings(IRSITE_WEBHOOK=url, IRSITE_WEBHOOK_SECRET=SECRET)
        )

    def run_courier(self, courier: object = None) -> None:
        """Have the courier do all that it can do, each message being answered."""
        super().run_courier()
        sender = self.courier._webhook  # noqa: SLF001 - to wait without sleeping
        while self.webhook.may_answer.is_set() and sender.is_waiting:
            sender.wait(10)
            super().run_courier()

    def delivery(self) -> Delivery:
        """Return the one delivery to the webhook."""
        return Delivery.objects.get(webhook=True)


class TheWebhook(WebhookTestCase):
    """Is told by JSON that a chat shows, and others can verify."""

    def test_a_message_is_signed_and_says_no_more_than_a_mail(self) -> None:
        release = submit(self.secret_release())
        self.run_at(SEVEN + SECOND)
        (posted,) = self.webhook.posted
        assert posted.path == "/hooks/x?y=1"
        url = f"http://testserver/admin/releases/release/{release.pk}/change/"
        assert posted.content["type"] == "staff.approval"
        assert posted.content["data"]["release"] == release.pk
        assert posted.content["data"]["url"] == url
        assert posted.content["text"].startswith("A release waits for your approval\n")
        assert posted.content["text"].endswith(url)
        assert not [word for word in SECRETS if word in posted.body.decode().lower()]
        headers = posted.headers
        timestamp = int((SEVEN + SECOND).timestamp())
        assert headers["webhook-timestamp"] == str(timestamp)
        signed = f"{headers['webhook-id']}.{timestamp}.".encode() + posted.body
        code = base64.b64encode(hmac.digest(KEY, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{code}"
        assert headers["content-type"] == "application/json"
        assert self.delivery().outcome == Outcome.SENT

    def test_the_signature_is_that_of_the_specifications_example(self) -> None:
        headers = webhook_headers(
            b'{"test": 2432232314}',
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp=1614265330,
            secret=base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        )
        signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        assert headers["webhook-signature"] == signature
        unsigned = webhook_headers(b"", message_id="a", timestamp=1, secret=b"")
        assert "webhook-signature" not in unsigned

    def test_a_refusal_is_tried_again_with_the_same_id_and_then_given_up(self) -> None:
        submit(self.secret_release())
        self.webhook.status = 503
        self.run_at(SEVEN + SECOND)
        waiting = self.delivery()
        assert (waiting.outcome, waiting.attempts) == ("", 1)
        assert waiting.reply == "HTTP 503"
        assert waiting.due is not None
        self.run_at(SEVEN + 2 * SECOND)
        assert len(self.webhook.posted) == 1
        self.run_at(waiting.due)
        first, second = self.webhook.posted
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        signatures = {each.headers["webhook-signature"] for each in (first, second)}
        assert len(signatures) == 2
        Delivery.objects.filter(webhook=True).update(attempts=len(RETRIES), due=self.at)
        self.run_at(self.at + MINUTE)
        assert self.delivery().outcome == Outcome.FAILED

    def test_a_receiver_that_is_gone_is_asked_once(self) -> None:
        submit(self.secret_release())
        self.webhook.status = 410
        self.run_at(SEVEN + SECOND)
        assert self.delivery().outcome == Outcome.FAILED

    def test_a_redirect_is_not_followed(self) -> None:
        submit(self.secret_release())
        self.webhook.status = 307
        self.run_at(SEVEN + SECOND)
        assert self.delivery().reply == "HTTP 307"

    def test_a_server_that_never_answers_holds_up_no_mail(self) -> None:
        submit(self.secret_release())
        self.webhook.may_answer.clear()
        mails = self.run_at(SEVEN + SECOND)
        assert [name for name, _ in mails] == ["carl", "fay"]
        held = self.delivery()
        assert (held.courier, held.begun) == (1, 1)
        self.pass_time(DEADLINE + 1)
        self.run_courier()
        waiting = self.delivery()
        assert (waiting.courier, waiting.reply) == (None, "no answer")
        assert waiting.due is not None

    def test_where_nobody_listens_it_waits(self) -> None:
        submit(self.secret_release())
        with self.settings(IRSITE_WEBHOOK="https://127.0.0.1:9/"):
            self.run_at(SEVEN + SECOND)
        assert self.delivery().reply == "no answer"

    def test_what_is_no_longer_true_is_not_sent(self) -> None:
        release = submit(self.secret_release())
        self.webhook.status = 503
        self.run_at(SEVEN + SECOND)
        self.clock.move_to(SEVEN + MINUTE)
        transitions.send_back(release, by=self.fay, at=SEVEN + MINUTE, reason="No")
        self.webhook.status = 200
        self.run_at(SEVEN + HOUR)
        types = [posted.content["type"] for posted in self.webhook.posted]
        assert types == ["staff.approval", "staff.sent_back"]

    def test_a_courier_that_stops_gives_back_what_is_on_its_way(self) -> None:
        submit(self.secret_release())
        self.webhook.may_answer.clear()
        self.run_at(SEVEN + SECOND)
        self.courier.stop()
        assert self.delivery().due is not None

    def test_what_cannot_be_written_waits_alone(self) -> None:
        submit(self.secret_release())
        with self.settings(IRSITE_WEBHOOK_SECRET="broken"), self.assertLogs() as logs:
            self.run_at(SEVEN + SECOND)
        assert "cannot be written" in logs.output[0]
        due = self.delivery().due
        assert due == SEVEN + SECOND + webhook_sender.WRITE_RETRY
        assert len(self.server.received) == 2

    def test_what_is_live_is_told_with_its_headline(self) -> None:
        put_on_record(self.secret_release())
        self.run_at(SEVEN + SECOND)
        (posted,) = self.webhook.posted
        assert posted.content["type"] == "staff.went_live"
        assert HEADLINE in posted.content["text"]


class AMailSystemThatIsDown(WebhookTestCase):
    """Is told by the webhook and at the dashboard, since no mail can."""

    def dashboard(self) -> str:
        """Return the text of the desk's first page, as Carl has it."""
        self.carl = User.objects.get(pk=self.carl.pk)
        client = Client()
        client.force_login(self.carl)
        return client.get(reverse("admin:index")).content.decode()

    def test_it_is_told_until_mails_go_again(self) -> None:
        sentence = "The mail system has taken no mail since"
        submit(self.secret_release())
        self.server.script = lambda verb, mailbox: "421 down"
        with self.assertLogs("releases.management.delivering"):
            for minutes in range(4):
                self.run_at(SEVEN + SECOND + minutes * MINUTE)
        types = [posted.content["type"] for posted in self.webhook.posted]
        assert types == ["staff.approval", "staff.mail_down"]
        assert not Delivery.objects.filter(
            mailing__kind=MailingKind.MAIL_DOWN, rank=Rank.STAFF
        )
        assert sentence in self.dashboard()
        self.server.script = lambda verb, mailbox: None
        self.run_at(SEVEN + HOUR)
        assert len(self.server.received) == 2
        assert OutboxState.objects.get().mail_down_since is None
        assert sentence not in self.dashboard()
        assert len(self.webhook.posted) == 2
