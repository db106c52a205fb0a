"""Texts come from mail clients, converters and other countries, not only from wires."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

RELEASE = """Oakmere Pumps Opens a Foundry

MARLOW BEND, Ohio, March 6, 2025 – Oakmere Pumps, Inc. (NYSE: OKM) today opened a
foundry. The company’s foundry cost £45 million.

It makes casings.
"""
COVER = """UNITED STATES
SECURITIES AND EXCHANGE COMMISSION
Washington, D.C. 20549
FORM 8-K
CURRENT REPORT
Date of report: March 6, 2025
OAKMERE PUMPS, INC.
(Exact name of registrant)
Item 9.01 Exhibits: Exhibit 99.1, press release of March 6, 2025
SIGNATURES
Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has
duly caused this report to be signed.
"""


def doubts_of(reading: Reading) -> list[str]:
    """Return each doubt as one line of English."""
    return [f"{doubt.line}: {doubt.saw} | {doubt.assumed}" for doubt in reading.doubts]


def has_doubt(reading: Reading, words: str) -> bool:
    """Return whether a doubt has the words."""
    return any(words in doubt for doubt in doubts_of(reading))


class WrongDecoding(TestCase):
    """Is undone where that is certain, and doubted."""

    def test_of_utf_8_as_windows_1252(self) -> None:
        broken = RELEASE.encode().decode("cp1252", "replace")
        reading = read(broken)
        assert reading.dateline is not None
        assert reading.dateline.places == ("MARLOW BEND, Ohio",)
        assert "company’s foundry cost £45 million" in reading.body_html
        assert has_doubt(reading, "Mended to “company’s”")

    def test_of_quoted_printable(self) -> None:
        coded = RELEASE.replace("’", "=E2=80=99").replace(
            "today opened", "today=\nopened"
        )
        reading = read(coded)
        assert "company’s" in reading.body_html
        assert has_doubt(reading, "=E2=80=99")

    def test_is_not_seen_in_what_was_meant(self) -> None:
        text = RELEASE.replace("a\nfoundry", "a foundry in Âge, and E=MC2 =20")
        assert not has_doubt(read(text), "decoded wrongly")


class AMail(TestCase):
    """Around a release is left out, with a doubt."""

    HEAD = (
        "From: Odile Marsh <omarsh@oakmere.example>\nSent: Monday, March 3, 2025 4:12 PM\n"
        "To: newsroom@oakmere.example\nSubject: FW: FINAL release\n\n"
    )

    def test_that_quotes_it(self) -> None:
        quoted = "".join(f"> {line}\n" for line in RELEASE.split("\n"))
        reading = read(f"{self.HEAD}Hi all, ok to load.\n\n{quoted}\nThanks\n")
        assert reading.headline is not None
        assert reading.headline.text == "Oakmere Pumps Opens a Foundry"
        assert reading.dateline is not None
        assert reading.dateline.date == dt.date(2025, 3, 6)
        assert has_doubt(reading, "an e-mail around the release")
        assert "Hi all, ok to load." in [quote.text for quote in reading.furniture]

    def test_that_has_it_below(self) -> None:
        foot = "\nThis e-mail and its attachments are confidential.\n"
        reading = read(f"{self.HEAD}Hello,\n\n{RELEASE}{foot}")
        assert reading.headline is not None
        assert reading.headline.text == "Oakmere Pumps Opens a Foundry"
        assert "confidential" not in reading.body_html

    def test_is_none_if_a_release_only_has_labels(self) -> None:
        reading = read(f"Date: March 6, 2025\nSubject: Foundry\n\n{RELEASE}")
        assert not has_doubt(reading, "e-mail")


class AnotherText(TestCase):
    """That is no release is told."""

    def test_a_notice_to_disregard_one(self) -> None:
        reading = read(
            "/DISREGARD RELEASE: Oakmere Pumps, Inc./\n\nWe are advised by Oakmere Pumps, "
            "Inc. that readers should disregard the news release, Oakmere Pumps to Double "
            "Its Dividend, issued March 5, 2025 over PR Newswire.\n"
        )
        assert has_doubt(
            reading, "withdraws “Oakmere Pumps to Double Its Dividend” (March 5,"
        )

    def test_a_notice_that_does_not_say_which(self) -> None:
        text = "Advisory to disregard\n\nPlease ignore what we sent you this morning.\n"
        assert has_doubt(read(text), "asks readers to disregard a release")

    def test_the_cover_of_a_filing(self) -> None:
        reading = read(COVER)
        assert reading.headline is None
        assert has_doubt(reading, "The release is the exhibit that it names")
        assert "OAKMERE PUMPS, INC." in reading.body_html

    def test_a_headline_about_a_correction_is_a_headline(self) -> None:
        title = "Oakmere Announces Correction of Previous Press Release on Its Plant"
        reading = read(RELEASE.replace("Oakmere Pumps Opens a Foundry", title))
        assert reading.headline is not None
        assert reading.headline.text == title


class ANumericDate(TestCase):
    """Is read in the order that the text proves, and doubted."""

    def read(self, date: str, rest: str, listing: str = "OKM") -> Reading:
        return read(
            f"Oakmere: Notice\n\nLondon, {date} – Oakmere Pumps (XYZ: {listing}) will "
            f"publish its results for the half year later.\n\n{rest}\n"
        )

    def test_day_first_where_another_date_shows_it(self) -> None:
        reading = self.read("05/06/2025", "The meeting takes place on 25/09/2025.")
        assert reading.dateline is not None
        assert reading.dateline.date == dt.date(2025, 6, 5)
        assert has_doubt(reading, "Read day first: 5 June 2025.")

    def test_month_first_where_another_date_shows_it(self) -> None:
        reading = self.read("05/06/2025", "The meeting takes place on 09/25/2025.")
        assert reading.dateline is not None
        assert reading.dateline.date == dt.date(2025, 5, 6)

    def test_day_first_in_a_country_that_prints_it_so(self) -> None:
        reading = self.read(
            "05/06/2025", "Its shares are on the London Stock Exchange."
        )
        assert reading.dateline is not None
        assert reading.dateline.date == dt.date(2025, 6, 5)

    def test_month_first_and_doubted_if_nothing_tells(self) -> None:
        reading = self.read("05/06/2025", "Nothing else is known.")
        assert reading.dateline is not None
        assert reading.dateline.date == dt.date(2025, 5, 6)
        assert has_doubt(reading, "Read month first: 6 May 2025.")


class TheLanguage(TestCase):
    """Of a release is told."""

    def test_english_needs_no_doubt(self) -> None:
        text = RELEASE + "The plant is on the river, and it will be run by the town.\n"
        reading = read(text)
        assert reading.language == "en"
        assert not has_doubt(reading, "a text in")

    def test_of_a_few_words_is_not_guessed(self) -> None:
        assert read("Oakmere Reports").language is None

    def test_without_rules_is_doubted(self) -> None:
        reading = read(
            "Oakmere apre una fonderia\n\nLa società ha aperto oggi una fonderia nel nord "
            "della regione. Il costo è di 45 milioni e gli impianti sono i più moderni del "
            "paese, con una capacità che la società non aveva. Il gruppo è nato nel 1902 e "
            "gli stabilimenti della società sono tre.\n"
        )
        assert reading.language == "it"
        assert has_doubt(
            reading, "a text in Italian | Only English, German, French and"
        )

    def test_is_known_by_its_script(self) -> None:
        reading = read(
            "株式会社オークメア、新工場を開設\n\n当社は本日、新しい工場を開きました。"
        )
        assert reading.language == "ja"


class AHeadline(TestCase):
    """Is chosen among lines, and a second one is told if it is as likely."""

    def test_on_lines_apart_is_put_together(self) -> None:
        reading = read(
            "Oakmere Pumps and Hale Valve\n\nDeliver a Proposed Merger Agreement to\n\nthe "
            "Board of Directors of Tarn Hydraulics\n\nDAYTON, Ohio, March 6, 2025 – Oakmere "
            "Pumps, Inc. (NYSE: OKM) today delivered a proposal to the board of Tarn.\n"
        )
        assert reading.headline is not None
        assert reading.headline.text == (
            "Oakmere Pumps and Hale Valve Deliver a Proposed Merger Agreement to the Board "
            "of Directors of Tarn Hydraulics"
        )

    def test_is_that_of_the_text_that_replaces_another(self) -> None:
        reading = read(
            "Replacement - Full Year Results\nThe following amendment has been made to the "
            "'Full Year Results' announcement released on 06/03/25 at 07.00 under RNS No 1234X."
            "\nThe record date is corrected from 26 March 2025 to 27 March 2025.\nAll other "
            "details remain unchanged.\nThe full amended text is shown below.\n6 March 2025\n"
            "OAKMERE PUMPS PLC\nFull Year Results\nfor the year ended 31 December 2024\n"
            "Oakmere Pumps plc, the maker of pumps, is pleased to announce its full year "
            "results for the year ended 31 December 2024.\n"
        )
        assert reading.headline is not None
        assert reading.headline.text == (
            "Full Year Results for the year ended 31 December 2024"
        )
        assert reading.issuer is not None
        assert reading.issuer.text.casefold() == "oakmere pumps plc"
        assert reading.dateline is not None
        assert (reading.dateline.date, reading.dateline.wire) == (
            dt.date(2025, 3, 6),
            "RNS",
        )

    def test_is_above_the_sentence_that_introduces_a_calendar(self) -> None:
        reading = read(
            "Financial Calendar\nThe following dates for financial reporting and the general "
            "meeting have been set:\n7 May 2025 Interim Report Q1 2025\n14 August 2025 Interim "
            "Report Q2 2025\n6 November 2025 Interim Report Q3 2025\n"
        )
        assert reading.headline is not None
        assert reading.headline.text == "Financial Calendar"
        assert reading.issuer is None
        assert len(reading.events) == 3

    def test_of_a_german_notice_is_apart_from_its_service(self) -> None:
        reading = read(
            "DGAP-News: Pumpenwerk Saale AG / Bekanntmachung der Einberufung zur\n"
            "Hauptversammlung\n"
            "Pumpenwerk Saale AG: Bekanntmachung der Einberufung zur Hauptversammlung am\n"
            "13.05.2025 in Halle mit dem Ziel der europaweiten Verbreitung gemäß\n"
            "§121 AktG\n\n2025-04-04 / 16:41\n"
            "Bekanntmachung gemäß §121 AktG, übermittelt durch DGAP\n"
            "- ein Service der EQS Group AG.\n"
            "Für den Inhalt der Mitteilung ist der Emittent / Herausgeber verantwortlich.\n\n"
            "Wir laden die Aktionäre unserer Gesellschaft zur Hauptversammlung ein.\n"
        )
        assert reading.headline is not None
        assert reading.headline.text.startswith("Pumpenwerk Saale AG: Bekanntmachung")
        assert reading.headline.text.endswith("gemäß §121 AktG")
        assert reading.issuer is not None
        assert reading.issuer.text == "Pumpenwerk Saale AG"

    def test_with_a_near_second_is_doubted(self) -> None:
        reading = read(
            "Oakmere, the Pump People\n\nOakmere Announces a Plant\n\nDAYTON, Ohio, March 6, "
            "2025 – Oakmere Pumps, Inc. (NYSE: OKM) today opened a plant in the valley.\n"
        )
        assert reading.headline is not None
        assert reading.headline.text == "Oakmere Announces a Plant"
        assert has_doubt(
            reading, "1: Oakmere, the Pump People | The headline was read as"
        )

    def test_without_a_near_second_is_not(self) -> None:
        assert not has_doubt(read(RELEASE), "could be it as well")

    def test_in_a_placeholder_dateline_the_day_is_a_gap(self) -> None:
        reading = read(RELEASE.replace("March 6, 2025", "April XX"))
        assert reading.dateline is not None
        assert reading.dateline.places == ("MARLOW BEND, Ohio",)
        assert has_doubt(reading, "April XX | A placeholder")


class ACode(TestCase):
    """To join a call may be a word."""

    def test_in_capitals(self) -> None:
        reading = read(
            "Oakmere to Hold a Call\n\nDAYTON, Ohio, March 6, 2025 – Oakmere Pumps, Inc. "
            "(NYSE: OKM) will host a conference call on March 13, 2025 at 4:00 p.m. ET.\n"
            "Dial In: 866-555-0191\nPasscode: OAKMERE\n"
        )
        assert [event.passcode for event in reading.events] == ["OAKMERE"]


class NumbersOnLinesOfTheirOwn(TestCase):
    """They are pages' numbers only in a run of pages."""

    def body_with(self, middle: str) -> str:
        """Return the body of a release with these lines before its last paragraph."""
        return read(RELEASE.replace("It makes", f"{middle}\n\nIt makes")).body_html

    def test_a_number_alone_is_text(self) -> None:
        for number in ("9", "12", "412"):
            with self.subTest(number):
                lines = f"Directors elected:\n{number}\nProposals carried:"
                assert f">{number}<" in self.body_with(lines)

    def test_numbers_that_go_up_pages_apart_are_pages(self) -> None:
        page = "\n\n".join(
            f"Paragraph {word} has words of its own." for word in "abcde"
        )
        body = self.body_with(f"{page}\n\n1\n\n{page}\n\n2\n\n{page}")
        assert ">1<" not in body
        assert ">2<" not in body


class TextThatEndsEarly(TestCase):
    """Is read, whatever could have followed."""

    def test_after_a_line_that_leads_into_nothing(self) -> None:
        reading = read(
            "Contact:\nContact: Contact: Contact: Contact: Contact: Contact: "
        )
        assert reading.events == ()


class ALineThatIsCut(TestCase):
    """Goes on in the next, whatever word that begins with."""

    def test_inside_a_bracket(self) -> None:
        news = (
            "Oakmere Pumps, Inc. and its owners of many years opened a foundry today,"
        )
        reading = read(
            "Oakmere Pumps Opens a Foundry\n\nMARLOW BEND, Ohio, March 6, 2025 (GLOBE\n"
            f"NEWSWIRE) -- OAKMERE PUMPS INC.\n{news}\nwhich cost more than it was to cost.\n"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ("MARLOW BEND, Ohio",)
        assert reading.dateline.wire == "GLOBE NEWSWIRE"

    def test_before_a_wire(self) -> None:
        reading = read(
            "Oakmere Pumps Opens a Foundry\n\nMARLOW BEND, Ohio, March 6, 2025\n"
            "/PRNewswire/ -- Oakmere Pumps, Inc. (NYSE: OKM) today opened a foundry.\n"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ("MARLOW BEND, Ohio",)
        assert reading.dateline.wire == "PRNewswire"


class AQuotedText(TestCase):
    """Is read as one that is not quoted."""

    def test_in_all_its_parts(self) -> None:
        quoted = "\n".join(f"> {line}".rstrip() for line in RELEASE.splitlines())
        reading, plain = read(quoted), read(RELEASE)
        assert reading.headline == plain.headline
        assert reading.dateline == plain.dateline
        assert reading.body_html == plain.body_html
