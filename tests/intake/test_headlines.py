"""What a release is headed by, and where its first sentence begins."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read

TITLE = "Tallow Holdings Opens Its Second Candle Works in Duluth"
DECK = "The works will employ 120 people and heats itself with what it makes."
NEWS = (
    "Tallow Holdings, Inc. (NYSE: TLW), a maker of candles, opened its second works "
    "today. It will make forty million candles a year.\n"
)


class ADatelineWithAWire(TestCase):
    """Begins the text: what stands above it is no part of the body."""

    def test_sentences_above_it_are_subheadlines(self) -> None:
        points = "Sales grew to $41 million.\n\nThe dividend rises to $0.31 a share."
        reading = read(
            f"{TITLE}\n\n{points}\n\nDULUTH, Minn.--(BUSINESS WIRE)--March 1, 2019--\n\n{NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE
        assert [quote.text for quote in reading.subheadlines] == points.split("\n\n")

    def test_a_deck_between_two_printings_of_it_is_a_subheadline(self) -> None:
        reading = read(
            f"{TITLE}\n\n{TITLE}\n{'-' * len(TITLE)}\n\nPR Newswire\n\n"
            f"DULUTH, Minn., March 1, 2019\n\n{DECK.removesuffix('.')}\n\n"
            f"DULUTH, Minn., March 1, 2019 /PRNewswire/ -- {NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE
        assert [quote.text for quote in reading.subheadlines] == [
            DECK.removesuffix(".")
        ]

    def test_points_in_whole_sentences_above_it_are_subheadlines(self) -> None:
        points = (
            (
                "Candles of the new works burn 40 percent longer (p=0.021) and 50 percent "
                "longer (p=0.012) than those of the old one, as a trial has shown."
            ),
            "Tallow to hold a conference call to discuss them today at 8:30 a.m. ET.",
        )
        bullets = "\n\n".join(f"• {point}" for point in points)
        reading = read(
            f"{TITLE}\n\n{TITLE}\n\n{bullets}\n\nDULUTH, Minn.–(BUSINESS WIRE)–{NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE
        assert [quote.text for quote in reading.subheadlines] == [*points]

    def test_a_heading_of_the_body_is_no_headline(self) -> None:
        reading = read(
            "Tallow Holdings: Second Quarter Results 2019\n\nPR Newswire\n\n"
            "DULUTH, Minn., March 1, 2019 /PRNewswire/ --\n\nSecond Quarter Highlights:\n\n"
            f"{NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == "Tallow Holdings: Second Quarter Results 2019"


class ALetterhead(TestCase):
    """Above the title is no part of it, nor are sentences below it the body."""

    def test_streets_towns_and_the_kind_of_text_are_no_title(self) -> None:
        for lines in (
            "228\nST. BLAISE AVENUE\nNEW ORLEANS, LOUISIANA 70130",
            "Tallow Holdings Press Release\n\nNEWS RELEASE",
            "share with twitter share with LinkedIn",
            "Udgivet den 26-06-2015 | kl. 17:41 |",
        ):
            with self.subTest(lines):
                reading = read(f"{lines}\n\n{TITLE}\n\nDULUTH, Minn. -- {NEWS}")
                assert reading.headline is not None
                assert reading.headline.text == TITLE
                assert not reading.subheadlines

    def test_an_advisory_begins_with_what_and_when(self) -> None:
        reading = read(
            f"{TITLE}\n\nWHAT: Tallow Holdings, a maker of candles,\n\n"
            "will open its second works.\n\nWHEN: June 27, 2019, 3:30 p.m.\n"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE
        assert not reading.subheadlines

    def test_points_above_a_place_and_a_sentence_are_subheadlines(self) -> None:
        points = (
            "Sales were $0.42 a share.",
            "Tallow reaffirms its guidance for 2010.",
        )
        bullets = "\n\n".join(f"· {point}" for point in points)
        reading = read(
            "Exhibit 99.1\n\n414 Lunn Mall\n\nDuluth, MN 55401\n\nApril 29, 2010\n\n"
            f"{TITLE}\n\n{bullets}\n\nMINNEAPOLIS — {NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE
        assert tuple(quote.text for quote in reading.subheadlines) == points
        assert reading.dateline is not None
        assert reading.dateline.places == ("MINNEAPOLIS",)

    def test_logos_units_and_reliefs_are_no_title(self) -> None:
        for line in (
            "[LOGO OF TALLOW HOLDINGS]", "Tallow Holdings Logo", "INVESTOR RELATIONS EARNINGS RELEASE",
            "ALL FIGURES BELOW EXPRESSED IN U.S. DOLLARS",
        ):  # fmt: skip
            with self.subTest(line):
                reading = read(
                    f"{line}\n\n{TITLE}\n\nDULUTH, Minn., March 1, 2019 - {NEWS}"
                )
                assert reading.headline is not None
                assert reading.headline.text == TITLE
                assert reading.subheadlines == ()


class AStateWhoseSignIsAWord(TestCase):
    """Is a state where it stands after a town."""

    def test_in_a_dateline(self) -> None:
        for place in (
            "OTTAWA, ON", "GARY, IN", "WILMINGTON, DE", "LAKE CHARLES, LA"
        ):  # fmt: skip
            with self.subTest(place):
                dateline = read(
                    f"{TITLE}\n\n{place} / ACCESS Newswire / March 1, 2019 / {NEWS}"
                ).dateline
                assert dateline is not None
                assert dateline.places == (place,)


class ATitleWithoutItsSubject(TestCase):
    """Begins with the verb: whose news it is stands on the line above."""

    def test_is_one_with_the_company_above(self) -> None:
        reading = read(
            "EXHIBIT 99.1\nNEWS RELEASE\nTALLOW HOLDINGS TRUST\nREPORTS FOURTH QUARTER EARNINGS\n"
            f"DULUTH, Minn., January 26, 2004 - {NEWS}"
        )
        assert reading.headline is not None
        assert (
            reading.headline.text
            == "TALLOW HOLDINGS TRUST REPORTS FOURTH QUARTER EARNINGS"
        )

    def test_is_a_subheadline_where_the_title_has_a_verb(self) -> None:
        reading = read(
            "Tallow Holdings Reports\n\nStrong Quarter Despite Mild Winter\n\n"
            f"Raises Its Dividend\n\nDULUTH, Minn., January 26, 2004 - {NEWS}"
        )
        assert reading.headline is not None
        assert "Raises" not in reading.headline.text


class WhatAServicePutsAbove(TestCase):
    """A list of files, the notice's number and who wrote to whom head nothing."""

    def test_is_not_the_headline(self) -> None:
        above = (
            "Attached files\nfile | filename |\n---|---|\n8-K - TALLOW HOLDINGS INC | a1_8k.htm |\nEXHIBIT 99.1",
            "Interim Results - 6 months\n\n6 Dec 2010 07:00\n\nRNS Number : 3756X\nTallow Holdings PLC",
            "To: Lind who wrote (19916)3/21/1999 11:54:00 AM\nFrom: Vik  Read Replies (1) of 23519",
            "(14:45 GMT) Press Release: Tallow Holdings Opens",
            "Exhibit (a)(5)(C)",
        )
        for lines in above:
            with self.subTest(lines[:20]):
                headline = read(
                    f"{lines}\n\n{TITLE}\n\nDULUTH, Minn., March 1, 2019 - {NEWS}"
                ).headline
                assert headline is not None
                assert headline.text == TITLE


class ATitleInTwoLines(TestCase):
    """Is one title where the break is inside a phrase."""

    def test_a_job_title_or_a_period(self) -> None:
        parts = (
            ("Tallow Holdings Elects Anna Vik, Founder and Chief Scientific", "Officer of Lunn Works, to Its Board"),
            ("PRELIMINARY ANNOUNCEMENT OF RESULTS\n", "FOR THE YEAR ENDED 30 JUNE 2010"),
        )  # fmt: skip
        for first, second in parts:
            with self.subTest(second):
                headline = read(
                    f"{first}\n{second}\n\nDULUTH, Minn., March 1, 2019 - {NEWS}"
                ).headline
                assert headline is not None
                assert headline.text == f"{first.strip()} {second}"


class ANoticeWhoseHeadRanTogether(TestCase):
    """Has its company, day, definition and title on one line."""

    def test_is_read_as_if_on_lines_of_their_own(self) -> None:
        reading = read(
            "Final Results\n\n31 Mar 2005 07:00\n\nTallow Holdings PLC31 March 2005 Tallow Holdings "
            'PLC ("Tallow" or the "Group") Preliminary Results for the year ended 31 December '
            f"2004 Highlights * Turnover rose by half to £497.0m. {NEWS}"
        )
        assert reading.headline is not None
        assert (
            reading.headline.text
            == "Preliminary Results for the year ended 31 December 2004"
        )


class ASourceLineAboveTheTitle(TestCase):
    """Names the source, as one at the end does."""

    def test_of_a_page_of_news(self) -> None:
        source = read(
            "Monday November 23, 7:01 am Eastern Time\nCompany Press Release\n"
            f"SOURCE: Tallow Holdings, Inc.\n{TITLE}\nDULUTH, Minn., Nov. 23 /PRNewswire/ -- {NEWS}"
        ).source
        assert source is not None
        assert source.text == "Tallow Holdings, Inc."


class WordsAlone(TestCase):
    """On lines of their own begin what stands below them."""

    def test_in_title_dateline_and_contacts(self) -> None:
        reading = read(
            "|\nContact:\n|\nInvestors:\nTallow\nHoldings, Inc.\nAnna\nM. Vik\nVice\n"
            "President, Corporate Affairs\n(914)\n555-0114\nvik@tallow.example\nTALLOW\n"
            "APPOINTS ANNA LUNN TO ITS BOARD OF DIRECTORS AND NAMES HER CHAIR\nSalem,\n"
            f"NY, September 16, 2009 – {NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text.startswith("TALLOW APPOINTS ANNA LUNN")
        assert reading.dateline is not None
        assert reading.dateline.places == ("Salem, NY",)
        assert [(c.name, c.title, c.phones[0].written) for c in reading.contacts] == [
            (
                "Anna M. Vik",
                "Vice President, Corporate Affairs",
                "(914) 555-0114",
            )
        ]


class ALegalFormAlone(TestCase):
    """A legal form without a name is no company."""

    def test_the_company_is_the_one_with_the_bracket(self) -> None:
        issuer = read(
            f"{TITLE}\n\nDULUTH, Minn., March 1, 2019 - Following a panel’s finding, the listing "
            "of the common stock of Tallow Holdings, Inc. (Nasdaq: TLW) will move today to "
            "another market of the exchange.\n"
        ).issuer
        assert issuer is not None
        assert issuer.text == "Tallow Holdings, Inc."

    def test_german_boards_are_no_part_of_it(self) -> None:
        issuer = read(
            "Wachs AG plant Dividende\n\nBerlin, 2. April 2012 - Vorstand und Aufsichtsrat der "
            "Wachs AG werden der Hauptversammlung die Zahlung einer Dividende für das "
            "Geschäftsjahr 2011 von vier Cent vorschlagen.\n"
        ).issuer
        assert issuer is not None
        assert issuer.text == "Wachs AG"


class ABracketThatTouchesALegalForm(TestCase):
    """Is on the company before it, as in another line."""

    def test_names_what_it_is_called(self) -> None:
        reading = read(
            f"{TITLE}\n\nDULUTH, Minn., March 1, 2019 (GLOBE NEWSWIRE) -- Tallow Holdings, Inc."
            "(“Tallow” or the “Company”) (NASDAQ: TLW) opened its second works today. It will "
            "make forty million candles a year.\n"
        )
        assert reading.issuer is not None
        assert reading.issuer.text == "Tallow Holdings, Inc."
        assert [listing.symbol for listing in reading.listings] == ["TLW"]


class AWordThatIsAlsoPrintedSmall(TestCase):
    """Is no company, where no bracket makes it one."""

    def test_the_company_is_the_source(self) -> None:
        issuer = read(
            "Wax Matters: How to Store Candles\n\nSALEM, MA / ACCESS Newswire / March 1, 2019 / "
            "Wax is soft in summer. This webinar tells how wax can be kept cool.\n\n"
            "SOURCE: Tallow Group\n"
        ).issuer
        assert issuer is not None
        assert issuer.text == "Tallow Group"


class ANumberBesideADate(TestCase):
    """In a masthead is the release's."""

    def test_is_a_date_line(self) -> None:
        dateline = read(
            f"November 24, 2015 NR 125-15\nNEWS RELEASE\n{TITLE}\n\n"
            f"Duluth, Minn. - {NEWS}"
        ).dateline
        assert dateline is not None
        assert str(dateline.date) == "2015-11-24"


class ALineThatSharesItsWordsWithTheNews(TestCase):
    """Is rather the title than one that shares none."""

    def headline(self, above: str, news: str = "") -> str | None:
        """Return the headline of a release with these lines above its news."""
        place = "DULUTH, Minn., March 1, 2019 /PRNewswire/ -- "
        reading = read(f"{above}\n\n{news or place + NEWS}")
        return reading.headline.text if reading.headline else None

    def test_among_contacts(self) -> None:
        title = "Tallow Lights Candles in Works That Cost Forty Millions Today"
        block = (
            f"Wick Desk\n\n{title}\n\nCONTACTS:\n\nAda Wick\n\nSenior Manager\n\n"
            "(218) 555-0107\n\nada@tallow.example\n\nFOR IMMEDIATE RELEASE"
        )
        assert self.headline(block) == title

    def test_and_not_what_heads_other_texts(self) -> None:
        assert self.headline("Related Documents") is None

    def test_in_two_words_that_the_news_prints_small(self) -> None:
        news = (
            "Tallow, the maker of candles, announces that it won a three year contract to "
            "light the harbour of Duluth with its largest candles, as it has done before. "
            "The award of this contract is the largest in its history of forty years.\n"
        )
        assert (
            self.headline("TALLOW PLC (‘Tallow’ or the ‘Group’)\nCONTRACT AWARD", news)
            == "CONTRACT AWARD"
        )

    def test_but_no_name_that_has_its_legal_form_there(self) -> None:
        title = "TALLOW BANKS OF DULUTH INCREASES DIVIDEND BY 16.7%"
        news = (
            "The Board of Directors of Tallow Banks of Duluth, Inc., the holding company "
            "of two banks, declared a dividend of 14 cents per share, an increase of 16.7% "
            "over that of the year before it.\n"
        )
        above = f"Exhibit 99.1\nTallow Banks of Duluth\n1 Main Street\n{title}"
        assert self.headline(above, news) == title


class WhatAPagePrintsAfterATitle(TestCase):
    """On its line is no part of it."""

    def test_a_day_with_its_hour(self) -> None:
        reading = read(
            f"{TITLE} Wednesday, July 28, 1999 08:30 AM\n"
            f"DULUTH, Minn., July 28 /PRNewswire/ -- {NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE

    def test_a_link_to_another_language(self) -> None:
        reading = read(
            f"{TITLE} Français DULUTH, Minn., March 4, 2022 /PRNewswire/ -- {NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == TITLE

    def test_a_day_that_ends_a_period_is(self) -> None:
        title = "Tallow Holdings Announces Results for the Year Ended December 31, 2021"
        reading = read(f"{title}\n\nDULUTH, Minn., March 4, 2022 -- {NEWS}")
        assert reading.headline is not None
        assert reading.headline.text == title


class ADateline(TestCase):
    """Is read in every form."""

    def places(self, opening: str) -> tuple[tuple[str, ...], str | None]:
        """Return the places and the wire of a release that opens so."""
        dateline = read(f"{TITLE}\n\n{opening}{NEWS}").dateline
        assert dateline is not None
        return dateline.places, dateline.wire

    def test_with_the_province_in_brackets(self) -> None:
        opening = "Duluth-Noranda (Québec) – le 12 février 2019 – "
        assert self.places(opening) == (("Duluth-Noranda (Québec)",), None)

    def test_with_three_points_and_no_blank(self) -> None:
        assert self.places("Raleigh, NC…") == (("Raleigh, NC",), None)

    def test_that_the_wire_printed_above_it(self) -> None:
        wire = "DULUTH, MN / ACCESS Newswire / March 1, 2019 / Tallow (NYSE:TLW)\n\n"
        own = "Duluth, March 1, 2019 - "
        assert self.places(wire + own) == (("DULUTH, MN",), "ACCESS Newswire")


class TheWiresLineOnPictures(TestCase):
    """Is no subheadline, wherever it stands, and no dateline."""

    def test_below_the_first_sentence(self) -> None:
        note = "This press release features multimedia. View the full release here: https://www.wire.example/news/en/"
        reading = read(
            f"{TITLE}\n\n{TITLE}\n\nDULUTH--(BUSINESS WIRE)--March 1, 2019--\n\n"
            f"{NEWS}\n{note}\n\n(Graphic: Business Wire)\n\nThe works stand in Duluth.\n"
        )
        assert reading.subheadlines == ()
        assert reading.dateline is not None
        assert reading.dateline.places == ("DULUTH",)
        assert [quote.text for quote in reading.furniture][-2:] == [
            note,
            "(Graphic: Business Wire)",
        ]
