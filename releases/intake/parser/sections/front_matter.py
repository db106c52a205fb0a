"""The blocks above the body of a release by their role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from releases.intake.parser.front.dateline import DatelineOpening


@dataclass(slots=True)
class FrontMatter:
    """The blocks above the body by their role, as block indexes.

    `stop` is where the body begins, `top` where the notice of a service does, below what a
    page has above it; `second` is another headline that was as likely.
    """

    stop: int = 0
    top: int = 0
    headline: list[int] = field(default_factory=list)
    deck: list[list[int]] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    contacts: list[tuple[int, int]] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    date: dt.date | None = None
    opening: DatelineOpening | None = None
    second: list[int] = field(default_factory=list)
    margin: float = 99.0

    def add_contact(self, index: int) -> None:
        """Add a block of contacts, to those directly above it if there are any."""
        start = self.contacts.pop()[0] if self._adjoins(index) else index
        self.contacts.append((start, index + 1))

    def _adjoins(self, index: int) -> bool:
        return bool(self.contacts) and self.contacts[-1][1] == index
