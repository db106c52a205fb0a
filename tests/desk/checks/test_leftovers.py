"""Leftovers of drafting, found in plain text."""

from __future__ import annotations

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.leftovers import (
    draft_marks_in,
    placeholders_in,
    revision_marks_in,
    tracked_changes_in,
)

DRAFTING = [
    *(
        "[●]",
        "[ ]",
        "[__]",
        "[insert name]",
        "[INSERT LINK",
        "[TBD]",
        "[date]",
        "[XX.X]",
    ),
    *("[note to draft: check]", "[to be confirmed by Finance]", "(insert quote here)"),
    *("$[●] million", "$● million", "$XX", "$X.X billion", "XX.X%", "xx million"),
    *(
        "US$XX,XXX",
        "X.X percent",
        "March XX, 2026",
        "20XX",
        "202X",
        "XXXX",
        "$##",
        "#.#%",
    ),
    *(
        "PENDING",
        "PENDING LARRY QUOTE",
        "TK",
        "TKTK",
        "TK TK",
        "TBD",
        "FIXME",
        "TODO: ask",
    ),
    *("{{ headline }}", "<<Company>>", "${amount}", "Lorem ipsum dolor", "who???"),
    *("on ____, 2026", "<insert date>"),
]
WRITTEN = [
    *(
        "“[W]e [the Company] said […] [sic]”",
        "[1]",
        "see note [a]",
        "[check]ed",
        "# # #",
    ),
    *("###", "patents are pending", "PATENT PENDING", "PATENTS PENDING TODAY"),
    *(
        "MERGER PENDING APPROVAL OF COURT",
        "Super Bowl XXX",
        "XX chromosomes",
        "X.X. Li",
    ),
    *("Pope John XXIII", "a TK inhibitor", "thymidine kinase (TK), and TK fell"),
    *(
        "(NYSE: TK)",
        "TK-100",
        "AT&TK",
        "x.y",
        "Why? Who?",
        "item #4",
        "100% #1",
        "____",
    ),
    *(
        "TODO EL PUEBLO",
        "3xx errors",
        "version 2.x",
        "[X] yes [ ] no",
        "a << b",
        "$5",
        "X",
    ),
]


class ALeftover(SimpleTestCase):
    """What drafting leaves behind, and what only looks like it."""

    def test_what_stands_for_something_to_come_is_found(self) -> None:
        for words in DRAFTING:
            with self.subTest(words):
                assert list(placeholders_in(f"Revenue, {words} in the quarter"))

    def test_what_is_meant_as_it_is_written_is_not(self) -> None:
        for words in WRITTEN:
            with self.subTest(words):
                assert not list(placeholders_in(words))

    def test_a_symbol_of_the_issuer_is_never_one(self) -> None:
        text = "Holders of TK, TBD and XXXX, or $XX"
        assert not list(placeholders_in(text, symbols={"TK", "TBD", "XXXX", "XX"}))
        assert [
            leftover.text for leftover in placeholders_in(text, symbols={"TK"})
        ] == [*("TBD", "XXXX", "$XX")]

    def test_a_line_of_capitals_may_begin_with_one(self) -> None:
        leftovers = list(placeholders_in("PENDING LARRY QUOTE\nPLANT IS OPEN"))
        assert [leftover.text for leftover in leftovers] == ["PENDING LARRY QUOTE"]

    def test_marks_of_drafts_and_embargoes_are_found(self) -> None:
        for line in (
            *("DRAFT", "DRAFT - March 2", "Draft\nDRAFT v2", "CONFIDENTIAL"),
            *(
                "STRICTLY PRIVATE AND CONFIDENTIAL",
                "PRIVILEGED & CONFIDENTIAL: counsel",
            ),
            *("EMBARGOED UNTIL 7:00", "EMBARGO: 7:00 GMT", "NOT FOR RELEASE BEFORE 9"),
        ):
            with self.subTest(line):
                assert list(draft_marks_in(line))

    def test_words_that_only_sound_like_them_are_not(self) -> None:
        for line in (
            *("DRAFT GUIDANCE ISSUED", "FOR IMMEDIATE RELEASE", "The draft is done"),
            "NOT FOR RELEASE, PUBLICATION OR DISTRIBUTION IN THE UNITED STATES",
            *("The arms EMBARGO ended", "CONFIDENTIAL TREATMENT WAS GRANTED"),
        ):
            with self.subTest(line):
                assert not list(draft_marks_in(line))

    def test_what_a_word_processor_prints_is_found(self) -> None:
        for line in (
            *(
                "so Commented [LW1]: check",
                "Comment [A12R3]: no",
                "Formatted: Font: Bold",
            ),
            *("Deleted: the old", "now {++new++}", "was {--old--}", "why {>>ask<<}"),
        ):
            with self.subTest(line):
                assert list(tracked_changes_in(line))
        assert revision_marks_in("a <ins class='x'>b <em>c</em></ins><s> </s>") == [
            "b c"
        ]

    @given(st.text())
    def test_of_any_text_it_is_a_piece(self, text: str) -> None:
        for leftover in (
            *placeholders_in(text),
            *draft_marks_in(text),
            *tracked_changes_in(text),
        ):
            assert leftover.text
            assert leftover.text in text
