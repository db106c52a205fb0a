"""Whose desk a contact is, and whose firm."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.contact_blocks import RELEASE, named


class AWordBesideATitle(TestCase):
    """Goes on with it, or names a firm, as the address tells."""

    def test_goes_on_where_the_address_is_the_issuers(self) -> None:
        block = "Media:\nAnna Vik - Director, Global Media and Branding\nanna@tallow.example"
        assert named(block) == [("Anna Vik", None)]

    def test_is_a_firm_where_it_is_not(self) -> None:
        block = "Media:\nAnna Vik, Director, Harbour Media\nanna@harbour.example"
        assert named(block) == [("Anna Vik", "Harbour Media")]


class ADesk(TestCase):
    """Is that of those who are named after it."""

    def audiences(self, block: str) -> list[tuple[str | None, str]]:
        """Name and audience of everybody in a contact block."""
        contacts = read(f"{RELEASE}{block}\n").contacts
        return [(contact.name, contact.audience) for contact in contacts]

    def test_on_one_line_with_others(self) -> None:
        block = (
            "/CONTACT: TALLOW CONTACTS: Public Relations, Anna Vik, 410-555-0103, "
            "anna@tallow.example; Investor Relations, Bo Lind, 410-555-0104, bo@tallow.example"
        )
        assert self.audiences(block) == [
            ("Anna Vik", "media"),
            ("Bo Lind", "investors"),
        ]
        assert {org for _, org in named(block)} == {"TALLOW"}

    def test_for_a_company(self) -> None:
        block = (
            "Investor Relations for Tallow\nAnna Vik\nHarbour Advisors\nanna@harbour.example\n\n"
            "Media Contact for Tallow\nBo Lind\nHarbour Media\nbo@harbour.example"
        )
        assert self.audiences(block) == [
            ("Anna Vik", "investors"),
            ("Bo Lind", "media"),
        ]

    def test_before_its_person_on_the_line(self) -> None:
        block = "Tallow Contact: Anna Vik, Vice-President, Tel: (514) 555-0110, a@tallow.example"
        assert named(block) == [("Anna Vik", "Tallow")]

    def test_of_an_analyst_is_not_the_investors(self) -> None:
        block = "CONTACTS:\nAnna Vik\nSenior Financial Analyst\n(908) 555-0122"
        assert self.audiences(block) == [("Anna Vik", "general")]

    def test_is_kept_where_several_share_an_address(self) -> None:
        block = (
            "Investor Relations Contact:\n\nAnna Vik\n\nVP, Strategy and Finance\n\n"
            "Tallow Holdings, Inc.\n\n203-555-0136\n\nir@tallow.example\n\nMedia Contact:\n\n"
            "Bo Lind / Cy Holm / Di Ek\n\nHarbour Strategies\n\n212-555-0172\n\n"
            "tallow@harbour.example"
        )
        assert self.audiences(block) == [
            ("Anna Vik", "investors"),
            ("Bo Lind", "media"),
            ("Cy Holm", "media"),
            ("Di Ek", "media"),
        ]


class APersonsFirm(TestCase):
    """May stand in brackets, and be called as an address is."""

    def test_in_brackets(self) -> None:
        block = (
            "Financial/Investors\nAnna Vik (Tallow Holdings) 310-555-0100\n"
            "Bo Lind (Harbour MacGregor Group) 213-555-0150"
        )
        assert named(block) == [
            ("Anna Vik", "Tallow Holdings"),
            ("Bo Lind", "Harbour MacGregor Group"),
        ]

    def test_after_a_title_that_no_comma_ends(self) -> None:
        block = "Contacts:\nTallow Holdings plc\nAnna Vik, Chief Executive Bo Lind, Finance Director\nTel: 0191 498 0000"
        assert [name for name, _ in named(block)] == ["Anna Vik", "Bo Lind"]

    def test_is_no_copyright_below(self) -> None:
        block = "/CONTACT:\n\nPlease contact: Anna Vik, (416) 555-0125\n\nCopyright Harbour Group 2025"
        assert named(block) == [("Anna Vik", None)]


class ALetterhead(TestCase):
    """Names nobody to call."""

    def test_with_a_switchboard(self) -> None:
        head = "Tallow Holdings, Inc.\nWick House\n11 Mount Street\nPerth WA 6000\nT +61 8 5550 1234\n"
        assert read(head + RELEASE).contacts == ()

    def test_nor_does_a_table_of_companies(self) -> None:
        rows = "COMPANY\n\nSECTOR NAME\n\nADDED\n\nHarbour Estate\n\nReal Estate\n"
        assert named(rows) == []


class ALineAboveContacts(TestCase):
    """Is a label, or nobody's name."""

    def test_of_two_labels_is_no_firm(self) -> None:
        block = (
            "CONTACT: For further information, please contact:\n\nAnna Vik, CEO\n\n"
            "Bo Lind, CFO\n\nE-mail: ir@tallow.example"
        )
        assert named(block) == [("Anna Vik", None), ("Bo Lind", None)]

    def test_on_who_authorised_the_release_is_no_firm(self) -> None:
        block = (
            "Authorised by the Managing Director of Tallow Holdings Limited.\n\n"
            "*For further information, please contact:*\n\n* Anna Vik\n\n  Managing Director\n\n"
            "  anna@tallow.example"
        )
        assert named(block) == [("Anna Vik", None)]

    def test_ends_a_sentence_on_where_to_read_more(self) -> None:
        block = (
            "/CONTACT:\n\nFurther information on the company is available at www.tallow.example "
            "or by contacting: Anna Vik, Chief Executive Officer, Tallow Holdings, Inc., "
            "Tel: (705) 555-0177, Email: anna@tallow.example"
        )
        assert named(block) == [("Anna Vik", "Tallow Holdings, Inc.")]

    def test_names_no_qualified_person_nor_a_newswire(self) -> None:
        reach = "(212) 555-0102\n\nanna@tallow.example"
        block = (
            "CONTACT: Investor Relations & Media:\n\nAnna Vik, Tallow Holdings, Inc.\n\n"
            f"{reach}\n\n[Dow Lind Newswires](https://www.wire.example/DJN_1/)"
        )
        assert [name for name, _ in named(block)] == ["Anna Vik"]
        rest = (
            "About Tallow\n\nTallow makes candles of two kinds.\n\nQualified Person\n\nThe "
            "information in this press release has been prepared by Dr Bo Lind, PhD, the Chief "
            "Geologist of Tallow."
        )
        contacts = f"For further information please contact:\n\nAnna Vik\n{reach}"
        assert [name for name, _ in named(f"{contacts}\n\n{rest}")] == ["Anna Vik"]


class ACopyOfAFixedWidthText(TestCase):
    """Has its contacts between fences."""

    def test_in_columns(self) -> None:
        block = (
            "Contacts:\n\n```\n   \nIn Norway                   In the U.S.   \n"
            " Anna Vik                    Bo Lind   \n"
            " Tallow Holdings, Inc.       Harbour Partners   \n"
            " +47-6-5550188 ext. 7715     +1-914-555-0101   \n"
            " ir@tallow.example           bo@harbour.example   \n"
            "--------------------------  -------------------------------   \n \n```"
        )
        assert named(block) == [
            ("Anna Vik", "Tallow Holdings, Inc."),
            ("Bo Lind", "Harbour Partners"),
        ]

    def test_with_a_number_below_the_country_and_the_services_own_record(self) -> None:
        record = (
            "End of Inside Information   \n------------------------\n"
            "Language:     English   \nCompany:      Tallow Holdings   \n"
            "              Hafenweg 250   \n              64293 Darmstadt   \n"
            "Phone:        +49 (0)6151 55 - 5011   \nE-mail:       list@tallow.example   \n"
            "ISIN:         DE0006599000   \nWKN:          659000   \n"
        )
        for joint in ("   \n", " "):
            with self.subTest(joint):
                block = (
                    "Contact Tallow Holdings\nDr. Anna Vik\nTallow Holdings\nHafenweg 250   \n"
                    f"64293 Darmstadt   \nGermany{joint}Phone: +49 6151 555010   \n"
                    "Email: anna@tallow.example   \nISIN: DE0006599000   \nWKN: 659000   \n"
                )
                assert named(f"{block} \n{record}") == [
                    ("Dr. Anna Vik", "Tallow Holdings")
                ]

    def test_with_hyphens_of_another_sort(self) -> None:
        block = "Contact:\n\nAnna Vik, Chief Executive Officer\nE\u2010mail: a@tallow.example\nPhone: +61 7 5550 2389"
        contacts = read(f"{RELEASE}{block}\n").contacts
        assert [contact.title for contact in contacts] == ["Chief Executive Officer"]
