"""The pieces that a release is laid out in: paragraphs, items, tables, marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.intake.parser.styles import Styled

Kind = Literal["text", "item", "table", "mark"]
Row = tuple[str, ...]
# The marker of a number that a page ends with.
PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block; a deliberate line break inside its text is kept as a newline.

    A block that came from HTML has its heading's `level`, its words as `styled`, and the
    `html` of its table. If its words were changed since, `styled` has another text.
    """

    kind: Kind
    text: str
    first: int
    last: int
    marker: str = ""
    depth: int = 0
    rows: tuple[Row, ...] = ()
    row_lines: tuple[int, ...] = ()
    gap: bool = True
    level: int = 0
    styled: Styled | None = None
    html: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def lines(self) -> Lines:
        return Lines(first=self.first, last=self.last)

    @property
    def flat(self) -> str:
        """Return the text on one line."""
        return " ".join(self.text.split())

    @property
    def quote(self) -> Quote:
        """Return the text with its line numbers."""
        return Quote(text=self.flat, lines=self.lines)


_MARK = re.compile(
    r"(?:(?:</?[a-z]{1,12}>\s*)+|[#*+=_~.•|`\s–—-]+|-0-.{0,40}|-?\s?30\s?-|page \d{1,3}(?: of \d{1,3})?|\d{1,3}|[ivx]{1,4}"
    r"|[-–—]\s?\d{1,3}\s?[-–—]|\(?[-–—/ ]{0,3}(?:more|m\s?o\s?r\s?e)[-–—/ ]{0,3}\)?"
    r"|[-–—*/(~ ]{0,4}(?:ends?|end of (?:the )?(?:release|announcement|message|press release|text)"
    r"|end of [a-z -]{0,20}news|ende(?: der [a-z-]{4,20})?|fin|e\s?n\s?d\s?s?)[-–—*/)~ .]{0,4})",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:;…][\"”’')\]*]*$|[.!?]\d{0,2}$")
ENDMARK = re.compile(
    r"(?i)[-–—*/(~ ]*(?:ends?|e\s?n\s?d\s?s?)\b|.*end of |ende(?: der [a-z-]{4,20})?$|#|-?\s?30\s?-"
)


def is_mark(text: str) -> bool:
    """Return whether a line is only a rule, a page number or an end mark."""
    if not any(map(str.isalnum, text)):
        return _MARK.fullmatch(text) is not None
    return len(text) < 60 and _MARK.fullmatch(text) is not None


def is_finished(text: str) -> bool:
    """Return whether a text ends with a full stop or another sentence end."""
    return _ENDS.search(text[-12:]) is not None
