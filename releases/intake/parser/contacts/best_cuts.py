"""The cut of words without separators into people, titles and firms that has most points.

Every stretch of words gets points for what it could be (`weights.PIECES`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser import vocabulary
from releases.intake.parser.contacts.contact_labels import label_of
from releases.intake.parser.names import (
    FORM,
    TITLE_ENDS,
    is_company,
    is_firm,
    is_known_title,
    is_office_word,
    is_person,
    is_title,
)
from releases.intake.parser.weights import PIECES

_DEGREE = vocabulary.patterns("names", "degrees")
_INSIDE_FIRM = re.compile(r"\s(?:of|at|for|with|from)\s")
_INITIAL = re.compile(
    rf"^(?:{vocabulary.patterns('names', 'honorifics')})\b(?:\.|\s[A-Z])|\s[A-Z]\.?\s"
)
_FORM_FIRST = re.compile(rf"(?:{FORM}|{_DEGREE})\b")
_INNER_COMMA = re.compile(rf",\s(?!(?:{FORM})\b)")
_BEFORE_NUMBER = re.compile(
    rf"(?i)(?:{vocabulary.patterns('contacts', 'phone')})[.:]*(?:\s?\([a-z]+\))?:?"
)
_LONGEST, _LONGEST_FIRM, _LONGEST_NAME = 9, 4, 5


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A stretch of words with what it most likely is."""

    start: int
    stop: int
    kind: str


def is_boutique(words: str) -> bool:
    """Return whether words name a firm or a desk for relations: “Hart Public Relations”."""
    parts = words.rstrip(":").split()
    if len(parts) < 2 or not is_office_word(parts[-1]) or _INITIAL.search(words):
        return False
    own = parts[:-1]
    while len(own) > 1 and is_known_title(" ".join(parts[len(own) - 1 :])):
        own.pop()
    capital = all(word[:1].isupper() or word == "&" for word in parts)
    return (
        capital
        and len(own) < _LONGEST_NAME
        and not is_title(own[0])
        and not is_known_title(f"{own[0]} manager")
    )


def best_cut(
    words: Sequence[str], domains: Sequence[str], issuer: str
) -> list[LinePiece]:
    """Return the pieces that have most points together, in order."""
    best: list[tuple[float, tuple[LinePiece, ...]]] = [(0.0, ())]
    for stop in range(1, len(words) + 1):
        options = []
        for start in range(max(0, stop - _LONGEST), stop):
            text = " ".join(words[start:stop])
            kind, points = _likeliest(text, stop - start, domains, issuer)
            if kind:
                score, pieces = best[start]
                options.append(
                    (score + points, (*pieces, LinePiece(start, stop, kind)))
                )
        best.append(max(options, key=lambda option: option[0]))
    return list(best[-1][1])


_KINDS = {
    "titled_person": "person", "company": "org", "issuer": "org", "firm": "org",
    "domain": "org", "boutique": "org", "bare_label": "label",
}  # fmt: skip


# A firm's name has few words: more of them speak no more for it.
_COUNTED = {"company": 4, "firm": 4, "boutique": 4}


def _likeliest(
    text: str, size: int, domains: Sequence[str], issuer: str
) -> tuple[str, float]:
    """Return what a stretch of words most likely is, and its points; "" if nothing."""
    points = [
        (
            _KINDS.get(form, form),
            PIECES[form][0] + PIECES[form][1] * min(size, _COUNTED.get(form, size)),
        )
        for form in _forms(text, size, domains, issuer)
    ]
    return max(points, key=lambda option: option[1], default=("", 0.0))


def _forms(text: str, size: int, domains: Sequence[str], issuer: str) -> Iterator[str]:
    """Yield the names in `PIECES` of everything that a stretch of words looks like."""
    bare = text.strip(" ,;:/|")
    if size == 1:
        yield "reach" if _BEFORE_NUMBER.fullmatch(text) else "other"
    elif _FORM_FIRST.match(bare) is None and is_person(bare):
        yield "titled_person" if _INITIAL.search(bare) else "person"
    if is_known_title(bare):
        yield "title"
    if bare[:1].isupper() or bare[:1].isdigit():
        yield from _firms(bare, size, domains, issuer)
    if (
        text.endswith((":", "s", "t"))
        and (label := label_of(text))
        and not any(label[1:])
    ):
        yield "label" if text.endswith(":") else "bare_label"


def _firms(bare: str, size: int, domains: Sequence[str], issuer: str) -> Iterator[str]:
    """Yield how a stretch of words may name a firm."""
    if issuer and bare.casefold().startswith(issuer.casefold()):
        rest = bare[len(issuer) :].strip(" ,.")
        if not rest or is_company(f"X {rest}") or is_known_title(rest):
            yield "issuer"
    opens = bare.split()
    titled = opens[0].lower() in TITLE_ENDS or any(
        is_known_title(" ".join(opens[:stop])) for stop in range(1, size)
    )
    if size > 1 and not titled and not _INNER_COMMA.search(bare) and is_company(bare):
        yield "company" if _FORM_FIRST.match(bare) is None else "other"
    elif 1 < size <= _LONGEST_FIRM and not titled and _ends_as_firm(bare):
        yield "firm"
    boutique = is_boutique(bare)
    if boutique:
        yield "boutique"
    known = bare.partition(" ")[0] if boutique else bare
    if any(d.replace("-", "").startswith(squashed(known)) for d in domains):
        yield "domain"


def squashed(words: str) -> str:
    """Return a name as an address would have it; what no address begins with if short."""
    name = "".join(char for char in words.lower() if char.isalnum())
    return name if len(name) > 4 and words[:1].isupper() else "\0"


def _ends_as_firm(words: str) -> bool:
    """Return whether the last word is a firm's: Communications, Partners, Network."""
    first, last = words.partition(" ")[0], words.rpartition(" ")[2]
    if _INSIDE_FIRM.search(words) and not is_firm(first):
        return False
    return is_firm(last) and not (is_known_title(last) or is_known_title(words))
