"""Messages of intake are written without Django and translated where they are shown."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase
from django.utils import translation

from releases.intake.exceptions import IntakeError
from releases.intake.messages import error_text, translated_doubts
from releases.intake.parser.reader import read
from releases.text.translatable import Message
from releases.translation import translated
from tests.intake import expectations

DOUBTED = expectations.FOLDER / "28-bad-weekday.txt"


class AMessage(SimpleTestCase):
    """Is English by itself, and translated with its values at the desk."""

    def test_its_text_is_english_whatever_the_language(self) -> None:
        values = {"date": dt.date(2025, 11, 14), "time": dt.time(16, 30)}
        message = Message("%(time)s on %(date)s", values)
        with translation.override("fr"):
            assert str(message) == "16:30 on 14 November 2025"

    def test_its_template_its_dates_and_its_messages_are_translated(self) -> None:
        values = {"date": dt.date(2025, 11, 14), "day": Message("Friday")}
        with translation.override("fr"):
            text = translated(Message("%(day)s, %(date)s", values))
        assert text == "vendredi, 14 novembre 2025"

    def test_a_quotation_is_not_translated(self) -> None:
        with translation.override("fr"):
            assert translated("Friday") == "Friday"

    def test_that_of_an_error_is_translated_too(self) -> None:
        with translation.override("fr"):
            assert error_text(IntakeError("Friday")) == "vendredi"
            assert error_text(ValueError("Friday")) == "Friday"

    def test_doubts_become_strings(self) -> None:
        reading = read(DOUBTED.read_text())
        with translation.override("fr"):
            doubts = translated_doubts(reading.doubts)
        assert "1 août 2013 is a jeudi" in str(doubts[0].assumed)
        assert {type(doubt.assumed) for doubt in doubts} == {str}
        assert "1 August 2013 is a Thursday" in str(reading.doubts[0].assumed)
