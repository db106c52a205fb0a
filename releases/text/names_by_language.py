"""A name in several languages, as staff type it: a line for each, its language first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from releases.text.translatable import Message, gettext_noop

LINE = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(\S.*)")


def names_in(text: str) -> dict[str, str]:
    """Return the names by their languages, in small letters; what is none is left out."""
    names: dict[str, str] = {}
    for match in filter(None, map(LINE.fullmatch, _lines(text))):
        names.setdefault(match[1].lower(), match[2])
    return names


def unreadable_name(text: str) -> Message | None:
    """Return why a line would be left out, if one would be."""
    seen: set[str] = set()
    for line in _lines(text):
        match = LINE.fullmatch(line)
        if match is None:
            template = gettext_noop(
                "Write a language (BCP 47), a colon and the name, such as "
                "“de: Ergebnisse”, not “%(line)s”."
            )
            return Message(template, {"line": line})
        language = match[1].lower()
        if language in seen:
            template = gettext_noop(
                "There are two names for the language “%(language)s”."
            )
            return Message(template, {"language": language})
        seen.add(language)
    return None


def name_in(names: Mapping[str, str], language: str) -> str:
    """Return the name in a language, with its region or without; nothing for none."""
    whole = language.lower()
    return names.get(whole) or names.get(whole.partition("-")[0], "")


def _lines(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.splitlines()))
