"""Tables of figures as a financial printer sets them: group, line and total rows, digits in line.

The markup is that of `releases.templatetags.text_markup.wrap_tables`. Only classes and spans
are added, so that the words and the order of a table stay as they were published; what is in
doubt is set plain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from releases.text.html import html_to_text

# What fits beside the other column of a page, and what is longer than a screen.
MOST_NARROW = 5
LEAST_TALL = 24
# What no sheet of paper holds.
LEAST_LONG = 48
_TABLE = re.compile(
    r'<div class="table"(?P<rest>[^<>]*)>(?P<table>.*?</table>)</div>', re.S
)
_ROW = re.compile(r"<tr(?P<attributes>(?: [^<>]*)?)>(?P<cells>.*?)</tr>", re.S)
_CELL = re.compile(r"<(t[dh])((?: [^<>]*)?)>(.*?)</\1>", re.S)
_SPAN = re.compile(r' colspan="(\d{1,3})"')
_TOTAL = re.compile(
    r"(?:sub)?totals?\b|gesamt|(?:zwischen)?summe\b|insgesamt\b", re.IGNORECASE
)
_CURRENCY = re.compile(r"((?:US|C|A|HK|S)?[$€£¥])\s*(?=[\d(−–—-])")  # noqa: RUF001 - signs as printed
_HUNG = re.compile(r"(?:\)\s?%?|%)$")


def set_tables(markup: str) -> str:
    """Return the markup with each table of figures set as one."""
    return _TABLE.sub(_set_table, markup)


@dataclass(slots=True)
class _StatementRow:
    """A row of the body: its kind as it was given, and what its cells say."""

    kind: str
    texts: tuple[str, ...]
    has_indent: bool
    has_currency: bool

    @property
    def is_empty(self) -> bool:
        return not any(self.texts)

    @property
    def is_label_alone(self) -> bool:
        """Whether it has a label and nothing beside it."""
        return bool(self.texts[0]) and not any(self.texts[1:])


def _set_table(match: re.Match[str]) -> str:
    table = match["table"]
    head = table.find("</thead>") + 1
    rows = [row for row in _ROW.finditer(table) if row.start() >= head]
    if table.count('<td class="figure"') * 2 < _values_in(rows):
        return match[0]
    kinds = _kinds([_read(row) for row in rows])
    classes = ["table", "figures", *_measures(table, rows)]
    parts = [table[: rows[0].start()] if rows else table]
    for place, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        parts.append(_set_row(row, kind))
        end = rows[place + 1].start() if place + 1 < len(rows) else len(table)
        parts.append(table[row.end() : end])
    return f'<div class="{" ".join(classes)}"{match["rest"]}>{"".join(parts)}</div>'


def _values_in(rows: Sequence[re.Match[str]]) -> int:
    """Return how many cells of data have a text; 1 if none has, so that it is no table of figures."""
    cells = (cell for row in rows for cell in _CELL.finditer(row["cells"]))
    return sum(cell[1] == "td" and bool(cell[3]) for cell in cells) or 1


def _measures(table: str, rows: Sequence[re.Match[str]]) -> list[str]:
    """Return the classes that say how wide and long a table is, and what hangs outside."""
    widest = max(
        sum(_width(cell[2]) for cell in _CELL.finditer(row["cells"]))
        for row in _ROW.finditer(table)
    )
    classes = ["narrow"] if widest <= MOST_NARROW else []
    classes += ["tall"] if len(rows) >= LEAST_TALL else []
    classes += ["long"] if len(rows) >= LEAST_LONG else []
    hung = {mark[0] for text in _figures(rows) if (mark := _HUNG.search(text))}
    if hung:
        classes.append(
            "hangs-percent" if any("%" in mark for mark in hung) else "hangs"
        )
    return classes


def _width(attributes: str) -> int:
    span = _SPAN.search(attributes)
    return int(span[1]) if span else 1


def _figures(rows: Sequence[re.Match[str]]) -> list[str]:
    return [
        html_to_text(cell[3])
        for row in rows
        for cell in _CELL.finditer(row["cells"])
        if "figure" in cell[2]
    ]


def _read(row: re.Match[str]) -> _StatementRow:
    attributes = row["attributes"]
    texts = tuple(html_to_text(cell[3]) for cell in _CELL.finditer(row["cells"]))
    return _StatementRow(
        kind=next((kind for kind in ("group", "total") if kind in attributes), ""),
        texts=texts or ("",),
        has_indent="indent-" in row["cells"],
        has_currency=any(_CURRENCY.search(text) for text in texts[1:]),
    )


def _kinds(rows: Sequence[_StatementRow]) -> list[str]:
    """Return the class of each row: as it was given, or as its cells say."""
    is_given = any(row.kind or row.has_indent for row in rows)
    kinds: list[str] = []
    in_group = False
    for row in rows:
        kind = row.kind
        if not is_given:
            if row.is_empty:
                kind = "gap"
            elif row.is_label_alone and len(row.texts) > 1:
                kind = "group"
                in_group = row.texts[0].endswith(":")
            elif _TOTAL.match(row.texts[0]):
                kind = "total"
                in_group = False
            elif in_group:
                kind = "line"
        if kind == "total" and row.has_currency:
            kind = "total grand"
        kinds.append(kind)
    return kinds


def _set_row(row: re.Match[str], kind: str) -> str:
    cells = _CELL.sub(_set_cell, row["cells"])
    if not kind:
        return f"<tr{row['attributes']}>{cells}</tr>"
    attributes = re.sub(r' class="[^"]*"', "", row["attributes"])
    return f'<tr class="{kind}"{attributes}>{cells}</tr>'


def _set_cell(cell: re.Match[str]) -> str:
    """Put the currency in a slot of its own, and hang what follows the digits."""
    tag, attributes, content = cell[1], cell[2], cell[3]
    if tag != "td" or "figure" not in attributes or "<" in content:
        return cell[0]
    content = _CURRENCY.sub(r'<span class="currency">\1</span> ', content, count=1)
    content = _HUNG.sub(r'<span class="hung">\g<0></span>', content)
    return f"<{tag}{attributes}>{content}</{tag}>"
