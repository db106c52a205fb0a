"""The tokens of texts, and which of them a question finds: the forms of words, as a table."""

from __future__ import annotations

import unittest

from hypothesis import given
from hypothesis import strategies as st

from releases.text.question import (
    MAX_GROUPS,
    MAX_LENGTH,
    SearchText,
    holds,
    parse_question,
)
from releases.text.words import (
    BREAK,
    Limits,
    fold,
    is_cjk,
    tokens_of,
    within_limits,
)


def finds(question: str, text: str, language: str = "en") -> bool:
    """Return whether a question finds a text."""
    words = SearchText("", tokens_of(text, language))
    return holds(parse_question(question), words).in_text


# (language, text, questions that find it, questions that do not)
FORMS = (
    ("en", "Dividends increased", ("dividend", "increase", "INCREASING"), ("divide",)),
    (
        "de",
        "Übernahmen der Müller AG",
        ("Übernahme", "ubernahme", "Mueller", "müller"),
        (),
    ),
    ("fr", "les résultats de la société", ("sociétés", "resultat", "société"), ()),
    ("es", "los resultados", ("resultados", "result*"), ("resultado",)),
    (
        "en",
        "LKM-204 was safe",
        ("LKM-204", "lkm204", "lkm 204", '"LKM 204"', '"lkm-204 was"', "204", "lkm"),
        ("LKM-205", '"lkm was"'),
    ),
    ("en", "given LKM 204 twice", ("LKM204", "LKM-204", '"lkm 204 twice"'), ("km204",)),
    (
        "en",
        "an Open-Label study",
        ("open-label", "openlabel", '"open label study"', "label"),
        ("openstudy",),
    ),
    ("en", "Form 10-K", ("10-K", "10k", '"form 10-k"'), ("10-Q",)),
    ("en", "COVID-19-related", ("covid-19", "COVID19", "covid"), ("covid-18",)),
    (
        "en",
        "R&D by O’Brien, non-GAAP",
        ("R&D", "rd", "O'Brien", "obrien", "nonGAAP", "non-gaap"),
        (),
    ),
    (
        "en",
        "the company’s U.S. sales",
        ("company", "company's", "U.S.", '"u s sales"'),
        ("companies law",),
    ),
    (
        "en",
        "$38.0 million, or 1,234,567",
        ("38", "38.0", '"$38.0 million"', "1234567", "1,234,567"),
        ("38.1", '"38 million"'),
    ),
    ("de", "1.234,5 Mio. Euro", ("1234,5", "1.234,5", "1234.5"), ("1234",)),
    ("de-CH", "1'234.50 und 1.234", ("1234.5", "1234.50", "1234"), ()),
    ("fr", "1\u202f234\u202f567 euros", ("1234567", '"1 234"'), ("1235",)),
    (
        "en",
        "on 03.03.2026, tel. 617-555-0142",
        ("2026", '"617 555 0142"', "617-555-0142"),
        (),
    ),
    (
        "en",
        "the chief executive officer",
        ("CEO", "ceo", "chief executive officer"),
        ("CFO",),
    ),
    (
        "en",
        "our CFO, EPS in Q3",
        ("chief financial officer", "earnings per share", "third quarter"),
        ("Q4",),
    ),
    (
        "ja",
        "東京証券取引所に上場",
        ("東京", "京証", "上場", "京", "東京証券"),
        ("京東", '"東京 上場"'),
    ),
    ("ja", "第3四半期の決算", ("四半期", "決算", "3四半期"), ("四期",)),
    (
        "en",
        "\uff2c\uff2b\uff2d\uff0d204 ORVELTA™ soft\u00adhyphen",
        ("lkm", "orvelta", "softhyphen"),
        ("orveltatm",),
    ),
)


class Forms(unittest.TestCase):
    """Each form of a word finds the others."""

    def test_a_question_finds_a_text_however_it_is_written(self) -> None:
        for language, text, found, missed in FORMS:
            for question in found:
                with self.subTest(text, question=question):
                    assert finds(question, text, language)
            for question in missed:
                with self.subTest(text, missed=question):
                    assert not finds(question, text, language)

    def test_quotes_exclusions_and_beginnings(self) -> None:
        text = "The merger of Larkmoor was approved by the board"
        for question, found in (
            ("“merger of larkmoor”", True),
            ('"larkmoor merger"', False),
            ("merger -dividend", True),
            ("merger -board", False),
            ('merger -"the board"', False),
            ("-merger", True),  # alone it is a word
            ("appr*", True),
            ("ap* merger", False),  # too short to be a beginning
            ("larkm* boa*", False),  # one beginning alone
            ("board larkm*", True),
            ('merger "of', True),
            ("the of", True),  # stop words where there is nothing else
            ("the merger of x", False),
            ("the merger of a", True),
            ("", False),
            ("?!", False),
        ):
            with self.subTest(question):
                assert finds(question, text) is found

    def test_of_a_long_question_the_first_groups_count(self) -> None:
        long = parse_question(" ".join(f"word{n}" for n in range(20)))
        assert len(long.groups) == MAX_GROUPS
        assert long.is_cut
        assert parse_question("a" * MAX_LENGTH).is_cut
        assert not parse_question("word").is_cut

    def test_the_headline_alone_is_told_from_the_whole(self) -> None:
        words = SearchText(tokens_of("Harbor opens", "en"), tokens_of("In Basel", "en"))
        for question, finding in (
            ("harbor opens", (True, True)),
            ("harbor basel", (True, False)),
            ('"opens in"', (False, False)),
            ("harbor -basel", (False, False)),
        ):
            with self.subTest(question):
                assert holds(parse_question(question), words) == finding


class Limited(unittest.TestCase):
    """What an engine cannot keep is left out for all of them."""

    def test_repetitions_leave_their_place_and_late_words_stand_alone(self) -> None:
        assert within_limits("a b a a", Limits(9, 2)) == f"a b a {BREAK}"
        assert within_limits("a b c d c", Limits(2, 9)) == "a b _ c _ d"
        assert within_limits("", Limits(2, 9)) == ""

    def test_a_token_holds_nothing_that_an_engine_could_read_as_its_own(self) -> None:
        self.assert_plain()

    @given(st.text(), st.sampled_from(["en", "de", "fr", "ja", "x"]))
    def assert_plain(self, text: str, language: str) -> None:
        """Assert that tokens are letters, digits, points and breaks."""
        tokens = tokens_of(text, language).split(" ")
        for token in filter(None, tokens):
            assert token == BREAK or all(
                character.isalnum() or character == "." or is_cjk(character)
                for character in token
            )
        for group in parse_question(text).groups:
            for term in group.terms:
                assert all(token and BREAK not in token for token in term.tokens)
        assert fold(fold(text)) is not None
