"""Whether two lines of a title are one: by how the first ends and the second begins."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.names import is_company, is_known_title

VERB = re.compile(rf"(?i)\b(?:{vocabulary.alternatives('titles', 'verbs')})\b")
_OPENS_WITH_VERB = re.compile(
    rf"(?i)(?:{vocabulary.alternatives('titles', 'verbs')})\b"
)
_DANGLING = re.compile(
    rf"(?i)(?:[,–—&-]|§\s?\d+[a-z]?|\b(?:{vocabulary.alternatives('titles', 'dangling')}))$"
)
_JOINS = re.compile(rf"(?i)(?:{vocabulary.alternatives('titles', 'joining')})\s")
JOINTS = frozenset(vocabulary.words("titles", "joining"))
_NEEDS_ANOTHER = re.compile(
    rf"(?:,[”\"]?|\b(?:{vocabulary.alternatives('titles', 'dangling')}))$"
)
_ABBREVIATED = re.compile(r"\b(?:Mr|Dr|Ms|St|Nos?|vs|U\.S|per cent|approx)\.$")
_YEAR = re.compile(r"(?:19|20)\d\d\b(?!-\d|\.)")
DASHED = re.compile(r"[-–—]\s?\S.*\S\s?[-–—]")
_LONGEST_ALONE, _SHORTEST, _NAME = 40, 15, 3


def dangles(text: str) -> bool:
    """Return whether a line of running text ends with a word that needs another."""
    words = text.lower() if text.isupper() else text
    return _NEEDS_ANOTHER.search(words) is not None


def lacks_subject(text: str) -> bool:
    """Return whether a title begins with its verb: whose news it is stands above."""
    return _OPENS_WITH_VERB.match(text) is not None


def joins(text: str) -> bool:
    """Return whether a line begins with a word that joins it to the one above."""
    return _JOINS.match(text) is not None


def _go_on_in_capitals(first: str, second: str) -> bool:
    """Return whether a title in capitals goes on with a joining word, also below a gap."""
    capitals = first.isupper() and second.isupper()
    return capitals and len(first) > _SHORTEST and joins(second)


def goes_on(first: str, second: str, *, gap: bool) -> bool:
    """Return whether two lines of a title are one, by how they end and begin."""
    if not JOINTS.isdisjoint({first.lower(), second.lower()}):
        return True
    joined = _go_on_in_capitals(first, second)
    if first.endswith((".", ";", ":", "?", "!")):
        small = second[:1].islower() or lacks_subject(second) or joined
        formed = small and is_company(" ".join(first.split()[-_NAME:]))
        unfinished = first.endswith(";") and not gap
        return formed or unfinished or _ABBREVIATED.search(first) is not None
    if joined or (second[:1].islower() and (not first.isupper() or joins(second))):
        return True
    if _DANGLING.search(first) and not DASHED.fullmatch(second):
        return not (gap and first.endswith(("-", "–", "—")))
    has_verb = VERB.search(first) is not None
    if _OPENS_WITH_VERB.match(second) and not has_verb and len(first) > 8:
        return not second.isupper() or first.isupper()
    return not gap and (
        _is_broken(first, second, has_verb=has_verb) or _parts_title(first, second)
    )


def _parts_title(first: str, second: str) -> bool:
    """Return whether the break is inside a job title: Chief Scientific / Officer."""
    words, after = first.split(), second.split()[:1]
    if first.isupper() != second.isupper() or VERB.search(second):
        return False
    ends = [words[-size:] for size in (1, 2)]
    whole = any(is_known_title(" ".join(end)) for end in ends)
    return not whole and any(is_known_title(" ".join([*end, *after])) for end in ends)


def _is_broken(first: str, second: str, *, has_verb: bool) -> bool:
    """Return whether a title was broken in two lines, though the first could end there."""
    if len(first) > _LONGEST_ALONE and joins(second):
        return second.isupper() == first.isupper()
    if first.isupper() and second.isupper():
        return len(first) > _SHORTEST and not is_company(first)
    if _YEAR.match(second) and not _YEAR.match(first):
        return len(first) > _LONGEST_ALONE
    brand = second in first
    return len(second.split()) == 1 and not (second.isupper() or brand) and has_verb
