"""A sentence that tells of several events, cut where it goes on to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from releases.intake.parser.dating import without
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


def clauses(sentence: str) -> Iterator[str]:
    """Each clause that has a day of its own; what it leaves out is as in the first."""
    first, *others = parts_of(sentence)
    yield first
    subject = _SUBJECT.match(first) if others else None
    verb = _VERB.search(first, subject.end()) if subject else None
    for part in others:
        lacks = ""
        if subject and not _SAYS.search(part):
            own = _VERB.match(part)
            lacks = subject.group() + (verb.group() if verb and not own else "")
        yield without(lacks).replace("¦", "") + part


def parts_of(sentence: str) -> list[str]:
    """The clauses as they stand."""
    parts, last = [], 0
    for start, stop in _cuts(sentence):
        parts.append(sentence[last:start])
        last = stop
    return [*parts, sentence[last:]]


def _cuts(sentence: str) -> list[tuple[int, int]]:
    """The last joint between a day and the day after it."""
    days = list(dates_in(sentence))
    cuts: list[tuple[int, int]] = []
    for day, following in pairwise(days):
        joints = _JOINT.finditer(sentence, day.end, following.start + 1)
        spans = [m.span() for m in joints if m.end() <= following.start]
        cuts += spans[-1:]
    return cuts
