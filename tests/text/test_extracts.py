"""Extracts: the place of a text that answers best, and no word of it changed."""

from __future__ import annotations

import unittest

from hypothesis import example, given
from hypothesis import strategies as st

from releases.text.extracts import LEAD, LENGTH, Extractor
from releases.text.question import parse_question
from releases.text.typing_errors import edit_distance, word_keys


def marked(question: str, text: str, language: str = "en") -> list[str]:
    """Return the passages that are marked in all of a text."""
    pieces = Extractor(parse_question(question), language).mark(text)
    assert "".join(piece for piece, _ in pieces) == text
    return [piece for piece, is_asked in pieces if is_asked]


class Marks(unittest.TestCase):
    """What a question asks for is marked where it stands."""

    def test_words_phrases_codes_and_runs(self) -> None:
        text = (
            "Dividends rose; the LKM-204 dividend of O’Brien is open-label. Label, ÜBER"
        )
        for question, passages in (
            ("dividend", ["Dividends", "dividend"]),
            ("lkm204", ["LKM-204"]),
            ('"the LKM-204"', ["the LKM-204"]),
            ('"dividend of"', ["dividend of"]),
            ('"dividend rose"', ["Dividends rose"]),
            ("label", ["label", "Label"]),
            ("open-label", ["open-label"]),
            ("div* -rose", ["Dividends", "dividend"]),
            ("uber", ["ÜBER"]),
            ("obrien", ["O’Brien"]),
            ("zebra", []),
            ('"dividend zebra"', []),
        ):
            with self.subTest(question):
                assert marked(question, text) == passages
        assert marked("東京", "東京と東京都") == ["東京", "東京"]
        assert marked("京", "東京") == ["京"]
        assert marked(
            "chief executive officer", "The CEO, chief executive officer"
        ) == [
            "CEO",
            "chief executive officer",
        ]

    @given(
        st.text("abcdeghilmnorstuyzäöüé", min_size=3, max_size=12),
        st.sampled_from(["en", "de", "fr", "ja"]),
    )
    @example("dying", "en")
    @example("Ueberschuss", "de")
    @example("Kaeufer", "de")
    def test_every_word_is_marked_where_it_is_asked_for(
        self, word: str, language: str
    ) -> None:
        assert marked(word, f"Larkmoor, {word}.", language) == [word]

    def test_a_german_word_is_marked_however_its_umlaut_is_written(self) -> None:
        for question in ("Überschuss", "ueberschuss", "uberschuss"):
            with self.subTest(question):
                text = "Überschuss und Ueberschuss"
                assert marked(question, text, "de") == ["Überschuss", "Ueberschuss"]


class AnExtract(unittest.TestCase):
    """Some two hundred characters around the most different words."""

    def test_it_has_the_place_with_the_most_different_words(self) -> None:
        filler = "Nothing is here to see at all. " * 20
        text = f"Cash first. {filler}Net cash and revenue grew.{filler}Revenue."
        pieces = Extractor(parse_question("cash revenue"), "en").extract(text)
        assert [piece for piece, is_asked in pieces if is_asked] == ["cash", "revenue"]
        joined = "".join(piece for piece, _ in pieces)
        assert joined.startswith("… ")
        assert joined.endswith(" …")
        assert len(joined) < LENGTH + 6

    def test_without_a_hit_it_is_the_beginning(self) -> None:
        pieces = Extractor(parse_question("zebra"), "en").extract("word " * 100)
        assert pieces[0][0].startswith("word word")
        assert pieces[-1] == (" …", False)
        assert Extractor(parse_question("zebra"), "en").extract("") == ()

    def test_it_begins_with_a_word(self) -> None:
        for before in range(120):
            text = f"New {'a' * before} cash {'and more words ' * 40}"
            with self.subTest(before=before):
                pieces = Extractor(parse_question("cash"), "en").extract(text)
                begins = "".join(piece for piece, _ in pieces).removeprefix("… ")
                assert begins.startswith(("New", "aaa", "cash"))

    def test_a_line_is_parted_from_the_next_unless_a_mark_ends_it(self) -> None:
        text = "Revenue up 9%\nLarkmoor today reported.\n\nItems:\nCash\tDebt"
        pieces = Extractor(parse_question("revenue"), "en").extract(text)
        assert "".join(piece for piece, _ in pieces) == (
            "Revenue up 9% · Larkmoor today reported. Items: Cash Debt"
        )

    def test_of_any_text_it_is_a_part(self) -> None:
        self.assert_part()

    @given(st.text(max_size=600), st.text(max_size=30))
    def assert_part(self, text: str, question: str) -> None:
        """Assert that an extract says nothing that the text does not."""
        plain = " ".join(text.split())
        extractor = Extractor(parse_question(question), "en")
        inner = [p for p, _ in extractor.extract(plain) if p not in {"… ", " …"}]
        assert "".join(inner) in plain
        assert marked(question, text) is not None

    def test_no_other_place_has_more_of_the_words(self) -> None:
        self.assert_best()

    @given(st.lists(st.sampled_from(["cash", "debt", "profit", "a"]), max_size=300))
    def assert_best(self, words: list[str]) -> None:
        """Assert that no place has more words asked for, and that each one is marked."""
        text = " ".join(words)
        pieces = Extractor(parse_question("cash debt profit"), "en").extract(text)
        marks = [piece for piece, is_asked in pieces if is_asked]
        shown = "".join(piece for piece, _ in pieces).strip("… ")
        assert marks == [word for word in shown.split() if word != "a"]
        reach = LENGTH - LEAD
        windows = (set(text[at : at + reach].split()) for at in range(len(text)))
        whole = {"cash", "debt", "profit"}
        assert len(set(marks)) >= max(
            (len(each & whole) for each in windows), default=0
        )


class TypingErrors(unittest.TestCase):
    """Words that are much alike share a key."""

    def test_a_slip_shares_a_key_and_its_distance_is_small(self) -> None:
        for word, slip, distance in (
            ("dividend", "divdend", 1),
            ("dividend", "divident", 1),
            ("dividend", "dividned", 1),
            ("dividend", "dividends", 1),
            ("dividend", "dividend", 0),
            ("ab", "ba", 1),
            ("harbor", "arbour", 2),
        ):
            with self.subTest(slip):
                assert word_keys(word) & word_keys(slip)
                assert edit_distance(word, slip) == distance
        assert edit_distance("", "abc") == 3
