"""Times and labels as each language writes them, with the words that irsite ships."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase
from django.utils.html import strip_tags
from django.utils.translation import override

from releases.record.documents import EventDocument, SessionEntry
from releases.templatetags.datetimes import (
    datetime_to_minute,
    event_period,
    session_hours,
    start_month,
)
from releases.translation import labelled, listed

SEVEN = dt.datetime(2026, 3, 30, 7, tzinfo=dt.UTC)
LANGUAGES = ("en", "de", "fr", "ja")


def meeting(**fields: object) -> EventDocument:
    """Return an event from seven in the morning of March 30, 2026."""
    return EventDocument.model_validate(
        {
            "title": "Meeting",
            "event_kind": "other",
            "starts": SEVEN,
            "timezone": "UTC",
            **fields,
        }
    )


def without_joints(text: str) -> str:
    """Return a text with common spaces where it has others."""
    return strip_tags(text).replace("\N{NO-BREAK SPACE}", " ")


class ATime(SimpleTestCase):
    """Its parts are joined, and its ends, as the language does it."""

    def assert_written(self, write: object, *texts: str) -> None:
        """Assert what `write` returns in English, German, French and Japanese."""
        assert callable(write)
        for language, text in zip(LANGUAGES, texts, strict=True):
            with self.subTest(language), override(language):
                assert without_joints(write()) == text

    def test_stands_behind_its_date(self) -> None:
        self.assert_written(
            lambda: datetime_to_minute(SEVEN, "UTC"),
            "March 30, 2026, 7:00 a.m. UTC",
            "30. März 2026, 7:00 Uhr UTC",
            "30 mars 2026, 7 h 00 UTC",
            "2026年3月30日 7:00 UTC",
        )

    def test_hours_have_their_word_once(self) -> None:
        session = SessionEntry(
            title="Talk", kind="other", starts=SEVEN, ends=SEVEN + dt.timedelta(hours=1)
        )
        self.assert_written(
            lambda: session_hours(session, "UTC"),
            "7:00 a.m.–8:00 a.m. UTC",
            "7:00–8:00 Uhr UTC",
            "7 h 00 – 8 h 00 UTC",
            "7:00\N{FULLWIDTH TILDE}8:00 UTC",
        )

    def test_hours_of_two_days_are_whole(self) -> None:
        ends = SEVEN + dt.timedelta(days=1)
        session = SessionEntry(title="Talk", kind="other", starts=SEVEN, ends=ends)
        with override("de"):
            assert without_joints(session_hours(session, "UTC")) == (
                "7:00 Uhr–31. März 2026, 7:00 Uhr UTC"
            )
            assert without_joints(event_period(meeting(ends=ends))) == (
                "Montag, 30. März 2026, 7:00 Uhr bis "
                "Dienstag, 31. März 2026, 7:00 Uhr UTC"
            )

    def test_days_name_their_month_once_or_twice(self) -> None:
        for days, texts in (
            (
                1,
                (
                    "March 30–31, 2026",
                    "30.–31. März 2026",
                    "30–31 mars 2026",
                    "2026年3月30\N{FULLWIDTH TILDE}31日",
                ),
            ),
            (
                2,
                (
                    "March 30–April 1, 2026",
                    "30. März – 1. April 2026",
                    "30 mars – 1 avril 2026",
                    "2026年3月30日\N{FULLWIDTH TILDE}2026年4月1日",
                ),
            ),
        ):
            event = meeting(all_day=True, ends=SEVEN + dt.timedelta(days=days))
            self.assert_written(lambda event=event: event_period(event), *texts)

    def test_a_month_alone_is_short(self) -> None:
        self.assert_written(lambda: start_month(meeting()), "Mar", "Mär", "mars", "3月")


class ALabel(SimpleTestCase):
    """A colon or what the language has for it."""

    def test_stands_before_what_it_labels(self) -> None:
        for language, text in zip(
            LANGUAGES,
            ("a: b", "a: b", "a\N{NO-BREAK SPACE}: b", "a\N{FULLWIDTH COLON}b"),
            strict=True,
        ):
            with self.subTest(language), override(language):
                assert labelled("a", "b") == text


class AList(SimpleTestCase):
    """Commas, or what the language has for them, between what is there."""

    def test_leaves_out_what_is_empty(self) -> None:
        comma = "\N{IDEOGRAPHIC COMMA}"
        for language, text in zip(
            LANGUAGES, ("a, b", "a, b", "a, b", f"a{comma}b"), strict=True
        ):
            with self.subTest(language), override(language):
                assert listed(("a", "", "b")) == text
                assert listed(("", "")) == ""
