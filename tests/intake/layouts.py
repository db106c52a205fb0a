"""The same release in another layout: as mail clients, filings and copies leave it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

_LONG = 90


def wrapped_at_72(text: str) -> str:
    """Return the text hard-wrapped, as by a mail client."""
    return "\n".join(
        part for line in text.split("\n") for part in _wrapped(line, width=72)
    )


def first_words_alone(text: str) -> str:
    """Return the text as old filings have it: a paragraph's first word on a line."""
    lines: list[str] = []
    for line in text.split("\n"):
        first, _, rest = line.partition(" ")
        is_long = len(line) > _LONG and rest
        lines += [first, *_wrapped(rest, width=80)] if is_long else [line]
    return "\n".join(lines)


def without_blank_lines(text: str) -> str:
    """Return the text without blank lines."""
    return re.sub(r"\n\s*\n+", "\n", text)


def double_spaced(text: str) -> str:
    """Return the text with a blank line after every line."""
    return re.sub(r"\n+", "\n\n", text)


def on_one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())


def quoted(text: str) -> str:
    """Return the text as an answer to a mail quotes it."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def among_links(text: str) -> str:
    """Return the text between the links and the small print of a portal's page."""
    above = ("Press Releases", "Back to all news", "SHARE THIS", "Print", "LinkedIn")
    below = (
        *("Related links", "https://www.example.com/news", "Privacy policy"),
        "© 2026 Example Portal. All rights reserved.",
    )
    return "\n\n".join([*above, text, *below])


LAYOUTS: dict[str, Callable[[str], str]] = {
    "wrapped at 72": wrapped_at_72,
    "first words alone": first_words_alone,
    "without blank lines": without_blank_lines,
    "double-spaced": double_spaced,
    "on one line": on_one_line,
    "quoted": quoted,
    "among links": among_links,
}


def _wrapped(line: str, *, width: int) -> list[str]:
    if len(line) <= _LONG:
        return [line]
    return textwrap.wrap(
        line, width, break_long_words=False, break_on_hyphens=False
    ) or [line]
