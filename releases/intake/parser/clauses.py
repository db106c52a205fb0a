"""Sentences with several events, split into a clause for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from releases.intake.parser.dating import without_dates
from releases.text.dates import dates_in

_JOINT = re.compile(
    r"(?:;\s(?:and\s)?|,?\s(?:and|followed by|as well as)\s)(?=(?:(?:then|also|subsequently)\s)?(?:"
    r"(?:will|to|plans to|intends to|is scheduled to)\s|(?:at|in|on|the|its|an?|for)\s|present(?:ing)?\b|participat|host|hold|the\b|[A-Z0-9]))"
)
_SUBJECT = re.compile(r"^.{0,300}?\b(?:will|to|is|are)\s(?:also\s)?")
_VERB = re.compile(
    r"(?:present(?:ing)?|participat(?:e|ing)|speak(?:ing)?|attend(?:ing)?|host(?:ing)?|hold(?:ing)?|webcast|conduct|publish|report|release)\b(?: (?:at|in))?\s?"
)
_SAYS = re.compile(r"(?i)\b(?:will|to be|is|are)\s")


def event_clauses(sentence: str) -> Iterator[str]:
    """Yield each clause with a day of its own, completed from the first clause."""
    first, *others = split_clauses(sentence)
    yield first
    subject = _SUBJECT.match(first) if others else None
    verb = _VERB.search(first, subject.end()) if subject else None
    for part in others:
        lacks = ""
        if subject and not _SAYS.search(part):
            own = _VERB.match(part)
            lacks = subject.group() + (verb.group() if verb and not own else "")
        yield without_dates(lacks).replace("¦", "") + part


def split_clauses(sentence: str) -> list[str]:
    """Return the clauses as printed."""
    parts, last = [], 0
    for start, stop in _cuts(sentence):
        parts.append(sentence[last:start])
        last = stop
    return [*parts, sentence[last:]]


def _cuts(sentence: str) -> list[tuple[int, int]]:
    """Return where to split: at the last conjunction between one day and the next."""
    days = list(dates_in(sentence))
    cuts: list[tuple[int, int]] = []
    for day, following in pairwise(days):
        joints = _JOINT.finditer(sentence, day.end, following.start + 1)
        spans = [m.span() for m in joints if m.end() <= following.start]
        cuts += spans[-1:]
    return cuts
