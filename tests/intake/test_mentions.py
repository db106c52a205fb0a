"""What a text mentions is found once, and kept no longer than its reading takes."""

from __future__ import annotations

from unittest import TestCase, mock

from releases.intake.parser import mentions
from releases.intake.parser.reader import read
from releases.text import dates

LINE = "Oakmere hosts a call on March 10, 2026, at 8:00 a.m. ET; dial 617-555-0142."


class TheMentionsOfALine(TestCase):
    """Are those that its words have."""

    def test_of_every_kind(self) -> None:
        line = f"{LINE} Write to ir@oakmere.example or see www.oakmere.example."
        assert [date.text for date in mentions.dates_in(line)] == ["March 10, 2026"]
        assert [time.tz for time in mentions.times_in(line)] == ["ET"]
        assert [phone.text for phone in mentions.phones_in(line)] == ["617-555-0142"]
        assert mentions.emails_in(line) == ["ir@oakmere.example"]
        assert mentions.urls_in(line) == ["www.oakmere.example"]

    def test_are_searched_once_until_a_reading_ends(self) -> None:
        read("A text before.")
        with mock.patch.object(dates, "dates_in", wraps=dates.dates_in) as search:
            for _ in range(3):
                list(mentions.dates_in(LINE))
            assert search.call_count == 1
            read("Another text.")
            search.reset_mock()
            list(mentions.dates_in(LINE))
            assert search.call_count == 1
