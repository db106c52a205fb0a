"""Which line is the title of a service's notice, and where a title that was wrapped ends."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

HEAD = "RNS Number : 4417T\nTallow Holdings PLC\n4 May 2021\n\n4 May 2021\n\nTallow Holdings plc\n\n"
ROWS = "For\n\n% of votes in favour\n\nAgainst\n\n1,204,118\n\n99.6%\n\n4,770\n\n2,100"
NEWS = (
    "Tallow Holdings plc (AIM: TLW) announces that all resolutions were passed on a show of "
    "hands at its meeting today.\n\nThe proxy votes that came before the meeting were as follows:\n\n"
)
DATED = (
    "DULUTH, Minn., March 1, 2019 /PRNewswire/ -- Tallow Holdings, Inc. (NYSE: TLW) opened its "
    "second candle works today. It completed the previously announced purchase of the site in May, "
    "and its candle makers moved in June.\n"
)


def lines(reading: Reading) -> list[str]:
    """Return the words of a headline and its decks."""
    title = [reading.headline] if reading.headline else []
    return [quote.text for quote in (*title, *reading.subheadlines)]


class OfAService(TestCase):
    """Is the line between its head and the first sentence, else the page's."""

    def test_stands_above_the_sentence_that_announces(self) -> None:
        for title in ("Result of AGM", "Preliminary Results"):
            page = f"Become a Member\n\n{title}\n\n4th May 2021 12:41\n\n"
            with self.subTest(title):
                read_in = read(f"{page}{HEAD}{title}\n\n{NEWS}{ROWS}\n")
                assert lines(read_in) == [title]

    def test_is_the_pages_where_the_notice_has_none(self) -> None:
        values = "Cum Par NAV\n\n312.46p\n\nEx Par NAV\n\n310.02p\n\n"
        note = "Values are set by the accounts of the company, and debt is taken\n\n"
        reading = read(
            f"Net Asset Value(s)\n\nBy\n\n4 May 2021\n\n{HEAD}{values}{note}"
        )
        assert lines(reading) == ["Net Asset Value(s)"]

    def test_is_not_the_company_below_its_number(self) -> None:
        title = (
            "Tallow Fund, Limited Declares Dividends on Common and Preference Shares"
        )
        head = HEAD.replace("PLC\n4", "Fund Ld\n4").replace(
            "Tallow Holdings plc\n\n", ""
        )
        assert lines(read(f"Dividend\n\n{head}{title}\n\n{DATED}")) == [title]

    def test_is_not_the_name_of_a_site_that_carries_it(self) -> None:
        title = "Tallow Drills 71.0 Metres of Wax at the Old Kettle Works, Duluth"
        site = "Mining News Network\nYour trusted source for mining\n- Wax Outlook\n- Tin Outlook\n"
        assert lines(read(f"{site}{title}\n{NEWS}"))[0] == title

    def test_keeps_the_mark_of_a_correction(self) -> None:
        page = "Director/PDMR Shareholding - Replacement\n\n4 May 2021 07:00\n\n"
        reading = read(f"{page}{HEAD}Correction - PDMR Dealing\n\n{NEWS}")
        assert lines(reading) == ["Correction - PDMR Dealing"]


class OfANoticeWithoutANumber(TestCase):
    """Stands between the company's name and its news; the page's title says less."""

    PAGE = "Tallow Holdings PLC\n4 May 2021\n\n4 May 2021\n\nTallow Holdings plc\n\n"

    def test_is_below_the_company(self) -> None:
        title = "Publication of Prospectus and Notice of Meeting"
        for page in (
            "Prospectus Publication, Notice of GM\n\n",
            "Tallow Holdings Plc - Prospectus\n\nPublished 2h ago\n\n",
            "TALLOW HOLDINGS PLC — Capital/Financing Update 2021\n\n1c.pdf\n\nOpen in viewer\n\n",
        ):
            with self.subTest(page):
                assert lines(read(f"{page}{self.PAGE}{title}\n\n{NEWS}")) == [title]

    def test_is_below_the_short_name_of_the_company(self) -> None:
        page = f'Tallow Holdings Plc - Result of AGM\n\n{self.PAGE}("Tallow")\n\n'
        title = "Results of the Annual General Meeting"
        assert lines(read(f"{page}{title}\n\n{NEWS}")) == [title]

    def test_goes_on_with_its_period(self) -> None:
        title = "Interim Results\nFor the Six Months Ended 31 March 2021"
        page = f"Interim Results\n{self.PAGE}{title}\n\n"
        assert lines(read(f"{page}{NEWS}")) == [title.replace("\n", " ")]

    def test_is_the_kind_of_notice_where_it_prints_none(self) -> None:
        day = "8th Aug 2006 07:01"
        glued = 'Tallow Group PLC08 August 2006Tallow Group PLC ("the Company") '
        news = (
            "The Company was notified on 7 August 2006 that Mr R Lunn, Chairman, bought 20,000 "
            "ordinary shares at 41p each. He now holds 1.2% of the shares."
        )
        reading = read(f"Director/PDMR Shareholding\n\n{day}\n\n{glued}{news}\n")
        assert lines(reading) == ["Director/PDMR Shareholding"]
        assert reading.dateline is not None
        assert (reading.dateline.places, str(reading.dateline.date)) == (
            (),
            "2006-08-08",
        )

    def test_is_set_apart_from_a_name_in_capitals(self) -> None:
        glued = "Tallow Group PLC08 August 2006 TALLOW GROUP PLC"
        title = "Interim Results for the six months ended 30 June 2006"
        news = (
            'Tallow Group Plc ("Tallow" or "the Group") today announces record results for the '
            "six months, with earnings per share up 45%. Ian Lunn, Chairman, said: “We are pleased.”"
        )
        page = f"Interim Results\n\n8th Aug 2006 07:01\n\n{glued}{title} {news}\n"
        assert lines(read(page)) == [title]

    def test_is_below_a_number_with_the_company_and_its_day(self) -> None:
        number = "RNS Number : 5521U Tallow Candles and Soap Holdings PLC 04 May 2021"
        title = "Result of Placing and Subscription"
        reading = read(
            f"{number}\n4 May 2021\nTallow Holdings plc\n{title}\n{NEWS}{ROWS}"
        )
        assert lines(reading) == [title]
        assert reading.dateline is not None
        assert (str(reading.dateline.date), reading.dateline.wire) == (
            "2021-05-04",
            "RNS",
        )


class OnSeveralLines(TestCase):
    """Goes on where the news has the words at the break together."""

    def test_goes_on(self) -> None:
        for title in (
            "Tallow Completes Previously Announced\nPurchase of Its Site in Duluth",
            "Tallow Opens Second Works for Its Candle\nMakers in Duluth",
        ):
            with self.subTest(title):
                reading = read(f"Exhibit 99.1\n{title}\n{DATED}")
                assert lines(reading) == [title.replace("\n", " ")]

    def test_goes_on_in_capitals_with_a_word_that_joins(self) -> None:
        for title in (
            "TALLOW HOLDINGS, INC. ANNOUNCES NET INCOME\n\nOF $2.9 MILLION FOR THE QUARTER",
            "MERGER AGREEMENT BETWEEN TALLOW, INC.\nAND LUNN WAX CORPORATION APPROVED BY BOTH",
        ):
            with self.subTest(title):
                reading = read(f"FOR IMMEDIATE RELEASE\n\n{title}\n\n{DATED}")
                assert lines(reading) == [" ".join(title.split())]

    def test_goes_on_behind_a_semicolon_and_ends_above_key_features(self) -> None:
        for title, below in (
            ("TALLOW REPORTS 2018 EARNINGS;\nRAISES DIVIDEND 6.5 PERCENT", ""),
            (
                "AUDITED CONSOLIDATED FINANCIAL STATEMENTS\nFOR THE YEAR ENDED 28 FEBRUARY 2018",
                "KEY FINANCIAL FEATURES\nREVENUE 14,2% up to R918 million\n",
            ),
        ):
            with self.subTest(title):
                reading = read(f"TALLOW HOLDINGS INC.\n\n{title}\n{below}\n{DATED}")
                assert lines(reading)[0] == title.replace("\n", " ")

    def test_ends_above_a_paragraph_that_introduces_figures(self) -> None:
        title = "Tallow Holdings Announces Second Quarter 2019 Results"
        news = (
            "Tallow Holdings (NYSE: TLW), the owner of two candle works in Duluth, today announced "
            "that net income was $3.4 million for the quarter ended June 30, 2019. Selected figures "
            "are as follows for the periods presented:"
        )
        cells = "Quarter ended\n\n6/30/2019\n\n3/31/2019\n\nReturn on wax\n\n7.41\n\n%"
        assert lines(read(f"{title}\n\n{news}\n\n{cells}\n")) == [title]

    def test_ends_above_a_stamp_and_not_before(self) -> None:
        title = "Tallow Corporation Requests Further Nasdaq Extension"
        reading = read(f"{title} 1 March 2019 - 3:00PM\n\n{DATED}")
        assert lines(reading) == [title]

    def test_ends_above_the_issuer_with_its_listing(self) -> None:
        title = "TALLOW ANNOUNCES THE OPENING OF ITS SECOND WORKS"
        reading = read(f'{title}\nTallow Holdings Ltd. (TSXV: "TLW")\n{DATED}')
        assert lines(reading) == [title]

    def test_ends_above_a_deck(self) -> None:
        deck = "Board Begins Search for a Works Manager"
        below = "Company Accepts Resignation from Ann Wick"
        title = (
            "Tallow Appoints Director Ada Pell as Chief Executive Officer and President"
        )
        assert lines(read(f"{title}\n{below}\n{DATED}")) == [title, below]
        for title in (
            "TALLOW APPOINTS ANN WICK INTERIM PRESIDENT AND CEO",
            "Tallow Appoints Ann Wick as President",
        ):
            with self.subTest(title):
                assert lines(read(f"{title}\n{deck}\n{DATED}")) == [title, deck]

    def test_is_a_title_although_its_last_words_head_a_part_of_the_news(self) -> None:
        title = "Tallow Holdings Reports Second Quarter 2018 Financial Results"
        deck = "Company completes purchase of a site ahead of plan"
        part = "Second Quarter 2018 Financial Results"
        reading = read(f"{title}\n\n{deck}\n\n{DATED}\n\n{part}\n\nSales rose.")
        assert lines(reading) == [title, deck]
        assert not reading.doubts

    def test_is_below_a_letterhead(self) -> None:
        title = "Tallow Opens Its Second Candle Works in Duluth"
        heads = {
            "of levels": "Level 9\n\n20 Wick Street, Perth\n\nVictoria 3000 Australia",
            "of a plaza": "TALLOW WORLD HEADQUARTERS News\n\nONE TALLOW PLAZA",
            "in brackets": "[TLW Opens Works in Duluth.]\nFriday March 1, 3:02 pm Eastern Time",
            "on two lines": "FOR IMMEDIATE\nRELEASE\nMarch 1, 2019",
            "of a filing": "EX-99.1 3 a12zex-99_1.txt EXHIBIT 99.1",
            "of a page's forms": "E-mail\nPassword\nForgot password ?\nBecome a member for free",
        }
        for name, head in heads.items():
            with self.subTest(name):
                assert lines(read(f"{head}\n\n{title}\n\n{DATED}")) == [title]

    def test_is_after_the_words_of_a_filing(self) -> None:
        title = "Tallow Opens Its Second Candle Works in Duluth"
        for head in ("Exhibit 99.1", "EXHIBIT 99.1 [GRAPHIC OMITTED]", "[LOGO]"):
            with self.subTest(head):
                assert lines(read(f"{head} {title}\n\n{DATED}")) == [title]
