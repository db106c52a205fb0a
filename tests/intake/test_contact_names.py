"""Names of people and firms in contact blocks: cut, joined, in brackets, in sentences."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.contact_blocks import RELEASE, listed, named


class ANameOnTwoLines(TestCase):
    """Is one where old filings put the first word of each line on a line of its own."""

    def test_of_a_person(self) -> None:
        for block in (
            "Contact:\nAnna\nVik, Treasurer\n804-555-0101",
            "Contact:\nAnna\nVik\nTreasurer\n804-555-0101",
        ):
            with self.subTest(block):
                assert named(block) == [("Anna Vik", None)]

    def test_of_a_company(self) -> None:
        block = "Contact:\nHarbour\nHoldings, Inc.\nAnna\nVik, Treasurer\n804-555-0101"
        assert named(block) == [("Anna Vik", "Harbour Holdings, Inc.")]

    def test_is_none_where_a_firm_is_above_its_person(self) -> None:
        block = "Contact:\nHarbour\nAnna Vik, Treasurer\n804-555-0101"
        assert named(block) == [("Anna Vik", "Harbour")]


class AName(TestCase):
    """Is kept whole, and apart from others."""

    def test_of_partners_with_a_stroke(self) -> None:
        for firm in ("Holm / Vik & Associates", "Holm/Vik & Associates"):
            with self.subTest(firm):
                block = f"Contact:\n{firm}\nAnna Lind\n804-555-0101"
                assert named(block) == [("Anna Lind", firm)]

    def test_of_a_person_with_initials_that_no_blank_parts(self) -> None:
        for name in ("A.B. Vik", "A.B.C. Holm"):
            with self.subTest(name):
                block = f"Contact:\n{name}\nTreasurer\n804-555-0101"
                assert named(block) == [(name, None)]

    def test_of_a_person_before_a_senior_title(self) -> None:
        for name, title in (
            ("Anna Vik", "Sr. Director, Investor Relations"),
            ("Anna Vik", "Sr. manager"),
            ("Bo Vik, Sr", "Treasurer"),
        ):
            with self.subTest(title):
                read = listed(f"Contact:\n{name}, {title}, 804-555-0101")
                assert [line.split("; ")[1:3] for line in read] == [[name, title]]

    def test_of_a_person_beside_an_office_and_whose_it_is(self) -> None:
        block = "/CONTACT: Anna Vik, Investor Relations of Harbour, 804-555-0101/"
        assert listed(block) == [
            "investors; Anna Vik; Investor Relations; Harbour; 804-555-0101; -"
        ]

    def test_of_a_person_and_where_they_are(self) -> None:
        for place in ("Panama", "Panamá", "México"):
            with self.subTest(place):
                block = f"Contact:\nAnna Vik – {place}\nTreasurer\n804-555-0101"
                assert named(block) == [("Anna Vik", None)]

    def test_of_a_person_who_is_called_otherwise(self) -> None:
        block = "Contact:\n{}\n+31 20 555 01 02"
        for name in ("A.B. (Anna) Vik", "B. (Bo) van Holm", "A. B. (Anna) Vik"):
            with self.subTest(name):
                assert named(block.format(name)) == [(name, None)]

    def test_of_a_person_and_whose_it_is(self) -> None:
        for firm in ("Tallow", "Northgate", "Harbour Wick"):
            with self.subTest(firm):
                block = f"/CONTACT: Anna Vik of {firm}, 804-555-0101/"
                assert named(block) == [("Anna Vik", firm)]

    def test_of_a_person_and_a_firm_of_whose_address_it_is(self) -> None:
        firm = "Harbour Media"
        block = f"Media:\nAnna Vik {firm} 0400 555 010 anna@harbour.example"
        assert named(block) == [("Anna Vik", firm)]

    def test_of_a_bank_or_a_town_is_no_persons(self) -> None:
        for block, firm in (
            ("Anna Vik\nCFO, Tallow Community Bank\n804-555-0101", "Community Bank"),
            ("Tallow Studios Inc., La Mesa\nAnna Vik, 804/555-0101", "Studios Inc."),
        ):
            with self.subTest(block):
                assert named(f"Contact:\n{block}") == [("Anna Vik", f"Tallow {firm}")]

    def test_is_no_word_for_a_contact_nor_the_number_of_an_exhibit(self) -> None:
        for block in (
            "For information visit www.tallow.example.\nOr contact\nAnna Vik\nanna@tallow.example",
            "EXHIBIT 99.1\nCONTACT: Anna Vik, 804-555-0101",
            "For information: Anna Vik, Telephone:\n804-555-0101, Fax: 804-555-0102",
            "CONTACT: Anna Vik, 804-555-0101\n\nCO: Tallow Group, Inc. ST: Ohio IN: HEA SU: ERN",
        ):
            with self.subTest(block):
                assert named(block) == [("Anna Vik", None)]


class AnAudience(TestCase):
    """Is not in a firm's name, but may be in brackets behind it."""

    def test_in_brackets(self) -> None:
        for words, audience in (
            ("Media enquiries", "media"),
            ("Investor Relations", "investors"),
            ("Nomad and Broker", "general"),
        ):
            with self.subTest(words):
                block = (
                    f"Contact:\nHarbour Partners ({words}) +44 20 7946 0101\nAnna Vik"
                )
                assert listed(block) == [
                    f"{audience}; Anna Vik; -; Harbour Partners; +44 20 7946 0101; -"
                ]

    def test_of_a_trust_that_invests(self) -> None:
        trust = "Harbour Real Estate Investment Trust"
        block = f"Contact:\n{trust}\nAnna Vik\nTreasurer\n804-555-0101"
        assert listed(block) == [
            f"general; Anna Vik; Treasurer; {trust}; 804-555-0101; -"
        ]

    def test_of_the_adviser_whose_role_is_above_it(self) -> None:
        adviser = "Certified Adviser\nHarbour Adviser AB\nTel: +46 8 555 01 02"
        person = "For more, please contact:\nAnna Vik, CEO\nTel: +46 8 555 01 01"
        assert listed(f"{adviser}\n{person}") == [
            "general; -; -; Harbour Adviser AB; +46 8 555 01 02; -",
            "general; Anna Vik; CEO; -; +46 8 555 01 01; -",
        ]


class ANumberWithinItsCountry(TestCase):
    """Is known behind the word for it."""

    def test_by_its_digits(self) -> None:
        for number in ("965 550 180", "91 555 01 80", "55 55 01 02"):
            with self.subTest(number):
                block = f"Contacto de prensa:\nAna Gil\nTel. {number}"
                assert listed(block) == [f"media; Ana Gil; -; -; {number}; -"]


class SomebodyInASentence(TestCase):
    """Is asked there for information, or stands below the company of a letterhead."""

    def test_with_a_number(self) -> None:
        about = "Tallow Holdings makes candles in Ohio. More information is at www.tallow.example or by {}."
        for request, wanted in (
            ("contacting Anna Vik, Treasurer, at 804-555-0101", ["Anna Vik"]),
            ("contacting Anna Vik of Harbour Partners at 804-555-0101", ["Anna Vik"]),
            ("calling Candle Town at 804-555-0101", []),
            ("calling Harbour Transfer Company at 804-555-0101", []),
            ("contacting the desk of Guest Services at 804-555-0101", []),
        ):
            with self.subTest(request):
                text = f"{RELEASE}About Tallow\n\n{about.format(request)}\n"
                assert [contact.name for contact in read(text).contacts] == wanted

    def test_below_the_president_of_a_company(self) -> None:
        head = "Harbour Estate Corporation\nPresident and CEO: Bo Lind\nContact: Director and CFO: Anna Vik\nTEL: +81-6-5550-0110"
        assert named(head) == [("Anna Vik", "Harbour Estate Corporation")]
        reached = "CEO: Bo Lind\n804-555-0101\nInvestor contact: Anna Vik\n804-555-0102"
        assert named(reached) == [("Bo Lind", None), ("Anna Vik", None)]
