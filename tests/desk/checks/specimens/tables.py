"""Specimens of tables of figures, and of the spreadsheets beside them."""

from __future__ import annotations

import io
import re

import openpyxl

from releases.models import Release
from tests.builders import make_attachment
from tests.desk.checks.clean_release import make_clean_release, paragraphs
from tests.desk.checks.specimens.book import near_miss, trips

HEADS = ("2026", "2025")
ROWS = (
    ("Net sales", "12,400", "11,900"),
    ("Cost of sales", "8,100", "7,900"),
    ("Net income", "1,200", "(300)"),
)


def table(
    *heads: str, caption: str = "", rows: tuple[tuple[str, ...], ...] = ROWS
) -> str:
    """Return a table with a corner over its labels and these headings over its figures."""
    over = "".join(f'<th scope="col">{text}</th>' for text in ("", *heads))
    body = "".join(
        f'<tr><th scope="row">{label}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for label, *cells in rows
    )
    above = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{above}<thead><tr>{over}</tr></thead><tbody>{body}</tbody></table>"


def with_table(*heads: str, text: str = "", caption: str = "") -> Release:
    """Return a sound release with a table, and a sentence above it."""
    return make_clean_release(
        body=paragraphs(*([text] if text else [])) + table(*heads, caption=caption)
    )


def with_workbook(*rows: tuple[object, ...]) -> Release:
    """Return a sound release with a table, and a spreadsheet of these rows."""
    release = with_table(*HEADS)
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    written = io.BytesIO()
    book.save(written)
    make_attachment(
        release, content=written.getvalue(), name="tables.xlsx", title="Tables"
    )
    return release


@trips("tables.short_heading_row")
def a_heading_row_that_ends_before_its_table() -> Release:
    return with_table("Three Months Ended")


@near_miss("tables.short_heading_row")
def a_heading_row_as_wide_as_its_table() -> Release:
    return with_table(*HEADS)


@trips("tables.column_without_heading")
def an_empty_last_heading_over_figures() -> Release:
    return with_table("2026", "")


@trips("tables.column_without_heading")
def two_columns_of_figures_without_any_heading() -> Release:
    bare = re.sub(r"<thead>.*</thead>", "", table(*HEADS))
    return make_clean_release(body=paragraphs() + bare)


@near_miss("tables.column_without_heading")
def a_first_row_of_headings_without_a_thead() -> Release:
    return make_clean_release(
        body=paragraphs() + re.sub(r"</?thead>", "", table(*HEADS))
    )


@near_miss("tables.column_without_heading")
def an_empty_corner() -> Release:
    return with_table(*HEADS)


@near_miss("tables.column_without_heading")
def one_column_of_figures_beside_their_labels() -> Release:
    rows = "".join(
        f"<tr><th>{label}</th><td>{first}</td></tr>" for label, first, _ in ROWS
    )
    return make_clean_release(
        body=f"{paragraphs()}<table><tbody>{rows}</tbody></table>"
    )


@trips("tables.future_heading")
def a_balance_sheet_of_a_day_to_come() -> Release:
    return with_table("December 31, 2026", "December 31, 2025")


@near_miss("tables.future_heading")
def a_forecast_for_a_day_to_come() -> Release:
    return with_table("December 31, 2026 (forecast)", "December 31, 2025")


@near_miss("tables.future_heading")
def a_year_that_is_not_over() -> Release:
    return with_table("2026", "2025")


@trips("tables.spreadsheet")
def a_spreadsheet_with_another_figure() -> Release:
    return with_workbook(
        ("", 2026, 2025),
        ("Net sales", 12400, 11900),
        ("Cost of sales", 8100, 7900),
        ("Net income", 1250, -300),
    )


@trips("tables.spreadsheet")
def a_spreadsheet_with_its_headings_the_other_way_round() -> Release:
    return with_workbook(
        ("", 2025, 2026),
        ("Net sales", 12400, 11900),
        ("Cost of sales", 8100, 7900),
        ("Net income", 1200, -300),
    )


@near_miss("tables.spreadsheet")
def a_spreadsheet_in_single_dollars() -> Release:
    return with_workbook(
        ("", 2026, 2025),
        ("Net sales", 12_400_000, 11_900_000),
        ("Cost of sales", 8_100_000, 7_900_000),
        ("Net income", 1_200_000, -300_000),
        ("Employees", 540, 512),
    )


@near_miss("tables.spreadsheet")
def a_spreadsheet_of_something_else() -> Release:
    return with_workbook(("", 2026, 2025), ("Net sales", 1, 2), ("Employees", 540, 512))


@trips("tables.text")
def a_sentence_with_another_figure() -> Release:
    text = "Net income was $1.5 million for the year."
    return with_table(*HEADS, text=text, caption="(In thousands)")


@near_miss("tables.text")
def a_sentence_that_rounds() -> Release:
    text = "Net income was $1.2 million, and net sales were $12 million."
    return with_table(*HEADS, text=text, caption="(In thousands)")


@near_miss("tables.text")
def a_sentence_about_what_is_expected() -> Release:
    text = (
        "For 2027 Larkmoor expects that net income was $1.5 million only at its lowest."
    )
    return with_table(*HEADS, text=text, caption="(In thousands)")
