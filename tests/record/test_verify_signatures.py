"""`verify_record` finds what was altered of keys, signatures and the log."""

from __future__ import annotations

from django.db import transaction
from django.test import override_settings

from releases.models import Envelope
from releases.record.proof import keys
from releases.record.proof.signing import sign_pending
from tests.builders import SEVEN
from tests.clock import travel
from tests.record.rows import HOUR
from tests.record.whole import ARecord, by_hand, problems, verified
from tests.signing import new_key, signing_on


@override_settings(SECRET_KEY="k" * 50, SECRET_KEY_IS_LASTING=True)
class ASignedRecord(ARecord):
    """The record is signed, the key was followed by another, and revoked."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN + 3 * HOUR), signing_on() as first, new_key() as second:
            sign_pending()
            path, public_key = second
            keys.rotate(public_key, by="test")
            with override_settings(IRSITE_SIGNING_KEY=path):
                keys.revoke(first, reason="Stolen.", by="test")

    def test_it_is_intact_and_counted(self) -> None:
        status, output = verified()
        assert status == 0, output
        assert "3 publications are signed, and stand in the log." in output

    def test_what_is_not_signed_is_counted_and_no_problem(self) -> None:
        by_hand("DELETE FROM releases_logentry")
        by_hand("DELETE FROM releases_loghead")
        by_hand("DELETE FROM releases_envelope")
        status, output = verified()
        assert status == 0, output
        assert "3 are not signed: see manage.py signing_key." in output

    def test_whatever_is_altered_is_found(self) -> None:
        last = Envelope.objects.latest("pk").pk
        for statement, where, why in (
            (
                (
                    "UPDATE releases_signingkey SET public_key = 'f' WHERE introduced_by_id"
                    " IS NOT NULL"
                ),
                "signing key f",
                "what is signed is not what its columns say",
            ),
            (
                "UPDATE releases_signingkey SET signature = ''",
                "signing key",
                "its signature is not that of its key",
            ),
            (
                "UPDATE releases_keyrevocation SET text = '{}'",
                "the revocation of signing key",
                "what is signed is not what its columns say",
            ),
            (
                f"UPDATE releases_envelope SET text = 'x' WHERE id = {last}",
                "publication",
                "its signature is not that of its key",
            ),
            (
                f"UPDATE releases_envelope SET leaf = 'a' WHERE id = {last}",
                "publication",
                "its hash in the log is not that of its envelope",
            ),
            (
                "UPDATE releases_loghead SET size = size + 1",
                "the head of the log of 2026-03-03T12:00:00+00:00",
                "it is not that of what was published",
            ),
            (
                "UPDATE releases_logentry SET path = path || ' 00' WHERE position = 1",
                "publication",
                "its path does not lead to the head of the log",
            ),
            (
                "DELETE FROM releases_logentry WHERE position = 0",
                "publication",
                "it does not stand in the log at its place",
            ),
            (
                (
                    "DELETE FROM releases_envelope WHERE publication_id IN"
                    " (SELECT publication_id FROM releases_logentry WHERE position = 0)"
                ),
                "the head of the log of 2026-03-03T12:00:00+00:00",
                "it is not that of what was published",
            ),
            (
                (
                    "UPDATE releases_loghead SET instant = '2026-03-03 12:30:00'"
                    " WHERE size = 1"
                ),
                "the head of the log of 2026-03-03T12:30:00+00:00",
                "nothing was published then",
            ),
        ):
            with self.subTest(statement), transaction.atomic():
                by_hand(statement)
                found = problems()
                assert any(
                    problem.startswith(where) and why in problem for problem in found
                ), found
                transaction.set_rollback(True)
