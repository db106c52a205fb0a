"""The time to read a wire text, and whether it grows linearly with the length.

    .venv/bin/python bench/intake.py

Prints the CPU time for texts of 5, 50 and 500 kB, plain and as HTML, the time a
kilobyte as a ratio to that of 5 kB in the same run (1.0 is linear), and how many of
the demo's releases one core reads in a minute. Medians of five runs.
"""

from __future__ import annotations

import datetime as dt
import html
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from releases.intake.parser.pages.hypertext import read_html
from releases.intake.parser.reader import read
from releases.management.demo.manifest import wire_texts

RUNS = 5
SIZES = (5, 50, 500)


def release_of(kilobytes: int, texts: list[str]) -> str:
    """Return a release of this length, made of the demo's releases."""
    first, _, rest = texts[0].partition("\n\n")
    prose = "\n\n".join(
        text.partition(" -- ")[2].partition("About ")[0] for text in texts
    )
    middle = (prose + "\n\n") * (kilobytes * 1000 // len(prose) + 1)
    return f"{first}\n\n{middle[: kilobytes * 1000 - len(first)]}\n\n{rest[-1500:]}"


def page_of(text: str) -> str:
    """Return the text as an HTML page."""
    blocks = (f"<p>{html.escape(block)}</p>" for block in text.split("\n\n"))
    return f"<html><body><article>{''.join(blocks)}</article></body></html>"


def cost(act: Callable[[], object]) -> float:
    """Return CPU seconds, the median of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Print the tables."""
    texts = [wire.text for wire in wire_texts(dt.date(2026, 1, 15))]
    print(f"{'':12}{'kB':>6}{'ms':>10}{'ms a kB':>10}{'ratio':>8}")
    forms: list[tuple[str, Callable[[str], str], Callable[[str], object]]] = [
        ("plain text", str, read),
        ("HTML", page_of, read_html),
    ]
    for name, form, reader in forms:
        unit = 0.0
        for kilobytes in SIZES:
            given = form(release_of(kilobytes, texts))
            seconds = cost(lambda given=given, reader=reader: reader(given))  # type: ignore[misc]  # bound now
            each = seconds * 1000 / kilobytes
            unit = unit or each
            print(
                f"{name:12}{kilobytes:6}{seconds * 1000:10.1f}{each:10.2f}{each / unit:8.2f}"
            )
    seconds = cost(lambda: [read(text) for text in texts])
    print(f"\n{len(texts) / seconds * 60:,.0f} releases a minute on one core")


if __name__ == "__main__":
    main()
