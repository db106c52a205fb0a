"""Bar charts as SVG, drawn on the server: the CSP allows neither scripts nor inline styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 120
# The part of a bar's place that is left empty.
GAP = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, its place in the units of the chart: whole numbers and tenths, as text."""

    x: str
    y: str
    width: str
    height: str
    label: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """A chart with its title; its numbers stand in the table beside it."""

    title: str
    bars: tuple[Bar, ...]
    highest: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first_label(self) -> str:
        """What stands below the first bar."""
        return self.bars[0].label if self.bars else ""

    @property
    def last_label(self) -> str:
        """What stands below the last bar."""
        return self.bars[-1].label if self.bars else ""


def bar_chart(title: str, values: Sequence[tuple[str, int]]) -> BarChart:
    """Return the chart of these labels and numbers, the highest bar as high as the chart."""
    highest = max((value for _label, value in values), default=0)
    place = WIDTH / max(len(values), 1)
    bars = []
    for number, (label, value) in enumerate(values):
        height = HEIGHT * value / highest if highest else 0.0
        if value:
            height = max(height, 1.0)
        bars.append(
            Bar(
                x=f"{number * place:.1f}",
                y=f"{HEIGHT - height:.1f}",
                width=f"{place * (1 - GAP):.1f}",
                height=f"{height:.1f}",
                label=label,
                value=value,
            )
        )
    return BarChart(title=title, bars=tuple(bars), highest=highest)
