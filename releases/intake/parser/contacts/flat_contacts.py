"""The lines of a contact block that lost its line breaks.

The words between numbers and addresses are cut into firms, people, titles and labels:
every stretch of words gets points for what it could be, and the cut with most points is
chosen, in one pass over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from releases.intake.parser.contacts.best_cuts import best_cut
from releases.intake.parser.contacts.contact_labels import label_of
from releases.intake.parser.mentions import emails_in, phones_in

_BAR = re.compile(r"\|(?:\s?\|)*")
_REACH = re.compile(r"(?:www\.|https?://)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"\S+")
_LABEL_OPENS = re.compile(r"[A-Z]|\d[A-Z]")
_NEXT = re.compile(r"\s(?!x\d|[Ee]xt)(?:[A-Z]|\d[A-Z]|or\s)")
_GOES_ON = re.compile(r"(?:[,/–—&-]|\b(?:and|or|of|at|Dr\.?|Mr\.?|Ms\.?|Mrs\.?))$")


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
    pieces = best_cut([word for word, _ in words], domains, issuer)
    for before, piece in pairwise(pieces):
        last = words[before.stop - 1][0]
        labelled = "label" in {before.kind, piece.kind}
        apart = piece.kind in {"person", "org"} or (
            piece.kind == "title" and before.kind in {"person", "org"}
        )
        if labelled or (apart and not _GOES_ON.search(last)):
            yield words[piece.start][1]
