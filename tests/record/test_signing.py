"""What is published is signed once, and stands in a log that tells nothing ahead."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from django.test import Client, TestCase

import pytest

from releases.desk import transitions
from releases.models import (
    Envelope,
    LogEntry,
    LogHead,
    Publication,
    Release,
    SigningKey,
)
from releases.record.horizon import generation, read_horizon
from releases.record.proof import keys, signers, signing
from releases.record.proof.signers import SigningFailed, is_signed
from releases.record.proof.signing import SigningReport, SigningRound, sign_pending
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_issuer,
    make_release,
    publication_of,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import correct, give_notice
from tests.record.rows import WAYS, altered, change, insert, on_sqlite, refused, sql
from tests.signing import new_key, signing_on

HOUR = dt.timedelta(hours=1)
HEAD = "/log/head.json"
INDEX = "/log/2026/index.txt"


class SigningTestCase(TestCase):
    """A release was published an hour before SEVEN; the site has a key."""

    public_key: str

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="earlier", at=SEVEN - HOUR)

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN - HOUR))
        self.public_key = self.enterContext(signing_on())
        sign_pending()

    def answer(self, path: str, *, at: dt.datetime) -> tuple[int, bytes]:
        """Return the status and the body that a reader gets."""
        with travel(at):
            response = Client().get(path)
            return response.status_code, response.content

    def sizes(self) -> list[tuple[dt.datetime, int]]:
        """Return the instants of the log's heads, and how many entries each has."""
        return list(LogHead.objects.order_by("instant").values_list("instant", "size"))


class APublication(SigningTestCase):
    """It is signed with its place in its chain, its digest and its files."""

    def test_it_is_signed_once_as_canonical_json(self) -> None:
        with travel(SEVEN - HOUR / 2):
            release = make_release(slug="results")
            file = make_attachment(release)
        put_on_record(release, at=SEVEN)
        assert sign_pending() == SigningReport(envelopes=1, heads=1)
        assert sign_pending() == SigningReport()
        publication = publication_of(release)
        envelope = Envelope.objects.get(publication=publication)
        assert json.loads(envelope.text) == {
            "type": "irsite-envelope-1",
            "host": "testserver",
            "kind": "release",
            "address": "2026/results",
            "number": 1,
            "dated": "2026-03-03T12:00:00Z",
            "live_from": "2026-03-03T12:00:00Z",
            "digest": publication.digest,
            "files": [file.sha256],
            "previous": "",
        }
        assert envelope.text.startswith('{"address":"2026/results","dated":')
        assert is_signed(envelope.text.encode(), envelope.signature, self.public_key)
        assert str(envelope) == envelope.leaf

    def test_a_correction_names_the_version_before_it(self) -> None:
        correct(Release.objects.get(), at=SEVEN, notice="A slip.", body="<p>It.</p>")
        sign_pending()
        first, second = Envelope.objects.order_by("id")
        assert json.loads(second.text)["previous"] == first.leaf

    def test_its_statement_is_there_from_its_instant_on_and_never_before(self) -> None:
        release = put_on_record(slug="results", at=SEVEN, recorded_at=SEVEN - HOUR / 2)
        sign_pending()
        page = f"/releases/{release.address}/"
        for path in (f"{page}statement.json", f"{page}versions/1/statement.json"):
            before = self.answer(path, at=SEVEN - MICROSECOND)
            assert before == self.answer("/no/such/page/", at=SEVEN - MICROSECOND)
            status, content = self.answer(path, at=SEVEN)
            assert status == 200
            assert json.loads(content)["index"] == 1

    def test_that_is_not_signed_has_a_document_and_no_statement(self) -> None:
        put_on_record(slug="results", at=SEVEN)
        page = "/releases/2026/results/"
        status, document = self.answer(f"{page}document.json", at=SEVEN)
        assert status == 200
        assert document.decode() == Publication.objects.latest("id").document
        assert self.answer(f"{page}statement.json", at=SEVEN)[0] == 404

    def test_signing_it_changes_its_pages_from_its_instant_on(self) -> None:
        put_on_record(slug="results", at=SEVEN, recorded_at=SEVEN - HOUR / 2)
        since = generation()
        sign_pending()
        assert read_horizon(at=SEVEN - HOUR, since=since).affects_from == SEVEN

    def test_it_is_signed_as_soon_as_it_is_committed(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            put_on_record(slug="results", at=SEVEN)
        assert Envelope.objects.count() == 2
        with self.captureOnCommitCallbacks(execute=True):
            later = schedule(live_from=SEVEN + HOUR, slug="later")
        with self.captureOnCommitCallbacks(execute=True), travel(SEVEN):
            transitions.call_off(later, by=author(), at=SEVEN)
        assert self.sizes() == [(SEVEN - HOUR, 1), (SEVEN, 2)]

    def test_it_is_published_even_if_nothing_can_sign_it(self) -> None:
        with (
            self.settings(IRSITE_SIGNING_KEY="/no/such/key"),
            self.assertLogs(signing.__name__) as logged,
            self.captureOnCommitCallbacks(execute=True),
        ):
            put_on_record(slug="results", at=SEVEN)
        assert "Not everything is signed" in logged.output[0]
        assert "results" not in logged.output[0]
        assert self.answer("/releases/2026/results/", at=SEVEN)[0] == 200
        assert sign_pending() == SigningReport(envelopes=1, heads=1)

    def test_it_is_published_even_if_signing_has_an_error(self) -> None:
        with (
            mock.patch.object(signing, "sign_pending", side_effect=ValueError),
            self.assertLogs("django"),
            self.captureOnCommitCallbacks(execute=True),
        ):
            put_on_record(slug="results", at=SEVEN)
        assert self.answer("/releases/2026/results/", at=SEVEN)[0] == 200

    def test_publishing_waits_so_long_for_signatures_and_no_longer(self) -> None:
        put_on_record(slug="results", at=SEVEN)
        with (
            mock.patch.object(signing, "MAX_SECONDS", 0.0),
            self.assertLogs(signing.__name__) as logged,
        ):
            signing.sign_pending_or_log()
        assert "takes too long" in logged.output[0]
        assert Envelope.objects.count() == 1

    def test_what_was_signed_before_a_failure_is_stored(self) -> None:
        for slug in ("results", "outlook"):
            put_on_record(slug=slug, at=SEVEN)
        signature = keys.sign(
            "a text", signer=keys.required_signer(), keys=keys.usable_keys()
        )
        with (
            mock.patch.object(
                signing, "sign", side_effect=[signature, SigningFailed("broken")]
            ),
            pytest.raises(SigningFailed, match="broken"),
        ):
            sign_pending()
        assert Envelope.objects.count() == 2

    def test_a_sealed_version_shows_no_statement_and_stays_in_the_log(self) -> None:
        give_notice(Release.objects.get(), at=SEVEN, sealed=True)
        sign_pending()
        first = "/releases/2026/earlier/versions/1/"
        for path in (f"{first}statement.json", f"{first}document.json"):
            assert self.answer(path, at=SEVEN - MICROSECOND)[0] == 200
            assert self.answer(path, at=SEVEN)[0] == 410
        assert self.answer(INDEX, at=SEVEN)[1].count(b"\n") == 2


class TheLog(SigningTestCase):
    """It says what was public at each instant, and nothing of what is to come."""

    def answers(self, *, at: dt.datetime) -> list[tuple[int, bytes]]:
        """Return everything that readers get of the log."""
        paths = (HEAD, INDEX, "/releases/2026/earlier/statement.json")
        return [self.answer(path, at=at) for path in paths]

    def test_scheduling_and_calling_off_change_no_byte_of_it(self) -> None:
        before = self.answers(at=SEVEN - MICROSECOND)
        assert [status for status, _ in before] == [200, 200, 200]
        release = schedule(live_from=SEVEN, slug="merger")
        sign_pending()
        assert self.answers(at=SEVEN - MICROSECOND) == before
        assert self.answers(at=SEVEN) != before
        with travel(SEVEN - 2 * SECOND):
            transitions.call_off(release, by=author(), at=SEVEN - 2 * SECOND)
        assert self.answers(at=SEVEN) == before
        sign_pending()
        assert self.answers(at=SEVEN) == before

    def test_a_call_off_discards_the_heads_from_its_instant_on(self) -> None:
        first = schedule(live_from=SEVEN, slug="first")
        early = SEVEN - HOUR / 2
        schedule(live_from=SEVEN + HOUR, approved_at=early, slug="second")
        sign_pending()
        assert self.sizes() == [(SEVEN - HOUR, 1), (SEVEN, 2), (SEVEN + HOUR, 3)]
        with travel(SEVEN - 2 * SECOND):
            transitions.call_off(first, by=author(), at=SEVEN - 2 * SECOND)
            assert self.sizes() == [(SEVEN - HOUR, 1)]
            sign_pending()
        assert self.sizes() == [(SEVEN - HOUR, 1), (SEVEN + HOUR, 2)]

    def test_what_is_scheduled_in_between_takes_its_place_by_its_instant(self) -> None:
        early = SEVEN - HOUR / 2
        schedule(live_from=SEVEN + HOUR, approved_at=early, slug="last")
        sign_pending()
        schedule(live_from=SEVEN, approved_at=early, slug="between")
        assert self.sizes() == [(SEVEN - HOUR, 1)]
        sign_pending()
        places = LogEntry.objects.order_by("position").values_list(
            "publication__address", flat=True
        )
        assert list(places) == ["2026/earlier", "2026/between", "2026/last"]

    def test_a_site_that_begins_to_sign_later_signs_each_past_instant(self) -> None:
        for number in range(3):
            put_on_record(slug=f"n{number}", at=SEVEN + number * HOUR)
        with mock.patch.object(signing, "BATCH", 2):
            assert sign_pending() == SigningReport(envelopes=3, heads=3)
        assert [size for _, size in self.sizes()] == [1, 2, 3, 4]

    def test_it_ends_before_the_first_publication_that_is_not_signed(self) -> None:
        put_on_record(slug="results", at=SEVEN)
        with mock.patch.object(
            signing, "_sign_envelopes", return_value=SigningRound(generation=0)
        ):
            assert sign_pending() == SigningReport()
        assert self.answer(HEAD, at=SEVEN) == self.answer(HEAD, at=SEVEN - SECOND)

    def test_what_the_record_has_outrun_is_signed_again(self) -> None:
        put_on_record(slug="results", at=SEVEN)
        real = SigningRound.store
        outcomes = iter([False])

        def store(signed: SigningRound) -> bool:
            return next(outcomes, True) and real(signed)

        with mock.patch.object(SigningRound, "store", store):
            assert sign_pending() == SigningReport(envelopes=1, heads=1)
        stale = SigningRound(generation=generation() - 1)
        assert not stale.store()

    def test_is_kept_for_good_after_its_instant(self) -> None:
        for model in (LogEntry, LogHead):
            with self.subTest(model.__name__), refused("never altered after"):
                sql(f"DELETE FROM {model._meta.db_table}")
        head, entry = LogHead.objects.get(), LogEntry.objects.get()
        assert str(head) == f"1 {head.root}"
        assert str(entry) == "0"
        for row in (head, entry, Envelope.objects.get(), SigningKey.objects.get()):
            for column, value in altered(row):
                with self.subTest(f"{row} {column}"), refused("never altered"):
                    change(row, column, value)
        for way in WAYS:
            with self.subTest(way.__name__), refused("never altered"):
                way(head, "root", "f" * 64)

    def test_no_second_row_is_signed_in_anybodys_place(self) -> None:
        for row, sentence in (
            (SigningKey.objects.get(), "A signing key is named once"),
            (Envelope.objects.get(), "A publication is signed once"),
            (LogHead.objects.get(), "The log is signed once for each instant"),
            (LogEntry.objects.get(), "log_entry_has_its_own_place|alone at its place"),
        ):
            row.pk = None
            with self.subTest(sentence), refused(sentence):
                insert(row)

    @on_sqlite
    def test_sqlites_or_replace_is_refused(self) -> None:
        for row in (Envelope.objects.get(), LogHead.objects.get()):
            for verb in ("REPLACE", "INSERT OR REPLACE"):
                with self.subTest(verb), refused("its own id"):
                    insert(row, verb=verb)


class AKey(SigningTestCase):
    """It is introduced by the one before it, and may be revoked."""

    def history(self) -> Any:
        """Return what readers get of the keys."""
        status, content = self.answer("/.well-known/irsite-keys.json", at=SEVEN)
        assert status == 200
        return json.loads(content)

    def setUp(self) -> None:
        super().setUp()
        self.second, self.second_public = self.enterContext(new_key())

    def test_rotation_leaves_what_was_signed_and_signs_what_comes(self) -> None:
        old = list(Envelope.objects.values("pk", "key", "signature"))
        keys.rotate(self.second_public, by="test")
        with self.settings(IRSITE_SIGNING_KEY=self.second):
            put_on_record(slug="results", at=SEVEN)
            sign_pending()
        assert list(Envelope.objects.values("pk", "key", "signature")[:1]) == old
        latest = Envelope.objects.latest("pk")
        assert latest.key.public_key == self.second_public
        first, second = self.history()["keys"]
        assert first["until"] == second["statement"]["from"]
        assert second["signed_by"] == self.public_key

    def test_a_revoked_key_signs_nothing_more(self) -> None:
        keys.rotate(self.second_public, by="test")
        with self.settings(IRSITE_SIGNING_KEY=self.second), travel(SEVEN):
            revocation = keys.revoke(self.public_key, reason="Stolen.", by="test")
        assert str(revocation).startswith(self.public_key)
        put_on_record(slug="results", at=SEVEN + HOUR)
        with pytest.raises(SigningFailed, match="revoked"):
            sign_pending()
        (revoked,) = self.history()["revocations"]
        assert revoked["statement"]["size"] == 1

    def test_what_cannot_be_is_refused_with_a_sentence(self) -> None:
        keys.rotate(self.second_public, by="test")
        for refusal, call in (
            ("rotate it", lambda: keys.register("a" * 64, by="test")),
            ("64 hexadecimal", lambda: keys.rotate("A" * 64, by="test")),
            ("already", lambda: keys.rotate(self.second_public, by="test")),
            ("not on record", lambda: keys.revoke("b" * 64, reason="", by="test")),
            (
                "not on record, or is revoked",
                lambda: keys.revoke(self.public_key, reason="", by="test"),
            ),
        ):
            with self.subTest(refusal), pytest.raises(SigningFailed, match=refusal):
                call()
        with self.settings(IRSITE_SIGNING_KEY=self.second):
            keys.revoke(self.public_key, reason="Old.", by="test")
            with pytest.raises(SigningFailed, match="already"):
                keys.revoke(self.public_key, reason="Old.", by="test")
        with (
            self.settings(IRSITE_SIGNING_KEY=""),
            pytest.raises(SigningFailed, match="Signing is off"),
        ):
            keys.rotate("c" * 64, by="test")

    def test_a_file_that_is_no_key_or_that_others_may_read_is_refused(self) -> None:
        for path, why in (
            ("/no/such/key", "is not there"),
            (self.second.parent, "is not a file"),
        ):
            with pytest.raises(SigningFailed, match=why):
                signers.read_key(Path(path))
        self.second.chmod(0o640)
        with pytest.raises(SigningFailed, match="others may read it"):
            signers.read_key(self.second)
        self.second.chmod(0o600)
        self.second.write_text("no key")
        with pytest.raises(SigningFailed, match="holds no Ed25519 key"):
            signers.read_key(self.second)


class ACommand(SigningTestCase):
    """A command that reads a text and writes a signature takes the place of a key."""

    def by(self, program: str) -> bytes:
        """Return what this Python program signs, as a command."""
        command = f"{shlex.quote(sys.executable)} -c {shlex.quote(program)}"
        return signers.sign_by_command(command, b"a text")

    def test_it_may_write_bytes_or_hexadecimal(self) -> None:
        copy = "import sys; text = sys.stdin.buffer.read() * 11; "
        raw = self.by(copy + "sys.stdout.buffer.write(text[:64])")
        assert raw == (b"a text" * 11)[:64]
        assert self.by(copy + "print(text[:64].hex())") == raw

    def test_one_that_fails_is_named_without_what_it_was_given(self) -> None:
        for program, why in (
            ("raise SystemExit(3)", "ended with status 3"),
            ("print('no signature')", "wrote no Ed25519 signature"),
            ("print('ab')", "wrote no Ed25519 signature"),
        ):
            with self.subTest(why), pytest.raises(SigningFailed, match=why) as failure:
                self.by(program)
            assert "a text" not in str(failure.value)
        with pytest.raises(SigningFailed, match="cannot be started"):
            signers.sign_by_command("/no/such/command", b"")

    def test_one_that_hangs_is_stopped(self) -> None:
        with (
            mock.patch.object(signers, "COMMAND_TIMEOUT", 0.05),
            pytest.raises(SigningFailed, match="took longer"),
        ):
            self.by("while True: pass")

    def test_another_keys_signature_is_never_stored(self) -> None:
        put_on_record(slug="results", at=SEVEN)
        with (
            self.settings(
                IRSITE_SIGNING_KEY="", IRSITE_SIGNING_COMMAND="head -c 64 /dev/zero"
            ),
            pytest.raises(SigningFailed, match="not on record"),
        ):
            sign_pending()
        assert Envelope.objects.count() == 1
