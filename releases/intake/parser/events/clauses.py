"""Sentences with several events, split into a clause for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from releases.intake.parser.dates.dating import first_time, without_dates
from releases.intake.parser.events.event_kinds import event_kind_in
from releases.intake.parser.mentions import dates_in

_JOINT = re.compile(
    r"(?:;\s(?:and\s)?|,?\s(?:and|followed by|as well as)\s)(?=(?:(?:then|also|subsequently)\s)?(?:"
    r"(?:will|to|plans to|intends to|is scheduled to)\s|(?:at|in|on|the|its|an?|for)\s|present(?:ing)?\b|participat|host|hold|the\b|[A-Z0-9]))"
)
_THEN = re.compile(
    r",?\s(?:which will be |to be |and will be )?followed (?:immediately )?by\s(?=an?\s|the\s|our\s|its\s)"
)
_AND_A = re.compile(
    r"(?:,|;)?\sand (?:a|another) (?=(?:\w+\s){0,4}(?:call|webcast|conference|meeting|briefing|reception|presentation)\b)|[,;]\s(?=a (?:\w+\s){0,3}(?:call|webcast|briefing)\s)"
)
# One call in two languages: “in German at 10:00 and in English at 14:00”.
_IN_ANOTHER = re.compile(
    r"(?:,|;)?\sand (?:(?:one|another) )?(?=in [A-Z][a-z]{3,11}\s(?:at|from|starting)\s)"
)
_IN = re.compile(r"\bin [A-Z][a-z]{3,11}\s(?:at|from|starting)\s")
_SUBJECT = re.compile(r"^.{0,300}?\b(?:will|to|is|are)\s(?:also\s)?")
_VERB = re.compile(
    r"(?:present(?:ing)?|participat(?:e|ing)|speak(?:ing)?|attend(?:ing)?|host(?:ing)?|hold(?:ing)?|webcast|conduct|publish|report|release)\b(?: (?:at|in))?\s?"
)
_SAYS = re.compile(r"(?i)\b(?:will|to be|is|are)\s")
# Where a sentence about a webcast goes on with its replay.
_AND_A_REPLAY = re.compile(
    r"(?i)(?:,|;)?\s(?:and|while|with)\s(?=(?:an?|the|its|any)\s(?:\w+[\s-]){0,3}?(?:re-?play|recording|archived?|rebroadcast)\b)"
)
_WEBCAST_AT = re.compile(
    r"(?i)\b(?:web-?cast|live|call)\b.*(?:https?://|www\.|\d{3}[ .-]\d{3,4})"
)


def event_clauses(sentence: str) -> Iterator[str]:
    """Yield each clause with a day of its own, completed from the first clause.

    What a sentence says of a replay is a clause too, apart from the webcast's address.
    """
    for part in split_replay(sentence):
        yield from _completed(part)


def _completed(sentence: str) -> Iterator[str]:
    first, *others = split_clauses(sentence)
    yield first
    subject = _SUBJECT.match(first) if others else None
    verb = _VERB.search(first, subject.end()) if subject else None
    for part in others:
        lacks = ""
        if subject and not _SAYS.search(part):
            own = _VERB.match(part)
            lacks = subject.group() + (verb.group() if verb and not own else "")
        spoken = _IN.search(first) if _IN.match(part) else None
        if spoken:
            lacks = first[: spoken.start()]
        yield without_dates(lacks).replace("¦", "") + part


def split_replay(sentence: str) -> list[str]:
    """Return a sentence, what it says of a replay apart from the webcast's own address."""
    match = _AND_A_REPLAY.search(sentence)
    if match is None or not _WEBCAST_AT.search(sentence[: match.start()]):
        return [sentence]
    return [sentence[: match.start()], sentence[match.end() :]]


def split_clauses(sentence: str) -> list[str]:
    """Return the clauses as printed."""
    parts, last = [], 0
    for start, stop in _cuts(sentence):
        parts.append(sentence[last:start])
        last = stop
    return [*parts, sentence[last:]]


def _is_another(sentence: str, joint: re.Match[str]) -> bool:
    """Return whether an event with an hour follows another with its own."""
    after = sentence[joint.end() :]
    time = first_time(after)
    named = event_kind_in(after[: time.start]) if time else None
    return named is not None and first_time(sentence[: joint.start()]) is not None


def _cuts(sentence: str) -> list[tuple[int, int]]:
    """Return where to split: at the last conjunction between one day and the next.

    What follows one thing by the clock is another: “at 7 a.m., followed by a call at 8”.
    """
    days = list(dates_in(sentence))
    cuts = [
        m.span() for m in _THEN.finditer(sentence) if first_time(sentence[m.end() :])
    ]
    cuts += [m.span() for m in _AND_A.finditer(sentence) if _is_another(sentence, m)]
    cuts += [
        m.span()
        for m in _IN_ANOTHER.finditer(sentence)
        if first_time(sentence[: m.start()]) and first_time(sentence[m.end() :])
    ]
    for day, following in pairwise(days):
        joints = _JOINT.finditer(sentence, day.end, following.start + 1)
        spans = [m.span() for m in joints if m.end() <= following.start]
        cuts += spans[-1:]
    return sorted(set(cuts))
