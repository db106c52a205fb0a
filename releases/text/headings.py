"""The headings of a release's body, and their ids, which links to a part of a page name.

A correction moves and rewrites headings. The id of a heading stays through all versions, so
that a link that somebody made to the first version leads to the same part of the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from releases.text.html import html_to_text
from releases.text.slugs import slug_of

# What other parts of the page are called.
RESERVED_IDS = frozenset({"cite", "contacts", "content", "more-releases", "notice"})
# So many headings make a list of contents useful.
LONG = 3
# Of a heading without a Latin letter or digit.
UNNAMED = "part"
LONGEST_ID = 50
_HEADING = re.compile(r"<h([234])>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a body: its level (2 to 4), its text and its id on the page."""

    level: int
    text: str
    id: str


def headings_of(versions: Sequence[str]) -> tuple[Heading, ...]:
    """Return the headings of the last of these bodies, sanitised markup in their order.

    A heading that an earlier version had, in these words or in others at the same place,
    has the id that it had there.
    """
    texts: list[str] = []
    ids: list[str] = []
    for markup in versions:
        later = [html_to_text(heading[2]) for heading in _HEADING.finditer(markup)]
        ids = _ids_of(later, before=texts, ids_before=ids)
        texts = later
    levels = _HEADING.finditer(versions[-1]) if versions else ()
    return tuple(
        Heading(level=int(heading[1]), text=text, id=name)
        for heading, text, name in zip(levels, texts, ids, strict=True)
    )


def link_headings(markup: str, headings: Sequence[Heading], *, label: str) -> str:
    """Return a body with the id of each heading, and a link to it named `label`.

    `markup` may be set for print: it has the same headings, in their order.
    """
    remaining = iter(headings)

    def linked(match: re.Match[str]) -> str:
        heading = next(remaining, None)
        if heading is None:
            return match[0]
        level, content = match[1], match[2]
        return (
            f'<h{level} id="{heading.id}">{content} <a class="anchor"'
            f' href="#{heading.id}" aria-label="{escape(label)}"></a></h{level}>'
        )

    return _HEADING.sub(linked, markup)


def contents_of(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Return the headings of a list of contents; none if the body is short.

    Those of the highest levels that make a list; a heading without a text is left out.
    """
    named = [heading for heading in headings if heading.text]
    for level in (2, 3, 4):
        entries = [heading for heading in named if heading.level <= level]
        if len(entries) >= LONG:
            return tuple(entries)
    return ()


def _ids_of(
    texts: Sequence[str], *, before: Sequence[str], ids_before: Sequence[str]
) -> list[str]:
    """Return the ids of headings of these texts, where the version before had others."""
    partners = _partners(before, texts)
    ids: list[str] = []
    taken = RESERVED_IDS | {ids_before[old] for old in partners.values()}
    for place, text in enumerate(texts):
        if place in partners:
            ids.append(ids_before[partners[place]])
        else:
            ids.append(_new_id(text, taken))
            taken |= {ids[-1]}
    return ids


def _partners(before: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """Return which heading before each heading is, by their places.

    First those that kept their words and their order, then those that were moved, then
    those that were rewritten at their place.
    """
    steps = SequenceMatcher(None, before, texts).get_opcodes()
    partners = dict(_pairs(steps, "equal"))
    used = set(partners.values())
    moved: dict[str, list[int]] = {}
    for old in reversed(range(len(before))):
        if old not in used:
            moved.setdefault(before[old], []).append(old)
    for new, text in enumerate(texts):
        if new not in partners and moved.get(text):
            partners[new] = moved[text].pop()
    used = set(partners.values())
    for new, old in _pairs(steps, "replace"):
        if new not in partners and old not in used:
            partners[new] = old
    return partners


def _pairs(
    steps: Iterable[tuple[str, int, int, int, int]], kind: str
) -> Iterator[tuple[int, int]]:
    """Yield (place after, place before) of the steps of a kind that are equally long."""
    for step, first, last, start, end in steps:
        if step == kind and last - first == end - start:
            yield from zip(range(start, end), range(first, last), strict=True)


def _new_id(text: str, taken: frozenset[str]) -> str:
    name = slug_of(text)[:LONGEST_ID].strip("-") or UNNAMED
    number = 1
    unique = name
    while unique in taken:
        number += 1
        unique = f"{name}-{number}"
    return unique
