"""Bytes become text, or one line says what to do."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.decode import MAX_TEXT_BYTES, decode_text
from releases.intake.exceptions import IntakeError

RELEASE = "Zürich, 3 May – Äpfel & Birnen AG “today” announced."


class AnyCommonEncoding(TestCase):
    """Is understood."""

    def test_is_recognised(self) -> None:
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
            with self.subTest(encoding):
                assert decode_text(RELEASE.encode(encoding)) == RELEASE

    def test_that_is_none_of_them_is_taken_as_latin_1(self) -> None:
        assert decode_text(b"caf\xe9 \x81 au lait") == "café \x81 au lait"


class WhatIsNoText(TestCase):
    """Is refused with one line that says what to do."""

    CASES = {
        "empty": b"",
        "only white space": b" \n\t ",
        "only a mark of order": b"\xef\xbb\xbf",
        "too long": b"a" * (MAX_TEXT_BYTES + 1),
        "a PDF": b"%PDF-1.7 ...",
        "a Word file": b"PK\x03\x04 ...",
        "zero bytes": b"Acme\x00Corp",
        "noise": bytes(range(1, 256)) * 4,
        "broken UTF-16": b"\xff\xfeA\x00B",
        "zero characters": "\ufeffAcme\x00".encode("utf-16-le"),
    }

    def test_is_refused(self) -> None:
        for name, data in self.CASES.items():
            with self.subTest(name), self.assertRaises(IntakeError) as refused:
                decode_text(data)
            message = str(refused.exception)
            assert message.endswith(".")
            assert "\n" not in message
            assert any(verb in message for verb in ("Save", "Give"))
