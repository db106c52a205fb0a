"""The words of texts as the search keeps them: one list of tokens for every engine.

A token is a stem, a code, a figure or two CJK characters, of letters, digits and `.` alone.
Tokens of a text are joined by spaces; `_` stands where no phrase goes on. After the text come
the other forms of its compounds: `LKM-204` is `lkm204`, and `lkm 204` at the end.
"""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer  # type: ignore[import-not-found]  # PyStemmer has no types

from releases.text.printed_numbers import Notation, notation_of

# Of all that decides on tokens, whose and how they are kept: an index of another number is to be made anew.
WORDS_VERSION = 3
# The languages whose words are stemmed, by their primary subtag (BCP 47).
STEMMED = {"en": "english", "de": "german", "fr": "french"}
BREAK = "_"
MAX_TOKEN_LENGTH = 64

CJK = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
JOINERS = "-\u2010\u2011'\u2019.,/&"
WORD = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[{JOINERS}][^\W_{CJK}]+)*")
_IS_CJK = re.compile(rf"[{CJK}]")
_PART = re.compile(r"[^\W\d_]+|\d+")
FIGURE = re.compile(r"\d+(?:[.,'\u2019]\d+)+")
_WITH_POINT = re.compile(r"(\d{1,3}(?:[,']\d{3})+|\d+)(?:\.(\d+))?")
_WITH_COMMA = re.compile(r"(\d{1,3}(?:[.']\d{3})+|\d+)(?:,(\d+))?")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Trade marks, which NFKC would make letters of the word; and what nobody sees.
_UNWRITTEN = re.compile(
    "[\u2122\u2120\u00ae\u00a9\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# A code whose parts a space divides, and thousands that a space divides.
_CODE_IN_TWO = re.compile(r"\b([A-Z]{2,6})[ \u00a0](\d{1,5})\b")
_SPACED_FIGURE = re.compile(r"\b\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+\b")

# Snowball's own in C, without their cache: `stem` has one.
_stemmers = {code: Stemmer.Stemmer(name, 0) for code, name in STEMMED.items()}
# A stemmer holds the word that it works on.
_stemming = threading.Lock()


class Forms(NamedTuple):
    """The tokens of a word: those in the text, and other forms of it, each a phrase."""

    stream: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()


def fold(text: str) -> str:
    """Return the text without the differences of case, accents and width (NFKC)."""
    plain = unicodedata.normalize("NFKC", _UNWRITTEN.sub("", text)).casefold()
    if plain.isascii():
        return plain
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", bare)


def language_code(language: str) -> str:
    """Return the primary subtag of a language (BCP 47) if its words are stemmed, or ""."""
    primary = language.partition("-")[0].lower()
    return primary if primary in STEMMED else ""


@lru_cache(maxsize=30_000)
def stem(word: str, code: str) -> str:
    """Return the stem of a folded word in one of the stemmed languages; itself in others."""
    word = word[:MAX_TOKEN_LENGTH]
    if not code:
        return word
    with _stemming:
        return str(_stemmers[code].stemWord(word))


def is_cjk(word: str) -> bool:
    """Return whether the word is of characters that are indexed by twos."""
    return bool(_IS_CJK.match(word))


def bigrams(run: str) -> tuple[str, ...]:
    """Return each two characters of a run that stand together."""
    return tuple(run[place : place + 2] for place in range(len(run) - 1))


@lru_cache(maxsize=60_000)
def word_forms(word: str, language: str) -> Forms:
    """Return the tokens of one folded word of WORD in a text of this language (BCP 47)."""
    if is_cjk(word):
        return Forms((*bigrams(word), word[-1]))
    word = _POSSESSIVE.sub("", word)
    if FIGURE.fullmatch(word):
        return _figure_forms(word, language)
    parts = [part[:MAX_TOKEN_LENGTH] for part in _PART.findall(word)]
    code = language_code(language)
    if len(parts) < 2:
        return Forms(tuple(stem(part, code) for part in parts))
    joined = "".join(parts)[:MAX_TOKEN_LENGTH]
    apart = tuple(stem(part, code) for part in parts)
    has_digits = [part[0].isdigit() for part in parts]
    if all(has_digits):
        return Forms(apart)
    if not any(has_digits):
        return Forms(apart, ((stem(joined, code),),))
    pairs = [
        (first + second,)
        for first, second, mixed in zip(
            parts, parts[1:], _alternations(has_digits), strict=False
        )
        if mixed and len(parts) > 2
    ]
    return Forms((joined,), (apart, *pairs))


def _alternations(flags: list[bool]) -> Iterator[bool]:
    return (one != other for one, other in itertools.pairwise(flags))


def _figure_forms(word: str, language: str) -> Forms:
    """Return a figure as its language writes it; in each way where that is not known."""
    notation = notation_of(language)
    exact = figure_readings(word, [notation] if notation else list(Notation))
    if not exact:
        return Forms(tuple(_PART.findall(word)))
    shorter = (_without_zeros(reading) for reading in exact)
    others = dict.fromkeys(reading for reading in (*exact, *shorter))
    del others[exact[0]]
    return Forms(exact[:1], tuple((other,) for other in others))


def _without_zeros(figure: str) -> str:
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def figure_readings(word: str, notations: Iterable[Notation]) -> tuple[str, ...]:
    """Return the figures that a word may be, with as many decimals as it has."""
    readings: dict[str, None] = {}
    for notation in notations:
        pattern = _WITH_POINT if notation is Notation.POINT else _WITH_COMMA
        match = pattern.fullmatch(word.replace("\u2019", "'"))
        if match is not None:
            whole = re.sub(r"\D", "", match[1])
            figure = f"{whole}.{match[2]}" if match[2] else whole
            readings[figure[:MAX_TOKEN_LENGTH]] = None
    return tuple(readings)


def words_in(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(text))


def tokens_of(text: str, language: str) -> str:
    """Return the tokens of a text in this language (BCP 47), joined by spaces."""
    stream: list[str] = []
    others: dict[tuple[str, ...], None] = {}
    for word in words_in(text):
        forms = word_forms(word, language)
        stream += forms.stream
        others |= dict.fromkeys(forms.others)
    for letters, digits in _CODE_IN_TWO.findall(text):
        others[(letters.lower() + digits,)] = None
    for figure in _SPACED_FIGURE.findall(text):
        others[(re.sub(r"\D", "", figure),)] = None
    for form in others:
        stream += (BREAK, *form)
    return " ".join(stream)


class Limits(NamedTuple):
    """How many places of a text a phrase may name, and how many of one word."""

    places: int
    repeats: int


# Together less than what PostgreSQL keeps: 16,383 places, and 255 of one word.
HEADLINE_LIMITS = Limits(places=300, repeats=50)
TEXT_LIMITS = Limits(places=15_000, repeats=200)


def within_limits(tokens: str, limits: Limits) -> str:
    """Return tokens with as many places as every engine keeps.

    After the last place each further word stands alone, once; a repetition too many leaves
    its place empty.
    """
    stream = tokens.split()
    counts: Counter[str] = Counter()
    kept = []
    for token in stream[: limits.places]:
        counts[token] += 1
        kept.append(token if counts[token] <= limits.repeats else BREAK)
    for token in dict.fromkeys(stream[limits.places :]):
        if token not in counts and token != BREAK:
            kept += (BREAK, token)
    return " ".join(kept)
