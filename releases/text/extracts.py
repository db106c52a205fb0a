"""The place of a text that answers a question best, with the words asked for marked."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from releases.text.question import Question, Term
from releases.text.words import (
    CJK,
    JOINERS,
    WORD,
    fold,
    is_cjk,
    language_code,
    word_forms,
)

LENGTH = 220
# How far before its first passage an extract begins.
LEAD = 50
# Where a headline or a line of a list ends: the end of a sentence parts by itself. What is
# before is looked at last, so that only ends of lines are.
_BETWEEN_PARAGRAPHS = re.compile(r"\n(?<=[^\s.,:;!?…”\"’)。\uff01\uff1f]\n)")

# What German words have where an umlaut cannot be written.
_UMLAUT = re.compile("[aou]e", re.IGNORECASE)

Pieces = tuple[tuple[str, bool], ...]


class Match(NamedTuple):
    """A passage that answers the group of this number."""

    start: int
    end: int
    group: int


class Extractor:
    """Marks the words of one question in texts of one language (BCP 47)."""

    def __init__(self, question: Question, language: str) -> None:
        self._language = language
        self._groups = len(question.wanted)
        self._terms = [
            (number, term)
            for number, group in enumerate(question.wanted)
            for term in group.terms
        ]
        self._runs = {
            _run_of(term): number
            for number, term in self._terms
            if is_cjk(term.tokens[0])
        }
        first = {term.tokens[0] for _, term in self._terms}
        self._words = [
            _words_beginning_with(letter) for letter in _first_letters(first)
        ]
        # A stem of four letters keeps the first three of its word, a shorter one two, but
        # for dying and tying. A German one may have ä written as ae, and so on.
        self._heads = {token[:3] for token in first if len(token) > 3}
        self._pairs = {token[:2] for token in first if len(token) <= 3}
        self._pairs |= {f"{pair[0]}y" for pair in self._pairs if pair[1:] == "i"}
        self._is_german = language_code(language) == "de"
        self._terms_by_word: dict[str, tuple[tuple[int, Term], ...]] = {}

    def mark(self, text: str) -> Pieces:
        """Return all of a text in pieces, and whether each is asked for."""
        return tuple(_pieces(text, 0, len(text), self._matches(text)))

    def extract(self, text: str) -> Pieces:
        """Return about LENGTH characters with the most different words that are asked for.

        The text's beginning if there are none. No more of the text is looked through than
        it takes to see that nothing later has more.
        """
        text = _in_one_line(text)
        later = self._matches(text)
        matches, best = _best_start(later, self._groups)
        start, end = _window(text, best)
        pieces = list(_pieces(text, start, end, chain(matches, later)))
        if start:
            pieces.insert(0, ("… ", False))
        if end < len(text):
            pieces.append((" …", False))
        return tuple(pieces)

    def _matches(self, text: str) -> Iterator[Match]:
        """Yield the passages in order, none within another."""
        passages = [self._words_found(text)]
        passages += [self._run_found(text, *each) for each in self._runs.items()]
        end = 0
        for match in heapq.merge(*passages):
            if match.start >= end:
                end = match.end
                yield match

    def _run_found(self, text: str, run: str, group: int) -> Iterator[Match]:
        """Yield the passages of one run in a script without spaces between words."""
        for match in re.finditer(re.escape(run), text):
            yield Match(match.start(), match.end(), group)

    def _words_found(self, text: str) -> Iterator[Match]:
        """Yield the passages of words, in order."""
        words = (pattern.finditer(text) for pattern in self._words)
        for word in heapq.merge(*words, key=_start_of):
            if not self._may_begin(word[0]):
                continue
            start = word.start()
            passages = [
                Match(start, end, group)
                for group, term in self._terms_beginning_with(word[0])
                if (end := self._end_of_term(text, word, term))
            ]
            yield from sorted(passages)

    def _may_begin(self, word: str) -> bool:
        """Return whether a term may begin with a word, which is quicker than its stem."""
        head = word[:3].lower()
        return (
            head in self._heads
            or head[:2] in self._pairs
            or not (len(head) == 3 and head.isalpha() and head.isascii())
            or (self._is_german and bool(_UMLAUT.search(word, 0, 4)))
        )

    def _end_of_term(self, text: str, word: re.Match[str], term: Term) -> int:
        """Return where the term ends that begins with a word; 0 if it does not go on."""
        if len(term.tokens) == 1:
            return word.end()
        return self._end_of_phrase(text, word.start(), term)

    def _terms_beginning_with(self, word: str) -> tuple[tuple[int, Term], ...]:
        """Return the terms, with their groups, whose first token is a form of the word."""
        terms = self._terms_by_word.get(word)
        if terms is None:
            tokens = _tokens_of(word, self._language)
            terms = self._terms_by_word[word] = tuple(
                (group, term)
                for group, term in self._terms
                if any(_is_alike(token, term) for token in tokens)
            )
        return terms

    def _end_of_phrase(self, text: str, start: int, term: Term) -> int:
        """Return where the phrase ends that starts there; 0 if it is another."""
        stream: tuple[str, ...] = ()
        for word in WORD.finditer(text, start):
            stream += word_forms(fold(word[0]), self._language).stream
            if stream[: len(term.tokens)] == term.tokens:
                return word.end()
            if stream != term.tokens[: len(stream)]:
                break
        return 0


@lru_cache(maxsize=30_000)
def _tokens_of(word: str, language: str) -> frozenset[str]:
    """Return each token of a word and of its other forms, in a text of this language."""
    forms = word_forms(fold(word), language)
    return frozenset(chain(forms.stream, *forms.others))


def _first_letters(tokens: Iterable[str]) -> set[str]:
    """Return the letters that a token begins with; "" for all that may be folded to one."""
    return {"", *(token[0] if token[0].isascii() else "" for token in tokens)}


@lru_cache(maxsize=64)
def _words_beginning_with(letter: str) -> re.Pattern[str]:
    """Return the pattern of words that begin with an ASCII letter or figure, small or not.

    With "" of those that begin with any other.
    """
    letters = rf"[^\W_{CJK}"
    first = f"[{letter}{letter.upper()}]" if letter else rf"{letters}\x00-\x7f]"
    # What is before the word is looked at last: until then only first letters are.
    return re.compile(
        rf"{first}(?<![^\W_].){letters}]*(?:[{JOINERS}]{letters}]+)*", re.DOTALL
    )


def _start_of(word: re.Match[str]) -> int:
    return word.start()


def _is_alike(token: str, term: Term) -> bool:
    wanted = term.tokens[0]
    is_open = term.is_open and len(term.tokens) == 1
    return token.startswith(wanted) if is_open else token == wanted


def _run_of(term: Term) -> str:
    """Return the characters that a term's pairs are made of."""
    first, *others = term.tokens
    return first + "".join(pair[-1] for pair in others)


def _best_start(matches: Iterator[Match], groups: int) -> tuple[list[Match], int]:
    """Return where the passage begins that is followed by the most different groups.

    The first of several; 0 if nothing matches. Also what was taken from `matches` to know
    it: up to the first passage that is followed by all of so many groups.
    """
    taken: list[Match] = []
    followers: list[set[int]] = []
    is_full = False
    for match in matches:
        taken.append(match)
        followers.append(set())
        for earlier, groups_after in zip(
            reversed(taken), reversed(followers), strict=True
        ):
            if match.end > earlier.start + LENGTH - LEAD:
                break
            groups_after.add(match.group)
            is_full = is_full or len(groups_after) == groups
        if is_full:
            break
    best = max(followers, key=len, default=set())
    return taken, taken[followers.index(best)].start if best else 0


def _window(text: str, first: int) -> tuple[int, int]:
    """Return the start and the end of an extract around a place, between words if it can."""
    start = _start_of_word(text, max(0, min(first - LEAD, len(text) - LENGTH)))
    end = min(start + LENGTH, len(text))
    if end < len(text):
        space = text.rfind(" ", start + LENGTH // 2, end + 1)
        end = space if space > 0 else end
    return start, end


def _start_of_word(text: str, place: int) -> int:
    """Return where the word at a place starts; the place itself in a long run of letters."""
    before = max(place - LEAD, 0)
    space = text.rfind(" ", before, place)
    return space + 1 if space >= 0 or not before else place


def _in_one_line(text: str) -> str:
    """Return the paragraphs one after the other, parted by a dot where no mark ends one."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return _BETWEEN_PARAGRAPHS.sub(" · ", "\n".join(filter(None, lines))).replace(
        "\n", " "
    )


def _pieces(
    text: str, start: int, end: int, matches: Iterable[Match]
) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a passage of the text; of `matches` no more than it takes."""
    place = start
    for match in matches:
        if match.start >= end:
            break
        if match.start < start or match.end > end:
            continue
        if match.start > place:
            yield text[place : match.start], False
        yield text[match.start : match.end], True
        place = match.end
    if place < end:
        yield text[place:end], False
