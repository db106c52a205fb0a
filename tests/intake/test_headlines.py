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

    def test_a_heading_of_the_body_is_no_headline(self) -> None:
        reading = read(
            "Tallow Holdings: Second Quarter Results 2019\n\nPR Newswire\n\n"
            "DULUTH, Minn., March 1, 2019 /PRNewswire/ --\n\nSecond Quarter Highlights:\n\n"
            f"{NEWS}"
        )
        assert reading.headline is not None
        assert reading.headline.text == "Tallow Holdings: Second Quarter Results 2019"


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
