"""Tests of signed mails: dkimpy verifies them, and nothing that is signed can change."""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path

from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

import dkim  # type: ignore[import-untyped]  # has no types
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    generate_private_key as rsa_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from releases.alerts.dkim import DkimKey, DkimKeyError, DkimSigner, dkim_signer
from releases.alerts.mime import Part, Slot, mail_template
from releases.alerts.rendering import MailWriter
from tests.alerts.couriers import CourierTestCase, publish
from tests.builders import SEVEN
from tests.readers.rows import make_subscriber

# Made once: a key of 2048 bits takes a while.
RSA = rsa_key(65537, 2048)
ED25519 = Ed25519PrivateKey.generate()
KEYS: tuple[DkimKey, ...] = (RSA, ED25519)


def pem(key: object, password: bytes = b"") -> str:
    """Return a private key in PEM."""
    secret = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret).decode()  # type: ignore[attr-defined,no-any-return]  # of many kinds


def record_of(key: DkimKey) -> bytes:
    """Return what the DNS has of the key (RFC 6376, 3.6.1; RFC 8463, 4)."""
    if isinstance(key, Ed25519PrivateKey):
        kind = "ed25519"
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    else:
        kind = "rsa"
        public = key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
    return f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}".encode()


def is_signed(content: bytes, key: DkimKey) -> bool:
    """Return whether dkimpy accepts the mail as it arrives."""

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s2026._domainkey.example.com."
        return record_of(key)

    return bool(dkim.verify(content, dnsfunc=dns))


def signed_fields(content: bytes) -> list[str]:
    """Return the names of the headers that the signature covers."""
    header = re.sub(rb"\s", b"", content.partition(b"\r\nFrom:")[0])
    match = re.search(rb";h=([^;]+);", header)
    assert match
    return match[1].decode().split(":")


class ASignature(SimpleTestCase):
    """Covers the text, all headers, and that those which readers see are there once."""

    def mail(self, key: DkimKey, text: str = "Revenue grew.\n") -> bytes:
        """Return a signed mail as it arrives, its dots no longer stuffed."""
        template = mail_template(
            headers=[
                ("From", "Larkmoor <alerts@ir.example.com>"),
                ("To", Slot.MAILBOX.mark),
                ("Subject", "Résultats  of the " + "long " * 40 + "quarter"),
                ("List-Unsubscribe", "<https://ir.example.com/a>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ],
            alternatives=[
                Part(media_type="text/plain; charset=utf-8", text=text),
                Part(media_type="text/html; charset=utf-8", text=f"<p>{text}</p>"),
            ],
        )
        signer = DkimSigner(key, selector="s2026", domain="example.com")
        content = signer.sign(template.write({Slot.MAILBOX: "a@b.example"}), at=SEVEN)
        assert max(map(len, content.split(b"\r\n"))) < 100
        return content.replace(b"\r\n..", b"\r\n.")

    def test_it_is_verified(self) -> None:
        for key in KEYS:
            for text in ("", ".", ".\n..\n.a\n", "ä" * 500, " \t\n\n\n", "x \n" * 90):
                with self.subTest(type(key).__name__, text=text):
                    content = self.mail(key, text)
                    assert is_signed(content, key)
                    assert f"t={int(SEVEN.timestamp())}".encode() in content

    def test_nothing_that_it_covers_can_change(self) -> None:
        content = self.mail(RSA)
        for before, after in (
            (b"grew", b"fell"),
            (b"a@b.example", b"x@b.example"),
            (b"/a>", b"/b>"),
            (b"One-Click", b"Two-Click"),
            (b"\r\nTo:", b"\r\nReply-To: x@example.org\r\nTo:"),
            (b"\r\nTo:", b"\r\nSubject: Buy\r\nTo:"),
            (b"\r\nTo:", b"\r\nCc: x@example.org\r\nTo:"),
        ):
            with self.subTest(after):
                changed = content.replace(before, after, 1)
                assert changed != content
                assert not is_signed(changed, RSA)
        # Relaxed: a mail system on the way may fold headers anew.
        assert is_signed(content.replace(b"\r\nTo: ", b"\r\nTO:\r\n  ", 1), RSA)


class AKey(SimpleTestCase):
    """Is one that verifiers take, of the sender's domain, and nobody else's to read."""

    def settings_with(self, key: str, domain: str = "example.com") -> DkimSigner | None:
        """Return the signer by these settings."""
        with self.settings(
            IRSITE_DKIM_KEY=key,
            IRSITE_DKIM_SELECTOR="s2026",
            IRSITE_DKIM_DOMAIN=domain,
            IRSITE_MAIL_FROM="IR <alerts@ir.example.com>",
        ):
            return dkim_signer()

    def test_it_is_pem_or_the_path_of_a_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "dkim.pem"
            path.touch(0o600)
            path.write_text(pem(RSA))
            for key in (str(path), pem(ED25519), pem(RSA).replace("\n", "\\n")):
                assert self.settings_with(key)
            path.chmod(0o644)
            with pytest.raises(DkimKeyError, match="others may read it"):
                self.settings_with(str(path))
        assert self.settings_with("") is None
        assert self.settings_with(pem(RSA), "IR.example.com")

    def test_any_other_is_refused_with_a_sentence(self) -> None:
        for key, domain, why in (
            ("/nowhere/dkim.pem", "example.com", "is not there"),
            (pem(RSA, b"secret"), "example.com", "without a password"),
            (pem(generate_private_key(SECP256R1())), "example.com", "neither an RSA"),
            ("-----BEGIN PRIVATE KEY-----", "example.com", "neither an RSA"),
            (pem(rsa_key(65537, 1024)), "example.com", "1024 bits"),  # noqa: S505 - to be refused
            (pem(RSA), "example.org", "proves nothing"),
            (pem(RSA), "a.ir.example.com", "proves nothing"),
            (pem(RSA), "xample.com", "proves nothing"),
        ):
            with self.subTest(why), pytest.raises(DkimKeyError, match=why):
                self.settings_with(key, domain)

    def test_neither_the_site_nor_a_courier_starts_without_it(self) -> None:
        with self.settings(
            IRSITE_DKIM_KEY="/nowhere/dkim.pem",
            IRSITE_DKIM_DOMAIN="testserver.example",
            IRSITE_ALERTS=True,
        ):
            assert "releases.E014" in {message.id for message in run_checks()}
            with pytest.raises(CommandError, match="IRSITE_DKIM_KEY"):
                call_command("deliver")
        assert "releases.E014" not in {message.id for message in run_checks()}


class ACourier(CourierTestCase):
    """Signs each mail, of whatever kind."""

    def test_what_arrives_is_signed(self) -> None:
        signer = DkimSigner(RSA, selector="s2026", domain="example.com")
        self.courier._writer = MailWriter(signer=signer)  # noqa: SLF001 - as its process does
        make_subscriber("ana@example.org")
        make_subscriber("ben@example.org")
        publish(headline="Résultats\u2028of the quarter: " + "revenue " * 20)
        self.run_courier()
        assert len(self.server.received) == 2
        for received in self.server.received:
            assert is_signed(received.content, RSA)
            unsigned = {name.lower() for name in received.message} - {
                *signed_fields(received.content),
                "dkim-signature",
            }
            assert not unsigned
