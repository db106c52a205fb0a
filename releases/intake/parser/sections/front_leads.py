"""What the news of a text is, where it is told first, and which words it uses together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.front.notes import is_correction
from releases.intake.parser.sections.front_lines import LEAD, content_words, is_prose

_FEW, _OPENING = 3, 400
_TELLS = re.compile(rf"(?i)\b(?:{vocabulary.patterns('issuers', 'announces')})\b")
_SMALL = frozenset(vocabulary.words("titles", "dangling"))
_LAST = re.compile(r"[^\W\d_][^\W_-]{2,}$")
_FIRST = re.compile(r"[^\W\d_][^\W_-]{3,}(?=[\s,;:.]|$)")


def news_start(
    texts: Sequence[str], start: int, sentence_at: Callable[[int], int | None]
) -> int:
    """Return the first sentence with a dateline, else the first prose; else past the last.

    `sentence_at` gives where the sentence after a line's dateline begins, or None.
    """
    every = range(start, len(texts))
    dated = (i for i in every if sentence_at(i) is not None)
    prose = (
        i for i in every if is_prose(texts[i]) and phrases.legal_kind(texts[i]) is None
    )
    return next(dated, next(prose, len(texts)))


def news_words(texts: Sequence[str], first: int, sentence: int | None) -> set[str]:
    """Return the words of the news, from where its sentence begins in its first paragraph."""
    below = " ".join(texts[first : first + _FEW])
    return content_words(below[sentence or 0 :][:LEAD])


def first_lead(blocks: Sequence[Block], texts: Sequence[str], start: int) -> int:
    """Return the first paragraph that says what somebody announces; else past the last."""
    for index in range(start, len(texts)):
        text = texts[index]
        if not is_prose(text) or phrases.legal_kind(text) is not None:
            continue
        if _TELLS.search(text[:_OPENING]) and not is_correction(blocks[index]):
            return index
    return len(texts)


def parts_term(first: str, second: str, news: str) -> bool:
    """Return whether words that the news uses together end one line and begin the next."""
    last, begins = _LAST.search(first), _FIRST.match(second)
    if (
        last is None
        or begins is None
        or not _SMALL.isdisjoint({last.group().lower(), begins.group().lower()})
    ):
        return False
    if f"{first} {second}".casefold() in news:
        return False  # the whole is a name, or is said below
    return f" {last.group()} {begins.group()}".casefold() in news
