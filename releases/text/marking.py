"""Marks passages in the small HTML, so that a reader finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Literal

BREAKS = re.compile(r"</?(?:p|h[234]|ul|ol|li|blockquote|table|tr|t[dh]|caption|br)\b")

Piece = tuple[Literal["tag", "words", "break"], str]


class Marker:
    """Marks the same passages in one text after another.

    Each passage has a key. Where it stands first, an empty `<span id="mark-key">` comes
    before it, so that a link leads there; `found` holds the keys of those that stand
    somewhere.
    """

    def __init__(self, passages: Mapping[str, str]) -> None:
        self._sought = {key: _patterns(passage) for key, passage in passages.items()}
        self.found: set[str] = set()

    def mark(self, markup: str) -> str:
        """The markup with its passages in `<mark>`; not a word is changed."""
        reader = _Reader()
        reader.feed(markup)
        reader.close()
        said = "".join(text for kind, text in reader.pieces if kind != "tag")
        starts: dict[int, list[str]] = {}
        lit = [False] * len(said)
        for key, patterns in self._sought.items():
            for match in _matches(patterns, said):
                if key not in self.found:
                    starts.setdefault(match.start(), []).append(key)
                    self.found.add(key)
                lit[match.start() : match.end()] = [True] * len(match[0])
        return "".join(_written(reader.pieces, starts, lit))


def _patterns(passage: str) -> list[re.Pattern[str]]:
    """Its words in a row, whatever space, or end of a block, is between them.

    Whole words are looked for first; somebody may have selected a part of one.
    """
    words = passage.split()
    if not words:
        return []
    row = r"\s+".join(map(re.escape, words))
    first = r"(?<!\w)" if words[0][0].isalnum() else ""
    last = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return [re.compile(first + row + last), re.compile(row)]


def _matches(patterns: list[re.Pattern[str]], said: str) -> list[re.Match[str]]:
    """All that the first of the patterns finds that finds anything."""
    for pattern in patterns:
        if found := list(pattern.finditer(said)):
            return found
    return []


def _written(
    pieces: list[Piece], starts: dict[int, list[str]], lit: list[bool]
) -> Iterator[str]:
    place = 0
    for kind, text in pieces:
        if kind == "tag":
            yield text
            continue
        if kind == "words":
            yield from _lit(text, place, starts, lit)
        place += len(text)


def _lit(
    text: str, place: int, starts: dict[int, list[str]], lit: list[bool]
) -> Iterator[str]:
    """Words between two tags, cut where a mark begins or ends."""
    cuts = [
        offset
        for offset in range(1, len(text))
        if place + offset in starts or lit[place + offset] != lit[place + offset - 1]
    ]
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        for key in starts.get(place + begin, []):
            yield f'<span id="mark-{escape(key)}"></span>'
        words = escape(text[begin:end], quote=False)
        # Space between the rows of a table may hold no element.
        yield f"<mark>{words}</mark>" if lit[place + begin] and words.strip() else words


class _Reader(HTMLParser):
    """Tags as they are written, words, and where the words of two blocks part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag, as it is."""
        self._tag(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """The same."""
        self._tag(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.pieces.append(("words", data))

    def _tag(self, written: str) -> None:
        self.pieces.append(("tag", written))
        if BREAKS.match(written):
            self.pieces.append(("break", "\n"))
