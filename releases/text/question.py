"""What a reader types into the search, as terms that every engine understands alike.

Words are joined by AND. `"a phrase"` is words in their order, `-word` is without it, and one
`prefix*` of three letters or more begins a word. Everything else is a word, so no text is an
error, and terms hold only letters, digits and `.`: nothing of it reaches an engine's grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

from releases.text.printed_numbers import Notation
from releases.text.words import (
    BREAK,
    FIGURE,
    STEMMED,
    WORD,
    bigrams,
    figure_readings,
    fold,
    is_cjk,
    stem,
    word_forms,
)

# As long as the page cache's longest value.
MAX_LENGTH = 200
MAX_GROUPS = 8
MIN_PREFIX = 3
_QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"')
)
_CHUNK = re.compile(r'-?"[^"]*"|\S+')
_LANGUAGES = ("", *STEMMED)
_NOTATIONS = {"de": Notation.COMMA, "fr": Notation.COMMA}
# The abbreviations of the trade and what they stand for: who asks for one finds both.
ABBREVIATIONS = {
    "eps": "earnings per share",
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "agm": "annual general meeting",
    "q1": "first quarter",
    "q2": "second quarter",
    "q3": "third quarter",
    "q4": "fourth quarter",
}
_LONG_FORMS = {tuple(words.split()): short for short, words in ABBREVIATIONS.items()}
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "was",
        "were",
        "will",
        "with",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "und",
        "oder",
        "im",
        "am",
        "zu",
        "zur",
        "von",
        "vom",
        "mit",
        "auf",
        "für",
        "fur",
        "ist",
        "bei",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "ou",
        "en",
        "au",
        "aux",
        "par",
        "pour",
        "sur",
        "est",
        "l",
        "d",
    ]
)


class Term(NamedTuple):
    """Tokens that stand side by side; of the last only the beginning if it `is_open`."""

    tokens: tuple[str, ...]
    is_open: bool = False

    def apart(self) -> tuple[Term, ...]:
        """Return each of its tokens as a term of its own."""
        *first, last = self.tokens
        return (*(Term((token,)) for token in first), Term((last,), self.is_open))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms of which one is enough; or, if it is `excluded`, of which none may be.

    `text` is what the reader typed, `is_word` whether that is one word without marks.
    """

    text: str
    terms: tuple[Term, ...]
    excluded: bool = False
    is_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The groups that a reader asks for, all of them; `is_cut` if there were more."""

    groups: tuple[Group, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return any(not group.excluded for group in self.groups)

    @property
    def wanted(self) -> tuple[Group, ...]:
        """The groups that are not excluded."""
        return tuple(group for group in self.groups if not group.excluded)

    @property
    def excluded(self) -> tuple[Group, ...]:
        """The groups of which nothing may stand in a text."""
        return tuple(group for group in self.groups if group.excluded)

    @property
    def has_phrase(self) -> bool:
        """Whether it depends on the order of words."""
        return any(
            len(term.tokens) > 1 for group in self.wanted for term in group.terms
        )

    @property
    def text(self) -> str:
        """The question as it can be asked again."""
        return " ".join(group.text for group in self.groups)

    def with_groups(self, number: int, *groups: Group) -> Question:
        """Return the question with other groups, or none, in the place of one."""
        kept = self.groups
        return replace(self, groups=(*kept[:number], *groups, *kept[number + 1 :]))


class SearchText(NamedTuple):
    """The tokens of a publication, joined by spaces: of its headline, and of its text."""

    headline: str
    text: str

    @property
    def whole(self) -> str:
        """All of its tokens; no phrase goes from the headline into the text."""
        return f"{self.headline} {BREAK} {self.text}"


class Finding(NamedTuple):
    """Whether a text holds a question, and whether its headline alone does."""

    in_text: bool
    in_headline: bool


def holds(question: Question, words: SearchText) -> Finding:
    """Return whether a publication answers the question, as the engines would."""
    whole = f" {words.whole} "
    if not question or any(_stands(group, whole) for group in question.excluded):
        return Finding(in_text=False, in_headline=False)
    headline = f" {words.headline} "
    return Finding(
        in_text=all(_stands(group, whole) for group in question.wanted),
        in_headline=all(_stands(group, headline) for group in question.wanted),
    )


def holds_words(question: Question, words: SearchText) -> bool:
    """Return whether a publication has the words of the question, in any order."""
    whole = f" {words.whole} "
    return all(
        any(all(_is_in(token, whole) for token in term.apart()) for term in group.terms)
        for group in question.wanted
    )


def _stands(group: Group, text: str) -> bool:
    return any(_is_in(term, text) for term in group.terms)


def _is_in(term: Term, text: str) -> bool:
    return f" {' '.join(term.tokens)}{'' if term.is_open else ' '}" in text


def parse_question(text: str) -> Question:
    """Return what a reader asks for; of a longer text its first MAX_LENGTH characters."""
    cut = text[:MAX_LENGTH].translate(_QUOTES)
    groups = list(_merged(_groups(cut)))
    if not any(not group.excluded for group in groups):
        # “-word” alone would ask for nearly everything.
        groups = list(_merged(_groups(cut.replace("-", " "))))
    telling = [group for group in groups if not _is_stop_word(group)]
    if any(not group.excluded for group in telling):
        groups = telling
    kept = _with_one_open_term(groups[:MAX_GROUPS])
    is_cut = len(text) >= MAX_LENGTH or len(groups) > MAX_GROUPS
    if kept and all(group.excluded for group in kept):
        kept = []
    return Question(groups=tuple(kept), is_cut=is_cut)


def _is_stop_word(group: Group) -> bool:
    return group.is_word and not group.excluded and fold(group.text) in STOP_WORDS


def _groups(text: str) -> Iterator[Group]:
    """Yield a group for each phrase and each word."""
    for chunk in _CHUNK.findall(text):
        excluded = len(chunk) > 1 and chunk[0] == "-"
        bare = chunk[1:] if excluded else chunk
        words = WORD.findall(fold(bare))
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            terms = tuple(dict.fromkeys(_phrase_terms(words)))
            if terms:
                typed = f'"{" ".join(words)}"'
                yield Group(
                    text=f"-{typed}" if excluded else typed,
                    terms=terms,
                    excluded=excluded,
                )
            continue
        is_prefix = bare.endswith("*") and len(words) == 1 and _may_open(words[0])
        for word in words:
            typed = f"{word}*" if is_prefix else word
            terms = (Term((word,), is_open=True),) if is_prefix else _word_terms(word)
            yield Group(
                text=f"-{typed}" if excluded else typed,
                terms=terms,
                excluded=excluded,
                is_word=not excluded and not is_prefix,
            )


def _may_open(word: str) -> bool:
    return len(word) >= MIN_PREFIX and word.isalnum() and not is_cjk(word)


def _with_one_open_term(groups: Iterable[Group]) -> list[Group]:
    """Return the groups with one open term: each further beginning is a word."""
    kept: list[Group] = []
    has_open = False
    for group in groups:
        is_open = any(term.is_open for term in group.terms)
        if is_open and has_open:
            closed = tuple(Term(term.tokens) for term in group.terms)
            kept.append(Group(text=group.text, terms=closed, excluded=group.excluded))
            continue
        has_open = has_open or is_open
        kept.append(group)
    return kept


def _merged(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield the groups, those of a long form as the one that its abbreviation is."""
    waiting = list(groups)
    while waiting:
        for words, short in _LONG_FORMS.items():
            first = waiting[: len(words)]
            if tuple(g.text if g.is_word else "" for g in first) == words:
                yield Group(text=" ".join(words), terms=_abbreviation_terms(short))
                del waiting[: len(words)]
                break
        else:
            yield waiting.pop(0)


def _abbreviation_terms(short: str) -> tuple[Term, ...]:
    long_forms = _phrase_terms(ABBREVIATIONS[short].split())
    return tuple(dict.fromkeys([*_form_terms(short), *long_forms]))


def _word_terms(word: str) -> tuple[Term, ...]:
    """Return the terms that a word may stand as, in each language."""
    if word in ABBREVIATIONS:
        return _abbreviation_terms(word)
    if is_cjk(word):
        return (Term(bigrams(word)) if len(word) > 1 else Term((word,), is_open=True),)
    if FIGURE.fullmatch(word):
        readings = figure_readings(word, Notation)
        if readings:
            return tuple(Term((reading,)) for reading in readings)
    return _form_terms(word)


def _form_terms(word: str) -> tuple[Term, ...]:
    """Return the forms of a word, or of a code, in a text of each language."""
    terms: dict[Term, None] = {}
    for language in _LANGUAGES:
        forms = word_forms(word, language)
        has_digits = any(character.isdigit() for character in word)
        terms[Term(forms.stream)] = None
        if not has_digits:
            terms |= {Term(other): None for other in forms.others}
    if word.isalpha():
        umlauts = re.sub("([aou])e", r"\1", word)
        terms[Term((stem(umlauts, "de"),))] = None
    return tuple(terms)


def _phrase_terms(words: list[str]) -> Iterator[Term]:
    """Yield the phrase as a text of each language has it."""
    for language, is_apart in product(_LANGUAGES, (False, True)):
        tokens: list[str] = []
        for number, word in enumerate(words, 1):
            is_last = number == len(words)
            tokens += _tokens_in_phrase(
                word, language, is_apart=is_apart, is_last=is_last
            )
        if tokens:
            yield Term(tuple(tokens))


def _tokens_in_phrase(
    word: str, language: str, *, is_apart: bool, is_last: bool
) -> tuple[str, ...]:
    """Return the tokens of a word in a phrase; of a code its parts if it `is_apart`."""
    if is_cjk(word):
        run = bigrams(word)
        return run if run and is_last else (*run, word[-1])
    if FIGURE.fullmatch(word):
        notation = _NOTATIONS.get(language, Notation.POINT)
        readings = figure_readings(word, [notation])
        if readings:
            return readings
    forms = word_forms(word, language)
    is_code = len(forms.stream) == 1 and forms.others
    return forms.others[0] if is_apart and is_code else forms.stream
