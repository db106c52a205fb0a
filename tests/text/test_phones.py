"""Telephone numbers as they are printed."""

from __future__ import annotations

from unittest import TestCase

from releases.text.phones import e164, phones_in


def printed(text: str) -> list[str]:
    """Return the numbers of a text as written."""
    return [phone.text for phone in phones_in(text)]


class NumbersBesideEachOther(TestCase):
    """Are several, and of an abbreviated one the whole one counts."""

    def test_that_a_stroke_parts(self) -> None:
        cases = {
            "+91 20 5550 0142 / 43": ["+91 20 5550 0142"],
            "01904 555 010/011": ["01904 555 010"],
            "020 7946 0120 / 020 7946 0121": ["020 7946 0120", "020 7946 0121"],
            "020 7946 0120/07700 900121": ["020 7946 0120", "07700 900121"],
            "+49 711 / 555-0123": ["+49 711 / 555-0123"],
            "+49/711/5550123": ["+49/711/5550123"],
        }
        for text, wanted in cases.items():
            with self.subTest(text):
                assert printed(text) == wanted

    def test_that_only_a_space_parts(self) -> None:
        text = "+52 (844) 555-0120 +52 (844) 555-0135 (212) 555-0171"
        numbers = ["+52 (844) 555-0120", "+52 (844) 555-0135", "(212) 555-0171"]
        assert printed(text) == numbers
        assert printed("+81-3-5555-0182 (212) 555-0133") == [
            "+81-3-5555-0182",
            "(212) 555-0133",
        ]


class ACountrysCodeWithoutAPlus(TestCase):
    """Is known by the form that Asian companies print."""

    def test_in_a_number(self) -> None:
        cases = {
            "886-3-555-0101": "+88635550101",
            "852-2555-0101": "+85225550101",
            "82-2-555-0101": "+8225550101",
        }
        for written, dialled in cases.items():
            with self.subTest(written):
                assert printed(f"Tel: {written}") == [written]
                assert e164(written) == dialled

    def test_but_not_in_a_book_or_a_dose(self) -> None:
        assert printed("ISBN 978-3-16-148410-0, 09-15-1997, 60-90-100-120 mg") == []
