"""Who a release says may be called."""

from __future__ import annotations

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.intake.parser import read

RELEASE = (
    "Tallow Holdings Declares a Dividend\n\n"
    "CHICAGO, March 1, 2019 /PRNewswire/ -- Tallow Holdings, Inc. (NYSE: TLW) declared "
    "a dividend of $0.25 per share, payable on April 1, 2019.\n\n"
)


def named(block: str) -> list[tuple[str | None, str | None]]:
    """Name and organisation of everybody in a contact block."""
    contacts = read(f"{RELEASE}{block}\n").contacts
    return [(contact.name, contact.organization) for contact in contacts]


class AFirm(TestCase):
    """That is called as people are called."""

    def test_is_no_person(self) -> None:
        for house in ("Weber Shandwick", "Joele Frank, Wilkinson Brimmer Katcher"):
            block = f"Media:\n{house}\nTim Lunn / Kelly Sorrel\n(212) 555-0149"
            with self.subTest(house):
                assert named(block) == [("Tim Lunn", house), ("Kelly Sorrel", house)]


class TwoPeopleOnALine(TestCase):
    """Are two contacts, each with what is theirs."""

    def test_however_they_are_parted(self) -> None:
        for joint in (" and ", ", and ", "; ", " / ", " | "):
            line = f"Anna Vik, 303-555-0103{joint}Bo Lind, 303-555-0104"
            with self.subTest(joint):
                contacts = read(f"{RELEASE}Contacts:\n{line}\n").contacts
                assert [
                    (contact.name, [phone.written for phone in contact.phones])
                    for contact in contacts
                ] == [("Anna Vik", ["303-555-0103"]), ("Bo Lind", ["303-555-0104"])]


class AnAddressingBlock(TestCase):
    """Above the headline names whom to ask."""

    TEXT = (
        "March 6, 2025\nTo Whom It May Concern:\nCompany: Tallow Pumps Corporation\n"
        "Representative: President, Ren Aoki\nInquiry: Director, Mina Sato\n"
        "{below}\nNotice on the Forecast for the Year\n\n"
        "Tallow Pumps Corporation hereby announces that it revises its forecast.\n"
    )

    def test_whose_number_is_below_the_name(self) -> None:
        text = self.TEXT.format(below="Finance Division (TEL: 03-5555-0142)")
        (contact,) = read(text).contacts
        assert (contact.name, contact.title) == ("Mina Sato", "Director")
        assert [phone.written for phone in contact.phones] == ["03-5555-0142"]


class FirmsAndPeopleWithoutLineBreaks(TestCase):
    """Are told apart by what their words are."""

    def test_without_commas(self) -> None:
        block = (
            "Investors: Tallow Holdings, Inc. Anna Vik Vice President, Investor Relations "
            "312-555-0103 Media: Harrow Strategic Communications Bo Lind 212-555-0104"
        )
        text = f"{RELEASE} The dividend is the fortieth in a row. {block}"
        contacts = read(" ".join(text.split())).contacts
        assert [(c.name, c.organization, c.title) for c in contacts] == [
            ("Anna Vik", "Tallow Holdings, Inc.", "Vice President, Investor Relations"),
            ("Bo Lind", "Harrow Strategic Communications", None),
        ]


class ANumberOfTenFigures(TestCase):
    """Without a gap is a telephone number among contacts."""

    @given(st.integers(2_000_000, 9_999_999))
    def test_and_nowhere_else(self, local: int) -> None:
        block = f"Contact:\nJon Edney\n760{local}\n"
        phones = read(RELEASE + block).contacts[0].phones
        assert [phone.e164 for phone in phones] == [f"+1760{local}"]
        assert not read(f"{RELEASE}It sold 760{local} candles.\n").contacts
