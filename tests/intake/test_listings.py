"""Where the shares of an issuer are listed, in whatever form it is printed."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read

FORMS = {
    "NYSE: TLW": "NYSE: TLW",
    "NYSE/TSX: TLW": "NYSE: TLW, TSX: TLW",
    "Nasdaq: TLW; TSX: TLX": "Nasdaq: TLW, TSX: TLX",
    "TSX-V: TLW, OTCQX: TLWFF, FSE: 1TL": "TSX-V: TLW, OTCQX: TLWFF, FSE: 1TL",
    "TLW – Toronto Stock Exchange, TLWFF – OTCQX in the US": (
        "Toronto Stock Exchange: TLW, OTCQX: TLWFF"
    ),
    "TLW: NYSE": "NYSE: TLW",
    "NYSE “TLW”": "NYSE: TLW",
    "NYSE ticker symbol: TLW": "NYSE: TLW",
    "TSX symbols: TLW, TLW.PR.A": "TSX: TLW, TSX: TLW.PR.A",
    "TSE: 4599/NYSE: TLW": "TSE: 4599, NYSE: TLW",
    "SEHK stock code: 0999": "SEHK: 0999",
    "Euronext Paris – FR0000123456 – TLW": "Euronext Paris: TLW",
    "WKN A1TLW0, ISIN DE000A1TLW03, Prime Standard, Frankfurter Wertpapierbörse: TLW": (
        "Frankfurter Wertpapierbörse: TLW"
    ),
    "NASDAQ/NMS: TLW": "NASDAQ: TLW",
    "Nasdaq Stockholm: TLW B": "Nasdaq Stockholm: TLW B",
    "NYSE: TLW.A, TLW.B": "NYSE: TLW.A, NYSE: TLW.B",
    "Nasdaq: TLW, “Tallow” or the “Company”": "Nasdaq: TLW",
    "TSX.V:TLW | OTCQX:TLWFF | FSE: 1TL": "TSX.V: TLW, OTCQX: TLWFF, FSE: 1TL",
    "ASX | AIM: TLW": "ASX: TLW, AIM: TLW",
    "formerly Candle Corp": "",
    "Euronext Paris, compartiment B – TLW": "Euronext Paris: TLW",
}


class TheListingsInABracket(TestCase):
    """Are pairs of an exchange and a symbol, in whichever order they stand."""

    def test_in_every_form(self) -> None:
        for printed, wanted in FORMS.items():
            with self.subTest(printed):
                reading = read(
                    "Tallow Declares a Dividend\n\nCHICAGO, March 1, 2019 /PRNewswire/ -- "
                    f"Tallow Holdings, Inc. ({printed}) declared a dividend of $0.25.\n"
                )
                got = [f"{pair.exchange}: {pair.symbol}" for pair in reading.listings]
                assert ", ".join(got) == wanted


class TheIssuer(TestCase):
    """Is found without a dateline and without a bracket."""

    def issuer(self, text: str) -> str:
        """Return the issuer's name."""
        issuer = read(f"{text}\n").issuer
        return issuer.text if issuer else ""

    def test_with_both_of_its_legal_forms(self) -> None:
        for name in ("Tallow Wicks Co., Inc.", "Tallow Wicks Co., Ltd."):
            with self.subTest(name):
                text = (
                    "Board Declares Dividend\n\nSept. 2, 1999\n\nA dividend was approved by "
                    f"the Board of Directors of {name} The dividend is payable in May."
                )
                assert self.issuer(text) == name

    def test_by_what_stands_alone_or_owns_the_headline(self) -> None:
        for text, name in (
            (
                (
                    "Tallow Wicks A/S' Annual General Meeting 2020\n\nThe Annual General "
                    "Meeting will be held on 11 March 2020 at 4 p.m. in the old mill."
                ),
                "Tallow Wicks A/S",
            ),
            (
                (
                    "Notice of General Meeting\n\nThe meeting of shareholders is moved to "
                    "11 March 2020, and the agenda stays what it was.\n\nTallow Wicks AB (publ)"
                ),
                "Tallow Wicks AB (publ)",
            ),
            (
                (
                    "Tallow Wicks, L.P. Opens Its Works\n\nOSLO, 1 June 2021 -- The Tallow Wicks, "
                    "L.P. (NYSE: TLW) board met today.\n\nTallow Wicks, L.P. makes wicks for all "
                    "the world to see by.\n\nSOURCE Tallow Wicks, L.P."
                ),
                "Tallow Wicks, L.P.",
            ),
            (
                (
                    "Key information on the cash dividend of Tallow\n\nOslo, 1 June 2021: Reference is "
                    "made to the results of today.\n\nAbout Tallow Wicks\n\nTallow makes wicks."
                ),
                "Tallow Wicks",
            ),
            (
                (
                    "Wicks begin trading\n\nOSLO, 1 June 2021 -- eTallow Wicks, Inc. "
                    "(“eTallow”) (Nasdaq: ETLW) today began trading."
                ),
                "eTallow Wicks, Inc.",
            ),
        ):
            with self.subTest(name):
                assert self.issuer(text) == name

    def test_of_a_notice_stands_below_its_number_though_it_is_called_as_an_adviser(
        self,
    ) -> None:
        form = "TR-1: Notification of Major Interest in Shares"
        holder = "2. Name of the holder:\n\nHarbour Asset Managers Limited"
        for above, name in (
            ("RNS Number : 1234A\nTallow Advisory Group PLC\n2 May 2019", "Group PLC"),
            ("1. Identity of the issuer:\n\nTallow Advisory Group plc", "Group plc"),
        ):
            with self.subTest(above):
                text = f"Holding(s) in Company\n\n{above}\n\n{form}\n\n{holder}"
                assert self.issuer(text) == f"Tallow Advisory {name}"


class AListingOutsideItsBracket(TestCase):
    """Is found where the text gives none beside the name."""

    def listings(self, news: str, *closing: str) -> list[str]:
        """Return the listings of a release."""
        text = "\n\n".join(
            [
                "Tallow Opens Its Works",
                f"DULUTH, Minn., March 1, 2019 /PRNewswire/ -- {news}",
                *closing,
            ]
        )
        return [f"{found.exchange}: {found.symbol}" for found in read(text).listings]

    def test_at_the_end_of_a_paragraph(self) -> None:
        closing = "Tallow Holdings, Inc. is a maker of candles. NASDAQ: TLW."
        news = "Tallow Holdings, Inc., a maker of candles, opened its works today."
        assert self.listings(news, closing) == ["NASDAQ: TLW"]

    def test_in_what_the_company_trades_on(self) -> None:
        closing = (
            "Tallow makes candles. Tallow trades on Nasdaq under the symbol “TLW.”"
        )
        news = "Tallow Holdings, Inc., a maker of candles, opened its works today."
        more = [f"It makes candles of {number} kinds of wax." for number in range(9)]
        assert self.listings(news, *more, "About Tallow", closing) == ["Nasdaq: TLW"]

    def test_on_another_exchange_than_the_brackets(self) -> None:
        closing = "Tallow makes candles. Tallow is listed on the SIX Swiss Exchange under the symbol TLX."
        owner = "Harbour Wax makes wax. It is listed on the London Stock Exchange under the symbol HBW."
        news = "Tallow Inc. (OTCQB: TLWF) opened its works today."
        more = [f"It makes candles of {number} kinds of wax." for number in range(9)]
        assert self.listings(news, *more, "About Tallow", closing, owner) == [
            "OTCQB: TLWF",
            "SIX Swiss Exchange: TLX",
        ]

    def test_with_a_market_that_no_list_has(self) -> None:
        news = "Tallow Inc. (“Tallow”) (CBOE CA: TLW) (GR: R9B) (OTC: TLWF) opened its works today."
        assert self.listings(news) == ["CBOE CA: TLW", "GR: R9B", "OTC: TLWF"]

    def test_above_the_title(self) -> None:
        news = "Duluth, Minn. - Tallow Holdings Ltd. said today that it opened its works in Duluth."
        coded = (
            "Tallow Holdings Ltd.\nPresident: Anna Vik\n"
            "Securities code: 0999 (Tokyo Stock Exchange)\nContact: Bo Lind\nTEL: +81-3-5550-0101"
        )
        for head, wanted in (
            ("NEWS RELEASE\n\nMay 2, 2019   CDNX: TLW", "CDNX: TLW"),
            ("TSX SYMBOLS: TLW, TLW.PR.A\n\nMay 2, 2019", "TSX: TLW, TSX: TLW.PR.A"),
            ("NEWS RELEASE\n\nASX / MEDIA RELEASE 2 May 2019", ""),
            (f"May 2, 2019\n\n{coded}", "Tokyo Stock Exchange: 0999"),
        ):
            with self.subTest(head):
                reading = read(f"{head}\n\nTALLOW OPENS ITS WORKS\n\n{news}\n")
                got = [
                    f"{found.exchange}: {found.symbol}" for found in reading.listings
                ]
                assert ", ".join(got) == wanted

    def test_is_not_that_of_its_owner(self) -> None:
        news = "Tallow Indices, a division of Tallow Global (NYSE: TLWG), changes two indices."
        assert self.listings(news) == []
