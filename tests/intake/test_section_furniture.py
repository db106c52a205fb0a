"""Notices and About paragraphs beside what exchanges, agencies and portals print."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.test_sections import ABOUT, CONTACT, FORWARD, NEWS, TITLE, sections

GREW = "Sales grew by a tenth in the north."


class AnotherNotice(TestCase):
    """Is known by the words of whoever printed it."""

    def test_of_an_exchange_an_agency_or_a_portal(self) -> None:
        for notice in (
            (
                "Produced by the JSE SENS Department. The SENS service is an information "
                "dissemination service administered by the JSE Limited."
            ),
            (
                "ALL TALLOW CREDIT RATINGS ARE SUBJECT TO CERTAIN LIMITATIONS AND DISCLAIMERS. "
                "PLEASE READ THEM ON THE AGENCY'S PUBLIC WEBSITE."
            ),
            (
                "This press release relates to rating(s) that have been published on Tallow's "
                "website. Its pages tell who issued each of them."
            ),
            "No securities regulatory authority has approved or disapproved of this release.",
            (
                "This release was prepared by Tallow. Neither the Northern Exchange nor its "
                "Regulation Services Provider (as that term is defined in its policies) accepts "
                "responsibility for its adequacy."
            ),
            (
                "Für die oben stehenden Pressemitteilungen ist allein der jeweils angegebene "
                "Herausgeber verantwortlich."
            ),
            "Diffusion d'une information réglementée transmise par la société Bougie.",
        ):
            with self.subTest(notice):
                _, notices = sections(GREW, notice)
                assert [kept.text for kept in notices] == [notice]

    def test_ends_where_the_announcement_says_why_it_is_made(self) -> None:
        notice = (
            "The Exchange takes no responsibility for the contents of this announcement, and "
            "makes no representation as to its accuracy."
        )
        for news in (
            (
                "This announcement is made by Tallow Holdings, Inc. (the “Company”) pursuant to "
                "Rule 13.09 of the Listing Rules and the Inside Information Provisions."
            ),
            (
                "The board of directors of the Company wishes to inform the market of the "
                "inside information provisions and regulation that follow."
            ),
        ):
            with self.subTest(news):
                _, notices = sections(notice, news, GREW)
                assert [kept.text for kept in notices] == [notice]

    def test_keeps_the_sponsors_contact_person_who_is_a_contact_too(self) -> None:
        notice = (
            "This announcement has been prepared by the Company and reviewed by the Company's "
            "sponsor, Pell Capital Pte. Ltd."
        )
        person = (
            "The contact person for the Sponsor is Ms. Ada Wick, Registered Professional, Pell "
            "Capital Pte. Ltd., telephone (65) 6555 0172."
        )
        _, notices = sections(GREW, notice, person)
        assert [kept.text for kept in notices] == [f"{notice}\n\n{person}"]
        contacts = read(f"{TITLE}\n\n{NEWS}\n\n{GREW}\n\n{notice}\n\n{person}").contacts
        assert [contact.name for contact in contacts] == ["Ms. Ada Wick"]

    def test_keeps_its_heading_that_a_width_cut(self) -> None:
        for above, below in (("", "STATEMENTS"), ("AND ", "INFORMATION")):
            with self.subTest(below):
                _, [notice] = sections(
                    f"CAUTIONARY NOTE {above}ON FORWARD-LOOKING\n{below}\n{FORWARD}"
                )
                assert (notice.heading or "").endswith(f"FORWARD-LOOKING {below}")
                assert notice.text == FORWARD

    def test_keeps_the_last_word_of_its_heading_from_a_line_of_its_own(self) -> None:
        for head, last in (("Safe", "Harbor"), ("Forward-Looking", "Statements")):
            with self.subTest(head):
                abouts, [notice] = sections(
                    "About Tallow", f"{ABOUT}\n{head}\n{last}\n{FORWARD}"
                )
                assert [about.text for about in abouts] == [ABOUT]
                assert (notice.heading, notice.text) == (f"{head} {last}", FORWARD)

    def test_ends_before_the_controls_of_a_page(self) -> None:
        for below in ("Weitere Nachrichten", "http://www.tallow.example/ir"):
            with self.subTest(below):
                _, [notice] = sections(
                    f"Safe Harbor Statement\n{FORWARD}\n{below}\nCandles"
                )
                assert notice.text == FORWARD

    def test_of_an_exchange_is_none_of_the_statement_on_the_next_line(self) -> None:
        exchange = (
            "The CSE does not accept responsibility for the adequacy of this release."
        )
        _, notices = sections(f"{exchange}\n{FORWARD}")
        assert [notice.text for notice in notices] == [exchange, FORWARD]

    def test_of_an_exchange_in_other_languages(self) -> None:
        for notice in (
            "La Bourse de croissance TSX n’accepte aucune responsabilité quant à ce communiqué.",
            "La información comunicada ha sido elaborada bajo la exclusiva responsabilidad de la Sociedad.",
        ):
            with self.subTest(notice):
                assert [n.text for n in sections(GREW, notice)[1]] == [notice]

    def test_of_a_service_keeps_its_addresses(self) -> None:
        notice = "This information is provided by RNS. For further information, please contact"
        _, [whole] = sections(f"{GREW}\n\n{notice}\nrns@lseg.com or visit\nwww.rns.com")
        assert whole.text.endswith("www.rns.com")


class AnAboutSectionsEnd(TestCase):
    """Is where the release says who approved it, or a wire tells of itself."""

    def test_above_who_approved_the_release(self) -> None:
        for line in (
            "This announcement has been authorised for release by the Board.",
            "This release was approved by Ada Wick, Managing Director.",
            "Authorised for release by the Board of Tallow.",
        ):
            with self.subTest(line):
                abouts, _ = sections("About Tallow", ABOUT, line, CONTACT)
                assert [about.text for about in abouts] == [ABOUT]
        more = (
            "Approved by a king in 1812, the Tallow candle is sold in nine countries."
        )
        abouts, _ = sections("About Tallow", ABOUT, more, CONTACT)
        assert more in abouts[0].text

    def test_above_what_a_wire_tells_of_itself(self) -> None:
        abouts, _ = sections(
            "About Tallow", ABOUT, CONTACT, "About PR Newswire", "Site Map"
        )
        assert [about.heading for about in abouts] == ["About Tallow"]


class AnAboutParagraphWithoutAHeading(TestCase):
    """Is known between a notice and what else ends a release."""

    def test_is_below_a_statement_with_its_heading(self) -> None:
        words = (
            "Tallow Holdings, headquartered in Duluth, Minnesota, owns and operates candle works. "
            "We have 604 shops in 32 states."
        )
        abouts, notices = sections(
            "Forward-Looking Statements", FORWARD, words, CONTACT
        )
        assert [about.text for about in abouts] == [words]
        assert [notice.text for notice in notices] == [FORWARD]

    def test_says_whose_largest_company_it_is(self) -> None:
        for words in (
            "Tallow Holdings is the world’s largest maker of candles. It has two works.",
            "Tallow Holdings is one of Minnesota’s oldest makers of candles and of wicks.",
        ):
            with self.subTest(words):
                abouts, _ = sections(GREW, words, FORWARD)
                assert [about.text for about in abouts] == [words]

    def test_has_the_short_name_that_the_first_paragraph_defines(self) -> None:
        news = NEWS.replace(
            "Tallow Holdings, Inc. (", "Tallow Holdings, Inc. (“THI”) ("
        )
        words = "THI operates two candle works in Duluth and sells in the whole of the north."
        reading = read(f"{TITLE}\n\n{news}\n\n{GREW}\n\n{words}\n\n{FORWARD}")
        assert [about.text for about in reading.boilerplates] == [words]

    def test_ends_before_the_source_on_its_line(self) -> None:
        for source in ("SOURCE Tallow Holdings, Inc", "SOURCE: Tallow Holdings"):
            with self.subTest(source):
                abouts, _ = sections(GREW, f"{ABOUT} {source}")
                assert [about.text for about in abouts] == [ABOUT]

    def test_ends_above_controls_codes_and_the_place_of_signing(self) -> None:
        for tail in (
            "Share",
            "Euronext Paris - ISIN: FR0000999577 - Mnemo: TLW",
            "Duluth and Ely\n7 November 2019",
        ):
            with self.subTest(tail):
                abouts, _ = sections(GREW, "About Tallow", f"{ABOUT}\n{tail}")
                assert [about.text for about in abouts] == [ABOUT]

    def test_is_above_the_title_of_statements(self) -> None:
        title = "TALLOW HOLDINGS, INC.\nCondensed Consolidated Statements of Operations"
        abouts, _ = sections(
            GREW, ABOUT, title, "Revenues   6,811   5,702\nCosts   4,602   3,790"
        )
        assert [about.text for about in abouts] == [ABOUT]

    def test_ends_a_release_that_is_one_paragraph(self) -> None:
        closing = "Tallow Holdings, Inc., based in Duluth, Minn., serves 900 shops."
        text = f"{TITLE}\n\n{NEWS} {GREW} {closing} {FORWARD}\n"
        assert [about.text for about in read(text).boilerplates] == [closing]

    def test_is_one_for_each_company_of_a_joint_release(self) -> None:
        news = NEWS.replace("today.", "today with Harbour Wax Limited.")
        own = "Tallow Holdings, Inc., based in Duluth, is the holding company for nine works of candles."
        other = "Harbour Wax Limited, based in Dover, owns Dover Wax, with eleven shops in two counties."
        for paragraphs in ([own, other], [other, own]):
            with self.subTest(paragraphs[0]):
                text = "\n\n".join([TITLE, news, GREW, *paragraphs, FORWARD])
                assert [about.text for about in read(text).boilerplates] == paragraphs

    def test_is_below_a_name_with_a_slogan(self) -> None:
        heading = "TALLOW: at the side of those who read"
        words = "Founded in 1812, Tallow is a company dedicated to candles."
        abouts, _ = sections(GREW, heading, words)
        assert [(about.heading, about.text) for about in abouts] == [(heading, words)]


class TheSource(TestCase):
    """May be named above the title, or on two lines."""

    def source(self, text: str) -> str:
        """Return the name on the source line."""
        source = read(f"{text}\n").source
        return source.text if source else ""

    def test_below_its_label_in_the_letterhead(self) -> None:
        head = "FOR IMMEDIATE RELEASE\n\nMay 2, 2019\n\nSource:\nTallow Holdings, Inc."
        assert self.source(f"{head}\n\n{TITLE}\n\n{NEWS}") == "Tallow Holdings, Inc."

    def test_on_two_lines_if_both_are_the_issuer(self) -> None:
        cut = "Source: Tallow\n{} Inc."
        text = f"{TITLE}\n\n{NEWS}\n\n{FORWARD}"
        for more, wanted in (("Holdings,", "Tallow Holdings, Inc."), ("Wax", "Tallow")):
            with self.subTest(more):
                assert self.source(f"{text}\n\n{cut.format(more)}") == wanted

    def test_after_the_last_sentence_above_a_contact(self) -> None:
        tail = "DATASOURCE: Tallow Holdings, Inc. CONTACT: Ada Wick, 218-555-0101"
        assert (
            self.source(f"{TITLE}\n\n{NEWS}\n\n{FORWARD} {tail}")
            == "Tallow Holdings, Inc."
        )
