"""Text as a printer sets it: quotation marks, minus signs, and what no line may part.

This is how pages show a text. What is published, and every form that programs read, has the
characters that were written.
"""

from __future__ import annotations

import html
import re

# Nothing longer is kept in one piece: at 320 pixels it has to fit in a line of a headline.
LONGEST_WORD = 18
NBSP = "\N{NO-BREAK SPACE}"
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_INLINE = {"a", "b", "em", "i", "span", "strong", "sub", "sup"}
_HEADINGS = {"h1", "h2", "h3", "h4"}
# Kana and ideographs stand beside such words without a space, and break anywhere.
_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_HYPHENATED = re.compile(f"{_LETTER}+(?:-{_LETTER}+)+")

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_GERMAN_MONTHS = (
    "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
_AFTER_FIGURES = (
    "thousand|[mb]illions?|trillions?|percent|percentage points?|basis points?|bps|%"
    "|Mio\\.|Mrd\\.|Millionen|Milliarden|Prozent|Uhr|milliards?"
    "|kg|g|mg|µg|mcg|ng|L|mL|ml|km|cm|mm|kW|MW|GWh?|kWh|MWh|TWh|°C|°F"
    r"|a\.m\.|p\.m\.|AM|PM|ET|CT|PT|E[SD]T|C[SD]T|P[SD]T|CES?T|GMT|UTC|EUR|USD|CHF|GBP"
)
_NUMBERED = r"Phases?|Note|Item|Exhibit|Form|Rule|Section|Table|Q[1-4]|No\.|Nr\."
# Two words each, with the space between them that no line may break at.
_TOGETHER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<=\d) (?=(?:{_AFTER_FIGURES})(?![\w’']))",
        rf"(?<=[ap]\.m\.) (?=(?:{_AFTER_FIGURES})(?![\w’']))",
        rf"(\b(?:{_MONTHS})) (?=\d{{1,2}}\b(?!\d))",
        rf"(?<=\d\.) (?=(?:{_GERMAN_MONTHS})\b)",
        rf"(\b(?:{_NUMBERED})|§) (?=\d)",
        r"(?<=[$€£¥]) (?=\d)",
        r"(\b(?:US\$|EUR|USD|CHF|GBP|JPY|SEK|NOK|DKK)) (?=\d)",
        r"(\b[nNpP]) (?=[=<>≤≥])",
        r"(?<=[=<>≤≥]) (?=[\d−-])",  # noqa: RUF001 - a minus sign
    )
)
# A hyphen before a figure, where neither a range, a word nor a telephone number is meant.
_MINUS = re.compile(r"(?<![^\s(\[<>=≤≥±~“])(?<!\d\s)-(?=[$€£¥]?\.?\d)(?!\d+-)")
_OPENS = re.compile(r"[\s(\[{/—–-]")


def typeset_html(markup: str, *, language: str, headings: bool = False) -> str:
    """Return markup with the characters of its texts as they are printed.

    Straight quotation marks become those of English in a text of that `language` (BCP 47);
    other languages keep theirs. `headings` says that all of it is one: words with a hyphen
    stay in one piece there, in a `span`, so that whoever copies them gets the hyphen.
    """
    english = language.partition("-")[0] == "en"
    setter = _Setter(english=english)
    parts = _TAG.split(markup)
    depth = int(headings)
    for place, part in enumerate(parts):
        if place % 2:
            tag = _NAME.match(part)
            name = tag[1] if tag else ""
            if name in _HEADINGS:
                depth += -1 if part.startswith("</") else 1
            if name not in _INLINE:
                setter = _Setter(english=english)
        elif part:
            text = html.escape(setter.typeset(html.unescape(part)), quote=False)
            parts[place] = _keep_words_whole(text) if depth > 0 else text
    return "".join(parts)


def _keep_words_whole(text: str) -> str:
    return _HYPHENATED.sub(
        lambda word: (
            f'<span class="nb">{word[0]}</span>'
            if len(word[0]) <= LONGEST_WORD
            else word[0]
        ),
        text,
    )


class _Setter:
    """Sets the texts of one block, which inline elements part, one after the other."""

    def __init__(self, *, english: bool) -> None:
        self.english = english
        self.last = " "
        self.is_quoted = False

    def typeset(self, text: str) -> str:
        """Return the next text of the block."""
        # What stands before it decides what its first characters are.
        set_text = _MINUS.sub("−", self.last + text)  # noqa: RUF001 - a minus sign
        for space in _TOGETHER:
            set_text = space.sub(rf"\g<1>{NBSP}" if space.groups else NBSP, set_text)
        set_text = set_text[1:]
        if self.english and ('"' in set_text or "'" in set_text):
            set_text = self._with_marks(set_text)
        self.last = set_text[-1:] or self.last
        return set_text

    def _with_marks(self, text: str) -> str:
        marked = []
        before = self.last
        for place, character in enumerate(text):
            after = text[place + 1 : place + 2]
            if character == '"':
                character = self._double(before)  # noqa: PLW2901 - the one that is printed
            elif character == "'":
                character = _single(before, after)  # noqa: PLW2901 - the same
            marked.append(character)
            before = character
        return "".join(marked)

    def _double(self, before: str) -> str:
        """Return the mark for a straight one; after a figure it may be inches."""
        if _OPENS.match(before) or before == "‘":
            self.is_quoted = True
            return "“"
        if before.isdigit() and not self.is_quoted:
            return '"'
        self.is_quoted = False
        return "”"


def _single(before: str, after: str) -> str:
    """Return the mark for a straight one, which is mostly an apostrophe."""
    if before.isdigit() and not after.isalpha():
        return "'"
    opens = bool(_OPENS.match(before)) or before == "“"
    return "‘" if opens and after.isalpha() else "’"
