"""Lists of an HTML tree while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from releases.intake.parser.styles import Styled


@dataclass(slots=True)
class Item:
    """A list item that is being read."""

    marker: str
    depth: int
    pieces: list[Styled] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A list that is being read: how the next of its items is marked."""

    number: int | None
    letters: bool = False

    def marker(self) -> str:
        """The sign of the next item."""
        if self.number is None:
            return "•"
        self.number += 1
        if self.letters and self.number - 1 <= 26:
            return f"{chr(96 + self.number - 1)}."
        return f"{self.number - 1}."
