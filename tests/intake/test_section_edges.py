"""Where sections stand inside paragraphs, beside others, or without a heading of their own."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.test_sections import ABOUT, FORWARD, NEWS, TITLE, sections

OFFER = (
    "The notes have not been registered under the Securities Act and may not be offered or "
    "sold in the United States absent registration. This release shall not constitute an "
    "offer to sell or the solicitation of an offer to buy."
)


class ANoticeOfItsOwnKind(TestCase):
    """Is known by the words of its kind."""

    def only_notice(self, *paragraphs: str) -> list[str]:
        """Return the texts of the notices of a release with these paragraphs."""
        return [notice.text for notice in sections(*paragraphs)[1]]

    def test_on_a_translation(self) -> None:
        for notice in (
            (
                "Translation: This English translation has been prepared for reference purposes. "
                "The Company is not responsible for any consequence of its use."
            ),
            (
                "Note: This document has been translated from the Japanese original for reference "
                "purposes only. In the event of any discrepancy, the original shall prevail."
            ),
            (
                "This is a non-binding translation. In case of doubt the German version is binding "
                "and shall prevail over the English one."
            ),
            (
                "Dies ist eine unverbindliche Übersetzung. Maßgeblich ist allein die englische "
                "Fassung dieser Mitteilung."
            ),
            (
                "La version française de ce communiqué fait foi en cas de divergence avec sa "
                "traduction anglaise."
            ),
        ):
            with self.subTest(notice):
                assert self.only_notice("Sales grew by a tenth.", notice, CONTACTS) == [
                    notice
                ]

    def test_on_what_a_forecast_is_based_on(self) -> None:
        for notice in (
            (
                "(Note) The above forecast is based on information available at the date of the "
                "release of this document. Actual results may differ from it owing to factors."
            ),
            (
                "* The forecasts above are based on information currently available to the Company, "
                "and actual results may differ."
            ),
            (
                "Note: Earnings forecasts are based on the information available as of today. "
                "Actual results may vary substantially due to various factors."
            ),
        ):
            with self.subTest(notice):
                [kept] = self.only_notice("Sales grew by a tenth.", notice, CONTACTS)
                assert kept in notice

    def test_of_a_sponsor(self) -> None:
        for notice in (
            (
                "This announcement has been prepared by the Company and its contents have been "
                "reviewed by the Company’s sponsor, Pell Capital Pte. Ltd., for compliance with the "
                "rules of the Exchange. The contact person for the Sponsor is Ms Yeo."
            ),
            (
                "This announcement has been reviewed by the Company's Sponsor, Wick Partners Pte. "
                "Ltd. It has not been examined or approved by the SGX-ST."
            ),
            (
                "This document was prepared by the Company and reviewed by its sponsor, Ely Corporate "
                "Finance. The Sponsor has not independently verified its contents."
            ),
        ):
            with self.subTest(notice):
                assert self.only_notice("Sales grew by a tenth.", notice) == [notice]
                signed = f"Sales grew by a tenth. BY ORDER OF THE BOARD 18 July 2013 {notice}"
                assert self.only_notice(signed)[-1:] == [notice]

    def test_of_a_rating_agency(self) -> None:
        for notice in (
            (
                "This press release relates to Credit Ratings that have been published on Tallow’s "
                "website. For all rating information and pertinent disclosures, see its web page."
            ),
            (
                "Ratings are statements of opinion and not recommendations to buy, sell or hold any "
                "securities."
            ),
            (
                "For regulatory disclosures on each credit rating in this announcement, please see "
                "the ratings tab on the page of the issuer."
            ),
        ):
            with self.subTest(notice):
                assert self.only_notice("The outlook is stable.", notice, CONTACTS) == [
                    notice
                ]

    def test_of_a_portal(self) -> None:
        for notice in (
            (
                "This news is a press release provided by Tallow. Our editors are not responsible "
                "for its content."
            ),
            (
                "Tallow Holdings Inc. published this content on March 1, 2019 and is solely "
                "responsible for the information contained therein."
            ),
            "TallowPortal provides the information “as is” without warranty of any kind.",
        ):
            with self.subTest(notice):
                assert self.only_notice("Sales grew.", CONTACTS, notice) == [notice]

    def test_on_inside_information(self) -> None:
        for notice in (
            (
                "This disclosure is pursuant to the obligations under Article 17 of Regulation "
                "596/2014 on market abuse."
            ),
            (
                "This is information that Tallow is obliged to make public pursuant to the EU Market "
                "Abuse Regulation."
            ),
            (
                "The information was deemed by the Company to be inside information under the Market "
                "Abuse Regulation (EU) No. 596/2014."
            ),
        ):
            with self.subTest(notice):
                assert self.only_notice("Sales grew.", notice) == [notice]

    def test_on_a_mark_below_another_notice(self) -> None:
        for mark in (
            "WICKLIGHT™ is a trademark of Tallow Holdings, Inc.",
            "WICKLIGHT® is a registered trademark of Tallow Holdings, Inc.",
            "Wicklight and Emberglow are trademarks of Tallow Holdings, Inc.",
        ):
            with self.subTest(mark):
                notices = self.only_notice("Forward-Looking Statements", FORWARD, mark)
                assert notices == [FORWARD, mark]

    def test_ends_before_the_end_mark_and_its_code_on_the_line(self) -> None:
        notice = (
            "This information is provided by RNS, the news service of the London Stock "
            "Exchange. RNS is approved to act as a Primary Information Provider."
        )
        for end in ("   END  DSHBKGDPDBDDGXR", "  END", " END MSCKKODPDBDKOKD"):
            with self.subTest(end):
                assert self.only_notice("Sales grew.", notice + end) == [notice]


CONTACTS = "Contact:\n\nAda Wick\n\nada@tallow.example"


class InsideAParagraph(TestCase):
    """A section begins after a sentence of another part."""

    def test_an_about_section(self) -> None:
        for words in (
            f"{OFFER} About Tallow {ABOUT}",
            f"{OFFER} ABOUT TALLOW: {ABOUT}",
            f"{OFFER} About Tallow Holdings {ABOUT}",
        ):
            with self.subTest(words[len(OFFER) : -len(ABOUT)]):
                abouts, notices = sections("The notes are due in 2030.", words)
                assert [about.text for about in abouts] == [ABOUT]
                assert [notice.text for notice in notices] == [OFFER]

    def test_an_about_section_whose_heading_ends_a_line(self) -> None:
        reading = read(
            f"{TITLE}\n{NEWS} Its shares are in the hands of many owners in the north\n"
            "of the state. The works open at noon on each day of the week. About Tallow\n"
            f"{ABOUT}"
        )
        assert [about.text for about in reading.boilerplates] == [ABOUT]

    def test_a_forward_looking_statement(self) -> None:
        news = (
            "The Company will build a third works in the north of Minnesota next year."
        )
        for notice in (
            FORWARD,
            FORWARD.replace("This press", "This news"),
            "Certain statements in this release are forward-looking. Results could differ.",
        ):
            with self.subTest(notice):
                _, notices = sections(f"{news} {notice}")
                assert [n.text for n in notices] == [notice]

    def test_a_notice_that_begins_a_line(self) -> None:
        lines = (
            "Tallow Holdings estimates that the net proceeds will be approximately $86\n"
            "million and will use them to repurchase shares of its common stock from\n"
            "some holders. The offering is expected to close on March 23, 2019.\n"
        )
        notice = (
            "The offering of the notes and the common stock issuable upon conversion\n"
            "of the notes have not been registered under the Securities Act or any\n"
            "state securities laws and may not be offered or sold in any state. This\n"
            "release shall not constitute an offer to sell the notes."
        )
        reading = read(f"{TITLE}\n\n{NEWS}\n\n{lines}{notice}\n")
        assert [n.text for n in reading.disclaimers] == [" ".join(notice.split())]


class AnAboutSectionWithoutItsHeading(TestCase):
    """Stands below a heading for editors, or above what services print last."""

    def test_is_headed_as_notes_for_editors(self) -> None:
        for heading, points in (
            (
                "Notes to Editors",
                (
                    "· Tallow Holdings makes and sells candles of sheep in two towns.",
                    "· Founded in 1812, it was admitted to AIM in 2007.",
                ),
            ),
            ("Notes to editors:", ("Tallow Holdings makes candles in two towns.",)),
            (
                "Note to Editors",
                (
                    "Tallow Holdings is a maker of candles. It has works in two towns.",
                    "Its shares are listed.",
                ),
            ),
        ):
            with self.subTest(heading):
                abouts, _ = sections("Sales grew by a tenth.", heading, *points)
                assert [about.heading for about in abouts] == [heading]
                assert abouts[0].text.count("\n") >= len(points) - 1

    def test_is_above_the_codes_of_a_wire(self) -> None:
        marks = "Wicklight is a trademark of Tallow Holdings, Inc."
        for tail in (
            (
                f"{marks}\n    %SEDAR: 00009912E    %SEDAR: 00009912F\n    -0-       03/01/2019\n"
                "CO: Tallow Holdings, Inc.\nST: Minnesota\nIN: CPR\nSU: PDT"
            ),
            "CO: Tallow Holdings, Inc.\nST: Minnesota\nIN: CPR",
            'ON BEHALF OF THE BOARD OF DIRECTORS\n"Ada Wick"\nPresident',
        ):
            with self.subTest(tail):
                abouts, _ = sections("Sales grew by a tenth in the north.", ABOUT, tail)
                assert [about.text for about in abouts] == [ABOUT]

    def test_tells_what_the_company_holds(self) -> None:
        for words in (
            (
                "Tallow Holdings holds interests in 2,140 claims in Minnesota and has working "
                "capital of $5 million."
            ),
            "Tallow Holdings holds a 100% interest in the Ely property, the largest of its kind.",
            "Tallow Holdings owns and explores claims of forty square miles in Minnesota.",
        ):
            with self.subTest(words):
                abouts, _ = sections("Sales grew by a tenth in the north.", words)
                assert [about.text for about in abouts] == [words]
