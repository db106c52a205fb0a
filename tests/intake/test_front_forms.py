"""The top of a release as pages, forums, services and files print it."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.parser.issuers.listings import listings_in_bracket
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

TITLE = "Tallow Holdings Opens Its Second Candle Works in Duluth"
PLACE = "DULUTH, Minn., March 1, 2019 /PRNewswire/ -- "
NEWS = (
    "Tallow Holdings, Inc. (NYSE: TLW), a maker of candles, opened its second candle works "
    "in Duluth today. It will make forty million candles a year, and employ 120 people.\n"
)


def below(above: str, title: str = TITLE, place: str = PLACE) -> Reading:
    """Return the reading of a release below the lines of a page."""
    return read(f"{above}\n\n{title}\n\n{place}{NEWS}")


def headline(reading: Reading) -> str | None:
    """Return the words of a headline."""
    return reading.headline.text if reading.headline else None


class AboveTheTitle(TestCase):
    """Stands what a page has, and no subheadline."""

    def test_are_menus_quotes_and_requests(self) -> None:
        pages = {
            "a glued menu": "HomeAbout usInvestor centreNewsroomContact us",
            "a forum's menu": "Public ReplyPrvt ReplyMark as Last ReadFileIgnorePrevious 10Next 10\nTo: lamplighter who wrote (51)3/1/2019 8:14:00 AM\nFrom: Wick  Read Replies (2) of 94",
            "a portal's menu": "Most relevantAll newsSector newsOfficial publications",
            "quotes": "European markets open in 40 minutes\n\n  • DAX\n\n    11,601.68\n    +86.10 (+0.75%)\n\n  • Silver\n\n    15.20\n    -0.31 (-2.0%)",
            "blocked advertisements": "Our ads pay for this board. Please turn off your ad blocker while you read it, in the interest of all who write here.",
            "a webinar": "Join four small companies at our Spring Investor Evening on 14th May. Register here.",
            "a German request": "Sie nutzen einen Werbeblocker. Bitte schalten Sie ihn ab, damit diese Seite frei bleibt.",
            "a French request": "Inscrivez-vous pour recevoir toute l’actualité de vos valeurs chaque matin.",
            "a library of documents": f"Size: px\nStart display at page:\n\nDownload “{TITLE}”\n\nTranscription",
            "another library": "Embed Size (px)\n\nCitation preview\n\nUpload others\n\n0\n\nViews\n\n12",
            "a picture": "Featured image",
            "a report": "Report this content",
            "a date in Japanese": "2019年3月1日 - 9:31AM\nPRニュース・ワイアー (英語)",
            "a wire": "ACCESS Newswire",
            "a wire of a country": "PR Newswire (US)",
            "a sitting": "Level 12, 40 Sexton Terrace\nPerth WA 6000",
            "a path": "Homepage / Equities / Canada / Tallow Holdings / News",
            "another path": "Accueil > Bourse > Actualités",
            "a path to the title": f"You are here: Home / News / {TITLE}",
            "the page's title": f"{TITLE} - Tallow Holdings",
            "a price": "TLW 12.40 +1.2% Mar 1 4:00 PM EST",
            "a chart": "Historical Stock Chart\n\nFrom Feb 2019 to Mar 2019\n\nClick here for more Tallow charts.",
            "a library of files": "12 views\n\n3 pages\n\nUploaded by awick\n\nAvailable Formats\n\nDownload as PDF, TXT or read online",
            "a label": "TALLOW HOLDINGS LIMITED (Incorporated in Bermuda) ANNOUNCEMENT",
            "a name less like a title": "Wick and Wax Weekly",
            "a job": "Representative Director and President",
        }  # fmt: skip
        for name, lines in pages.items():
            with self.subTest(name):
                reading = below(lines)
                assert headline(reading) == TITLE
                assert not reading.subheadlines

    def test_are_reading_times_and_authors_below_it(self) -> None:
        for line in (
            "·3 min read", "Lesedauer 2 Minuten", "3 min de lecture", "By Newsdesk -March 1, 2019",
            "By Ada Wick | March 1, 2019", "ACCESSWIRE", "by Globe Newswire", "Posted on March 1, 2019 by admin",
            "Mar. 1, 2019 7:00 AM ET Tallow Holdings, Inc. (TLW)", "1 MAR 2019 | Lectura: 3 min",
        ):  # fmt: skip
            with self.subTest(line):
                reading = read(f"{TITLE}\n\n{line}\n\n{PLACE}{NEWS}")
                assert headline(reading) == TITLE
                assert not reading.subheadlines


class OnTheTitlesLine(TestCase):
    """May stand words of the page."""

    def test_that_count_its_readers(self) -> None:
        for words in ("203 0 Kommentare", "12 Comments", "0 Replies 48 Views", "7 Likes 2 Comments"):  # fmt: skip
            with self.subTest(words):
                assert headline(read(f"{words} {TITLE}\n\n{PLACE}{NEWS}")) == TITLE

    def test_that_are_the_head_of_a_message(self) -> None:
        for line in (
            f"To: Lamp who wrote (88213) | 3/1/2019 6:02:11 AM | From: Wick | | | {TITLE} wireservice.example",
            f"News Release | March 1, 2019 | {TITLE}",
            f"{TITLE} | Press release | 01.03.2019",
        ):
            with self.subTest(line):
                assert headline(read(f"{line}\n\n{PLACE}{NEWS}")) == TITLE

    def test_that_name_who_carried_it(self) -> None:
        for carrier in (
            "(MENAFN - GlobeNewsWire - Nasdaq)", "(MENAFN - PR Newswire)", "(BUSINESS WIRE)"
        ):  # fmt: skip
            with self.subTest(carrier):
                reading = read(
                    f"{carrier} Tallow Holdings, Inc.\n\n{TITLE}\n\n{NEWS.replace('today', 'today, March 1, 2019')}"
                )
                assert headline(reading) == TITLE
                assert reading.dateline is not None
                assert reading.dateline.wire is not None

    def test_but_an_hour_that_the_title_goes_on_to_is_its_own(self) -> None:
        title = "Tallow Holdings to Light Its Largest Candle at 9 a.m. on March 1, 2019"
        assert headline(read(f"{title}\n\n{PLACE}{NEWS}")) == title


class ATitleAboveItsDateline(TestCase):
    """Is no part of the paragraph that it is printed in, too."""

    def test_with_a_dateline_that_is_weak_elsewhere(self) -> None:
        for place in (
            "Duluth, 1 March 2019 - ", "Duluth, March 1, 2019: ", "DULUTH, Minn. — "
        ):  # fmt: skip
            with self.subTest(place):
                reading = read(
                    f"{TITLE}\n\nMarch 1, 2019\n\nDisclosed by the company, which alone is "
                    f"responsible for it.\n\n{TITLE} {place}{NEWS}"
                )
                assert headline(reading) == TITLE
                assert reading.dateline is not None
                assert reading.dateline.places == (place.partition(", 1")[0].partition(", March")[0].removesuffix(" — "),)  # fmt: skip


class ATown(TestCase):
    """Is whole with its province and country behind a title on its line."""

    def test_in_a_dateline(self) -> None:
        for place in (
            "Saltillo, Coahuila, Mexico", "Bengaluru, Karnataka, India", "Leeds, West Yorkshire, England"
        ):  # fmt: skip
            with self.subTest(place):
                dateline = read(
                    f"Tallow Holdings Reports Sales Up 8.7% {place}, March 1, 2019 - {NEWS}"
                ).dateline
                assert dateline is not None
                assert dateline.places == (place,)

    def test_of_several_words_behind_a_title_in_small_letters(self) -> None:
        for town in ("FAIR LAWN", "WALNUT CREEK"):
            with self.subTest(town):
                reading = read(
                    f"Tallow Cleared for Sale in Canada {town}, N.J., March 1 /PRNewswire/ -- {NEWS}"
                )
                assert headline(reading) == "Tallow Cleared for Sale in Canada"
                assert reading.dateline is not None
                assert reading.dateline.places == (f"{town}, N.J.",)

    def test_with_a_small_word_inside(self) -> None:
        dateline = read(f"{TITLE}\n\nFond du Lac, Wisconsin – {NEWS}").dateline
        assert dateline is not None
        assert dateline.places == ("Fond du Lac, Wisconsin",)

    def test_beside_another_with_a_slash_between(self) -> None:
        dateline = read(f"{TITLE}\n\nLANCASTER, PA/READING, PA - {NEWS}").dateline
        assert dateline is not None
        assert dateline.places == ("LANCASTER, PA", "READING, PA")

    def test_before_a_sentence_that_begins_small(self) -> None:
        small = NEWS[0].lower() + NEWS[1:]
        dateline = read(
            f"{TITLE}\n\nHillerød, Denmark, March 1, 2019 - the {small}"
        ).dateline
        assert dateline is not None
        assert dateline.places == ("Hillerød, Denmark",)


class PointsBelowATitle(TestCase):
    """Are no part of it, though they begin with a verb."""

    def test_with_any_mark(self) -> None:
        title = "TALLOW DAY 2019: ‘LESS SMOKE, MORE LIGHT’"
        for mark in ("•", "·", "▪"):
            points = f"{mark} Targets for 2024: sales above $900m\n{mark} Ships from Duluth by May"
            with self.subTest(mark):
                reading = read(f"{title}\n\n{points}\n\n{PLACE}{NEWS}")
                assert headline(reading) == title
                assert len(reading.subheadlines) == 2

    def test_but_its_numbered_parts_are(self) -> None:
        reading = read(
            "TALLOW HOLDINGS LIMITED\n\n(Stock Code: 8977)\n\n(1) DELAY OF THE ANNUAL RESULTS; AND\n\n"
            f"(2) POSTPONEMENT OF THE BOARD MEETING\n\n{PLACE}{NEWS}"
        )
        assert (
            headline(reading)
            == "(1) DELAY OF THE ANNUAL RESULTS; AND (2) POSTPONEMENT OF THE BOARD MEETING"
        )

    def test_nor_is_a_line_below_a_title_with_its_verb(self) -> None:
        for title in (
            "Wick Assumes Chairman Role", "Tallow Bags Orders of $864 Million", "Tallow Rejects Offer of Lunn Works",
        ):  # fmt: skip
            with self.subTest(title):
                reading = read(f"{title}\nRetires as employee of Tallow\n{PLACE}{NEWS}")
                assert headline(reading) == title

    def test_below_a_heading_are_the_body(self) -> None:
        for head in ("Points clés", "Highlights", "Kernaussagen", "Datos destacados"):
            with self.subTest(head):
                reading = read(
                    f"Tallow Holdings: Sales of Candles Up 6.1%\n\n{head}\n\nSales of 72.9 million in "
                    f"two works\n\nForecast confirmed\n\nLyon, 1 March 2019\n\n{NEWS}"
                )
                assert not reading.subheadlines
                assert reading.dateline is not None
                assert reading.dateline.places == ("Lyon",)


class AFileOfPages(TestCase):
    """That are one line each is one text, parted by its numbers and its signature."""

    def test_in_capitals(self) -> None:
        for parts in (
            ("INTRODUCTION", "THE ACQUISITION"),
            ("BACKGROUND", "RATIONALE FOR IT"),
        ):
            first, second = parts
            text = (
                "TALLOW WAX LIMITED\n\nTranscription\n\n1 TALLOW WAX LIMITED (Incorporated in the Republic of Singapore) "
                f"ENTRY INTO SALE OF THE LUNN WORKS PTE. LTD. 1. {first} The board of directors of Tallow Wax Limited (the "
                "Company) (SGX-ST Catalist: 5XW) wishes to announce that the Company has on 1 March 2019 sold the Lunn Works. "
                f"2. {second} The Lunn Works makes a million candles a year for the company. It was built in 1912, and "
                "the company has held it for forty years. Its buyer and the shareholders of its buyer are independent of the directors "
                "and of the controlling shareholders of the company. Nothing else was sold with it, and no employee has to leave.\n\n"
                "2 3. FINANCIAL EFFECTS The sale is not expected to have any material impact on the earnings of the group for "
                "the year, nor on its assets. None of the directors has any interest in it, direct or indirect, other than through the "
                "shares that they hold. BY ORDER OF THE BOARD Ada Wick Chairman 4 March 2019 The auditor has looked at it."
            )  # fmt: skip
            with self.subTest(first):
                reading = read(text)
                assert (
                    headline(reading) == "ENTRY INTO SALE OF THE LUNN WORKS PTE. LTD."
                )
                assert reading.dateline is not None
                assert reading.dateline.date == dt.date(2019, 3, 4)
                assert reading.issuer is not None
                assert reading.issuer.text.casefold() == "tallow wax limited"


class TheDate(TestCase):
    """Of a release is read wherever it stands."""

    def date(self, text: str) -> dt.date | None:
        """Return the date of a release."""
        dateline = read(f"{text}\n").dateline
        return dateline.date if dateline else None

    def test_with_a_year_of_two_digits(self) -> None:
        for line, year in (("4/21/98", 1998), ("9/15/97", 1997), ("3/14/07", 2007)):
            with self.subTest(line):
                date = self.date(
                    f"For immediate release\n{line}\n\n{TITLE}\n\nDULUTH, Minn. — {NEWS}"
                )
                assert date is not None
                assert date.year == year

    def test_in_the_year_whose_weekday_the_page_prints(self) -> None:
        for year, weekday in ((1999, "Monday"), (2000, "Wednesday")):
            with self.subTest(year):
                text = (
                    f"{weekday} March 1, 8:02 am Eastern Time\nCompany Press Release\n{TITLE}\n"
                    f"DULUTH, Minn., March 1 /PRNewswire/ -- {NEWS}\n"
                    "Tallow was founded in 1991, and again in 1999.\n\nCopyright 2000 Wick Pages"
                )
                assert self.date(text) == dt.date(year, 3, 1)

    def test_without_a_place_below_the_kind_of_text(self) -> None:
        reading = read(
            "PRESS RELEASE\n\nFOR FURTHER INFORMATION:\nIda Lunn\n(218) 555-0101\n\n"
            f"FOR IMMEDIATE RELEASE\nOctober 20, 2009\n\n{TITLE}\n\n{NEWS}"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ()

    def test_beside_a_listing_or_a_number_on_its_line(self) -> None:
        for line in (
            "March 1, 2019                     TSXV: TLW",
            "March 1, 2019     News Release No. 19-05",
        ):
            with self.subTest(line):
                date = self.date(f"TALLOW LTD.\n\n{line}\n\n{TITLE}\n\nDULUTH - {NEWS}")
                assert date == dt.date(2019, 3, 1)

    def test_and_the_place_of_a_dateline_below_the_first_points(self) -> None:
        points = (
            "HIGHLIGHTS\n• Turnover up 2.4% year-on-year; Recurring Profit up 3.9%\n• Shelves filled to 98%; "
            "Barrels filled to 95%\n• Interim dividend of 22 cents\n\nRESULTS\n"
            "Six months ended\n2019  2018  Change\nUSD million  USD million\nSales  894  873  +2.4%\n"
            "Profit  611  588  +3.9%"
        )
        reading = read(
            f"2019 HALF-YEAR RESULTS\n\n{points}\n\nDuluth, Minn., March 1, 2019 – {NEWS}"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ("Duluth, Minn.",)
        assert reading.dateline.date == dt.date(2019, 3, 1)
        for words in ("Shelves filled", "+3.9%"):
            assert words in reading.body_html
        assert NEWS[:30] in reading.body_html

    def test_in_the_statement_to_a_service(self) -> None:
        tail = "\n\nTags:\n\ncandles\nwax\nDuluth\n\nSubscribe\n\nFiles\n\nDownload" * 2
        for statement in (
            "This information was submitted for publication, through the agency of Ada Wick, at 08.45 CET on 20 March 2018.",
            "The information was submitted for publication by the contact person above on March 20, 2018 at 8:45.",
            "Informationen lämnades, genom Ada Wicks försorg, för offentliggörande den 20 mars 2018 kl. 08.45.",
        ):
            with self.subTest(statement):
                news = NEWS.replace("today", "this spring")
                text = f"{TITLE}\n\n{news}\n{statement}{tail}"
                assert self.date(text) == dt.date(2018, 3, 20)

    def test_of_a_copy_that_names_the_release(self) -> None:
        news = "On March 1, 2019 Tallow Holdings, Inc. (NYSE: TLW), a maker of candles, reported that it has opened its second works"
        for source in (
            "(Press release, Tallow Holdings, MAR 1, 2019, View Source)", "(News release, Tallow, March 1, 2019)"
        ):  # fmt: skip
            with self.subTest(source):
                text = f"{TITLE}\n\n{news} {source}.\n\nIt will make forty million candles from May 4, 2019 on."
                assert self.date(text) == dt.date(2019, 3, 1)

    def test_and_the_place_beside_it_at_the_foot(self) -> None:
        reading = read(
            f"{TITLE}\n\n03/01/2019 | 11:22am EST\n\n{NEWS}\nBy order of the Board\n\nAda Wick\n\n"
            "Chairman\n\nHong Kong, 1 March 2019"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ("Hong Kong",)

    def test_below_the_wires_own_the_company_prints_its_line(self) -> None:
        reading = read(
            f"{TITLE}\nHelsinki, Finland, 2019-03-01 12:30 CET (GLOBE NEWSWIRE) --\n"
            f"TALLOW OYJ, STOCK EXCHANGE RELEASE, 1 March 2019 at 13.30 EET\n\n{NEWS}"
        )
        assert reading.dateline is not None
        assert reading.dateline.places == ("Helsinki, Finland",)
        assert reading.dateline.wire == "GLOBE NEWSWIRE"


class TheIssuer(TestCase):
    """And its listings stand apart from the sentence."""

    def test_of_old_wires(self) -> None:
        for symbol in (
            "VSE Symbol: TLW", "TSE Symbol - TLW", "Toronto Stock Exchange Symbol: TLW"
        ):  # fmt: skip
            with self.subTest(symbol):
                reading = read(
                    f"{TITLE}\n\nVANCOUVER, May 11, 1998 /CNW/ - Tallow Wax Ltd.\n{symbol}\n\n"
                    "Ada Wick, President, reports that the Company has opened its second candle works."
                )
                assert reading.issuer is not None
                assert reading.issuer.text == "Tallow Wax Ltd."
                assert [pair.symbol for pair in reading.listings] == ["TLW"]

    def test_without_the_label_of_its_field(self) -> None:
        for field in ("Company: ", "Emittent: ", "Name of issuer: ", "Société : "):
            with self.subTest(field):
                reading = read(
                    f"{field}Tallow Holdings plc\n\n{TITLE}\n\nDULUTH, March 1, 2019 - The second candle "
                    "works was opened today. It will make forty million candles a year.\n"
                )
                assert reading.issuer is not None
                assert reading.issuer.text == "Tallow Holdings plc"

    def test_whose_listing_ends_a_clause_or_opens_one(self) -> None:
        for sentence in (
            "Tallow Wax Limited (TWL), one of the makers of candles listed in India (NSE: TALLOW), opened its second works.",
            "Tallow Wax Limited, whose shares are traded in Mumbai (NSE: TALLOW), opened its second works.",
            "Tallow Wax Limited opened its second works. The share (TALLOW) is listed on the National Stock Exchange of India.",
        ):
            with self.subTest(sentence):
                reading = read(
                    f"{TITLE}\n\nDULUTH, March 1, 2019 - {sentence} It will employ 120 people."
                )
                assert [pair.symbol for pair in reading.listings] == ["TALLOW"]

    def test_in_odd_brackets(self) -> None:
        forms = {
            "NYSE: TLW and TLW PrB": "TLW, TLW PrB",
            "NYSE: TLW, TLW PR A": "TLW, TLW PR A",
            "Stock Symbol (TSE): TLW": "TLW",
            "Code Number: 6877 the first section of the Tokyo Stock Exchange": "6877",
            "SGX-ST Catalist: 5XW": "5XW",
            "TSX.V: TLW, OTC-QB: TLWFF": "TLW, TLWFF",
            "10 Wick Street, London EC2A 4BX": "",
            "Toronto, Ontario M5H 3T9": "",
            "TSX: TLW, Frankfurt 8TQ": "TLW, 8TQ",
            "London: TLW": "TLW",
        }
        for printed, symbols in forms.items():
            with self.subTest(printed):
                pairs = listings_in_bracket(printed)
                assert ", ".join(symbol for _, symbol in pairs) == symbols


class TheSource(TestCase):
    """Of a release is named in a stamp, or before its contacts."""

    def test_is_read(self) -> None:
        for text in (
            f"{TITLE}\n\nMarch 01, 2019 03:15 ET | Source: Tallow Holdings, Inc.\n\n{NEWS}",
            f"{TITLE}\n\n{PLACE}{NEWS}DATASOURCE: Tallow Holdings, Inc. CONTACT: Ada Wick, +1-218-555-0107",
            f"{TITLE}\n\n{PLACE}{NEWS}\nSOURCE Tallow Holdings, Inc. CONTACT: Ada Wick, +1-218-555-0107, ada@tallow.example",
        ):
            with self.subTest(text[-60:]):
                source = read(text).source
                assert source is not None
                assert source.text == "Tallow Holdings, Inc."
