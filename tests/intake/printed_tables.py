"""Tables as a release prints them in plain text, with what stands over each figure."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

LABELS = (
    "Net sales",
    "Cost of sales",
    "Research and development",
    "Selling, general and administrative",
    "Operating income",
    "Net income",
    "Patients enrolled",
)
PERIODS = ("Three Months Ended", "Nine Months Ended", "Year Ended", "Pro Forma")
LEAVES = {
    "years": tuple(str(2026 - place % 2) for place in range(9)),
    "names": (
        "LKM-204",
        "Placebo",
        "Total",
        "Change",
        "North",
        "South",
        "East",
        "All",
        "Note",
    ),
    "quarters": tuple(f"Q{place % 4 + 1} {2026 - place // 4}" for place in range(9)),
    "days": (
        *("March 31, 2026", "December 31, 2025", "June 30, 2025", "March 31, 2025"),
        *("December 31, 2024", "June 30, 2024", "March 31, 2024", "June 30, 2023"),
        "March 31, 2023",
    ),
}
BELOW = ("(unaudited)", "(restated)", "(n = 206)", "%", "$m")


@dataclass(slots=True)
class PrintedTable:
    """A table's lines, and for each (label, column) its figure and the words above it."""

    lines: list[str] = field(default_factory=list)
    figures: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The table as it is printed."""
        return "\n".join(self.lines)


@st.composite
def printed_tables(draw: st.DrawFn) -> PrintedTable:
    """Tables of 1 to 9 columns of figures and 1 to 4 rows of headings, set anyhow."""
    width = draw(st.integers(1, 9))
    leaf_rows = draw(_leaf_rows(width))
    spans = draw(_spans(width))
    labels = LABELS[: draw(st.integers(2, len(LABELS)))]
    rows = [[draw(_figures()) for _ in range(width)] for _ in labels]
    if draw(st.booleans()):
        rows[0] = [f"$ {figure}" for figure in rows[0]]
    hangs = draw(st.booleans())
    columns = _columns(rows, leaf_rows, spans, gap=draw(st.integers(3, 7)), hangs=hangs)
    inset = max(map(len, labels)) + draw(st.integers(4, 9))
    columns = [(start + inset, end + inset) for start, end in columns]
    align = draw(st.sampled_from(("left", "right", "centre")))
    table = PrintedTable()
    for row in spans:
        over = [(text, columns[a][0], columns[b][1]) for text, a, b in row]
        table.lines.append(_set(over, "centre"))
        if draw(st.booleans()):
            table.lines.append(
                _set([("-" * (e - s), s, e) for _t, s, e in over], "left")
            )
    for texts in leaf_rows:
        over = [(text, *columns[place]) for place, text in enumerate(texts)]
        table.lines.append(_set(over, align))
    for label, figures in zip(labels, rows, strict=True):
        values = [
            (v, s, e - (hangs and not v.endswith(")")))
            for v, (s, e) in zip(figures, columns, strict=True)
        ]
        table.lines.append(_set([(label, 0, len(label)), *values], "right"))
        for place, figure in enumerate(figures):
            above = [text for span in spans for text, a, b in span if a <= place <= b]
            above += [texts[place] for texts in leaf_rows]
            table.figures[label, place] = (figure, " ".join(above))
    return table


@st.composite
def _figures(draw: st.DrawFn) -> str:
    digits = f"{draw(st.integers(1, 999_999)):,}"
    return draw(st.sampled_from((digits, digits, digits, f"({digits})", "—")))


@st.composite
def _leaf_rows(draw: st.DrawFn, width: int) -> list[list[str]]:
    """Return the headings of the columns one by one, on one line or wrapped over two."""
    kind = draw(st.sampled_from(sorted(LEAVES)))
    leaves = list(LEAVES[kind][:width])
    rows = [leaves]
    if kind == "days" and draw(st.booleans()):
        rows = [
            [leaf.rpartition(" ")[0] for leaf in leaves],
            [leaf[-4:] for leaf in leaves],
        ]
    if draw(st.booleans()):
        rows.append([draw(st.sampled_from(BELOW)) for _ in leaves])
    return rows


@st.composite
def _spans(draw: st.DrawFn, width: int) -> list[list[tuple[str, int, int]]]:
    """Rows of headings over several columns each: (text, first, last)."""
    if width < 2 or draw(st.booleans()):
        return []
    size = draw(
        st.sampled_from([size for size in (2, 3, 4) if width % size == 0] or [width])
    )
    groups = [(first, first + size - 1) for first in range(0, width, size)]
    rows = [[(PERIODS[i % 4], *group) for i, group in enumerate(groups)]]
    if len(groups) > 1 and draw(st.booleans()):
        rows.insert(0, [("Consolidated Results of Operations", 0, width - 1)])
    return rows


def _columns(
    rows: list[list[str]],
    leaf_rows: list[list[str]],
    spans: list[list[tuple[str, int, int]]],
    *,
    gap: int,
    hangs: bool,
) -> list[tuple[int, int]]:
    """(start, end) of each column, wide enough for all that stands in it and over it."""
    count = len(rows[0])
    widths = [
        max(
            *(len(row[i]) + (hangs and not row[i].endswith(")")) for row in rows),
            *(len(texts[i]) for texts in leaf_rows),
        )
        for i in range(count)
    ]
    for text, first, last in (span for row in spans for span in row):
        short = len(text) - sum(widths[first : last + 1]) - gap * (last - first)
        for i in range(first, last + 1):
            widths[i] += max(0, -(-short // (last - first + 1)))
    columns, at = [], 0
    for width in widths:
        columns.append((at, at + width))
        at += width + gap
    return columns


def _set(pieces: list[tuple[str, int, int]], align: str) -> str:
    """Return a line with each text set between a start and an end."""
    line = ""
    for text, start, end in pieces:
        room = end - start - len(text)
        inset = {"left": 0, "right": room, "centre": room // 2}[align]
        line = line.ljust(start + inset) + text
    return line
