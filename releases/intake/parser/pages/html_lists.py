"""Lists of an HTML tree while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from releases.intake.parser.styles import Styled


@dataclass(slots=True)
class OpenItem:
    """A list item that is being read."""

    marker: str
    depth: int
    pieces: list[Styled] = field(default_factory=list)


@dataclass(slots=True)
class OpenList:
    """A list that is being read, with the style of its markers."""

    number: int | None
    letters: bool = False

    def marker(self) -> str:
        """Return the next item's marker."""
        if self.number is None:
            return "•"
        self.number += 1
        if self.letters and self.number - 1 <= 26:
            return f"{chr(96 + self.number - 1)}."
        return f"{self.number - 1}."
