"""Talks, and events that a release tells of in passing."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.parser.reader import read
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

    def test_symposium_and_lecture_of_one_meeting_have_their_own_days_and_halls(
        self,
    ) -> None:
        reading = release(
            "The symposium is on weirs. The event is scheduled for Tuesday, March 17, from 10:30 "
            "a.m. - 12:30 p.m. (EDT) in Halls B3-B4.",
            "Dr. Lunn will explain what a beaver knows. The lecture will take place on Saturday, "
            "March 14, from 12:30 p.m. - 1:30 p.m. in Halls B5-B6.",
            rest="expects many guests at its 48th Annual Meeting. The event will take place "
            "March 14-17, 2026, at the Dana Hall in Boston, Mass.",
        )
        assert [(e.date and e.date.day, e.location) for e in reading.events] == [
            (17, "Halls B3-B4"),
            (14, "Halls B5-B6"),
        ]

    def test_a_number_of_an_abstract_stands_in_the_next_sentence(self) -> None:
        [event] = release(
            "The data will be presented during the session “Weirs” at the Rivers Congress and is "
            "scheduled for Saturday, May 30, 2026 from 3:09 PM to 3:19 PM ET. The abstract number is 7007."
        ).events
        assert event.reference is not None
        assert event.reference.endswith("7007")

    def test_a_call_at_a_french_hour(self) -> None:
        hours = {
            "8 h 00 (heure de l'Est)": "America/New_York",
            "8 h, heure de l’Est": "America/New_York",
            "8 h 00 (heure avancée du Pacifique)": "America/Los_Angeles",
            "8 h 00 (HNE)": "America/New_York",
        }
        for hour, zone in hours.items():
            with self.subTest(hour):
                [event] = read(
                    "Tarn annonce ses résultats\n\nMONTRÉAL, 9 mai 2026 (GLOBE NEWSWIRE) -- Tarn inc. "
                    "(TSX : TRN), chef de file des lampes, annonce ses résultats. La Société tiendra un "
                    f"appel conférence pour discuter de ses résultats, demain à {hour}.\n"
                ).events
                assert (event.date, event.start) == (
                    dt.date(2026, 5, 10),
                    dt.time(8),
                )
                assert event.timezone == zone

    def test_he_is_no_zone(self) -> None:
        [event] = release(
            "Tarn Ridge will host a conference call on March 9 at 8:30 a.m. he said."
        ).events
        assert event.tz is None
