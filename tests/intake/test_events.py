"""Intake reads every event that a release announces, and none that never was."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.events import event_fields, event_kind
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Event, Reading
from releases.models.record.kinds import EventKind

ZONE = "America/New_York"
DATELINE = "DUNMORE, Vt., {date} (GLOBE NEWSWIRE) -- Tarn Ridge Corp. (NYSE: TARN), a maker of weirs, {rest}"


def release(
    *paragraphs: str,
    headline: str = "Tarn Ridge Corp. Makes an Announcement",
    date: str = "March 3, 2026",
    rest: str = "today gave an update.",
) -> Reading:
    """Return the reading of a release with this headline, opening and paragraphs."""
    opening = DATELINE.format(date=date, rest=rest)
    about = "About Tarn Ridge\n\nTarn Ridge Corp. makes weirs in Dunmore, Vermont."
    return read("\n\n".join([headline, opening, *paragraphs, about]))


def only_event(reading: Reading) -> Event:
    """Return the one event of a reading."""
    [event] = reading.events
    return event


class NoEvents(TestCase):
    """Deadlines, embargo times and the names of quarters."""

    def test_a_deadline_is_no_event(self) -> None:
        for heading, sentence in (
            (
                "Admission and Webcast",
                (
                    "Votes may be cast online or by mail until 11:59 p.m. Eastern Time on "
                    "May 18, 2026."
                ),
            ),
            (
                "Annual Meeting of Stockholders",
                "Proxies must be received no later than 5:00 p.m. ET on May 18, 2026.",
            ),
            (
                "Webcast",
                (
                    "Questions may be submitted by noon ET on May 18, 2026, to "
                    "ir@tarn.example.com."
                ),
            ),
            (
                "Conference Call",
                "Registration deadline: May 18, 2026, 5:00 p.m. ET",
            ),
            (
                "Special Meeting",
                "Holders may register to attend before 9:00 a.m. ET on May 18, 2026.",
            ),
        ):
            with self.subTest(sentence):
                assert release(heading, sentence).events == ()

    def test_an_embargo_is_no_event(self) -> None:
        for sentence in (
            "Embargoed until 7:00 a.m. ET on March 5, 2026, with the conference call.",
            "Not for publication before March 5, 2026, at 8:00 a.m. ET. Webcast to follow.",
            (
                "The embargo on the webcast slides will be lifted on March 5, 2026, at "
                "8:00 a.m. ET."
            ),
        ):
            with self.subTest(sentence):
                assert release("Webcast", sentence).events == ()

    def test_a_meeting_keeps_its_time_beside_a_deadline(self) -> None:
        event = only_event(
            release(
                "The annual meeting of shareholders will be held on May 19, 2026, at "
                "10:00 a.m. ET at 4 Mill Street, Dunmore, Vermont.",
                "Voting",
                "Votes may be cast until 11:59 p.m. ET on May 18, 2026. A live webcast "
                "will be available at https://tarn.example.com/meeting, and a replay "
                "until July 18, 2026.",
            )
        )
        assert (event.date, event.start) == (dt.date(2026, 5, 19), dt.time(10))
        fields = event_fields(event, zone=ZONE)
        assert fields["webcast_url"] == "https://tarn.example.com/meeting"
        assert fields["replay_until"].date() == dt.date(2026, 7, 19)  # in UTC

    def test_the_meeting_may_be_named_in_the_sentence_before(self) -> None:
        event = only_event(
            release(
                headline="Tarn Ridge Corp. Files Proxy Statement for 2026 Annual Meeting",
                rest="today filed the proxy statement for its 2026 annual meeting. The "
                "meeting will be held on Tuesday, May 19, 2026, at 10:00 a.m. ET.",
            )
        )
        assert (event.kind, event.date) == ("annual_meeting", dt.date(2026, 5, 19))

    def test_a_quarter_in_a_financial_calendar_is_the_date_of_its_results(self) -> None:
        reading = release(
            "Financial Calendar for 2026",
            "The Company expects to report as follows:",
            "- First quarter: May 5, 2026\n- Q2: August 4, 2026\n"
            "- Nine months: November 3, 2026\n- Full year 2026: February 16, 2027",
        )
        assert [event.title for event in reading.events] == [
            "First Quarter 2026 Results",
            "Q2 2026 Results",
            "Nine Months 2026 Results",
            "Full Year 2026 Results",
        ]
        kinds = {event_kind(event) for event in reading.events}
        assert kinds == {EventKind.CALENDAR_DATE}

    def test_a_quarter_whose_year_or_purpose_is_open_is_doubted(self) -> None:
        for introduction, rows in (
            (
                "Our financial calendar, with the dates of reports, is as follows:",
                "- First quarter: September 8, 2026\n- Second quarter: December 8, 2026",
            ),
            (
                "Dividends are paid on these dates:",
                "- First quarter: April 8, 2026\n- Second quarter: July 8, 2026",
            ),
        ):
            with self.subTest(introduction):
                reading = release(introduction, rows)
                assert reading.events == ()
                saws = [str(doubt.saw) for doubt in reading.doubts]
                assert saws == ["First quarter", "Second quarter"]


class CallsByTheirSubject(TestCase):
    """Only a call about financial results is an earnings call."""

    def kind(self, heading: str, sentence: str, headline: str) -> EventKind:
        return event_kind(only_event(release(heading, sentence, headline=headline)))

    def test_a_call_about_something_else_is_a_conference_call(self) -> None:
        for heading, subject, headline in (
            (
                "Conference Call on the Collaboration",
                "discuss the collaboration",
                "Tarn Ridge and Fell Works Enter Collaboration",
            ),
            (
                "Conference Call",
                "discuss the transaction",
                "Tarn Ridge to Acquire Fell Works",
            ),
            (
                "FORD-2 Conference Call and Webcast",
                "discuss the data",
                "Tarn Ridge Announces Positive Topline Results From Phase 3 FORD-2 Trial",
            ),
            (
                "Conference Call Information",
                "discuss these results",
                "Tarn Ridge Announces Topline Data From Phase 2 Study",
            ),
        ):
            with self.subTest(heading):
                sentence = (
                    f"Management will host a conference call to {subject} on March 4, "
                    "2026, at 8:30 a.m. ET."
                )
                kind = self.kind(heading, sentence, headline)
                assert kind is EventKind.CONFERENCE_CALL

    def test_a_call_about_financial_results_is_an_earnings_call(self) -> None:
        for heading, subject, headline in (
            (
                "Fourth Quarter 2025 Conference Call and Webcast",
                "take questions",
                "Tarn Ridge Reports Fourth Quarter 2025 Results",
            ),
            (
                "Conference Call",
                "discuss its full-year results",
                "Tarn Ridge Makes an Announcement",
            ),
            (
                "Conference Call Information",
                "discuss these results",
                "Tarn Ridge Announces Third Quarter Financial Results and an Acquisition",
            ),
        ):
            with self.subTest(heading):
                sentence = (
                    f"Management will host a conference call to {subject} on March 4, "
                    "2026, at 8:30 a.m. ET."
                )
                assert self.kind(heading, sentence, headline) is EventKind.EARNINGS_CALL

    def test_a_bare_title_gives_way_to_the_heading_over_the_details(self) -> None:
        event = only_event(
            release(
                "First Quarter 2026 Conference Call and Webcast",
                "Date: Tuesday, May 5, 2026\nTime: 8:30 a.m. Eastern Time\n"
                "Dial-in: +1 617-555-0188\nWebcast: https://tarn.example.com/q1",
                rest="will report its results for the first quarter on Tuesday, May 5, "
                "2026. Management will discuss them on a conference call that morning.",
            )
        )
        assert event.title == "First Quarter 2026 Conference Call and Webcast"


class Meetings(TestCase):
    """A congress has the days that the release gives it, and its sessions in order."""

    def meeting(self, days: str) -> Event:
        return only_event(
            release(
                "Saturday, June 6 - oral presentations",
                "“The second talk of the day, on slow rivers” (abstract #12):",
                "- Oral presentation: 3:00 pm-3:15 pm ET, room 2",
                "“The first talk of the day, on fast rivers” (abstract #11):",
                "- Oral discussion session: 9:00 am-9:15 am ET, room 1",
                headline="Tarn Ridge Corp. to Present at the Rivers 2026 Congress",
                rest="will present two abstracts at the 2026 congress of the Society for "
                f"Rivers, taking place in Albany, New York, {days}.",
            )
        )

    def test_its_last_day_is_the_release_s(self) -> None:
        for days in (
            "June 5-8, 2026",
            "from June 5, 2026, to June 8, 2026",
            "June 5 through June 8, 2026",
        ):
            with self.subTest(days):
                meeting = self.meeting(days)
                assert meeting.date == dt.date(2026, 6, 5)
                assert meeting.ends_on == dt.date(2026, 6, 8)
                assert meeting.city == "Albany, New York"

    def test_sessions_are_in_the_order_of_their_times_and_keep_their_kinds(
        self,
    ) -> None:
        sessions = self.meeting("June 5-8, 2026").sessions
        assert [(session.kind, session.reference) for session in sessions] == [
            ("discussion", "abstract #11"),
            ("oral", "abstract #12"),
        ]


class WebcastsAndReplays(TestCase):
    """What the release promises is on the event."""

    def fields(self, *sentences: str) -> dict[str, object]:
        call = (
            "Tarn Ridge will host a conference call on March 4, 2026, at 8:30 a.m. ET."
        )
        event = only_event(release("Conference Call", " ".join([call, *sentences])))
        return event_fields(event, zone=ZONE)

    def test_an_address_without_its_scheme_is_a_link(self) -> None:
        fields = self.fields("A live webcast will be available at ir.tarn.example.com.")
        assert fields["webcast_url"] == "https://ir.tarn.example.com"

    def test_a_replay_at_the_same_address_has_the_webcast_s(self) -> None:
        fields = self.fields(
            "The call will be webcast live at https://ir.tarn.example.com/call. A replay "
            "will be available at the same address until April 3, 2026."
        )
        assert fields["replay_url"] == "https://ir.tarn.example.com/call"

    def test_a_replay_that_is_kept_for_some_days_ends(self) -> None:
        for words, last in (
            ("30 days", dt.date(2026, 4, 3)),
            ("two weeks", dt.date(2026, 3, 18)),
            ("at least seven days", dt.date(2026, 3, 11)),
        ):
            with self.subTest(words):
                fields = self.fields(f"A replay will be available for {words}.")
                until = fields["replay_until"]
                assert isinstance(until, dt.datetime)
                assert (until - dt.timedelta(hours=6)).date() == last

    def test_the_end_that_is_announced_is_read(self) -> None:
        event = only_event(
            release(
                rest="will host a virtual investor day on Thursday, April 9, 2026.",
                headline="Tarn Ridge Corp. to Host Virtual Investor Day",
            )
        )
        assert event.end is None
        event = only_event(
            release(
                "The event will begin at 10:00 a.m. Eastern Time and end at about "
                "12:30 p.m.",
                rest="will host a virtual investor day on Thursday, April 9, 2026.",
                headline="Tarn Ridge Corp. to Host Virtual Investor Day",
            )
        )
        assert (event.start, event.end) == (dt.time(10), dt.time(12, 30))


class WhatAClauseSays(TestCase):
    """Everything beside a day or an hour speaks for or against an event."""

    def days_and_hours(
        self, *paragraphs: str, headline: str = "A Plain Headline"
    ) -> list[str]:
        """Return day, hours and place of each event, as one string."""
        return [
            " ".join(
                str(fact)
                for fact in (
                    event.date,
                    f"{event.start:%H:%M}" if event.start else "-",
                    f"{event.end:%H:%M}" if event.end else "-",
                    event.location or "-",
                )
            )
            for event in release(*paragraphs, headline=headline).events
        ]

    def test_of_a_meeting_that_was_moved_only_its_new_day_counts(self) -> None:
        for words, wanted in (
            (
                (
                    "The annual meeting, which had been convened for March 20, 2026, will now "
                    "be held on April 14, 2026, at 10:00 a.m. ET."
                ),
                ["2026-04-14 10:00 - -"],
            ),
            (
                (
                    "Tarn Ridge has moved its fourth quarter call from March 5 to March 10, "
                    "2026. The call will begin at 10:00 a.m. ET."
                ),
                ["2026-03-10 10:00 - -"],
            ),
            (
                (
                    "Tarn Ridge will not host the conference call previously scheduled for "
                    "March 5, 2026, at 8:00 a.m. ET."
                ),
                [],
            ),
        ):
            with self.subTest(words):
                assert self.days_and_hours(words) == wanted

    def test_two_of_one_day_are_told_apart_by_their_hours(self) -> None:
        events = self.days_and_hours(
            "The public is invited to an open house on Saturday, March 21, from 10 a.m. to "
            "2 p.m. A ribbon-cutting ceremony will take place at 11 a.m."
        )
        assert events == ["2026-03-21 10:00 14:00 -", "2026-03-21 11:00 - -"]

    def test_what_will_be_held_at_an_hour_needs_no_known_name(self) -> None:
        events = self.days_and_hours(
            "The exhibition opens on Saturday, March 14, 2026, at 10 a.m. at the Dunmore "
            "Museum, 12 Lake Road. Trading of the rights begins at 9:30 a.m. on March 16."
        )
        assert events == ["2026-03-14 10:00 - Dunmore Museum, 12 Lake Road"]

    def test_a_heading_a_card_and_a_table_may_hold_the_day(self) -> None:
        for paragraphs in (
            ["Fourth Quarter Call – Wednesday, March 4, 2026, at 8:30 a.m. ET"],
            [
                "Conference Call Details",
                "Date\nWednesday, March 4, 2026\n\nTime\n8:30 a.m. ET",
            ],
        ):
            with self.subTest(paragraphs[0]):
                assert self.days_and_hours(*paragraphs) == ["2026-03-04 08:30 - -"]
        rows = (
            "Event\tDate\tLocation\tFormat\n"
            "Leyland Conference\tMarch 10, 2026\tBoca Raton, FL\tFireside chat, 8:45 a.m. ET\n"
            "Pell Summit\tMarch 18, 2026\tNew York, NY\tOne-on-one meetings"
        )
        assert self.days_and_hours("We will attend these conferences:", rows) == [
            "2026-03-10 08:45 - Boca Raton, FL",
            "2026-03-18 - - New York, NY",
        ]

    def test_a_payment_in_a_calendar_is_no_event(self) -> None:
        rows = (
            "Final dividend payment: 24 April 2026\nTrading update: 23 April 2026\n"
            "Quarterly statement as of 31 March 2026: 5 May 2026"
        )
        days = [event[:10] for event in self.days_and_hours("Financial calendar", rows)]
        assert days == ["2026-04-23", "2026-05-05"]

    def test_a_step_of_an_offer_s_timetable_is_no_event(self) -> None:
        for rows in (
            (
                "Publication of the Circular: 9 March 2026\n\nLatest time for receipt of forms "
                "of proxy: 11.00 a.m. on 23 March 2026\n\nGeneral Meeting to approve the issue "
                "of shares: 11.00 a.m. on 25 March 2026\n\nAdmission and dealings in the new "
                "shares: 8.00 a.m. on 26 March 2026"
            ),
            (
                "Reinstatement to quotation     4 March 2026\n"
                "Settlement of Tranche 1        9 March 2026\n"
                "Offer opens                    14 March 2026\n"
                "General Meeting                25 March 2026"
            ),
        ):
            with self.subTest(rows):
                events = release("Expected timetable", rows).events
                assert [str(event.date) for event in events] == ["2026-03-25"]

    def test_the_meeting_may_be_meant_in_other_languages(self) -> None:
        for text in (
            (
                "Molinos del Tajo, S.A. propondrá a la Junta General Ordinaria de Accionistas "
                "el pago de un dividendo. La Junta se celebrará el jueves 23 de abril de 2026, a "
                "las 12:00 horas, en el Auditorio Serna, calle Ruda 9, Toledo."
            ),
            (
                "Wir laden die Aktionäre unserer Gesellschaft zu der am Donnerstag, dem 23. "
                "April 2026, um 12:00 Uhr im Auditorio Serna, Calle Ruda 9, Toledo, "
                "stattfindenden ordentlichen Hauptversammlung ein."
            ),
        ):
            with self.subTest(text):
                event = only_event(read(f"Molinos del Tajo, S.A.: 2026\n\n{text}\n"))
                assert event.kind == "annual_meeting"
                assert (event.date, event.start) == (dt.date(2026, 4, 23), dt.time(12))
                assert (
                    str(event.location).lower()
                    == "auditorio serna, calle ruda 9, toledo"
                )

    def test_the_house_on_a_card_says_more_than_the_town(self) -> None:
        [event] = self.days_and_hours(
            "Tarn Ridge will attend the Pell Conference on March 22-24, 2026, in Dana Point, "
            "California.",
            "Pell Conference\n\nDate: March 22-24, 2026\n\nLocation: The Heron, Dana Point, CA",
        )
        assert event.endswith("The Heron, Dana Point, CA")
