"""What speaks for a reading is weighed, and a reading that is nearly as likely is a doubt."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

OPENING = "LEEDS, England, 3 March 2025 – Harrow Tiles plc (AIM: HTL) today said that its kiln is repaired."


def doubts_of(reading: Reading) -> list[str]:
    """Return everything that was assumed."""
    return [str(doubt.assumed) for doubt in reading.doubts]


class A_close_second(TestCase):  # noqa: N801 - the sentence goes on below
    """Is told as a doubt that names both."""

    def test_of_the_part_that_a_paragraph_belongs_to(self) -> None:
        reading = read(
            f"Harrow Tiles Repairs Its Kiln\n\n{OPENING}\n\n"
            "This release contains forward-looking statements. Results may differ materially.\n\n"
            "The company sells its tiles in many jurisdictions.\n"
        )

        assert "Read as a legal notice. It could be part of the text as well." in (
            doubts_of(reading)
        )

    def test_of_an_event_that_may_only_be_mentioned(self) -> None:
        reading = read(
            f"Harrow Tiles Repairs Its Kiln\n\n{OPENING}\n\n"
            "The annual meeting of shareholders will be held on 16 June 2025. Starting at 10:00 "
            "a.m. (London time) on 16 June 2025, shareholders may listen to the meeting by live "
            "audio teleconference by dialing 877-555-0133.\n"
        )

        assert [str(event.start) for event in reading.events] == ["10:00:00"]
        assert "Read as no event. Add one if these words announce it." in doubts_of(
            reading
        )


class The_top_of_a_release(TestCase):  # noqa: N801 - the sentence goes on below
    """Is read by what its lines are made of, and by which of them are printed twice."""

    def test_a_line_that_only_names_a_kind_of_text_is_no_headline(self) -> None:
        for label in (
            "NEWS FOR IMMEDIATE RELEASE:",
            "EARLY WARNING NEWS RELEASE ISSUED PURSUANT TO NATIONAL INSTRUMENT 62-103",
            "P R E S S  R E L E A S E",
            "Connect with us",
        ):
            with self.subTest(label):
                reading = read(f"{label}\n\nHarrow Tiles Repairs Kiln\n\n{OPENING}\n")

                assert reading.headline
                assert reading.headline.text == "Harrow Tiles Repairs Kiln"
                assert reading.subheadlines == ()

    def test_a_title_that_a_service_printed_before_is_read_once(self) -> None:
        reading = read(
            "EQS-Adhoc: Harrow Tiles SE: Kiln is repaired\n\n"
            "Harrow Tiles SE: Kiln is repaired\n\n"
            "3 March 2025, Bremen - Harrow Tiles SE has repaired its kiln after four months of work by its own people in Saxony.\n"
        )

        assert reading.headline
        assert reading.headline.text == "Harrow Tiles SE: Kiln is repaired"
        assert reading.dateline
        assert reading.dateline.places == ("Bremen",)

    def test_a_title_goes_on_over_lines_that_are_only_of_or_by(self) -> None:
        reading = read(
            "RECOMMENDED CASH ACQUISITION\n\nof\n\nHARROW TILES PLC\n\nby\n\nKILN HOLDINGS LIMITED\n\n"
            "Harrow Tiles plc announced on 3 March 2025 that it had agreed on the terms of an offer.\n"
        )

        assert reading.headline
        assert reading.headline.text == (
            "RECOMMENDED CASH ACQUISITION of HARROW TILES PLC by KILN HOLDINGS LIMITED"
        )


class The_issuer(TestCase):  # noqa: N801 - the sentence goes on below
    """Is who has news, not the company whose shares others hold or that they act against."""

    def test_a_law_firm_that_sues_a_listed_company(self) -> None:
        reading = read(
            "Investors in Harrow Tiles, Inc. May Join a Lawsuit\n\n"
            "NEW YORK, March 3, 2025 (GLOBE NEWSWIRE) -- Dale & Penn LLP, a law firm, reminds "
            "holders of the securities of Harrow Tiles, Inc. (NYSE: HTL) of a deadline.\n"
        )

        assert reading.issuer
        assert reading.issuer.text == "Dale & Penn LLP"
        assert reading.listings == ()


class Contacts(TestCase):
    """Stand in columns wherever their cells begin, beside their house or below it."""

    def test_people_beside_the_house_that_has_the_number(self) -> None:
        reading = read(
            f"Harrow Tiles Repairs Kiln\n\n{OPENING}\n\nFor further information, please contact:\n\n"
            "Harrow Tiles plc                 Ann Ferris - Chief Executive\n"
            "4 Kiln Lane                      Bo Lind - Finance Director\n"
            "Leeds, England\n"
            "Tel: +44 113 496 0140\n"
        )

        assert [
            (c.name, c.organization, c.phones[0].written) for c in reading.contacts
        ] == [
            ("Ann Ferris", "Harrow Tiles plc", "+44 113 496 0140"),
            ("Bo Lind", "Harrow Tiles plc", "+44 113 496 0140"),
        ]

    def test_a_paragraph_of_news_stays_whole_though_it_says_whom_to_ask(self) -> None:
        reading = read(
            f"Harrow Tiles Repairs Kiln\n\n{OPENING}\n\n"
            "A report on the repair will be filed with the regulator before the end of the month. "
            "For a copy of it, please contact Ann Ferris, Company Secretary, at 0113 496 0140.\n"
        )

        assert "A report on the repair will be filed" in reading.body_html
