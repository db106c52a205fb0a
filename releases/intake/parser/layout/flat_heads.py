"""Where the lines above the first sentence begin in a text that lost its line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts.flat_contacts import reach_ends
from releases.intake.parser.front.dateline import (
    dateline_opening,
    dateline_within,
    is_known_place,
    town_start,
)
from releases.intake.parser.issuers.company_names import name_before
from releases.intake.parser.issuers.listings import listings_in_bracket
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.names import FORM, is_company
from releases.intake.parser.weights import DATELINE

_MASTHEAD = re.compile(
    r"(?<!THIS )(?<!this )(?<!This )\b(?:EX-99[.\d]*(?: \d+ \S+\.(?:htm|txt))?|(?:EXHIBIT|Exhibit) 99[.\d]*|(?:[A-Z] ){5,}[A-Z](?= [A-Z][a-z])|PRESS RELEASE ANNOUNCING [A-Z ]{3,40}\.|FOR IMMEDIATE RELEASE|For Immediate Release|NEWS RELEASE|News Release|PRESS RELEASE|Press Release|Press release|Press information|Media Release|MEDIA RELEASE|Company announcement|Business Editors(?:/[\w ]+){0,3}|RNS Number : \w{4,6})(?=\s|:|$)"
)
_DASH = re.compile(r"(?:^|(?<=\s))[–—-](?=\s[A-Z])|(?<=\w\s)[–—-](?=\s[–—-])")
_RESTRICTED = re.compile(r"\s(?=/(?:THIS|NOT|This|Not)\b)")
_UNDER = re.compile(r"(?i)\b(?:ended|ending|on|of|to|for|until|from|and)\s?(?:the)?$")
_WIRES = re.compile(
    rf"(?<=\w\s)(?:{vocabulary.alternatives('wires')}),?\s(?!(?:{FORM})\b)(?=[A-Z])"
)
_FOLLOWS = re.compile(r"(?i)\b(?:release|version|announcement) follows\s?[:.]\s")
_PLACE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][\w.’'/-]+(?:(?:,? |, the | - )[A-ZÀ-Þ][\w.’'-]+){0,4})[ ,]*$"
)
_BEFORE_DASH = re.compile(r"\s*[-–—]{1,2}\s*$")
_DEFINED = re.compile(r"\((?:the )?[“\"][^()“”\"]{2,40}[”\"][^()]{0,30}\)\s(?=[A-Z])")
_CAPITALS = re.compile(
    r"(?:(?<![\w’'&.-])[A-Z0-9][A-Z0-9&.,’'/-]*\s){5,}(?=[A-Z][a-z]+\s[A-Z][a-z]|[A-Z][a-z]+,)"
)
_VERB = re.compile(rf"(?i)\b(?:{vocabulary.alternatives('titles', 'verbs')})\b")
_SHORT, _FEWEST = 12, 3
_LEAD = 1500
_HEAD = 700
_RUN, _WORDS = 6, 220
_SMALL = frozenset(vocabulary.words("titles", "dangling", "en"))


def first_sentence(text: str) -> int:
    """Return where the dateline or the first sentence begins; 0 if nothing tells."""
    opening = dateline_within(text, DATELINE["enough_flat"])
    return opening.starts if opening else _by_issuer(text)


def _by_issuer(text: str) -> int:
    """Return where a place and a dash stand before the company with its listing."""
    for match in re.finditer(r"\(([^()]{3,80})\)", text[:_LEAD]):
        if not listings_in_bracket(match[1]):
            continue
        name = name_before(text[: match.start()])
        begin = text.rfind(name, 0, match.start()) if name else -1
        dash = _BEFORE_DASH.search(text[:begin]) if begin > 0 else None
        place = _PLACE.search(text[: dash.start()]) if dash else None
        if place and is_known_place(place["place"]):
            run_on = " - " not in place["place"]  # a headline in capitals ends here
            return (run_on and town_start(text[:begin])) or place.start()
        return 0
    return 0


def head_cuts(text: str, start: int) -> set[int]:
    """Return where lines of the masthead, the headline and the deck begin.

    There are none if the text begins at its dateline.
    """
    head = text[: start or _HEAD]
    if not start and dateline_opening(0, _block(head)):
        return set()
    cuts = {at for match in _MASTHEAD.finditer(head) for at in match.span()}
    cuts |= {at for match in _WIRES.finditer(head[:300]) for at in match.span()}
    dashes = [match for match in _DASH.finditer(head) if match.start() > _SHORT]
    if len(dashes) > 1:
        cuts |= {at for match in dashes for at in match.span()}
    for pattern in (_RESTRICTED, _FOLLOWS, _DEFINED):
        cuts |= {match.end() for match in pattern.finditer(head)}
    cuts |= {match.end() for match in _CAPITALS.finditer(head)}
    cuts |= set(_stamps(head)) | (set() if start else set(_repeated(head)))
    cuts |= set(reach_ends(head, 0, start))
    cuts |= {cut for at in {0, *cuts} if (cut := _deck_start(head, at, cuts))}
    return cuts


def _block(text: str) -> Block:
    return Block(kind="text", text=text, first=1, last=1, gap=True)


def _stamps(head: str) -> Iterator[int]:
    """Yield where days begin and end, with the place before and the hour after."""
    for date in dates_in(head):
        before = head[max(0, date.start - 20) : date.start].rstrip()
        inside = before[-1:].islower() and head[date.end :].lstrip(" ,")[:1].islower()
        if date.year is None or inside or _UNDER.search(before):
            continue
        place = _PLACE.search(head[: date.start])
        placed = place and "," in place["place"] and is_known_place(place["place"])
        town = town_start(head[: date.start]) or (place.start() if place else 0)
        yield town if placed else date.start
        clock = next((t for t in times_in(head[date.end : date.end + 24])), None)
        yield date.end + (clock.end if clock and clock.start < 5 else 0)


def _repeated(head: str) -> Iterator[int]:
    """Yield where words begin and end that a service or a portal printed twice."""
    words = list(re.finditer(r"\S+", head))[:_WORDS]
    printed = [word.group() for word in words]
    seen: dict[tuple[str, ...], list[int]] = {}
    at = 0
    while at + _RUN <= len(words):
        earlier = seen.setdefault(tuple(printed[at : at + _RUN]), [])
        first, size = max(
            ((i, _alike(printed, i, at)) for i in earlier),
            key=lambda pair: pair[1],
            default=(at, 0),
        )
        earlier.append(at)
        if size >= _RUN and not is_company(" ".join(printed[at : at + size])):
            yield from (words[i].start() for i in (first, at))
            yield from (words[i + size - 1].end() for i in (first, at))
            at += size
        else:
            at += 1


def _alike(printed: Sequence[str], first: int, second: int) -> int:
    """Return how many words from one place on are those from another on."""
    size = 0
    while (
        second + size < len(printed)
        and first + size < second
        and printed[first + size] == printed[second + size]
    ):
        size += 1
    return size


def _deck_start(head: str, at: int, cuts: set[int]) -> int:
    """Return where a line in sentence case goes on after a title in title case; else 0."""
    end = min((cut for cut in cuts if cut > at), default=len(head))
    words = list(re.finditer(r"[^\W\d_][\w’'-]*", head[at:end]))
    small = [word.group()[0].islower() for word in words]
    first = next(
        (i for i, w in enumerate(words) if small[i] and w.group() not in _SMALL), 0
    )
    opens = first - 1
    if opens < _RUN - 1 or small[opens]:
        return 0
    begin = at + words[opens].start()
    rest = small[opens + 1 :]
    is_deck = sum(rest) * 2 >= len(rest) > _FEWEST and _VERB.search(head[at:begin])
    return begin if is_deck else 0
