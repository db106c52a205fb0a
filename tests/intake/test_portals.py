"""Releases as portals, filings and old copies print them."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.issuers.listings import listings_in_bracket
from releases.intake.parser.projection import as_json
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

TITLE = "Tallow Holdings Opens Its Second Candle Works in Duluth"
NEWS = (
    "DULUTH, Minn., March 1, 2019 /PRNewswire/ -- Tallow Holdings, Inc. (NYSE: TLW), a maker "
    "of candles, opened its second candle works in Duluth today. It will make forty million "
    "candles a year, and employ 120 people.\n"
)
ABOUT = (
    "About Tallow\nTallow Holdings, Inc. makes candles in Minnesota and in Ohio.\n\n"
)
NOTICE = (
    "RNS Number : 1234A\nTallow Holdings PLC\n01 March 2019\n\nTallow Holdings plc\n\n"
    "Results of Open Offer\n\nThe Open Offer has closed, and the Company is pleased to announce "
    "that it received valid applications for 17,332,623 shares from its shareholders.\n"
)


def headline(text: str) -> str | None:
    """Return the headline of a text as read."""
    quote = read(text).headline
    return quote.text if quote else None


def people(block: str) -> list[tuple[str, str | None, str | None, tuple[str, ...]]]:
    """Return audience, name, organisation and numbers of everybody in a contact block."""
    contacts = read(f"{TITLE}\n\n{NEWS}\n{ABOUT}{block}\n").contacts
    return [
        (c.audience, c.name, c.organization, tuple(p.written for p in c.phones))
        for c in contacts
    ]


class WhatAPageHasAboveATitle(TestCase):
    """Is no part of the release."""

    def test_is_no_headline(self) -> None:
        furniture = {
            "controls": "Close\n\nAI assistant\n\nShare this article",
            "German controls": "Folgen\n\nTeilen\n\nEmpfohlener Beitrag",
            "a quote": "Share Price: 82.50\n\nChange: 0.00 (0.00%)\n\nLogin to your account",
            "tags": "Categories\n\nCandles Tallow Holdings Lamps",
            "a program's words": "Warning: Undefined array key 0 in /home/news/themes/post.php",
            "other news": "Seven More Ways of Keeping Bees This Summer",
            "a newsroom": "Larkmoor News Center",
            "a link": "Mehr »",
            "French tags": "Classé dans : Bougies, Lampes\nSujets : Conference Calls/ Webcasts",
            "a reply's head": "To: lind who wrote (308)3/1/2019 7:53:00 AM\nFrom: lind  Respond to of 337",
            "a file's number": "Subject: File No. S7-26-19",
            "an archive": "Archive for March, 2019",
            "posts by month": "Monthly Archives: March 2019\n\nLeave a comment",
            "pictures": "Author's Avatar\n\nArticle's Main Image",
            "who passed it on": "Press release from the issuing company",
            "market data": "Candle News and Market Data on TLW",
            "files": "Attached files\n\nDescription\n\n60118_2019-03-01_1c.pdf",
            "a picture that a copy left out": "==> picture [145 x 54] intentionally omitted <==",
            "a menu of menus": "MODULE: ANALYST\n\nInteractive Q&A, Risk Tools\n\nMODULE: EXTRACT",
            "a letter to the exchange": "Please find enclosed a press release on the subject.",
            "codes": "Tallow Holdings Duluth - ISIN DE0005227201",
        }
        for kind, lines in furniture.items():
            with self.subTest(kind):
                assert headline(f"{lines}\n\n{TITLE}\n\n{NEWS}") == TITLE

    def test_nor_are_lines_below_the_title_its_subheadlines(self) -> None:
        furniture = {
            "a story's stamp": "Story posted 2019.03.01 at 08:31 AM EST",
            "an age": "V.TLW | 5 hours ago",
            "where it was printed": "Published in The Daily Wick on March 1, 2019",
            "who issued it": "by Tallow Holdings, Inc.\n\nFri, 01 Mar 2019 12:00:00 GMT",
            "a machine's summary": (
                "Rhea-AI Summary\nTallow opened a second works, which will make candles.\n"
                "Positive\n- Forty million candles a year\nNegative\n- None"
            ),
        }
        for kind, lines in furniture.items():
            with self.subTest(kind):
                reading = read(f"{TITLE}\n\n{lines}\n\n{NEWS}")
                assert reading.headline is not None
                assert (reading.headline.text, reading.subheadlines) == (TITLE, ())

    def test_nor_is_the_brand_below_the_title(self) -> None:
        assert headline(f"{TITLE}\nTallow\nFri, Mar 1, 2019 08:00 CET\n{NEWS}") == TITLE

    def test_nor_is_the_kind_of_text_before_the_title(self) -> None:
        for kind in ("MEDIA ALERT: ", "News release: ", "Release – "):
            with self.subTest(kind):
                assert headline(f"{kind}{TITLE}\n\n{NEWS}") == TITLE

    def test_nor_is_what_marks_it_as_corrected(self) -> None:
        marked = f"CORRECTING AND REPLACING {TITLE}"
        place, news = "DULUTH, Minn.–(BUSINESS WIRE)–", NEWS.partition(" -- ")[2]
        reading = read(
            f"{marked}\n\n{marked}\n\n{place}\nCompany name in the headline should read: Tallow "
            f"(instead of Yellow)\n\nThe updated release reads:\n\n{TITLE.upper()}\n\n{news}"
        )
        assert as_json(reading)["headline"] == TITLE
        assert reading.headline is not None
        assert (reading.headline.text, reading.subheadlines) == (marked, ())
        assert reading.replaces is not None
        assert "instead of Yellow" in reading.replaces.text
        assert reading.dateline is not None
        assert reading.dateline.places == ("DULUTH, Minn.",)
        alone = read(f"{marked}\n\n{NEWS}").replaces
        assert alone is not None
        assert alone.text == "CORRECTING AND REPLACING"

    def test_nor_is_it_a_subheadline_where_it_is_printed_again_on_two_lines(
        self,
    ) -> None:
        cut = TITLE.replace(" Candle", "\nCandle").upper()
        reading = read(f"{TITLE.upper()}\n\n{cut}\n{NEWS}")
        assert reading.headline is not None
        assert (reading.headline.text, reading.subheadlines) == (TITLE.upper(), ())

    def test_nor_is_whom_a_picture_shows(self) -> None:
        named = "Tallow Holdings Appoints Anna Vik to Chief Officer, Tallow Candles"
        assert headline(f"{named}\n\nAnna Vik\n\n{NEWS}") == named

    def test_gives_no_date_event_or_listing_above_a_services_number(self) -> None:
        reading = read(
            "The next webinar takes place on 14th May with guests from three funds. Please "
            "register here to hear what they have to say about lamps and about candles.\n\n"
            "Lamps LSE:LMPS London\n\n01 Nov 2024 - Closed\n\nLogin to your account\n\n"
            f"Results of Open Offer\n\n1 Mar 2019 07:00\n\n{NOTICE}"
        )
        assert reading.headline is not None
        assert reading.headline.text == "Results of Open Offer"
        assert reading.dateline is not None
        assert str(reading.dateline.date) == "2019-03-01"
        assert (reading.events, reading.listings) == ((), ())


class ADatelineThatIsCut(TestCase):
    """Is one, whichever of its parts are on which line."""

    def test_has_its_place_day_and_wire(self) -> None:
        _, news = NEWS.split(" -- ")
        datelines = {
            "DULUTH, Minn.--(BUSINESS WIRE)--\nMarch 1, 2019--": "BUSINESS WIRE",
            "DULUTH, Minn. (March 1, 2019)\n- ": None,
            "March 9, 2019\n\nFor Immediate Release: March 1, 2019\n\nDULUTH, Minn. – ": None,
        }
        for dateline, wire in datelines.items():
            with self.subTest(dateline):
                reading = read(f"{TITLE}\n\n{dateline}{news}").dateline
                assert reading is not None
                assert (reading.places, str(reading.date), reading.wire) == (
                    ("DULUTH, Minn.",), "2019-03-01", wire,
                )  # fmt: skip


class AnAdHocNotice(TestCase):
    """Is printed below its service, its company and its kind."""

    TEXT = (
        "euro adhoc: Talgwerk Saale AG\nSonstiges\nAnzeige nach § 83\nAktiengesetz,\n"
        "Verschiebung der Hauptversammlung auf den 14. April 2009\nAd-hoc-Mitteilung übermittelt "
        "durch euro adhoc mit dem Ziel einer europaweiten Verbreitung. Für den Inhalt ist der "
        "Emittent verantwortlich.\n19.02.2009\nDie für 15. Mai 2009 geplante ordentliche "
        "Hauptversammlung der Gesellschaft wurde auf den 14. April 2009 vorverlegt. Der Vorstand "
        "ist seinen Verpflichtungen damit nachgekommen und wird weiter berichten.\n"
    )

    def test_is_read_in_its_parts(self) -> None:
        reading = read(self.TEXT)
        assert reading.headline is not None
        assert reading.headline.text == (
            "Anzeige nach § 83 Aktiengesetz, Verschiebung der Hauptversammlung auf den 14. April 2009"
        )
        assert reading.issuer is not None
        assert reading.issuer.text == "Talgwerk Saale AG"
        assert reading.dateline is not None
        assert (str(reading.dateline.date), reading.dateline.wire) == (
            "2009-02-19",
            "euro adhoc",
        )
        assert [s.text.split()[0] for s in reading.disclaimers] == ["Ad-hoc-Mitteilung"]
        assert [str(event.date) for event in reading.events] == ["2009-04-14"]

    def test_of_another_service_begins_with_who_carries_it(self) -> None:
        text = self.TEXT.replace(
            "Ad-hoc-Mitteilung übermittelt durch euro adhoc mit dem Ziel einer europaweiten "
            "Verbreitung. ",
            "Bekanntmachung gemäß §121 AktG, übermittelt durch DGAP\n- ein Service der EQS Group AG.\n",
        )
        assert [s.text.split()[0] for s in read(text).disclaimers] == ["Bekanntmachung"]


class ContactsOfOldCopies(TestCase):
    """Are who they are for, whatever the copy did to their lines."""

    def test_are_told_apart(self) -> None:
        anna, bo = ("303-555-0103",), ("303-555-0104",)
        blocks = {
            "Investor Relations Media Relations\nAnna Vik Bo Lind\n303-555-0103 303-555-0104\n"
            "anna.vik@tallow.example bo.lind@tallow.example": [
                ("investors", "Anna Vik", None, anna),
                ("media", "Bo Lind", None, bo),
            ],
            "Investors:\nAnna Vik , PhD\n303-555-0103": [
                ("investors", "Anna Vik, PhD", None, anna)
            ],
            "Media: Anna Vik in Ireland, 303-555-0103; Bo Lind in the United States, 303-555-0104": [
                ("media", "Anna Vik", None, anna),
                ("media", "Bo Lind", None, bo),
            ],
            "Media Contact: 303-555-0103\nAnna Vik, Manager, Communications\nBo Lind, Director, Communications": [
                ("media", "Anna Vik", None, anna),
                ("media", "Bo Lind", None, anna),
            ],
            "MEDIA\nCONTACT:\nAnna\nVik\n303-555-0103": [
                ("media", "Anna Vik", None, anna)
            ],
            "Additional Technical Contact:\nAnna Vik\n303-555-0103": [
                ("general", "Anna Vik", None, anna)
            ],
            "Investors: Media: - --------- ----- Anna K. Vik, Assistant Vice President Bo M. Lind, "
            "Assistant Vice Investor Relations President Communications (303) 555-0103 (303) 555-0104 "
            "anna.vik@tallow.example bo.lind@tallow.example": [
                ("investors", "Anna K. Vik", None, ("(303) 555-0103",)),
                ("media", "Bo M. Lind", None, ("(303) 555-0104",)),
            ],
            "FCMN Contact: lamps@tallow.example\nCONTACT: Anna Vik, "
            "vice president, Investor Relations & Corporate\nCommunications of Tallow Holdings, Inc., 303-555-0103": [
                ("general", None, None, ()),
                ("investors", "Anna Vik", "Tallow Holdings, Inc.", anna),
            ],
            "Rückfragehinweis:\nKonzernkommunikation:\nAnna Vik\nTel.: 303-555-0103\nBranche: Kerzen\n"
            "Index: WBI\nBörsen: Wiener Börse AG / Amtlicher Handel": [
                ("general", "Anna Vik", None, anna)
            ],
            "Communicating person:\nAnna Vik, 303-555-0103": [
                ("general", "Anna Vik", None, anna)
            ],
            "CONTACT: Tallow Holdings, Inc., Houston\nMedia Contacts:\nAnna Vik, 303-555-0103": [
                ("media", "Anna Vik", "Tallow Holdings, Inc.", anna)
            ],
        }
        for block, wanted in blocks.items():
            with self.subTest(block):
                assert people(block) == wanted


class SectionsOfOldCopies(TestCase):
    """Begin and end where they do, without notes and what asks for a call."""

    def read(self, below: str) -> Reading:
        """Return the reading of a release that ends with some text."""
        return read(f"{TITLE}\n\n{NEWS}\n{below}")

    def test_end_above_notes(self) -> None:
        legal = "Forward-Looking Statements\n\nThis release contains forward-looking statements, and actual results may differ."
        for note in ("[1] Candle Survey. 2018.", "Footnotes\n\n1 Lamps are candles."):
            reading = self.read(f"{legal}\n\n{note}\n")
            with self.subTest(note):
                assert reading.disclaimers[0].text.endswith("may differ.")
        reading = self.read(f"{ABOUT}For questions, please contact [email protected]\n")
        assert reading.boilerplates[0].text.endswith("in Ohio.")

    def test_tell_what_a_company_is_before_its_name(self) -> None:
        closing = "A leading maker of candles and lamps, Tallow makes wax goods for homes in nine states."
        reading = self.read(f"{closing}\n\nContact:\nAnna Vik, 303-555-0103\n")
        assert [section.text for section in reading.boilerplates] == [closing]

    def test_of_several_marks_are_a_notice(self) -> None:
        marks = "TALLOW and WICKLIGHT are registered trademarks of Tallow Holdings, Inc. in America."
        reading = self.read(f"{marks}\n")
        assert [section.text for section in reading.disclaimers] == [marks]


class TheIssuer(TestCase):
    """Is no law, no speaker and no sentence."""

    def test_is_the_first_of_two_that_has_an_about_section(self) -> None:
        text = NEWS.replace(
            "Tallow Holdings, Inc. (NYSE: TLW), a maker of candles,", "Tallow and Lark"
        )
        reading = read(
            f"{TITLE}\n\n{text}\nAbout Tallow\nTallow makes candles in Ohio.\n"
        )
        assert reading.issuer is not None
        assert reading.issuer.text == "Tallow"

    def test_has_no_article_that_its_abbreviation_leaves_out(self) -> None:
        names = {
            "The National Candle Makers Institute (NCMI)": "National Candle Makers Institute",
            "The Tallow Works (TWC)": "The Tallow Works",
        }
        for named, wanted in names.items():
            with self.subTest(named):
                text = NEWS.replace("Tallow Holdings, Inc. (NYSE: TLW)", named)
                issuer = read(f"{TITLE}\n\n{text}").issuer
                assert issuer is not None
                assert issuer.text == wanted

    def test_may_have_its_form_in_small_letters(self) -> None:
        text = NEWS.replace("Holdings, Inc. (", "inc. (« Tallow » ou la « Société ») (")
        listings = read(f"{TITLE}\n\n{text}").listings
        assert [listing.symbol for listing in listings] == ["TLW"]

    def test_brackets_are_read_as_old_mastheads_print_them(self) -> None:
        brackets = {
            "NASDAQ/NM SYMBOL: TLW": [("NASDAQ", "TLW")],
            "OTCBB:''TLW''": [("OTCBB", "TLW")],
            "TSX.V:TLW | OTCQX:TLWF | FNR: 2N6": [
                ("TSX.V", "TLW"),
                ("OTCQX", "TLWF"),
                ("FNR", "2N6"),
            ],
        }
        for words, wanted in brackets.items():
            with self.subTest(words):
                assert listings_in_bracket(words) == wanted
