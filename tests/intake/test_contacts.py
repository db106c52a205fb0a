"""Who a release says may be called."""

from __future__ import annotations

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.intake.parser.reader import read
from tests.intake.contact_blocks import RELEASE, named


class AFirm(TestCase):
    """That is called as people are called."""

    def test_is_no_person(self) -> None:
        for house in ("Weber Shandwick", "Joele Frank, Wilkinson Brimmer Katcher"):
            block = f"Media:\n{house}\nTim Lunn / Kelly Sorrel\n(212) 555-0149"
            with self.subTest(house):
                assert named(block) == [("Tim Lunn", house), ("Kelly Sorrel", house)]


class ALineOfTheLetterhead(TestCase):
    """Among the contacts is no firm."""

    def test_that_permits_release(self) -> None:
        block = "Media\nAnna Vik 303-555-0103\nFor Immediate Release\nInvestors\nBo Lind 303-555-0104"
        assert named(block) == [("Anna Vik", None), ("Bo Lind", None)]


class WhereAPhotographIs(TestCase):
    """Is said by a wire below the contacts, and is no desk."""

    def test_on_any_of_its_lines(self) -> None:
        photo = (
            "Photo:  NewsCom:  http://photos.example/20060609/LOGO\n"
            "AP Archive:  http://archive.example/\nPRN Photo Desk, desk@wire.example"
        )
        block = f"Investors:\nAnna Vik, Tallow Holdings, 303-555-0103\n\n{photo}"
        assert named(block) == [("Anna Vik", "Tallow Holdings")]


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


class CellsThatACopyTookApart(TestCase):
    """Are set out in columns again, where names and numbers agree better so."""

    CELLS = (
        "Investor Contact:\nMedia Contact:\nAnna Vik\nBo Lind\n"
        "Vice President, Investor Relations\nHarrow Communications\n"
        "312-555-0103\n212-555-0104\navik@tallow.example\ntallow@harrow.example"
    )

    def test_with_what_is_whose(self) -> None:
        contacts = read(f"{RELEASE}{self.CELLS}\n").contacts
        assert [
            (c.audience, c.name, c.organization, c.phones[0].written, *c.emails)
            for c in contacts
        ] == [
            ("investors", "Anna Vik", None, "312-555-0103", "avik@tallow.example"),
            (
                *("media", "Bo Lind", "Harrow Communications"),
                *("212-555-0104", "tallow@harrow.example"),
            ),
        ]

    def test_with_a_doubt_where_another_order_is_as_likely(self) -> None:
        block = "Contacts:\nAnna Vik\nHarrow Partners\nBo Lind\n312-555-0104"
        doubts = [d for d in read(f"{RELEASE}{block}\n").doubts if d.line == 6]
        assert [str(d.assumed) for d in doubts if "also" in str(d.assumed)] == [
            (
                "These lines could also be read so: "
                "Anna Vik, Harrow Partners; Bo Lind, 312-555-0104."
            )
        ]


class AFirmsNumber(TestCase):
    """Above the people is that of all of them; a role tells a firm from a person."""

    def test_where_advisers_are_listed(self) -> None:
        block = (
            "Enquiries:\nTallow Holdings plc\nvia Marlow Row\nAnna Vik, CEO\n\n"
            "Marlow Row (Financial PR) +44 (0)20 7946 0104\nBo Lind / Ida Moe"
        )
        contacts = read(f"{RELEASE}{block}\n").contacts
        assert [(c.name, c.organization, len(c.phones)) for c in contacts] == [
            ("Anna Vik", "Tallow Holdings plc", 0),
            ("Bo Lind", "Marlow Row", 1),
            ("Ida Moe", "Marlow Row", 1),
        ]


class PeopleAtTheEnd(TestCase):
    """Need no heading: a name, an office and a number are enough."""

    def test_in_whatever_language_their_labels_are(self) -> None:
        for label, media in (
            ("Ufficio Stampa", "media"),
            ("Relations investisseurs", "investors"),
            ("Investor Relations", "investors"),
        ):
            block = f"{label}\nAnna Vik\n+46 8 555 01 03"
            with self.subTest(label):
                (contact,) = read(f"{RELEASE}{block}\n").contacts
                assert (contact.audience, contact.name) == (media, "Anna Vik")


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
        title = "Director, Finance Division"
        assert (contact.name, contact.title) == ("Mina Sato", title)
        assert [phone.written for phone in contact.phones] == ["03-5555-0142"]


class APlace(TestCase):
    """Beside a label or above a firm says where somebody is, and names nobody."""

    def test_in_a_label(self) -> None:
        block = (
            "Press contact Europe: Anna Vik, Harrow PR GmbH, +49 89 5550 0264\n"
            "Press contact Japan: Bo Lind, Tallow K.K., +81-3-5550-0198"
        )
        assert named(block) == [
            ("Anna Vik", "Harrow PR GmbH"),
            ("Bo Lind", "Tallow K.K."),
        ]

    def test_above_a_firm(self) -> None:
        block = "Investors:\n\nIn Japan:\nTallow K.K.\nBo Lind\nTel: +81-3-5550-0198"
        assert named(block) == [("Bo Lind", "Tallow K.K.")]


class SeveralPeople(TestCase):
    """On a line are people, though one is called as a verb is."""

    def test_below_their_firm(self) -> None:
        block = (
            "Enquiries:\n\nHarrow Communications (Financial PR)\n\n"
            "Will Moe, Anna Vik, Bo Lind\n\nTel: +44 (0)20 7946 0911"
        )
        firm = "Harrow Communications"
        people = ["Will Moe", "Anna Vik", "Bo Lind"]
        assert named(block) == [(person, firm) for person in people]

    def test_each_below_a_title(self) -> None:
        block = (
            "Contact\nHead of Investor Relations Senior Communications Manager\n"
            "Anna Vik Bo Lind\nMobile +45 2055 5469 Mobile +45 5155 8002"
        )
        contacts = read(f"{RELEASE}{block}\n").contacts
        assert [(c.name, c.title, len(c.phones)) for c in contacts] == [
            ("Anna Vik", "Head of Investor Relations", 1),
            ("Bo Lind", "Senior Communications Manager", 1),
        ]


class ARequestInASentence(TestCase):
    """Stays in the text whole, since a contact would keep only some of its words."""

    def test_with_lines_of_an_event_above_it(self) -> None:
        block = (
            "Location: The Harbor, Long Point, CA\n\nAttendees: Ida Moe, President\n\n"
            "For more information on the 9th Annual Forum, or to schedule a meeting with "
            "management, please contact your representative. You may also email your "
            "request to tallow@harrow.example or call Anna Vik at (212) 555-0149."
        )
        reading = read(f"{RELEASE}{block}\n")
        assert reading.contacts == ()
        assert "or to schedule a meeting with management" in reading.body_html
        assert "call Anna Vik at (212) 555-0149" in reading.body_html


class FrenchAndSpanishDesks(TestCase):
    """Are read by their own words."""

    def test_in_columns_that_a_copy_took_apart(self) -> None:
        block = (
            "Moreau & Fils\nMarlin Finance\nÉlise Aubin\nLuc Ferrand\n"
            "Directeur financier\nRelations presse\n+33 4 99 55 01 10\n"
            "+33 1 99 00 41 22\nfinance@moreau.example\nlferrand@marlin.example"
        )
        assert named(block) == [
            ("Élise Aubin", "Moreau & Fils"),
            ("Luc Ferrand", "Marlin Finance"),
        ]

    def test_with_the_agency_in_the_label(self) -> None:
        block = (
            "Relación con Inversores\nJuan Ribera\nTel.: +34 91 555 01 45\n\n"
            "Gabinete de prensa externo: Olmo Comunicación Financiera\n"
            "Ana Sanz\nMóvil: +34 655 550 118"
        )
        contacts = read(f"{RELEASE}{block}\n").contacts
        assert [(c.audience, c.organization) for c in contacts] == [
            ("investors", None),
            ("media", "Olmo Comunicación Financiera"),
        ]


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


def reached(block: str) -> list[tuple[str | None, str | None, list[str], list[str]]]:
    """Name, organisation, numbers and addresses of everybody in a contact block."""
    return [
        (
            contact.name,
            contact.organization,
            [phone.written for phone in contact.phones],
            list(contact.emails),
        )
        for contact in read(f"{RELEASE}{block}\n").contacts
    ]


class ALabelWithAnAddress(TestCase):
    """Is a desk, though nobody is named."""

    def test_on_two_lines_or_one(self) -> None:
        for joint in ("\n\n", "\n", " "):
            with self.subTest(joint):
                block = f"Contact:{joint}press@tallow.example"
                assert reached(block) == [(None, None, [], ["press@tallow.example"])]

    def test_at_the_end_of_an_about_section(self) -> None:
        about = "About Tallow\nTallow Holdings makes candles in four states."
        block = f"{about}\nMedia Contacts: vik@tallow.example or press@tallow.example"
        assert reached(block) == [
            (None, None, [], ["vik@tallow.example", "press@tallow.example"])
        ]


class AForm(TestCase):
    """Names what stands after its fields' names."""

    def test_the_company_and_its_person(self) -> None:
        block = (
            "Media Contact:\nCompany: Lunn Candle Works Ltd.\nContact Person: Anna Vik\n"
            "Email: vik@tallow.example\nWebsite: https://tallow.example/"
        )
        assert reached(block) == [
            ("Anna Vik", "Lunn Candle Works Ltd.", [], ["vik@tallow.example"])
        ]

    def test_a_spokesperson(self) -> None:
        block = "Contact Info:\nSpokesperson: Candle Makers Alliance\nEmail: info@tallow.example"
        assert reached(block) == [
            (None, "Candle Makers Alliance", [], ["info@tallow.example"])
        ]


class TwoColumnsOfALetterhead(TestCase):
    """Stand side by side, each below a label of its own."""

    def test_are_two_contacts(self) -> None:
        block = (
            "Tallow Contacts:\nMedia:          Anna Vik             Investors:  Bo Lind\n"
            "                720/555-0117                     720/555-0118"
        )
        assert reached(block) == [
            ("Anna Vik", "Tallow", ["720/555-0117"], []),
            ("Bo Lind", "Tallow", ["720/555-0118"], []),
        ]

    def test_a_title_goes_on_below(self) -> None:
        block = (
            "Contacts:\nAnna Vik (Investors)\nSenior Director, Investor Relations and\n"
            "Corporate Communications\nTel: (617) 555-0110\nvik@tallow.example"
        )
        assert reached(block) == [
            ("Anna Vik", None, ["(617) 555-0110"], ["vik@tallow.example"])
        ]

    def test_a_firm_of_partners_is_one(self) -> None:
        block = "Contact:\nAnna Vik\nPorter, Lunn & Rose – (212) 555-0149"
        assert reached(block) == [
            ("Anna Vik", "Porter, Lunn & Rose", ["(212) 555-0149"], [])
        ]


class CellsOfTwoColumns(TestCase):
    """Stand one on a line, with bars between them."""

    def test_each_column_is_a_desk(self) -> None:
        cells = (
            "Anna Vik", "Bo Lind", "Chief Financial Officer", "Tim Sorrel", "Tallow Holdings Corporation",
            "Lunn Group, LLC", "858/555-0100", "626/555-0150", "avik@tallow.example",
        )  # fmt: skip
        block = "For more information:\n|\n" + "\n|\n".join(cells)
        assert reached(block) == [
            ("Anna Vik", "Tallow Holdings Corporation", ["858/555-0100"], ["avik@tallow.example"]),
            ("Bo Lind", "Lunn Group, LLC", ["626/555-0150"], []),
            ("Tim Sorrel", "Lunn Group, LLC", ["626/555-0150"], []),
        ]  # fmt: skip


class AnUnderlinedName(TestCase):
    """Goes on below its rule."""

    def test_with_title_and_number(self) -> None:
        letterhead = (
            "FOR IMMEDIATE RELEASE\nContact: Anna Vik, President and\n         --------\n"
            "Chief Executive Officer, (812) 555-0155\nMedia Contact: Bo Lind,\n               -------\n"
            "VP, Marketing Director, (812) 555-0105\n\n"
        )
        assert [
            (c.name, c.title, [phone.written for phone in c.phones])
            for c in read(f"{letterhead}{RELEASE}").contacts
        ] == [
            ("Anna Vik", "President and Chief Executive Officer", ["(812) 555-0155"]),
            ("Bo Lind", "VP, Marketing Director", ["(812) 555-0105"]),
        ]


class AZipCodeOfNineDigits(TestCase):
    """Is no number to call."""

    def test_in_an_address(self) -> None:
        block = (
            "Contact:\nAnna Vik\n128 Lunn Street, Salem, MA 02139-4239\n617-555-0110"
        )
        assert reached(block) == [("Anna Vik", None, ["617-555-0110"], [])]


class WordsBesideAName(TestCase):
    """Are no firm and no second person."""

    def test_languages_degrees_and_places(self) -> None:
        for beside in (" (Mandarin/English)", "", " \nChief Executive Officer"):
            with self.subTest(beside):
                block = f"Contact:\nAnna Vik{beside}\nTel:(212) 555-0149 Ext. 12"
                assert reached(block) == [
                    ("Anna Vik", None, ["(212) 555-0149 Ext. 12"], [])
                ]

    def test_the_page_where_a_company_is_followed(self) -> None:
        block = (
            "Follow us on LinkedIn:\nFor further information:\nAnna Vik, 212-555-0149"
        )
        assert reached(block) == [("Anna Vik", None, ["212-555-0149"], [])]

    def test_for_whom_a_firm_speaks(self) -> None:
        block = "Media:\nAnna Vik\nLunn & Co.\nfor Tallow Holdings\n(212) 555-0149"
        assert reached(block) == [("Anna Vik", "Lunn & Co.", ["(212) 555-0149"], [])]

    def test_a_signature_above_the_first_label(self) -> None:
        block = "Bo Lind\nChairman\nInvestor Relations Contact: 1-604-555-0141 or ir@tallow.example"
        assert reached(block) == [
            (None, None, ["1-604-555-0141"], ["ir@tallow.example"])
        ]

    def test_a_number_below_its_label(self) -> None:
        block = (
            "Contact: Anna Vik\n\nVice-President, Administration\n\nVoice:\n\n"
            "804/555-0123\n\nFax:\n\n804/555-0147"
        )
        [contact] = read(f"{RELEASE}{block}\n").contacts
        assert contact.title == "Vice-President, Administration"
        assert [p.written for p in contact.phones] == ["804/555-0123"]

    def test_a_banner_in_the_other_column(self) -> None:
        block = (
            "|\nCONTACT:\n|\nAnna Vik\n|\n|\nFOR IMMEDIATE RELEASE\n|\n|\n"
            "504/555-0128\n|\n|\navik@tallow.example\n|"
        )
        assert reached(block) == [
            ("Anna Vik", None, ["504/555-0128"], ["avik@tallow.example"])
        ]

    def test_whoever_represents_a_firm_s_public_relations(self) -> None:
        block = "/CONTACT: Anna Vik, PR Representative, Mobile: +1 212-555-0149"
        [contact] = read(f"{RELEASE}{block}\n").contacts
        assert (contact.name, contact.title) == ("Anna Vik", "PR Representative")
