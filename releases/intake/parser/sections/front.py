"""The parts above the first paragraph: masthead, headline, deck, contacts, dateline, body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.front.banners import banner_date
from releases.intake.parser.front.dateline import DatelineOpening
from releases.intake.parser.sections.front_lines import is_prose
from releases.intake.parser.sections.front_matter import FrontMatter
from releases.intake.parser.sections.front_reader import FrontReader

_POINTS = 12
_DATED = frozenset(["mast", "contact", "dateline"])


def read_front(blocks: Sequence[Block]) -> FrontMatter:
    """Read the roles of the blocks above the body, and where the body begins."""
    reader = FrontReader(blocks)
    score, roles = reader.best()
    if "title" not in roles and (title := reader.title_of_service()) is not None:
        roles = (*roles[:title], "title", *roles[title + 1 :])
    stop = next((i for i, role in enumerate(roles) if role == "body"), len(roles))
    front = _matter(reader, roles[:stop], stop)
    front.opening = _dateline_of(reader, roles[:stop], stop)
    apart = {front.opening.index} if front.opening else set()
    front.date = banner_date(
        [
            b
            for i, b in enumerate(reader.blocks[:stop])
            if i >= reader.number and i not in apart and roles[i] in _DATED
        ]
    )
    other, second = reader.best(frozenset(front.headline))
    titles = [i for i, role in enumerate(second) if role == "title"]
    if front.headline and titles:
        front.second, front.margin = titles, score - other
    return front


def _dateline_of(
    reader: FrontReader, roles: Sequence[str], stop: int
) -> DatelineOpening | None:
    """Return the dateline that opens the body, else the one that is by itself."""
    inside = reader.openings[stop] if stop < len(reader.blocks) else None
    alone = next((i for i, role in enumerate(roles) if role == "dateline"), None)
    if inside is not None and reader.has_sentence(stop):
        above = reader.openings[alone] if alone == stop - 1 else None
        # Cut in two, place and wire, then the date; or printed by the wire, too.
        if above and (not inside.places or (above.wire and not inside.wire)):
            wire, places = above.wire or inside.wire, above.places or inside.places
            return replace(inside, places=places, wire=wire)
        return inside
    if alone is not None:
        return reader.openings[alone]
    headed = stop < reader.size and reader.heads_body(stop)
    return _below_points(reader, stop) if headed and not inside else inside


def _below_points(reader: FrontReader, stop: int) -> DatelineOpening | None:
    """Return the dateline below a body's first points, by itself or of its first prose."""
    for index in range(stop, min(stop + _POINTS, len(reader.texts))):
        opening = reader.openings[index]
        prose = is_prose(reader.texts[index])
        alone = opening is not None and opening.ends == len(reader.texts[index])
        if opening and opening.places and opening.printed_date and (alone or prose):
            return opening
        if prose:
            return None
    return None


def _matter(reader: FrontReader, roles: Sequence[str], stop: int) -> FrontMatter:
    front = FrontMatter(stop=stop, top=reader.number)
    opened = stop < len(reader.blocks) and reader.has_sentence(stop)
    lists = {
        "title": front.headline,
        "correction": front.body,
        "notice": front.body,
        "mast": front.furniture,
    }
    if opened:  # a line of place and date above a dateline is masthead
        lists["dateline"] = front.furniture
    for index, role in enumerate(roles):
        if role in lists:
            lists[role].append(index)
        elif role == "deck":
            _extend_decks(reader, front.deck, index)
        elif role == "contact":
            front.add_contact(index)
    return front


def _extend_decks(reader: FrontReader, decks: list[list[int]], index: int) -> None:
    """Add a line to the deck, to the one above it if that goes on."""
    if decks and decks[-1][-1] == index - 1 and reader.continues(index):
        decks[-1].append(index)
    else:
        decks.append([index])
