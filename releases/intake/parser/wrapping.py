"""Tell the author's line breaks from those of a narrow column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from releases.intake.parser.blocks import is_finished
from releases.intake.parser.bullets import bullet
from releases.intake.parser.lines import Line
from releases.text.dates import MONTH

_LABEL = re.compile(r"[A-Za-z][A-Za-z ./-]{0,18}:")
_ADDRESS = re.compile(r"\S+@\S+$|(?:https?://|www\.)\S+$|[\w.-]+\.(?:com|org|net|eu)\b")
_SEPARATOR = re.compile(r"(?i)(?:or|and)$")
_ALONE = re.compile(
    r"(?i)(?:contacts?|investors?|media|source|notes?|about|editors?|enquiries|inquiries"
    r"|participants|topics|highlights|analysts?|press|overview|outlook|summary|background"
    r"|website|email|e-mail|phone|tel|fax):?$"
)
_DATELINE = re.compile(
    rf"[A-ZÀ-Þ]{{3,}}(?:[ -][A-ZÀ-Þ]{{2,}}){{0,2}},(?:$|(?:\s[A-Za-z.]{{2,14}},?){{0,2}}\s(?:{MONTH}\s\d{{1,2}}\b|--?\s?\(|/PRN))"
)
_DANGLING = re.compile(
    r"(?:,[”\"]?|\b(?:and|or|of|the|a|an|to|in|for|with|by|at|on|its|our|from|that|as|is|&))$"
)


_LISTING = re.compile(r"\([A-Za-z/ ]{2,30}:\s?[A-Z0-9.]{1,8}\)")


_LONG, _RAGGED, _ENOUGH, _WIDEST = 45, 16, 5, 100
# Lines enough to know a column by, and the share of them that it must fill.
_SURE, _SHARE = 3, 0.8


class Wrapping:
    """How the lines of one text are wrapped.

    A mail client or a filing fills each line of a column with as many words as it
    holds: `column` is its width where the text's own lines prove it, or 0.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        pairs = [
            (a, b)
            for a, b in pairwise(lines)
            if a.text and b.text and "|" not in a.text and "|" not in b.text
        ]
        flowing = [(a, b) for a, b in pairs if len(a.text) >= 45 and _flows(a, b)]
        lengths = sorted(len(a.text) for a, _ in flowing)
        self.limit = lengths[len(lengths) * 9 // 10] if lengths else 0
        blank = sum(1 for line in lines if not line.text)
        self.spaced = blank * 9 >= len(lines)
        long = sum(1 for line in lines if len(line.text) > 220)
        self.column = _column(flowing)
        self.words_alone = _sets_first_words_alone(lines)
        self.narrow = self.column > 0 or (
            len(flowing) >= 2
            and self.limit <= 200
            and long * 4 <= len(flowing)
            and (len(flowing) * 5 >= len(pairs) or self._is_filled(pairs))
        )

    def _is_filled(self, pairs: Sequence[tuple[Line, Line]]) -> bool:
        """Return whether long lines reach one margin, most inside a sentence."""
        long = [a.text for a, _ in pairs if len(a.text) >= _LONG]
        margin = max(map(len, long), default=0)
        full = sum(1 for text in long if len(text) >= margin - _RAGGED)
        inside = sum(1 for text in long if not is_finished(text))
        if len(long) < _ENOUGH or margin > _WIDEST:
            return False
        if full * 5 < len(long) * 4 or inside * 10 < len(long) * 7:
            return False
        self.limit = max(self.limit, margin)
        return True

    def joins(self, line: Line, following: Line, *, opens: bool) -> bool:
        """Return whether the break between two lines is the column's, not the author's."""
        if bullet(following.text) or _is_own_line(following.text):
            return False
        full = self._is_full(line.text, following.text)
        if _DATELINE.match(following.text) and not line.text.endswith(","):
            return False
        inside = line.text.count("(") > line.text.count(")")
        if _SEPARATOR.match(line.text) or (line.text.endswith(":") and not inside):
            return full and len(line.text) > _LONG
        if following.indent > line.indent + 1 and is_finished(line.text):
            return False
        listed = _LISTING.match(following.text) is not None
        if listed or full:
            return True
        if self.narrow:
            return self._runs_on(line.text, following.text, opens=opens)
        return _flows(line, following)

    def _is_full(self, text: str, following: str) -> bool:
        """Return whether the next line's first word had no room left in the column."""
        word = following.split(" ", 1)[0]
        return len(text) <= self.column < len(text) + 1 + len(word)

    def _runs_on(self, text: str, following: str, *, opens: bool) -> bool:
        word = following.split(" ", 1)[0]
        if word[:1].islower():
            return not (is_finished(text) and len(text) < self.limit // 2)
        if opens and " " not in text and "@" not in text:
            reaches = self.words_alone or len(following) * 2 > self.limit
            return (not _ALONE.match(text) and reaches) or text.lower() == "about"
        if self.column and not (self.spaced and len(text) * 10 >= self.column * 6):
            return bool(_DANGLING.search(text)) and len(text) * 10 > self.column * 7
        if (
            _is_title(text)
            and not _DANGLING.search(text)
            and len(text) * 4 < self.limit * 3
            and not _is_title(following)
            and len(following) * 4 > self.limit * 3
        ):
            return False
        if is_finished(text):
            full = len(text) + 1 + len(word) > self.limit
            return full or (self.spaced and len(text) * 10 >= self.limit * 7)
        if len(text) * 10 >= self.limit * 6 or (self.spaced and len(text) >= 45):
            return not _ADDRESS.search(text)
        return bool(_DANGLING.search(text)) and not _LABEL.match(following)


def _sets_first_words_alone(lines: Sequence[Line]) -> bool:
    """Return whether paragraphs begin with one word on a line, as in old filings."""
    openings = [
        b.text
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False)
        if not a.text and b.text and c.text and "|" not in b.text
    ]
    alone = sum(1 for text in openings if " " not in text and "@" not in text)
    return alone >= _SURE and alone * 10 >= len(openings) * 6


def _column(flowing: Sequence[tuple[Line, Line]]) -> int:
    """Return the width of the column that sentences were broken in; 0 if none is certain.

    Each break inside a sentence allows the widths at which its next word had no room.
    """
    bounds = [
        (len(a.text), len(a.text) + len(b.text.split(" ", 1)[0])) for a, b in flowing
    ]
    if len(bounds) < _SURE:
        return 0
    widths = {low for low, _ in bounds if low <= _WIDEST * 2}
    fits = {w: sum(1 for low, high in bounds if low <= w <= high) for w in widths}
    best = max(fits, key=lambda width: (fits[width], -width), default=0)
    return best if best and fits[best] >= len(bounds) * _SHARE else 0


def _is_title(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return bool(words) and all(not word[0].islower() for word in words)


def _is_own_line(text: str) -> bool:
    return bool(
        _SEPARATOR.match(text)
        or (text[:1].islower() and (_ADDRESS.match(text) or _LABEL.match(text)))
    )


def _flows(line: Line, following: Line) -> bool:
    text, after = line.text, following.text
    if not after[:1].islower() or is_finished(text) or bullet(after):
        return False
    return not _is_own_line(after) and "@" not in text
