"""Highlight passages in the restricted HTML with `<mark>` elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import takewhile
from typing import Literal

BREAKS = re.compile(r"</?(?:p|h[234]|ul|ol|li|blockquote|table|tr|t[dh]|caption|br)\b")

# Characters of the text around a passage by which it is found among others like it.
MOST_AROUND = 80


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage, and the words before and after it at the time that it was chosen."""

    passage: str
    before: str = ""
    after: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether it is one occurrence of the passage, and not each."""
        return bool(self.before or self.after)


Token = tuple[Literal["tag", "words", "break"], str]


class Highlighter:
    """Highlights the same passages in the texts of a page.

    Each passage has a key. Before its first occurrence an empty `<span id="mark-key">`
    is put as a link target; `found_keys` collects the keys of passages that occur. Of one
    that is placed only the occurrence is highlighted whose surroundings are most like those
    that it was chosen in.
    """

    def __init__(self, passages: Mapping[str, str | Anchor]) -> None:
        self._anchors = {
            key: Anchor(passage) if isinstance(passage, str) else passage
            for key, passage in passages.items()
        }
        self._patterns_by_key = {
            key: _patterns(anchor.passage) for key, anchor in self._anchors.items()
        }
        self.found_keys: set[str] = set()

    def highlight_all(self, markups: Sequence[str]) -> list[str]:
        """Return the texts with their passages in `<mark>`; no word is changed."""
        parsed = [_parsed(markup) for markup in markups]
        texts = [words for _tokens, words in parsed]
        places = {
            key: best_place(anchor, texts)
            for key, anchor in self._anchors.items()
            if anchor.is_placed
        }
        return [
            self._highlighted(tokens, words, places, number)
            for number, (tokens, words) in enumerate(parsed)
        ]

    def highlight(self, markup: str) -> str:
        """Return one text with its passages in `<mark>`."""
        return self.highlight_all([markup])[0]

    def _highlighted(
        self,
        tokens: list[Token],
        words: str,
        places: Mapping[str, tuple[int, re.Match[str]] | None],
        number: int,
    ) -> str:
        starts: dict[int, list[str]] = {}
        is_marked = [False] * len(words)
        for key, patterns in self._patterns_by_key.items():
            if key in places:
                place = places[key]
                matches = [place[1]] if place and place[0] == number else []
            else:
                matches = _matches(patterns, words)
            for match in matches:
                if key not in self.found_keys:
                    starts.setdefault(match.start(), []).append(key)
                    self.found_keys.add(key)
                is_marked[match.start() : match.end()] = [True] * len(match[0])
        return "".join(_write_tokens(tokens, starts, is_marked))


def best_place(
    anchor: Anchor, texts: Sequence[str]
) -> tuple[int, re.Match[str]] | None:
    """Return which of the texts has the passage, and where; None where none has it.

    Of several places the one with the likeliest words around it, and of those the first.
    """
    patterns = _patterns(anchor.passage)
    places = [
        (number, match)
        for number, text in enumerate(texts)
        for match in _matches(patterns, text)
    ]
    return max(
        places,
        key=lambda place: _likeness(anchor, texts[place[0]], place[1]),
        default=None,
    )


def anchor_at(anchor: Anchor, markups: Sequence[str]) -> Anchor:
    """Return the passage with the words around its best place in these texts."""
    texts = [_parsed(markup)[1] for markup in markups]
    place = best_place(anchor, texts)
    if place is None:
        return anchor
    before, after = _around(texts[place[0]], place[1])
    return Anchor(anchor.passage, before, after)


def _around(words: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the words before and after a match, in one line each."""
    before = " ".join(words[: match.start()].split())[-MOST_AROUND:]
    after = " ".join(words[match.end() :].split())[:MOST_AROUND]
    return before, after


def _likeness(anchor: Anchor, words: str, match: re.Match[str]) -> int:
    """Return how many characters around a match are those around the passage."""
    before, after = _around(words, match)
    wanted_before = " ".join(anchor.before.split())[-MOST_AROUND:]
    wanted_after = " ".join(anchor.after.split())[:MOST_AROUND]
    return _common_length(reversed(before), reversed(wanted_before)) + _common_length(
        after, wanted_after
    )


def _common_length(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _parsed(markup: str) -> tuple[list[Token], str]:
    """Return the tokens of the markup, and its words with a line end between blocks."""
    parser = _TokenParser()
    parser.feed(markup)
    parser.close()
    words = "".join(text for kind, text in parser.tokens if kind != "tag")
    return parser.tokens, words


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
