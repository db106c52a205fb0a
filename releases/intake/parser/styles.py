"""Text with emphasis, superscript, subscript and links."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate
from typing import Literal

from releases.text.links import links_in

Tag = Literal["a", "strong", "em", "sup", "sub"]
_OUTERMOST: tuple[Tag, ...] = ("a", "strong", "em", "sup", "sub")
_Key = tuple[Tag, str]
_BOLD = re.compile(r"\*\*(?=\S)([^*]{1,300}?)(?<=\S)\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One tag from one character to another."""

    start: int
    end: int
    tag: Tag
    href: str = ""


@dataclass(frozen=True, slots=True)
class Styled:
    """A text, and the styles of its words."""

    text: str
    styles: tuple[Style, ...] = ()

    def part(self, words: str) -> Styled | None:
        """Return a part of the text, found by its words, with its styles."""
        mine, asked = self.text.replace("\n", " "), words.replace("\n", " ")
        if asked and mine.endswith(asked):
            return self.cut(len(mine) - len(asked), len(mine))
        return None

    def cut(self, start: int, end: int) -> Styled:
        """Return the text between two characters with its styles."""
        kept = tuple(
            replace(style, start=max(style.start, start) - start, end=last - start)
            for style in self.styles
            if (last := min(style.end, end)) > max(style.start, start)
        )
        return Styled(self.text[start:end], kept)

    def lines(self) -> Iterator[Styled]:
        """Return the text line by line, empty lines too."""
        texts = self.text.split("\n")
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        kept: list[list[Style]] = [[] for _ in texts]
        for style in self.styles:
            for line in range(bisect_right(starts, style.start) - 1, len(texts)):
                begins, ends = starts[line], starts[line] + len(texts[line])
                if begins >= style.end:
                    break
                start, end = max(style.start, begins), min(style.end, ends)
                if start < end:
                    moved = replace(style, start=start - begins, end=end - begins)
                    kept[line].append(moved)
        for text, styles in zip(texts, kept, strict=True):
            yield Styled(text, tuple(styles))

    def without(self, tag: Tag) -> Styled:
        """Return the text without one tag."""
        kept = tuple(style for style in self.styles if style.tag != tag)
        return Styled(self.text, kept)


def join_styled(pieces: list[Styled], glue: str) -> Styled:
    """Join pieces with `glue` between them."""
    styles: list[Style] = []
    start = 0
    for piece in pieces:
        styles += (
            replace(style, start=style.start + start, end=style.end + start)
            for style in piece.styles
        )
        start += len(piece.text) + len(glue)
    return Styled(glue.join(piece.text for piece in pieces), tuple(styles))


def from_markdown(text: str) -> Styled:
    """Return a text with the links and the bold words that its marks stand for."""
    pieces, last = [], 0
    for link in links_in(text):
        words = _bolded(link.text)
        if link.target:
            styles = (*words.styles, *_whole(words.text, "a", link.target))
            words = Styled(words.text, styles)
        pieces += [_bolded(text[last : link.start]), words]
        last = link.end
    return join_styled([*pieces, _bolded(text[last:])], "")


def _bolded(text: str) -> Styled:
    pieces, last = [], 0
    for match in _BOLD.finditer(text):
        bold = Styled(match[1], _whole(match[1], "strong"))
        pieces += [Styled(text[last : match.start()]), bold]
        last = match.end()
    return join_styled([*pieces, Styled(text[last:])], "")


def _whole(text: str, tag: Tag, href: str = "") -> tuple[Style]:
    return (Style(start=0, end=len(text), tag=tag, href=href),)


def to_markdown(styled: Styled) -> str:
    """Return the words with [words](address) for links whose target isn't shown."""
    out, last = [], 0
    for style in sorted(styled.styles, key=lambda style: style.start):
        words = styled.text[style.start : style.end]
        if style.tag != "a" or style.start < last or not _hides(words, style.href):
            continue
        out += [styled.text[last : style.start], f"[{words}]({style.href})"]
        last = style.end
    return "".join([*out, styled.text[last:]])


def _hides(words: str, href: str) -> bool:
    """Return whether a link's words don't show its target and can be marked up."""
    if not words.strip() or len(words) > 400 or re.search(r"[\[\]\n]", words):
        return False
    bare = re.sub(r"(?i)^(?:https?://|mailto:|tel:)(?:www\.)?", "", href).rstrip("/")
    return bare.lower() not in words.lower()


def styled_html(styled: Styled) -> str:
    """Return the words as HTML; printed addresses become links too."""
    styles = [*styled.styles, *_printed_links(styled)]
    changes: dict[int, list[tuple[int, _Key]]] = {0: []}
    for style in styles:
        key = (style.tag, style.href)
        changes.setdefault(style.start, []).append((1, key))
        changes.setdefault(style.end, []).append((-1, key))
    active: Counter[_Key] = Counter()
    standing: list[_Key] = []
    out: list[str] = []
    places = sorted(changes)
    for place, following in zip(places, [*places[1:], len(styled.text)], strict=True):
        for step, key in changes[place]:
            active[key] += step
            if not active[key]:
                del active[key]
        wanted = sorted(active, key=lambda key: _OUTERMOST.index(key[0]))
        out += _turned(standing, wanted)
        standing = wanted
        out.append(escape(styled.text[place:following], quote=False))
    out += _turned(standing, [])
    return "".join(out).replace("\n", "<br>")


def _turned(standing: list[_Key], wanted: list[_Key]) -> Iterator[str]:
    """Return the tags that end and begin between two stretches of words."""
    same = 0
    while same < min(len(standing), len(wanted)) and standing[same] == wanted[same]:
        same += 1
    for tag, _ in reversed(standing[same:]):
        yield f"</{tag}>"
    for tag, href in wanted[same:]:
        yield f'<a href="{escape(href)}">' if tag == "a" else f"<{tag}>"


def _printed_links(styled: Styled) -> Iterator[Style]:
    """Return addresses in the text that are in no link yet."""
    taken = sorted((s.start, s.end) for s in styled.styles if s.tag == "a")
    at = 0
    for link in links_in(styled.text):
        while at < len(taken) and taken[at][1] <= link.start:
            at += 1
        free = at == len(taken) or taken[at][0] >= link.end
        if free and link.target and styled.text[link.start : link.end] == link.text:
            yield Style(start=link.start, end=link.end, tag="a", href=link.target)
