"""Highlight passages in the restricted HTML with `<mark>` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Literal

BREAKS = re.compile(r"</?(?:p|h[234]|ul|ol|li|blockquote|table|tr|t[dh]|caption|br)\b")

Token = tuple[Literal["tag", "words", "break"], str]


class Highlighter:
    """Highlights the same passages in one text after another.

    Each passage has a key. Before its first occurrence an empty `<span id="mark-key">`
    is put as a link target; `found_keys` collects the keys of passages that occur.
    """

    def __init__(self, passages: Mapping[str, str]) -> None:
        self._patterns_by_key = {
            key: _patterns(passage) for key, passage in passages.items()
        }
        self.found_keys: set[str] = set()

    def highlight(self, markup: str) -> str:
        """Return the markup with its passages in `<mark>`; no word is changed."""
        parser = _TokenParser()
        parser.feed(markup)
        parser.close()
        words = "".join(text for kind, text in parser.tokens if kind != "tag")
        starts: dict[int, list[str]] = {}
        is_marked = [False] * len(words)
        for key, patterns in self._patterns_by_key.items():
            for match in _matches(patterns, words):
                if key not in self.found_keys:
                    starts.setdefault(match.start(), []).append(key)
                    self.found_keys.add(key)
                is_marked[match.start() : match.end()] = [True] * len(match[0])
        return "".join(_write_tokens(parser.tokens, starts, is_marked))


def _patterns(passage: str) -> list[re.Pattern[str]]:
    """Return patterns for the passage's words with any space or block end between them.

    The first matches whole words only; the second also parts of words, because a
    reader may have selected a part of one.
    """
    words = passage.split()
    if not words:
        return []
    row = r"\s+".join(map(re.escape, words))
    first = r"(?<!\w)" if words[0][0].isalnum() else ""
    last = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return [re.compile(first + row + last), re.compile(row)]


def _matches(patterns: list[re.Pattern[str]], words: str) -> list[re.Match[str]]:
    """Return the matches of the first pattern that has any."""
    for pattern in patterns:
        if matches := list(pattern.finditer(words)):
            return matches
    return []


def _write_tokens(
    tokens: list[Token], starts: dict[int, list[str]], is_marked: list[bool]
) -> Iterator[str]:
    place = 0
    for kind, text in tokens:
        if kind == "tag":
            yield text
            continue
        if kind == "words":
            yield from _write_words(text, place, starts, is_marked)
        place += len(text)


def _write_words(
    text: str, place: int, starts: dict[int, list[str]], is_marked: list[bool]
) -> Iterator[str]:
    """Write the words between two tags, cut where a highlight begins or ends."""
    cuts = [
        offset
        for offset in range(1, len(text))
        if place + offset in starts
        or is_marked[place + offset] != is_marked[place + offset - 1]
    ]
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        for key in starts.get(place + begin, []):
            yield f'<span id="mark-{escape(key)}"></span>'
        words = escape(text[begin:end], quote=False)
        # Space between the rows of a table may hold no element.
        yield (
            f"<mark>{words}</mark>"
            if is_marked[place + begin] and words.strip()
            else words
        )


class _TokenParser(HTMLParser):
    """Splits markup into tags as written, words, and breaks between blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._tag(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.tokens.append(("words", data))

    def _tag(self, source: str) -> None:
        self.tokens.append(("tag", source))
        if BREAKS.match(source):
            self.tokens.append(("break", "\n"))
