"""Figures of tables as numbers: only those that have one reading."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.text.printed_numbers import PrintedNumber, printed_numbers


def number(text: str, *others: str, language: str = "en") -> PrintedNumber | None:
    """Return the number that a cell is in a table with these others."""
    return printed_numbers([text, *others], language=language)[text]


def value(text: str, *others: str, language: str = "en") -> str | None:
    """Return its value as digits."""
    read = number(text, *others, language=language)
    return None if read is None else f"{read.value:f}"


class AFigure(SimpleTestCase):
    """Is a number if nobody could take it for another one."""

    def test_has_its_sign_and_its_decimals(self) -> None:
        for text, expected in (
            ("1,234", "1234"),
            ("1,234,567.80", "1234567.80"),
            ("0", "0"),
            (".05", "0.05"),
            ("(1,234)", "-1234"),
            ("$ (0.31)", "-0.31"),
            ("($0.31)", "-0.31"),
            ("-5.2", "-5.2"),
            ("−5.2", "-5.2"),  # noqa: RUF001 - a minus sign
            ("+5.2", "5.2"),
            ("US$1.2", "1.2"),
            ("1\u00a0234", "1234"),
            ("12.5%", "12.5"),
            ("(12.5)%", "-12.5"),
            ("(12.5%)", "-12.5"),
        ):
            with self.subTest(text):
                assert value(text) == expected

    def test_is_none_if_it_could_be_read_otherwise(self) -> None:
        for text in (
            *("", "—", "-", "N/A", "3–5", "12.3 million", "2.5x", "30 bps", "Q1 2026"),
            *("1 234", "1,23,456", "1.2.3", "007", "(5", "5)", "-(5)", "$5%", "€5 $"),
            *("1,2", "1234567890123456", "2026-03-03", "12/31", "١٢", "1,234.567,8"),
        ):
            with self.subTest(text):
                assert value(text) is None

    def test_has_a_decimal_comma_in_languages_that_have_one(self) -> None:
        for text, expected in (
            ("1.234", "1234"),
            ("1.234,5", "1234.5"),
            ("1 234,5", "1234.5"),
            ("12,5", "12.5"),
            ("12,5 €", "12.5"),
        ):
            with self.subTest(text):
                assert value(text, language="de-DE") == expected

    def test_is_read_alone_in_a_table_that_contradicts_its_language(self) -> None:
        assert value("1,234", "12,5") is None
        assert value("1,234.5", "12,5") == "1234.5"
        assert value("12,5", "1,234") is None
        assert value("7", "12,5") == "7"

    def test_is_decided_by_the_others_where_the_language_does_not(self) -> None:
        assert value("1.234", language="de-CH") is None
        assert value("1.234", "2.345,5", language="de-CH") == "1234"
        assert value("1,234", "2,345.5", language="es-MX") == "1234"
        assert value("1,234", "2,345.5", "2.345,5", language="es-MX") is None

    def test_keeps_how_it_is_printed(self) -> None:
        read = number("$ (1,234.50)")
        assert read is not None
        assert (read.before, read.pattern, read.after) == ("$ (", "#,##0.00", ")")
        assert (read.currency, read.is_percentage) == ("$", False)
