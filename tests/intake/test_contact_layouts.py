"""How contact blocks are laid out, by country and by wire."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.contact_blocks import RELEASE, listed


class ABritishBlock(TestCase):
    """Has its roles in brackets and one number for all people of a firm."""

    def test_with_the_number_below_the_people(self) -> None:
        block = (
            "Enquiries:\n\nTallow Holdings plc\n\nAnna Vik, Chief Executive\n\n"
            "Bo Lind (Group Finance Director)\n\nvia Walden PR\n\n"
            "Harbour Securities (Nominated Adviser and Joint Broker)\n\n"
            "Cy Holm / Di Ek (Corporate Finance)\n\nFinn Rask (Corporate Broking)\n\n"
            "Tel: +44 (0)20 7946 0102\n\nWalden PR (Financial PR)\n\nGus Holt\n\nIda Neal\n\n"
            "Tel: +44 (0)20 7946 0103\n\ntallow@waldenpr.example"
        )
        harbour, walden = "+44 (0)20 7946 0102; -", "+44 (0)20 7946 0103"
        mail = "tallow@waldenpr.example"
        assert listed(block) == [
            "general; Anna Vik; Chief Executive; Tallow Holdings plc; -; -",
            "general; Bo Lind; Group Finance Director; Tallow Holdings plc; -; -",
            f"general; Cy Holm; -; Harbour Securities; {harbour}",
            f"general; Di Ek; Corporate Finance; Harbour Securities; {harbour}",
            f"general; Finn Rask; Corporate Broking; Harbour Securities; {harbour}",
            f"general; Gus Holt; -; Walden PR; {walden}; {mail}",
            f"general; Ida Neal; -; Walden PR; {walden}; {mail}",
        ]

    def test_with_the_number_between_the_firm_and_its_people(self) -> None:
        block = (
            "Enquiries:\n\nTallow Holdings plc\n\nTel: 01632 960 100\n\n"
            "Anna Vik, Chief Executive\n\nBo Lind, Group Finance Director\n\n"
            "www.tallow.example\n\nHarbour Securities (Nomad)\n\nTel: 020 7946 0102\n\n"
            "Cy Holm / Di Ek\n\nWalden Communications\n\nTel: 020 7946 0103\n\nGus Holt\n\n"
            "M: 07700 900 103\n\nIda Neal\n\nM: 07700 900 104"
        )
        assert listed(block) == [
            "general; Anna Vik; Chief Executive; Tallow Holdings plc; 01632 960 100; -",
            "general; Bo Lind; Group Finance Director; Tallow Holdings plc; 01632 960 100; -",
            "general; Cy Holm; -; Harbour Securities; 020 7946 0102; -",
            "general; Di Ek; -; Harbour Securities; 020 7946 0102; -",
            "general; Gus Holt; -; Walden Communications; 020 7946 0103, 07700 900 103; -",
            "general; Ida Neal; -; Walden Communications; 020 7946 0103, 07700 900 104; -",
        ]

    def test_with_the_number_beside_the_first_of_several(self) -> None:
        block = (
            "Enquiries:\n\nTallow Group plc\nAnna Vik, Chief Executive"
            "                  +353 1 555 0101\nBo Lind, Chief Financial Officer\n\n"
            "Harbour Stockbrokers (Broker)\nCy Holm              +353 1 555 0102\nDi Ek"
        )
        assert [line.split("; ")[1::3] for line in listed(block)] == [
            ["Anna Vik", "+353 1 555 0101"],
            ["Bo Lind", "+353 1 555 0101"],
            ["Cy Holm", "+353 1 555 0102"],
            ["Di Ek", "+353 1 555 0102"],
        ]

    def test_with_the_role_above_a_firm_that_reads_like_a_person(self) -> None:
        for role in (
            "Financial PR",
            "JSE Sponsor & Designated Adviser",
            "Nomad and Broker",
        ):
            block = (
                "Enquiries:\n\nTallow Holdings plc\nAnna Vik\nTel: 01632 960 100\n\n"
                f"{role}\nWalden Grey\nGus Holt / Ida Neal\nTel: 020 7946 0103"
            )
            with self.subTest(role):
                assert [line.split("; ")[1:4:2] for line in listed(block)] == [
                    ["Anna Vik", "Tallow Holdings plc"],
                    ["Gus Holt", "Walden Grey"],
                    ["Ida Neal", "Walden Grey"],
                ]

    def test_whose_people_are_called_via_an_agency(self) -> None:
        for via in ("via Walden PR", "c/o Walden PR"):
            block = (
                f"Enquiries:\nTallow Holdings plc\nAnna Vik, CEO          {via}\n\n"
                "Walden PR\nGus Holt          020 7946 0103"
            )
            with self.subTest(via):
                assert listed(block) == [
                    "general; Anna Vik; CEO; Tallow Holdings plc; -; -",
                    "general; Gus Holt; -; Walden PR; 020 7946 0103; -",
                ]


class ACanadianBlock(TestCase):
    """Has the numbers of the company, and whom to ask for there."""

    def test_with_the_person_below_the_numbers(self) -> None:
        block = (
            "For further information contact:\nTallow Holdings Inc.\nTelephone: 604-555-0190\n"
            "Email: info@tallow.example\nContact: Anna Vik"
        )
        assert listed(block) == [
            "general; Anna Vik; -; Tallow Holdings Inc.; 604-555-0190; info@tallow.example"
        ]

    def test_with_two_people_above_the_numbers(self) -> None:
        for joint in ("", ", or", " and"):
            block = (
                f"For further information, please contact:\nAnna Vik, President{joint}\n"
                "Bo Lind, CFO\nPhone: 604-555-0190\nEmail: info@tallow.example"
            )
            with self.subTest(joint):
                assert [line.split("; ")[1:3] for line in listed(block)] == [
                    ["Anna Vik", "President"],
                    ["Bo Lind", "CFO"],
                ]
                assert all("604-555-0190; info@" in line for line in listed(block))

    def test_is_left_where_a_heading_of_the_release_follows(self) -> None:
        block = (
            "Investor Enquiries Mr Bo Lind Chair Telephone: +61 8 5555 0161 "
            "Email: blind@tallow.example\nHIGHLIGHTS\n- The works are done.\n"
        )
        [line] = listed(block)
        assert "Mr Bo Lind" in line
        assert "HIGHLIGHTS" not in line


class AGroupBelowAnother(TestCase):
    """Is headed by a firm where the one above is, even if it looks like a person's name."""

    READ = (
        "Anna Vik, Tallow Holdings plc",
        "Bo Lind, Tallow Holdings plc",
        "Gus Holt, Walden Grey",
        "Ida Neal, Walden Grey",
    )

    def test_wherever_its_number_is(self) -> None:
        own, other = "020 7946 0171", "020 7946 0172"
        company, agency = "Tallow Holdings plc", "Walden Grey"
        table = (
            f"| {company} | {own} |\n| Anna Vik | |\n| Bo Lind | |\n"
            f"| {agency} | {other} |\n| Gus Holt | |\n| Ida Neal | |"
        )
        people, colleagues = "Anna Vik, Chair\nBo Lind, CFO", "Gus Holt\nIda Neal"
        for block in (
            f"{company}        Tel: {own}\n{people}\n\n{agency}       Tel: {other}\n{colleagues}",
            f"{company}\nTel: {own}\n{people}\n\n{agency}\nTel: {other}\n{colleagues}",
            f"{company}\n{people}\nTel: {own}\n\n{agency}\n{colleagues}\nTel: {other}",
            f"{company}\n{people}\nTel: {own}\n{agency}\n{colleagues}\nTel: {other}",
            f"{company}      {own}\n{people}\n\n{agency} (Media)    {other}\nGus Holt / Ida Neal",
            table,
        ):
            for text in (block, block.replace("\n", "\n\n").replace("\n\n|", "\n|")):
                contacts = read(f"{RELEASE}Enquiries:\n\n{text}\n").contacts
                with self.subTest(text):
                    named = [f"{each.name}, {each.organization}" for each in contacts]
                    assert tuple(named) == self.READ
                    numbers = [each.phones[0].written for each in contacts]
                    assert numbers == [own, own, other, other]

    def test_is_a_persons_where_a_title_or_a_number_follows(self) -> None:
        block = (
            "Contacts:\n\nTallow Holdings plc\nAnna Vik\nTel: 020 7946 0171\n\n"
            "Bo Lind\nChief Financial Officer\nTel: 020 7946 0172\n\n"
            "Gus Holt\nTel: 020 7946 0173"
        )
        assert [line.split("; ")[1:4:2] for line in listed(block)] == [
            ["Anna Vik", "Tallow Holdings plc"],
            ["Bo Lind", "Tallow Holdings plc"],
            ["Gus Holt", "Tallow Holdings plc"],
        ]


class ATableReadRowByRow(TestCase):
    """Has all labels, then all people, all firms, all numbers."""

    def test_of_three_desks(self) -> None:
        block = (
            "For further information please contact:\n"
            "Media Relations Investor Relations U.S. agency\n"
            "Lic. Anna Vik Ing. Bo Lind Cy Holm\n"
            "Tallow Holdings, Inc. Tallow Holdings, Inc. Harbour Partners\n"
            "+52 (844) 555-0101 +52 (844) 555-0102 (212) 555-0103\n"
            "avik@tallow.example blind@tallow.example cy@harbour.example"
        )
        assert listed(block) == [
            "media; Lic. Anna Vik; -; Tallow Holdings, Inc.; +52 (844) 555-0101; avik@tallow.example",
            "investors; Ing. Bo Lind; -; Tallow Holdings, Inc.; +52 (844) 555-0102; blind@tallow.example",
            "general; Cy Holm; -; Harbour Partners; (212) 555-0103; cy@harbour.example",
        ]

    def test_of_two_desks_with_titles(self) -> None:
        block = (
            "Contacts:\nInvestors Media\nAnna Vik Bo Lind\nVice President Director\n"
            "312-555-0101 312-555-0102\nanna@tallow.example bo@tallow.example"
        )
        assert listed(block) == [
            "investors; Anna Vik; Vice President; -; 312-555-0101; anna@tallow.example",
            "media; Bo Lind; Director; -; 312-555-0102; bo@tallow.example",
        ]

    def test_without_labels(self) -> None:
        block = (
            "Contacts:\nAnna Vik\nBo Lind\nTallow Holdings, Inc.\nHarbour Partners\n"
            "312-555-0101\n212-555-0103"
        )
        assert [line.split("; ")[1:5:2] for line in listed(block)] == [
            ["Anna Vik", "Tallow Holdings, Inc."],
            ["Bo Lind", "Harbour Partners"],
        ]


class TwoCompaniesSideBySide(TestCase):
    """Have each their own desks: those of the first are none of the second's."""

    def test_above_the_headline(self) -> None:
        head = (
            "TALLOW HOLDINGS                  WICK ENERGY\n"
            "Media: Anna Vik (312) 555-0101   Bo Lind\n"
            "Investors: Cy Holm (312) 555-0102   Chief Executive\n"
            "                                 (212) 555-0104\n\n"
        )
        contacts = read(head + RELEASE).contacts
        assert [(c.audience, c.name, c.organization) for c in contacts] == [
            ("media", "Anna Vik", "TALLOW HOLDINGS"),
            ("investors", "Cy Holm", "TALLOW HOLDINGS"),
            ("general", "Bo Lind", "WICK ENERGY"),
        ]

    def test_with_letters_before_their_numbers(self) -> None:
        block = (
            "Investor enquiries            Media enquiries\n"
            "Anna Vik                      Bo Lind\n"
            "Tallow Holdings Limited       Harbour Group\n"
            "T: +61 8 5550 0101            T: +61 2 5550 0102\n"
            "E: anna@tallow.example        E: bo@harbour.example"
        )
        assert listed(block) == [
            "investors; Anna Vik; -; Tallow Holdings Limited; +61 8 5550 0101; anna@tallow.example",
            "media; Bo Lind; -; Harbour Group; +61 2 5550 0102; bo@harbour.example",
        ]


class AWiresParagraph(TestCase):
    """Names everybody between commas, with labels before or in brackets."""

    def test_in_whatever_form(self) -> None:
        anna, bo = "312-555-0101; -", "212-555-0102; -"
        cases = {
            "SOURCE: Tallow Holdings, Inc. CONTACT: Anna Vik, COO/CFO of Tallow Holdings, Inc., "
            "312-555-0101; or Media, Bo Lind, 212-555-0102, of Harbour Group": [
                f"general; Anna Vik; COO/CFO; Tallow Holdings, Inc.; {anna}",
                f"media; Bo Lind; -; Harbour Group; {bo}",
            ],
            "/CONTACT: Investors, Anna Vik of Tallow Holdings, 312-555-0101; or Media, Bo Lind, "
            "212-555-0102, both of Harbour Group, for Tallow Holdings, Inc. Web site:": [
                f"investors; Anna Vik; -; Tallow Holdings; {anna}",
                f"media; Bo Lind; -; Harbour Group; {bo}",
            ],
            "/For further information: (Investors) Anna Vik, Wick & Tallow Ltd., 312-555-0101; "
            "(Media) Bo Lind, CFO, 212-555-0102/": [
                f"investors; Anna Vik; -; Wick & Tallow Ltd.; {anna}",
                f"media; Bo Lind; CFO; -; {bo}",
            ],
            "For further information: (Investors) Anna Vik, 312-555-0101; "
            "Renseignements (français): Bo Lind, Cabinet Lind, 212-555-0102": [
                f"investors; Anna Vik; -; -; {anna}",
                f"general; Bo Lind; -; Cabinet Lind; {bo}",
            ],
            "Investors: Anna Vik, 312-555-0101. Media: U.S.: Bo Lind, 212-555-0102; "
            "Europe: Cy Holm, +31-10-555-0103": [
                f"investors; Anna Vik; -; -; {anna}",
                f"media; Bo Lind; -; -; {bo}",
                "media; Cy Holm; -; -; +31-10-555-0103; -",
            ],
            "For more information, investors may call Anna Vik at 312-555-0101 and reporters "
            "may call Bo Lind of Harbour Group at 212-555-0102.": [
                f"investors; Anna Vik; -; -; {anna}",
                f"media; Bo Lind; -; Harbour Group; {bo}",
            ],
        }
        for block, wanted in cases.items():
            with self.subTest(block):
                assert listed(block) == wanted

    def test_with_the_town_of_a_firm(self) -> None:
        for town in ("San Jose", "Palo Alto", "Kansas City"):
            block = (
                f"CONTACT: Tallow Systems, {town}\n         Anna Vik, 408/555-0101 (Investors)\n"
                f"         or\n         Blue PR, {town}\n         Bo Lind, 415/555-0102 (Press)"
            )
            with self.subTest(town):
                assert listed(block) == [
                    "investors; Anna Vik; -; Tallow Systems; 408/555-0101; -",
                    "media; Bo Lind; -; Blue PR; 415/555-0102; -",
                ]


class AnOfficeBelowTheNumber(TestCase):
    """Is that of the person above, and names the audience."""

    def test_on_its_own_line(self) -> None:
        for office, audience in (
            ("Investor Relations", "investors"),
            ("Relations presse", "media"),
            ("Media Relations", "media"),
        ):
            block = (
                f"Contacts\n\nHarbour Partners\nAnna Vik, 303-555-0101\n{office}\n"
                "anna@harbour.example"
            )
            with self.subTest(office):
                assert listed(block) == [
                    f"{audience}; Anna Vik; {office}; Harbour Partners; 303-555-0101; anna@harbour.example"
                ]

    def test_of_both_people_on_the_line_above(self) -> None:
        block = (
            "For further information, please contact\n\nMs. Anna Vik / Mr. Bo Lind\n\n"
            "Investor Relations, THI\n\nT: +91 22 5555 0101 / 02\n\nir@tallow.example"
        )
        rest = "Investor Relations; THI; +91 22 5555 0101; ir@tallow.example"
        assert listed(block) == [
            f"investors; Ms. Anna Vik; {rest}",
            f"investors; Mr. Bo Lind; {rest}",
        ]

    def test_is_no_label_where_it_is_one_persons_title(self) -> None:
        for title in (
            "Financial Analyst",
            "Senior Credit Analyst",
            "Company Representative",
        ):
            block = f"Contacts\n\nAnna Vik\n{title}\n+1 609 555 0101\n\nBo Lind\nDirector\n+1 609 555 0102"
            with self.subTest(title):
                assert [line.split("; ")[:3] for line in listed(block)] == [
                    ["general", "Anna Vik", title],
                    ["general", "Bo Lind", "Director"],
                ]


class AFirmWithoutAFirmsWord(TestCase):
    """Is known by its place where another firm of the block stands so."""

    def test_above_a_person_with_a_number(self) -> None:
        block = (
            "Contacts\n\nTallow Holdings, Inc.\nAnna Vik, 312-555-0101\nor\nMedia:\n"
            "Mercer Lind\nBo Holm, 212-555-0102\nbholm@mercer.example"
        )
        assert [line.split("; ")[1:4:2] for line in listed(block)] == [
            ["Anna Vik", "Tallow Holdings, Inc."],
            ["Bo Holm", "Mercer Lind"],
        ]

    def test_above_a_person_whose_number_is_on_the_next_line(self) -> None:
        for joint in ("", "or\n", "-or-\n\n"):
            block = (
                "Investor Relations:\nHarbour Group\nAnna Vik\n(212) 555-0102\n\n"
                f"{joint}Media Relations:\nWalden Grey\nBo Lind\n(212) 555-0103"
            )
            with self.subTest(joint):
                assert [line.split("; ")[1:4:2] for line in listed(block)] == [
                    ["Anna Vik", "Harbour Group"],
                    ["Bo Lind", "Walden Grey"],
                ]

    def test_before_a_colon_and_its_people(self) -> None:
        block = (
            "Enquiries:\nTallow Holdings plc: Anna Vik, Chair - Tel: 01632 960 100\n"
            "Walden Grey: Gus Holt / Ida Neal - Tel: 020 7946 0104"
        )
        assert [line.split("; ")[1:5:2] for line in listed(block)] == [
            ["Anna Vik", "Tallow Holdings plc"],
            ["Gus Holt", "Walden Grey"],
            ["Ida Neal", "Walden Grey"],
        ]

    def test_behind_its_person_where_another_firm_is_too(self) -> None:
        block = (
            "Contacts:\nAnna Vik, Tallow Holdings, Inc., 312-555-0101\n"
            "Gus Holt, Walden Grey, 212-555-0102"
        )
        assert [line.split("; ")[1:5:2] for line in listed(block)] == [
            ["Anna Vik", "Tallow Holdings, Inc."],
            ["Gus Holt", "Walden Grey"],
        ]

    def test_run_together_with_its_person(self) -> None:
        for line, firm in (
            ("Anna Vik Langmere Fund Managers Telephone:", "Langmere Fund Managers"),
            ("Anna Vik Tallow Holdings", "Tallow Holdings"),
        ):
            block = f"For further information, please call: |\n{line} 020 7946 0101"
            with self.subTest(line):
                assert listed(block) == [
                    f"general; Anna Vik; -; {firm}; 020 7946 0101; -"
                ]


class TheHouseBelowItsPeople(TestCase):
    """Has an address, a number and a mailbox of its own."""

    def test_as_nordic_companies_print_it(self) -> None:
        for site in (
            "Harbour Science Park",
            "Technologiepark Hafen",
            "Medicon Village",
        ):
            block = (
                "För mer information, kontakta:\n\nAnna Öström\n\nVD\n\n0700 55 50 01\n\n"
                f"anna.ostrom@tallow.example\n\nTallow Medical AB (publ)\n\n{site}\n\n205 12 Malmö\n\n"
                "040 555 66 60\n\ninfo@tallow.example"
            )
            with self.subTest(site):
                assert listed(block) == [
                    "general; Anna Öström; VD; Tallow Medical AB (publ); 0700 55 50 01; anna.ostrom@tallow.example",
                    "general; -; -; Tallow Medical AB (publ); 040 555 66 60; info@tallow.example",
                ]

    def test_in_a_line_with_its_numbers_in_registers_is_no_contact(self) -> None:
        for number in (
            "VAT BE 0455.555.920",
            "KvK 0455 555 920",
            "Org. nr 0455 555920",
        ):
            block = (
                "For more information\nAnna Vik, Press Officer | T. +32 9 555 01 01\n\n"
                "About Tallow\nTallow makes candles of two kinds.\n\n"
                f"1/1\nTallow NV, Havenlaan 12, 9000 Ghent, {number} RPR Ghent"
            )
            with self.subTest(number):
                assert listed(block) == [
                    "media; Anna Vik; Press Officer; -; +32 9 555 01 01; -"
                ]
