"""The lines of a contact block that lost its line breaks.

The words between numbers and addresses are cut into firms, people, titles and labels:
every stretch of words gets points for what it could be, and the cut with most points is
chosen, in one pass over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.contact_labels import label_of
from releases.intake.parser.mentions import emails_in, phones_in
from releases.intake.parser.names import FORM, is_company, is_firm, is_person
from releases.intake.parser.weights import PIECES

_BAR = re.compile(r"\|(?:\s?\|)*")
_REACH = re.compile(r"(?:www\.|https?://)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"\S+")
_LABEL_OPENS = re.compile(r"[A-Z]|\d[A-Z]")
_LONGEST, _LONGEST_FIRM = 9, 4
_CORE = frozenset([*vocabulary.words("offices", "core"), "partner"])
_TITLE_WORDS = _CORE | frozenset(vocabulary.words("offices", "beside"))
_NEXT = re.compile(r"\s(?!x\d|[Ee]xt)(?:[A-Z]|\d[A-Z]|or\s)")
_FORM_FIRST = re.compile(rf"(?:{FORM})\b")
_INNER_COMMA = re.compile(rf",\s(?!(?:{FORM})\b)")
_INITIAL = re.compile(r"^(?:Dr|Mr|Ms|Mrs|Prof)\b|\s[A-Z]\.?\s")
_KINDS = {
    "titled_person": "person",
    "company": "org",
    "issuer": "org",
    "firm": "org",
    "domain": "org",
    "bare_label": "label",
}
_GOES_ON = re.compile(r"(?:[,/–—&-]|\b(?:and|or|of|at|Dr\.?|Mr\.?|Ms\.?|Mrs\.?))$")
_BEFORE_NUMBER = re.compile(
    rf"(?i)(?:{vocabulary.patterns('contacts', 'phone')})[.:]*(?:\s?\([a-z]+\))?:?"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of words with what it most likely is, and its points."""

    start: int
    stop: int
    kind: str
    points: float


def reach_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where a number or address ends and another line begins with a capital."""
    for _, end in _reach(text[start:stop]):
        if _NEXT.match(text[start:stop], end):
            yield start + end


def widened(text: str, begin: int) -> int:
    """Return where a label begins whose last words are at `begin`: “3M Investor Contact”."""
    words = list(_WORD.finditer(text, max(0, begin - 60), begin))
    ended = [i for i, word in enumerate(words) if word.group()[-1] in ".!?"]
    words = words[ended[-1] + 1 :] if ended else words
    after = _WORD.match(text, begin)
    for size in range(min(4, len(words)), 0, -1):
        start = words[-size].start()
        label = label_of(text[start : after.end() if after else begin])
        if label and not label[1] and _LABEL_OPENS.match(text, start):
            return start
    return begin


def _reach(region: str) -> list[tuple[int, int]]:
    """Return the spans of numbers and addresses, in order."""
    spans = [(phone.start, phone.end) for phone in phones_in(region)]
    spans += [match.span() for match in _REACH.finditer(region)]
    spans += [match.span() for match in _BAR.finditer(region)]
    return sorted(spans)


def contact_cuts(text: str, start: int, stop: int, issuer: str) -> set[int]:
    """Return where the lines of a contact block begin, inside `start` and `stop`."""
    region = text[start:stop]
    domains = [mail.partition("@")[2].lower() for mail in emails_in(region)]
    cuts = set(reach_ends(text, start, stop))
    at = 0
    for begin, end in [*_reach(region), (len(region), len(region))]:
        if begin > at:
            cuts |= {
                start + cut for cut in _gap_cuts(region, at, begin, domains, issuer)
            }
        at = max(at, end)
    return {cut for cut in cuts if start < cut < stop}


def _gap_cuts(
    region: str, at: int, end: int, domains: Sequence[str], issuer: str
) -> Iterator[int]:
    """Yield where lines begin among the words between two numbers or addresses."""
    words = [(m.group(), at + m.start()) for m in _WORD.finditer(region[at:end])]
    pieces = _best(words, domains, issuer)
    for before, piece in pairwise(pieces):
        last = words[before.stop - 1][0]
        labelled = "label" in {before.kind, piece.kind}
        apart = piece.kind in {"person", "org"} or (
            piece.kind == "title" and before.kind in {"person", "org"}
        )
        if labelled or (apart and not _GOES_ON.search(last)):
            yield words[piece.start][1]


def _best(
    words: Sequence[tuple[str, int]], domains: Sequence[str], issuer: str
) -> list[_Piece]:
    """Return the pieces that have most points together, in order."""
    best: list[tuple[float, list[_Piece]]] = [(0.0, [])]
    for stop in range(1, len(words) + 1):
        options = []
        for start in range(max(0, stop - _LONGEST), stop):
            text = " ".join(word for word, _ in words[start:stop])
            kind, points = _kind(text, stop - start, domains, issuer)
            if kind is not None:
                score, pieces = best[start]
                piece = _Piece(start, stop, kind, points)
                options.append((score + points, [*pieces, piece]))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1]


def _kind(
    text: str, size: int, domains: Sequence[str], issuer: str
) -> tuple[str | None, float]:
    """Return what a stretch of words most likely is, and its points; None if nothing."""
    forms = list(_forms(text, size, domains, issuer))
    points = [
        (_KINDS.get(form, form), PIECES[form][0] + PIECES[form][1] * size)
        for form in forms
    ]
    return max(points, key=lambda option: option[1], default=(None, 0.0))


def _forms(text: str, size: int, domains: Sequence[str], issuer: str) -> Iterator[str]:
    """Yield the names in `PIECES` of everything that a stretch of words looks like."""
    bare = text.strip(" ,;:/|")
    if size == 1:
        yield "reach" if _BEFORE_NUMBER.fullmatch(text) else "other"
    elif (
        not _has_title_word(bare)
        and _FORM_FIRST.match(bare) is None
        and is_person(bare)
    ):
        yield "titled_person" if _INITIAL.search(bare) else "person"
    if _is_title(bare):
        yield "title"
    if bare[:1].isupper() or bare[:1].isdigit():
        yield from _firms(bare, size, domains, issuer)
    if text.endswith((":", "s", "t")) and (label := label_of(text)) and not label[1]:
        yield "label" if text.endswith(":") else "bare_label"


def _firms(bare: str, size: int, domains: Sequence[str], issuer: str) -> Iterator[str]:
    """Yield how a stretch of words may name a firm."""
    if issuer and bare.casefold().startswith(issuer.casefold()):
        rest = bare[len(issuer) :].strip(" ,.")
        if not rest or is_company(f"X {rest}"):
            yield "issuer"
    opens = bare.split()
    titled = any(_is_title(" ".join(opens[:stop])) for stop in range(1, size))
    inner = _INNER_COMMA.search(bare)
    if size > 1 and not titled and inner is None and is_company(bare):
        yield "company"
    elif 1 < size <= _LONGEST_FIRM and not titled and _ends_as_firm(bare):
        yield "firm"
    if any(d.replace("-", "").startswith(_squashed(bare)) for d in domains):
        yield "domain"


def _squashed(words: str) -> str:
    """Return a name as an address would have it; what no address begins with if short."""
    name = "".join(char for char in words.lower() if char.isalnum())
    return name if len(name) > 4 and words[:1].isupper() else "\0"


def _ends_as_firm(words: str) -> bool:
    """Return whether the last word is a firm's: Communications, Partners, Network."""
    last = words.rpartition(" ")[2]
    return is_firm(last) and last.lower() not in _CORE and not _is_title(words)


def _has_title_word(words: str) -> bool:
    return any(word.strip(",.").lower() in _CORE for word in words.split())


def _is_title(words: str) -> bool:
    """Return whether all words are those of titles, and one makes a title alone."""
    parts = [word.strip(",.()").lower() for word in words.split()]
    known = all(part in _TITLE_WORDS for part in parts if part)
    ends = {"relations", "communications", "affairs"}
    core = any(part in _CORE for part in parts) or (
        len(parts) > 1 and parts[-1] in ends
    )
    return known and core and parts[0] not in {"and", "of", "for", "the", "&", "-"}
