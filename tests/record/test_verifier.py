"""An outsider's verifier finds every byte that was changed, with Python alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.test import Client, SimpleTestCase

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from releases.models import Attachment
from releases.record.proof import keys
from releases.record.proof.signing import sign_pending
from tests.builders import (
    SEVEN,
    make_attachment,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import travel
from tests.public.html_pages import correct, save_and_publish
from tests.signing import load_verifier, new_key, signing_on

HOUR = dt.timedelta(hours=1)
AT = SEVEN + 3 * HOUR
PAGE = "/releases/2026/results/"
FILES = {
    "keys": "/.well-known/irsite-keys.json",
    "statement": f"{PAGE}versions/1/statement.json",
    "document": f"{PAGE}versions/1/document.json",
    "head": "/log/head.json",
    "index": "/log/2026/index.txt",
    "later": f"{PAGE}statement.json",
    "newest": f"{PAGE}document.json",
}


VERIFIER = load_verifier()


class TheVerifier(TestCase):
    """Of a release with a file, signed and then corrected after the key was rotated."""

    contents: ClassVar[dict[str, bytes]]
    public_key: ClassVar[str]
    second_key: ClassVar[str]
    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            release = make_release(slug="results")
            cls.file = make_attachment(release)
        put_on_record(release, at=SEVEN)
        with new_key() as (second, cls.second_key):
            with travel(SEVEN), signing_on() as cls.public_key:
                sign_pending()
                early = Client().get(FILES["head"]).content
                keys.rotate(cls.second_key, by="test")
            correct(release, at=AT - HOUR, notice="A slip.", body="<p>It fell.</p>")
            with cls().settings(IRSITE_SIGNING_KEY=second), travel(AT - HOUR):
                sign_pending()
                keys.revoke(cls.public_key, reason="Stolen.", by="test")
        with travel(AT):
            answers = {name: Client().get(path) for name, path in FILES.items()}
            file = Client().get(f"/files/{cls.file.token}/{cls.file.name}")
            cls.contents = {name: answer.content for name, answer in answers.items()}
            cls.contents |= {"file": file.getvalue(), "earlier": early}

    def verify(
        self, action: str, /, *arguments: str, **changed: bytes
    ) -> tuple[int, str]:
        """Return the exit status and what is printed; names stand for their files."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in (self.contents | changed).items():
                (Path(folder) / name).write_bytes(content)
            words = [
                f"{folder}/{word}" if word in self.contents else word
                for word in arguments
            ]
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                status = VERIFIER.main([action, *words])
        return status, out.getvalue()

    def whole(self, **changed: bytes) -> tuple[int, str]:
        """Return the outcome of both checks of all files."""
        key = ("--keys", "keys", "--key", self.public_key)
        one = self.verify("statement", *key, "later", "newest", "file", **changed)
        log = self.verify(
            "log",
            *(*key, "head", "index", "--statement", "statement"),
            *("--earlier", "earlier"),
            **changed,
        )
        return max(one[0], log[0]), one[1] + log[1]

    def test_all_of_it_is_right(self) -> None:
        status, output = self.whole()
        assert status == 0, output
        assert "testserver published version 2 of release 2026/results" in output
        assert "The log has 3 entries, the last of 2026-03-03T14:00:00Z." in output
        assert "nothing was taken out or changed" in output

    @hypothesis_settings(
        max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        st.sampled_from(
            [
                *("keys", "statement", "head", "index", "later", "earlier"),
                *("newest", "file"),
            ]
        ),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 255),
    )
    def test_one_changed_byte_is_found_wherever_it_is(
        self, name: str, place: float, change: int
    ) -> None:
        content = bytearray(self.contents[name])
        content[int(place * len(content))] ^= change
        status, output = self.whole(**{name: bytes(content)})
        assert (status, "WRONG: " in output) == (1, True), (name, bytes(content))

    def test_a_document_and_a_file_are_named_and_any_other_is_wrong(self) -> None:
        with_unrevoked_keys = self.contents["keys"].split(b'"revocations":')[0]
        unrevoked = with_unrevoked_keys + b'"revocations":[]}'
        words = ("statement", "--keys", "keys", "statement", "document", "file")
        status, output = self.verify(*words, keys=unrevoked)
        assert status == 0, output
        assert "document is its document." in output
        assert "file is a file that went out with it." in output
        assert "taken at its word" in output
        for name in ("document", "file"):
            content = bytearray(self.contents[name])
            content[len(content) // 2] ^= 1
            changed = self.verify(*words, keys=unrevoked, **{name: bytes(content)})
            assert changed[0] == 1
            assert "it is not part of this publication" in changed[1]

    def test_a_statement_by_a_revoked_key_needs_the_log(self) -> None:
        status, output = self.verify("statement", "--keys", "keys", "statement")
        assert status == 1
        assert "its key was revoked" in output

    def test_a_key_that_is_not_trusted_does_not_count(self) -> None:
        key = ("--keys", "keys", "--key", "b" * 64)
        status, output = self.verify("statement", *key, "later")
        assert status == 1
        assert "does not count" in output

    def test_a_log_without_its_last_year_or_with_a_line_less_is_not_whole(self) -> None:
        lines = self.contents["index"].splitlines(keepends=True)
        for index, why in (
            (b"".join(lines[:-1]), "the head names 3 entries, not 2"),
            (b"".join(lines[1:]), "entries are missing"),
            (b"".join([*lines, lines[0]]), "twice"),
            (self.contents["index"][:-1], "not whole"),
            (b"", "the head names 3 entries, not 0"),
        ):
            with self.subTest(why):
                status, output = self.verify(
                    "log", "--keys", "keys", "head", "index", index=index
                )
                assert (status, why in output) == (1, True), output

    def test_a_missing_file_is_another_status(self) -> None:
        assert self.verify("statement", "--keys", "/no/such/file", "later")[0] == 2

    def test_it_runs_by_itself_without_any_package(self) -> None:
        done = subprocess.run(
            [sys.executable, "-I", "-S", settings.BASE_DIR / "static/verify_irsite.py"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 2
        assert b"usage" in done.stderr


class Ed25519(SimpleTestCase):
    """The verifier's own arithmetic is that of RFC 8032."""

    # RFC 8032, 7.1: secret key left out, then public key, message and signature.
    VECTORS = (
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
    )

    def test_it_accepts_the_vectors_and_nothing_near_them(self) -> None:
        verify = VERIFIER.verify_ed25519
        order = 2**252 + 27742317777372353535851937790883648493
        for vector in self.VECTORS:
            public, message, signature = map(bytes.fromhex, vector)
            assert verify(public, message, signature)
            assert not verify(public, message + b"x", signature)
            assert not verify(public[::-1], message, signature)
            assert not verify(public, message, signature[:-1])
            # The same s, plus the group's order: malleable signatures are refused.
            larger = int.from_bytes(signature[32:], "little") + order
            again = signature[:32] + larger.to_bytes(32, "little")
            assert not verify(public, message, again)
