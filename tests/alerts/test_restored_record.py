"""Tests of a record that was restored alone, and gave an id to another publication."""

from __future__ import annotations

from releases.models import Publication
from releases.readers.models import Delivery, Mailing, Outcome
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN
from tests.clock import SECOND
from tests.readers.rows import make_delivery, make_mailing, make_subscriber


class AnIdThatAnotherPublicationGot(CourierTestCase):
    """Is told apart by the digest: what is new is mailed, and what is gone is not."""

    def setUp(self) -> None:
        super().setUp()
        self.reader = make_subscriber("ann@example.org")
        self.publication = publish(headline="What is there now")
        self.gone = make_mailing(
            publication=self.publication.pk,
            chain="release:2026/gone",
            digest="0" * 64,
            filled_at=SEVEN,
        )

    def test_the_new_publication_is_mailed(self) -> None:
        make_delivery(self.gone, self.reader, due=None, outcome=Outcome.SENT)
        self.at += SECOND
        self.run_courier()
        assert [str(mail.message["Subject"]) for mail in self.server.received] == [
            "What is there now"
        ]
        mailing = Mailing.objects.get(digest=self.publication.digest)
        assert mailing.key.startswith(f"publication:{self.publication.pk}:")
        self.run_courier()
        assert Mailing.objects.count() == 2

    def test_mails_of_the_one_that_is_gone_are_not_sent(self) -> None:
        waiting = make_delivery(self.gone, self.reader)
        self.at += SECOND
        self.run_courier()
        waiting.refresh_from_db()
        assert (waiting.outcome, waiting.begun) == (Outcome.OVERTAKEN, 0)
        assert Delivery.objects.filter(outcome=Outcome.SENT).count() == 1

    def test_one_that_was_not_filled_is_owed_to_nobody(self) -> None:
        Mailing.objects.update(filled_at=None)
        self.run_courier()
        assert not self.gone.deliveries.exists()

    def test_a_mailing_from_before_digests_were_kept_is_known_by_its_id(self) -> None:
        Mailing.objects.update(digest="")
        self.run_courier()
        assert Mailing.objects.get() == self.gone
        assert Publication.objects.count() == 1
