"""Tests of readers' addresses: what is accepted, and which are the same mailbox."""

from __future__ import annotations

from unittest import TestCase

import pytest

from releases.text.email_addresses import InvalidAddress, read_address


class AnAddress(TestCase):
    """Is accepted as typed, and compared as a mailbox."""

    def test_spellings_of_one_mailbox_have_one_key(self) -> None:
        spellings = (
            "ana@bücher.example",
            " Ana@BÜCHER.example ",
            "ANA@xn--bcher-kva.example",
        )
        assert {read_address(text).key for text in spellings} == {
            "ana@xn--bcher-kva.example"
        }

    def test_what_follows_a_plus_counts(self) -> None:
        assert read_address("ana+ir@example.org").key == "ana+ir@example.org"

    def test_mail_is_sent_as_typed_to_the_domain_in_ascii(self) -> None:
        address = read_address("\tAna.B@Straße.Example\n")
        assert address.typed == "Ana.B@Straße.Example"
        assert address.mailbox == "Ana.B@xn--strae-oqa.example"

    def test_it_is_masked(self) -> None:
        assert read_address("ana@example.org").masked == "a•••@example.org"

    def test_what_mail_cannot_be_sent_to_is_refused(self) -> None:
        refused = [
            *("", "@", "ana", "ana@", "@example.org", "ana@localhost", "ana@192.0.2.1"),
            *(
                "ana@[192.0.2.1]",
                "ana@exa mple.org",
                "ana @example.org",
                "a..b@example.org",
            ),
            *(
                ".ana@example.org",
                "ana.example.org",
                '"a b"@example.org',
                "é@example.org",
            ),
            *("ana@example.org\r\nBcc: all@example.org", "ana\0@example.org"),
            *(
                "ana@-example.org",
                "ana@example..org",
                "ana@example.org.",
                "a@b@example.org",
            ),
            *("a" * 65 + "@example.org", "ana@" + "a" * 64 + ".org"),
            "ana@" + ".".join(["a" * 63] * 4) + ".org",
            *(
                "<ana@example.org>",
                "Ana <ana@example.org>",
                "ana@example.org,b@example.org",
            ),
        ]
        for text in refused:
            with self.subTest(text), pytest.raises(InvalidAddress):
                read_address(text)
