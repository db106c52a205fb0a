"""Talks, and events that a release tells of in passing."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from tests.intake.test_events import release


class Talks(TestCase):
    """Below a line with their day and hours are given then."""

    def test_a_line_with_day_and_hours_heads_the_talks_below_it(self) -> None:
        reading = release(
            "On Nov. 17 from 12-2:20 pm CET:",
            "• “Weirs that let eels pass in both directions” (Abstract #236, Poster board #193).\n"
            "• “Sluices for rivers that run dry in August” (Abstract #235, Poster board #192).",
            "WEIR 7 “What a beaver knows of the flow of rivers” (abstract # 306).\n"
            "-- Poster Session: Friday, November 19, 2026 from 2:00 PM - 6:00 PM (CET).",
            headline="Tarn Ridge Corp. Announces Presentations at the Rivers Congress",
            rest="will give several presentations at the Rivers 2026 Congress to be held "
            "in Berlin, Germany, November 16-19, 2026.",
        )
        talks = [talk for event in reading.events for talk in event.sessions or [event]]
        assert [(talk.title[:6], talk.date, talk.start) for talk in talks] == [
            ("Weirs ", dt.date(2026, 11, 17), dt.time(12)),
            ("Sluice", dt.date(2026, 11, 17), dt.time(12)),
            ("What a", dt.date(2026, 11, 19), dt.time(14)),
        ]


class AnEventToldInPassing(TestCase):
    """Is read where the sentence gives its day and hour."""

    def test_an_overview_and_an_invitation(self) -> None:
        overview = (
            "Ms. Lunn will give a corporate overview on Monday, March 9 at 1:45 PM ET in "
            "the Dana Hall, Boston, MA."
        )
        invitation = (
            "This webinar tells how weirs age. Join us on March 25th at 1:45 PM ET."
        )
        for sentence, day in ((overview, 9), (invitation, 25)):
            with self.subTest(sentence):
                [event] = release(sentence).events
                assert (event.date, event.start) == (
                    dt.date(2026, 3, day),
                    dt.time(13, 45),
                )
