"""Word lists that intake reads by: one subject a file, each word under its language.

A file has a table for each language (BCP 47; `any` for words that are names
everywhere). To teach intake a word, add it under its language.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_GAPS = re.compile(r"\\? ")


@cache
def subject(name: str) -> dict[str, dict[str, list[str]]]:
    """Return a subject's lists by language and name of the list."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words(name: str, part: str = "names", language: str | None = None) -> list[str]:
    """Return the words of a list, the longest first: of one language or of all."""
    lists = subject(name)
    chosen = [language] if language else list(lists)
    every = {word for key in chosen for word in lists.get(key, {}).get(part, [])}
    return sorted(every, key=lambda word: (-len(word), word))


@cache
def alternatives(name: str, part: str = "names", language: str | None = None) -> str:
    """Return a regular expression for any word of a list; a space may be any width."""
    every = (re.escape(word) for word in words(name, part, language))
    return "|".join(_GAPS.sub(lambda _: r"\s{1,3}", word) for word in every)


@cache
def patterns(name: str, part: str = "patterns") -> str:
    """Return a regular expression for any expression of a list, in its order."""
    lists = subject(name)
    return "|".join(word for key in lists for word in lists[key].get(part, []))
