"""Events whose facts pages set in other orders: agendas, days without labels, talks in a line."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Event, Reading, Session

HEADLINE = "Fenwick Kilns AG Makes an Announcement"
OPENING = (
    "BREMEN, Germany, March 3, 2026 (GLOBE NEWSWIRE) -- Fenwick Kilns AG (FRA: FWK), a "
    "maker of kilns, today gave an update."
)
END = "About Fenwick Kilns\n\nFenwick Kilns AG makes kilns in Bremen."


def release(*paragraphs: str, opening: str = OPENING) -> Reading:
    """Return the reading of a release with these paragraphs."""
    return read("\n\n".join([HEADLINE, opening, *paragraphs, END]))


def facts(reading: Reading) -> list[str]:
    """Return day, hours, zone, place and reference of each event, as one string."""
    sessions: list[Event | Session] = []
    for event in reading.events:
        sessions += event.sessions or [event]
    return [
        " ".join(
            str(fact)
            for fact in (
                event.date,
                f"{event.start:%H:%M}" if event.start else None,
                f"{event.end:%H:%M}" if event.end else None,
                event.tz,
                event.location,
                event.reference,
            )
            if fact is not None
        )
        for event in sessions
    ]


class AnAgenda(TestCase):
    """Lists titles and days in either order, in the words of any language."""

    def test_may_have_each_title_above_its_day(self) -> None:
        for rows in (
            (
                "Agenda\nCapital Markets Day in Bremen\n14 April 2026\n"
                "Media and Analysts’ Conference, Annual Report\n7 May 2026\n"
                "Annual General Meeting 2026\n17 June 2026"
            ),
            (
                "Upcoming dates:\n\nCapital Markets Day in Bremen\n\nApril 14, 2026\n\n"
                "Half-year report\n\nMay 7, 2026\n\nAnnual meeting of shareholders\n\nJune 17, 2026"
            ),
            (
                "Termine\nKapitalmarkttag in Bremen\n14. April 2026\n"
                "Zwischenbericht zum 1. Quartal\n7. Mai 2026\nHauptversammlung\n17. Juni 2026"
            ),
        ):
            with self.subTest(rows):
                reading = release(rows)
                days = [str(event.date) for event in reading.events]
                assert days == ["2026-04-14", "2026-05-07", "2026-06-17"]
                titles = [event.title.lower() for event in reading.events]
                assert ["capital" in titles[0] or "kapital" in titles[0]] == [True]
                assert "meeting" in titles[2] or "versammlung" in titles[2]

    def test_may_have_each_day_above_its_title(self) -> None:
        for rows in (
            (
                "Financial calendar\n14 April 2026\nCapital Markets Day in Bremen\n"
                "7 May 2026\nHalf-year report\n17 June 2026\nAnnual General Meeting"
            ),
            (
                "Dates:\n\nApril 14, 2026\n\nCapital Markets Day in Bremen\n\nMay 7, 2026\n\n"
                "Half-year report\n\nJune 17, 2026\n\nAnnual General Meeting"
            ),
        ):
            with self.subTest(rows):
                reading = release(rows)
                assert [str(event.date) for event in reading.events] == [
                    "2026-04-14",
                    "2026-05-07",
                    "2026-06-17",
                ]
                assert "Meeting" in reading.events[2].title

    def test_may_have_who_speaks_at_what_hour_on_the_line_below(self) -> None:
        reading = release(
            "Fenwick will take part in these investor conferences:\n"
            "Bremen Clay Gathering – Bad Lauen – April 14, 2026\n"
            "Ada Pell will present at 10:40 a.m. CET.\n"
            "Kiln Builders Days – Bremen – May 7, 2026\n"
            "Ann Wick, Head of Glazes, will present at 2:15 p.m. CET."
        )
        assert facts(reading) == [
            "2026-04-14 10:40 CET Bad Lauen",
            "2026-05-07 14:15 CET Bremen",
        ]

    def test_keeps_its_name_though_a_line_below_its_day_tells_more(self) -> None:
        reading = release(
            "Fenwick will take part in these investor conferences:\n\n"
            "Wick Securities 12th Annual Clay Conference\nTuesday, April 14, 2026\n"
            "Fireside chat at 11:20 a.m. CET\n\n"
            "Lunn Capital Glaze Summit\nThursday, May 7, 2026\nOne-on-one meetings only"
        )
        assert [event.title for event in reading.events] == [
            "Wick Securities 12th Annual Clay Conference",
            "Lunn Capital Glaze Summit",
        ]

    def test_may_be_lines_of_one_paragraph(self) -> None:
        for rows in (
            (
                "Financial agenda:\nTrading update of the first quarter on May 5, 2026\nAGM on May "
                "19, 2026\nHalf-year results on July 28, 2026"
            ),
            (
                "Investor diary\nMay 5, 2026 Trading update\nMay 19, 2026 Annual meeting\nJuly 28, "
                "2026 Half-year results"
            ),
            (
                "Kalender\n5 maj 2026 Delårsrapport\n19 maj 2026 Årsstämma 2026\n28 juli 2026 "
                "Delårsrapport"
            ),
        ):
            with self.subTest(rows):
                days = sorted(str(event.date) for event in release(rows).events)
                assert days == ["2026-05-05", "2026-05-19", "2026-07-28"]

    def test_may_be_in_another_language(self) -> None:
        for rows in (
            (
                "Calendrier\n\n12 mai 2026 : Publication du chiffre d’affaires du premier "
                "trimestre (après Bourse)\n\n29 juillet 2026 : Publication des résultats "
                "semestriels"
            ),
            (
                "Prochain rendez-vous\n\n12 mai 2026 : chiffre d’affaires du 1er trimestre\n\n"
                "29 juillet 2026 : résultats semestriels"
            ),
            (
                "Finanzkalender\n\n12. Mai 2026: Quartalsmitteilung Q1\n\n29. Juli 2026: "
                "Halbjahresfinanzbericht"
            ),
            (
                "Calendario financiero\n\n12 de mayo de 2026: Resultados del primer trimestre\n\n"
                "29 de julio de 2026: Informe semestral"
            ),
        ):
            with self.subTest(rows):
                days = [str(event.date) for event in release(rows).events]
                assert days == ["2026-05-12", "2026-07-29"]

    def test_names_the_house_after_the_title(self) -> None:
        for row, place in (
            (
                "19 August 2026, 08.30 CET: Second quarter presentation, Hotel Roland, Bremen",
                "Hotel Roland, Bremen",
            ),
            (
                "19 August 2026 – Annual General Meeting, Town Hall, Bremen",
                "Town Hall, Bremen",
            ),
            (
                "19. August 2026: Hauptversammlung, Stadthalle Bremen",
                "Stadthalle Bremen",
            ),
        ):
            with self.subTest(row):
                reading = release(
                    "Dates:", f"* {row}\n* 28 October 2026: Third quarter report"
                )
                assert reading.events[0].location == place
                assert str(reading.events[1].date) == "2026-10-28"

    def test_holds_no_deadlines_and_payouts(self) -> None:
        for rows in (
            (
                "Financial calendar\n\n5 May 2026: First quarter report\n\n8 May 2026: Deadline for "
                "motions to the meeting\n\n22 May 2026: Dividend payout\n\n19 May 2026: Annual "
                "General Meeting"
            ),
            (
                "Financial calendar\n\n5 May 2026: First quarter report\n\n8 May 2026: Last day for "
                "notice of attendance\n\n19 May 2026: Annual General Meeting\n\n22 May 2026: Expected "
                "payout of dividend"
            ),
            (
                "Finanzkalender\n\n5. Mai 2026: Quartalsmitteilung\n\n8. Mai 2026: Anmeldeschluss\n\n"
                "19. Mai 2026: Hauptversammlung\n\n22. Mai 2026: Auszahlung der Dividende"
            ),
            (
                "Calendrier financier\n\n5 mai 2026 : résultats du premier trimestre\n\n8 mai 2026 : "
                "date limite d’inscription\n\n19 mai 2026 : Assemblée générale\n\n22 mai 2026 : mise "
                "en paiement du dividende"
            ),
        ):
            with self.subTest(rows):
                days = sorted(str(event.date) for event in release(rows).events)
                assert days == ["2026-05-05", "2026-05-19"]


class ACall(TestCase):
    """Gives its day and hours without labels, and in two zones."""

    def test_has_its_day_and_hour_on_lines_below_its_name(self) -> None:
        for lines in (
            (
                "Conference Call in German\nThursday, April 16, 2026\n10:00 a.m. (Berlin time)\n"
                "4:00 a.m. (New York time)\nPhone: +49 (30) 5555-0188\nCode: 5521\n"
                "Conference Call in English\nThursday, April 16, 2026\n11:30 a.m. (Berlin time)\n"
                "5:30 a.m. (New York time)\nPhone: +1 (412) 555-0154\nCode: 7763\n"
                "Replay: +1 (412) 555-0156\nCode: 10128853"
            ),
            (
                "CONFERENCE CALL IN GERMAN\n\n16 April 2026\n\n10:00 Berlin time / 04:00 New York "
                "time\n\nDial-in: +49 (30) 5555-0188\n\nAccess code: 5521\n\nCONFERENCE CALL IN "
                "ENGLISH\n\n16 April 2026\n\n11:30 Berlin time / 05:30 New York time\n\nDial-in: "
                "+1 (412) 555-0154\n\nAccess code: 7763"
            ),
        ):
            lede = OPENING.replace(
                "today gave an update",
                "invites investors to its calls on the results of 2025, which will be released "
                "on March 31, 2026",
            )
            with self.subTest(lines):
                events = release(lines, opening=lede).events
                assert [(str(e.date), str(e.start), str(e.tz)) for e in events] == [
                    ("2026-04-16", "10:00:00", "Berlin time"),
                    ("2026-04-16", "11:30:00", "Berlin time"),
                ]
                codes = [str(e.reference) for e in events]
                assert [code[-4:] for code in codes] == ["5521", "7763"]
                assert [len(e.dial_ins) for e in events] == [1, 1]

    def test_of_one_line_with_two_zones_has_the_first(self) -> None:
        for words in (
            (
                "Conference Call and Webcast\n\nThursday, April 16, 2026\n\n10:00 AM U.S. EST / "
                "9:00 AM Mexico City time"
            ),
            (
                "Conference Call and Webcast\n\nThursday, April 16, 2026 10:00 AM U.S. EST / 4:00 PM "
                "Central European time"
            ),
            "Conference Call and Webcast\n\nApril 16, 2026, 10:00 a.m. EST (4:00 p.m. CET)",
        ):
            with self.subTest(words):
                [event] = facts(release(words))
                assert event.startswith("2026-04-16 10:00")
                assert event.endswith("EST")

    def test_has_its_day_though_lines_stand_apart(self) -> None:
        for words in (
            (
                "Our Managing Director will host a call for investors and media at 9.00am CET on "
                "Thursday, 16\n\nApril 2026. Dial 1800 555 006 and quote conference ID 10000417."
            ),
            (
                "We will hold a conference call at 9.00am CET on April\n\n16, 2026. The conference ID "
                "is 10000417."
            ),
            (
                "The Company will hold a conference call at 9.00am CET on 16\n\nApril 2026 and quote "
                "the conference ID 10000417."
            ),
        ):
            with self.subTest(words):
                [event] = facts(release(words))
                assert event.startswith("2026-04-16 09:00 CET")

    def test_is_on_the_day_of_the_report(self) -> None:
        for words in (
            (
                "Fenwick Kilns publishes its interim report on Wednesday 6 May 2026 at 8.00 CET. A "
                "combined press, phone and webcast conference will be arranged on the publishing "
                "day at 10.30 CET at restaurant Roland, Tower Room (Am Markt 7, Bremen)."
            ),
            (
                "Fenwick Kilns will release its half-year results on Wednesday 6 May 2026. A press "
                "and telephone conference will be arranged on the day of publication at 10.30 CET "
                "at restaurant Roland, Tower Room (Am Markt 7, Bremen)."
            ),
            (
                "The results of the first quarter will be published on Wednesday, May 6, 2026. An "
                "analyst conference will be held on publication day at 10:30 CET at restaurant "
                "Roland, Tower Room (Am Markt 7, Bremen)."
            ),
        ):
            with self.subTest(words):
                fact = facts(release(words))
                place = "restaurant Roland, Tower Room (Am Markt 7, Bremen)"
                assert f"2026-05-06 10:30 CET {place}" in fact

    def test_is_not_called_after_the_same_day(self) -> None:
        reading = release(
            "Fenwick Kilns will release its results on Thursday 15 April 2026 at 07:00 CEST. "
            "A presentation will be held by webcast the same day at 08:30 CEST."
        )
        assert [event.title for event in reading.events] == ["Presentation"]
        assert facts(reading) == ["2026-04-15 08:30 CEST"]

    def test_is_held_in_two_languages(self) -> None:
        for words in (
            (
                "Conference calls will be held on April 16, 2026: in German at 10:00 CEST and in "
                "English at 14:00 CEST."
            ),
            (
                "We will hold a conference call on April 16, 2026, in German at 10:00 CEST, and in "
                "English at 14:00 CEST."
            ),
            (
                "The calls to discuss the results will take place on April 16, 2026, in French at "
                "10:00 CEST and in English at 14:00 CEST."
            ),
        ):
            with self.subTest(words):
                times = [fact[:21] for fact in facts(release(words))]
                assert times == ["2026-04-16 10:00 CEST", "2026-04-16 14:00 CEST"]

    def test_of_which_a_recording_is_kept_is_no_second_event(self) -> None:
        for words in (
            (
                "A live webcast of the conference call will be available to investors and the "
                "media at www.fenwick.example through the end of the day on May 26, 2026."
            ),
            "The webcast of the call will be available on our website until May 26, 2026.",
            "The webcast can be viewed at www.fenwick.example/ir through May 26, 2026.",
        ):
            with self.subTest(words):
                call = "We will hold a conference call on April 16, 2026, at 10:00 a.m. ET."
                assert [f[:16] for f in facts(release(call, words))] == [
                    "2026-04-16 10:00"
                ]


class ATalk(TestCase):
    """Is read from a line without punctuation, and beside its conference."""

    def test_has_all_labels_on_one_line(self) -> None:
        lede = OPENING.replace(
            "today gave an update",
            "announced that its data will be presented at the 12th Annual Congress of the "
            "Ceramic Society in Lyon, France, from April 8 to 11, 2026",
        )
        for line, wanted in (
            (
                (
                    "1. Glazes: Clinical Abstract 389 Title: A Study of Glaze in Wet Clay After "
                    "Firing Presenter: Prof. Edith Zoltan, Heidelberg Time: Thursday, April 9, 2026, "
                    "4:30 p.m. CT Venue: Room B402, Level 4"
                ),
                "2026-04-09 16:30 CT Room B402, Level 4 Abstract 389",
            ),
            (
                (
                    "Title: Slips Without Loss of Colour in Stoneware Abstract Number: 1320 Session: "
                    "Slips II Presenter: Ryo Hata Date: April 9, 2026 Time: 5:30 p.m. – 7:30 p.m. CT "
                    "Location: Hall B1"
                ),
                "2026-04-09 17:30 19:30 CT Hall B1 Abstract Number: 1320",
            ),
            (
                (
                    "Kiln Chemistry Poster III Poster 3144 Title: Structure of Ash Bound to Its Body "
                    "Speaker: Dana Ilunga Date and Time: Friday, April 10, 2026, 6:00 p.m. – 8:00 p.m. "
                    "CT Room: Hall B2"
                ),
                "2026-04-10 18:00 20:00 CT Hall B2 Poster 3144",
            ),
        ):
            with self.subTest(line):
                reading = release("Oral Presentation", line, opening=lede)
                assert wanted in facts(reading)

    def test_stands_below_the_days_of_its_conference(self) -> None:
        lede = OPENING.replace(
            "today gave an update",
            "will participate in the following upcoming investor conferences",
        )
        for lines in (
            (
                "Coldwater 24th Annual Conference (April 13-15, 2026)\n\nCompany Presentation: "
                "Tuesday, April 14th at 12:30 pm ET\nPresenter: Ada Wick, Chief Executive Officer\n"
                "Landseer Kiln Day (April 28, 2026)\n\nPanel “Supply beyond ash”: Tuesday, April "
                "28th at 2:00 pm ET\nPanelist: Dr. Gaspard Wick"
            ),
            (
                "Coldwater 24th Annual Global Conference (April 13-15, 2026)\n\nPresentation: "
                "Tuesday, April 14th at 12:30 pm ET\nPell & Co. Kiln Conference (April 14-16, "
                "2026)\n\nFireside Chat: Tuesday, April 28th at 2:00 pm ET"
            ),
            (
                "Coldwater 24th Annual Conference\nApril 13-15, 2026\nPresentation: Tuesday, April "
                "14, at 12:30 pm ET\n\nLandseer Kiln Day\nApril 28, 2026\nFireside chat: Tuesday, "
                "April 28, at 2:00 pm ET"
            ),
        ):
            with self.subTest(lines):
                got = [fact[:19] for fact in facts(release(lines, opening=lede))]
                assert got == ["2026-04-14 12:30 ET", "2026-04-28 14:00 ET"]


class ACardThatBeginsWithItsDay(TestCase):
    """Keeps its conference, hour and place together."""

    def test_in_labels_and_in_lines(self) -> None:
        for cards in (
            (
                "Date: April 15, 2026\nTime: 10:40 a.m. ET\nEvent: Leyland Kiln Conference\nLocation: "
                "New York\n\nDate: April 23, 2026\nTime: 2:20 p.m. ET\nEvent: Pell Growth "
                "Forum\nLocation: Boston"
            ),
            (
                "Wednesday, April 15, 2026\nLeyland Healthcare Conference, New York\nPresentation at "
                "10:40 a.m. ET\n\nThursday, April 23, 2026\nPell Growth Forum, Boston\nFireside chat "
                "at 2:20 p.m. ET"
            ),
            (
                "Date: April 15, 2026\nConference: Leyland Kiln Conference\nTime: 10:40 a.m. ET\nVenue: "
                "New York\n\nDate: April 23, 2026\nConference: Pell Growth Forum\nTime: 2:20 p.m. "
                "ET\nVenue: Boston"
            ),
        ):
            with self.subTest(cards):
                assert facts(release(cards)) == [
                    "2026-04-15 10:40 ET New York",
                    "2026-04-23 14:20 ET Boston",
                ]
