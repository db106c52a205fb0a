"""Which paragraphs are an About section or a notice, and where each starts and ends."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Section

TITLE = "Tallow Holdings Opens Its Second Candle Works in Duluth"
NEWS = (
    "DULUTH, Minn., March 1, 2019 (GLOBE NEWSWIRE) -- Tallow Holdings, Inc. (NYSE: TLW), "
    "a maker of candles, opened its second works today. It will make forty million "
    "candles a year."
)
ABOUT = (
    "Tallow Holdings is a maker of candles based in Duluth, with works in two towns."
)
FORWARD = (
    "This press release contains forward-looking statements. Actual results could differ "
    "materially, and the Company undertakes no obligation to update them."
)
CONTACT = "Contact:\n\nAda Wick\n\nada@tallow.example"


def sections(*paragraphs: str) -> tuple[list[Section], list[Section]]:
    """Read a release of these paragraphs; return its About sections and its notices."""
    reading = read("\n\n".join([TITLE, NEWS, *paragraphs]))
    return list(reading.boilerplates), list(reading.disclaimers)


class AnAboutSection(TestCase):
    """Goes on to the next heading, notice or contact."""

    def test_keeps_its_paragraphs_where_a_heading_follows(self) -> None:
        more = "Tallow Holdings has made candles of sheep and of soy since the war of 1812."
        abouts, _ = sections(
            "About Tallow",
            ABOUT,
            more,
            "Works and Tours",
            "Tours of the works begin at noon on every day of the week but one.",
        )
        assert [about.text for about in abouts] == [f"{ABOUT}\n\n{more}"]

    def test_keeps_the_sentence_on_where_to_read_more_above_contacts(self) -> None:
        more = "For more information, visit www.tallow.example."
        abouts, _ = sections("About Tallow", ABOUT, more, CONTACT)
        assert abouts[0].text == f"{ABOUT}\n\n{more}"

    def test_ends_before_news_footnotes_and_addresses(self) -> None:
        for other in (
            "The offering is being made only by means of a prospectus.",
            "(1) Candles lit for an hour, as counted by the works.",
            "Tallow press desk: press@tallow.example",
            "https://news.service.example/message/638175",
            "Important Safety Information for candles (with wicks of cotton or of wood)",
            "Qualified Person: The information in this release was reviewed by Ada Wick, P.Geo.",
        ):
            with self.subTest(other):
                abouts, _ = sections("About Tallow", ABOUT, other)
                assert [about.text for about in abouts] == [ABOUT]

    def test_may_run_on_from_a_heading_that_lost_its_break(self) -> None:
        for heading in ("About Tallow Holdings", "ABOUT TALLOW"):
            for space in ("", " "):
                with self.subTest(heading + space):
                    abouts, _ = sections(f"{heading}{space}{ABOUT}")
                    assert [(a.heading, a.text) for a in abouts] == [(heading, ABOUT)]

    def test_may_be_headed_by_the_name_alone(self) -> None:
        wick = "Wickford Looms is a leading maker of wicks based in Ely."
        abouts, _ = sections("About Tallow", ABOUT, "Wickford Looms", wick)
        assert [about.heading for about in abouts] == ["About Tallow", "Wickford Looms"]

    def test_may_be_headed_by_a_company_that_its_text_calls_so(self) -> None:
        text = (
            "The Company operates as a holding company of makers of candles and wicks."
        )
        abouts, _ = sections("Sales grew by a tenth.", "Tallow Holdings, Inc.", text)
        assert [about.text for about in abouts] == [text]

    def test_may_be_of_a_number_in_letters(self) -> None:
        abouts, _ = sections(
            "About ThreeW Tallow", "ThreeW makes candles with three wicks."
        )
        assert [about.heading for about in abouts] == ["About ThreeW Tallow"]

    def test_may_be_of_a_name_that_begins_with_a_figure(self) -> None:
        abouts, _ = sections("About 4TLW", "4TLW is a wick that burns without a flame.")
        assert [about.heading for about in abouts] == ["About 4TLW"]


class ClosingParagraphs(TestCase):
    """On the company, without a heading."""

    def test_may_be_two(self) -> None:
        more = "Founded in 1812, the Company has works in two towns and no debts."
        abouts, _ = sections(ABOUT, more, "Safe Harbor Statement", FORWARD)
        assert [about.text for about in abouts] == [f"{ABOUT}\n\n{more}"]

    def test_may_stand_above_contacts_that_more_text_follows(self) -> None:
        note = "Candles are counted in the manner of the guild, which counts each wick."
        abouts, _ = sections(
            "Sales grew.", ABOUT, CONTACT, *[f"{note} {n}." for n in range(7)]
        )
        assert [about.text for about in abouts] == [ABOUT]

    def test_may_call_the_company_a_fund(self) -> None:
        fund = (
            "The Fund is a closed-end investment trust formed under the laws of Ohio."
        )
        abouts, _ = sections("The distribution is $0.04 a unit.", fund)
        assert [about.text for about in abouts] == [fund]

    def test_may_be_on_a_company_that_the_news_names_but_not_first(self) -> None:
        lead = (
            "DULUTH, Minn.--May 14, 1999--The president of Wickford Looms spoke of "
            "candles, wicks and the towns in which they are made, to makers of all of them."
        )
        loom = "Wickford Looms, based in Ely, is a leading manufacturer of wicks for candles."
        reading = read(
            f"{TITLE}\n\n{lead}\n\nSales grew by a tenth in the spring.\n\n{loom}"
        )
        assert [about.text for about in reading.boilerplates] == [loom]

    def test_are_not_what_the_company_does_in_the_news(self) -> None:
        for news in (
            "Tallow Holdings has engaged Ely Global Markets to act as its dealer in the town.",
            "Tallow’s leadership in wicks is also a matter that makers of candles talk of.",
        ):
            with self.subTest(news):
                assert sections("Sales grew by a tenth.", news)[0] == []


class AnEmptyText(TestCase):
    """A text without words is read, and has no About section."""

    def test_is_read(self) -> None:
        assert read("\n").boilerplates == ()


class ANotice(TestCase):
    """Is known by its words, and ends where they end."""

    def test_may_be_of_an_exchange(self) -> None:
        for notice in (
            "Neither the Canadian Securities Exchange nor its provider accepts responsibility.",
            "Neither the CSE nor CIRO accepts responsibility for the accuracy of this release.",
            "The CSE does not accept responsibility for the adequacy of this release.",
            "The CSE and its provider have not reviewed and do not answer for this release.",
        ):
            with self.subTest(notice):
                assert [n.text for n in sections(notice)[1]] == [notice]

    def test_on_a_restriction_may_be_set_between_dashes(self) -> None:
        line = "- Not for distribution to U.S. news wire services -"
        reading = read(f"{TITLE}\n\n{line}\n\n{NEWS}")
        assert len(reading.disclaimers) == 1

    def test_on_a_restriction_may_go_on_in_the_next_paragraph(self) -> None:
        lines = (
            "NOT FOR DISTRIBUTION TO UNITED STATES NEWS WIRE SERVICES",
            ("OR FOR DISSEMINATION IN THE UNITED STATES"),
        )
        reading = read("\n\n".join([TITLE, *lines, NEWS]))
        assert [n.text for n in reading.disclaimers] == ["\n\n".join(lines)]

    def test_of_a_service_is_none_of_the_one_above(self) -> None:
        code = (
            "Under Rule 8.3(a), any person who is interested in the wicks must say so."
        )
        rns = "This information is provided by RNS, the news service of the exchange."
        _, notices = sections("Disclosure requirements of the Code", code, rns)
        assert [n.text for n in notices] == [code, rns]

    def test_of_a_service_says_what_the_service_is(self) -> None:
        rns = (
            "This information is provided by RNS",
            "The company news service from the London Stock Exchange",
        )
        assert [n.text for n in sections(*rns)[1]] == ["\n\n".join(rns)]

    def test_names_who_published_it(self) -> None:
        notice = (
            "This information is inside information pursuant to the EU Market Abuse Regulation.",
            "This stock exchange announcement was published by Ada Wick at 07:00 CET.",
        )
        assert [n.text for n in sections(*notice)[1]] == ["\n\n".join(notice)]

    def test_ends_before_a_list_of_ways_to_reach_the_company(self) -> None:
        lines = "Contacts:", "Corporate Social Media", "Videos: @TallowHoldings"
        _, notices = sections("Safe Harbor Statement", FORWARD, *lines)
        assert [n.text for n in notices] == [FORWARD]

    def test_may_except_history(self) -> None:
        notice = (
            "Except for historical information, all of the statements and expectations are "
            "the assumptions of the management."
        )
        abouts, notices = sections(ABOUT, notice)
        assert [s.text for s in (*abouts, *notices)] == [ABOUT, notice]

    def test_that_restricts_an_offer_does_not_take_news_along(self) -> None:
        news = "Tallow Holdings repaid all of its convertible debt obligations in the spring."
        notice = "This release does not constitute an offer to sell or a solicitation."
        assert [n.text for n in sections(notice, news)[1]] == [notice]

    def test_of_a_service_does_not_take_the_news_below_along(self) -> None:
        notice = (
            "Disclosure of an inside information acc. to Article 17 MAR of the Regulation "
            "(EU) No 596/2014, transmitted by a news service\n"
            "The issuer is solely responsible for the content of this announcement."
        )
        news = "Duluth, March 1, 2019 - Tallow SE confirms talks on the purchase of Wick AG."
        reading = read(f"{notice}\n\n{news}\n\n{ABOUT}")
        assert [n.text.split()[-1] for n in reading.disclaimers] == ["announcement."]

    def test_keeps_the_list_that_it_introduces(self) -> None:
        intro = f"{FORWARD} The factors include:"
        _, notices = sections(intro, "i) the price of tallow; and", CONTACT)
        assert notices[0].text.endswith("the price of tallow; and")

    def test_is_not_headed_by_any_line_that_names_marks_or_where_to_find(self) -> None:
        for heading in ("Simplifying the Trademark Process", "Where to Find Candles"):
            with self.subTest(heading):
                assert sections(heading, "Ask at the works in Duluth.", ABOUT)[1] == []

    def test_of_a_proxy_statement_may_have_any_heading(self) -> None:
        notice = (
            "Stockholders are urged to read the proxy statement when it is available."
        )
        reading = read(f"{NEWS}\n\nCompany Statement\n\n{notice}\n")
        assert [s.heading for s in reading.disclaimers] == ["Company Statement"]

    def test_is_not_made_by_a_prospective_field(self) -> None:
        field = (
            "The tallow field is in Ely, in the highly prospective belt of the north."
        )
        assert sections(field, "Sales grew.")[1] == []

    def test_in_capitals_begins_after_a_full_stop_of_a_wrapped_paragraph(self) -> None:
        text = (
            f"{TITLE}\n\n{NEWS}\n\nTallow Holdings, headquartered in Duluth, is a leader in the\n"
            "design, development and making of candles for homes, churches and the\n"
            "ships that sail on the great lakes in winter.\nFORWARD-LOOKING STATEMENTS\n"
            "The discussion above contains “forward-looking statements” within the\n"
            "meaning of the law. These statements reflect the expectations of the\n"
            "management, and actual results could differ from them."
        )
        reading = read(text)
        assert [n.heading for n in reading.disclaimers] == [
            "FORWARD-LOOKING STATEMENTS"
        ]
        assert reading.boilerplates[0].text.endswith("in winter.")


class AHeading(TestCase):
    """May have lost the break to its text."""

    def test_of_a_notice(self) -> None:
        _, notices = sections(f"Forward-Looking Statements{FORWARD}")
        assert [n.heading for n in notices] == ["Forward-Looking Statements"]

    def test_of_an_about_section_whose_text_begins_with_an_article(self) -> None:
        text = (
            "The Wick Small Index is part of a family of indices for makers of candles."
        )
        abouts, _ = sections(f"About Wick Small Index{text}")
        assert [(a.heading, a.text) for a in abouts] == [
            ("About Wick Small Index", text)
        ]

    def test_about_statements_heads_a_notice(self) -> None:
        abouts, notices = sections("ABOUT FORWARD-LOOKING STATEMENTS", FORWARD)
        assert (len(abouts), len(notices)) == (0, 1)

    def test_does_not_end_with_a_preposition(self) -> None:
        aside = "Additional information is available at"
        abouts, _ = sections("About Tallow", ABOUT, aside, FORWARD)
        assert abouts[0].text.endswith(aside)


class WhatAReaderCouldDo(TestCase):
    """Is no part of what a company is."""

    def test_ends_its_section(self) -> None:
        for aside in (
            "Stay connected by following us on X and joining our channel.",
            "Twitter",
            "For more information, please contact Tallow at (218) 555-0107 or visit us.",
        ):
            with self.subTest(aside):
                abouts, _ = sections("About Tallow", ABOUT, aside)
                assert [about.text for about in abouts] == [ABOUT]


class AClosingParagraph(TestCase):
    """May tell a company's history."""

    def test_of_dividends_and_what_it_is_engaged_in(self) -> None:
        for closing in (
            "Tallow Holdings is a global leader in candles. Tallow has increased its annual dividend for 68 years.",
            "Tallow Holdings, a Minnesota corporation, is an independent company engaged in the making of candles.",
            "Tallow Holdings, Inc. currently owns and operates 68 works of candles under four names in two states.",
            "TLW is the primary subsidiary of Harbour Wax, and the second-largest owner of works in Minnesota.",
        ):
            with self.subTest(closing):
                abouts, _ = sections(closing, FORWARD)
                assert [about.text for about in abouts] == [closing]

    def test_that_increases_a_dividend_is_news(self) -> None:
        news = "Tallow Holdings is increasing what it pays: it has increased its dividend by 3 percent."
        assert sections(news)[0] == []

    def test_above_the_links_of_a_portal(self) -> None:
        closing = (
            "Tallow Holdings is a maker of candles, and works to make them burn longer."
        )
        link = f"[Portal](https://www.portal.example/news/{'tallow-' * 9}works/)"
        abouts, _ = sections(CONTACT, closing, link)
        assert [about.text for about in abouts] == [closing]
