"""Contacts as cards: the mentions of a contact block grouped by what speaks for it.

A card is a stretch of mentions: one desk, or the people of one desk. What agrees and what
contradicts in it gets points (`weights.CARD`); the sequence of cards with most points is
chosen in one pass, and the second best is kept, to be doubted if it is close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser.contacts.card_items import (
    Card,
    Item,
    items_of,
)
from releases.intake.parser.contacts.contact_lines import REACH, PrintedLine
from releases.intake.parser.contacts.email_owners import is_at, is_named_after
from releases.intake.parser.contacts.people import Person, people_of
from releases.intake.parser.weights import CARD

_LONGEST = 10
_LABELS = frozenset(["label", "another"])


@dataclass(frozen=True, slots=True)
class CardReading:
    """People, what speaks for reading them so, and the cards that they are from."""

    points: float
    cards: tuple[Card, ...]

    @property
    def people(self) -> list[Person]:
        """Return the people of the cards, with what labels and headings add."""
        return people_of(self.cards)


class CardReader:
    """Reads one order of a contact block's lines."""

    def __init__(self, lines: Sequence[PrintedLine], issuer: str | None = None) -> None:
        self.items = items_of(lines, issuer)
        self.gaps = len({item.gap for item in self.items if item.first}) > 1
        named = [item.kind for item in self.items if item.kind in {"person", "org"}]
        self.names_first = named[:1] == ["person"]
        self.firms = [i.text for i in self.items if i.kind == "org"]
        names = [i.text for i in self.items if i.kind == "person"]
        self.owners = {
            i.text: {name for name in names if is_named_after(name, i.text)}
            for i in self.items
            if i.kind == "email"
        }

    def readings(self) -> list[CardReading]:
        """Return the best reading and the second best, in this order."""
        starts = [*self._starts(), len(self.items)]
        best: dict[int, list[CardReading]] = {0: [CardReading(0.0, ())]}
        for place, stop in enumerate(starts[1:], 1):
            options: list[CardReading] = []
            for start in starts[max(0, place - _LONGEST) : place]:
                card = self._card(start, stop)
                points = self._points(card) if card else 0.0
                options += [
                    CardReading(r.points + points, (*r.cards, card))
                    for r in best[start]
                    if card
                ]
            best[stop] = sorted(options, key=lambda r: -r.points)[:2]
        return best.get(len(self.items), [])

    def _starts(self) -> Iterator[int]:
        """Yield where a card may begin: at a line, a label, or a name after a number."""
        reached = False
        for index, item in enumerate(self.items):
            before = self.items[index - 1].kind in REACH
            reached = not item.first and (reached or before)
            names = reached and item.kind in {"person", "org", "title"}
            if item.first or names or item.kind in _LABELS:
                yield index

    def _card(self, start: int, stop: int) -> Card | None:
        """Return the card of a stretch of items; None if a label stands inside it."""
        opened = start
        while opened < stop and self.items[opened].kind in _LABELS:
            opened += 1
        items = self.items[opened:stop]
        for index, item in enumerate(items):
            if item.kind in _LABELS and not _is_office(items, index):
                return None
        kinds = tuple(self._kind(items, index) for index in range(len(items)))
        named = [
            kind
            for kind, item in zip(kinds, items, strict=True)
            if kind != "note"  # where a firm is seated
        ]
        last = stop == len(self.items)
        labelled = not last and self.items[stop].kind == "label"
        asked = any(item.mention.audience for item in self.items[start:opened])
        return Card(
            labels=tuple(self.items[start:opened]),
            items=tuple(items),
            kinds=kinds,
            last=last,
            heads=labelled
            and (named == ["org"] or (named == ["person"] and not asked)),
        )

    def _kind(self, items: Sequence[Item], index: int) -> str:
        """Return what an item is in its card: an office is a title, a name may be a firm's."""
        item, above = items[index], items[:index]
        if item.kind == "label":
            return "org" if item.mention.firm else "title"
        if item.kind != "person" or not (item.lone and self.names_first):
            return item.kind
        rows = [i.row for i in above if i.kind == "person"]
        housed = any(i.kind == "org" for i in items)
        placed = housed or any(i.kind in REACH for i in above)
        firm = len(rows) == 1 and rows[0] < item.row and not placed
        return "org" if firm else "person"

    def _points(self, card: Card) -> float:
        """Return what speaks for a card."""
        features = [*_order(card), *_whole(card), *self._agreement(card)]
        if "unreached" in features and self._is_of_desk(card):
            features[features.index("unreached")] = "person_of_desk"
        if self.gaps:
            features += ["gap" for item in card.items[1:] if item.gap]
        return sum(CARD[name] for name in features)

    def _is_of_desk(self, card: Card) -> bool:
        """Return whether a label names only the person of the desk above: “Contact: Anna Vik”.

        The firm and its numbers are there, and nobody of it.
        """
        if not card.labels or card.labels[0].row != card.items[-1].row:
            return False
        above = self.items[: self.items.index(card.labels[0])]
        kinds: list[str] = []
        for item in reversed(above):
            if item.kind in _LABELS:
                break
            kinds.append(item.kind)
        return "org" in kinds and "phone" in kinds and "person" not in kinds

    def _agreement(self, card: Card) -> Iterator[str]:
        """Yield how addresses agree with the card's people and firm."""
        names, firms = set(card.texts("person")), card.texts("org")
        if not self.names_first and _firm_below(card, self.firms):
            yield "firm_below"
        for mail in card.texts("email"):
            named = self.owners.get(mail)
            if named:
                yield "named_email" if named & names else "email_of_another"
            yield from self._at_firm(mail, firms)

    def _at_firm(self, mail: str, firms: Sequence[str]) -> Iterator[str]:
        if any(is_at(mail, firm) for firm in firms):
            yield "firms_email"
        elif firms and any(is_at(mail, firm) for firm in self.firms):
            yield "email_of_another_firm"

    def inherited(self, people: Sequence[Person]) -> float:
        """Return what speaks for the firms that people have from headings above them."""
        shared = {
            (mail, person.organization)
            for person in people
            if person.organization and person.inherits
            for mail in person.emails
        }
        return sum(
            CARD[feature]
            for mail, organization in shared
            for feature in self._at_firm(mail, [organization])
        )


def _firm_below(card: Card, firms: Sequence[str]) -> bool:
    """Return whether another firm than the first has a line of its own below a card's people."""
    rows = [item.row for kind, item in card.pairs if kind == "person"]
    return any(
        kind == "org" and item.first and item.text not in firms[:1]
        for kind, item in card.pairs
        if rows and item.row > rows[0]
    )


def _is_office(items: Sequence[Item], index: int) -> bool:
    """Return whether a label is the office of the person before it."""
    before, mention = items[index - 1] if index else None, items[index].mention
    if before is None:
        return False
    if mention.firm:
        return before.kind == "person" or is_at(before.text, mention.firm)
    below = items[index + 1].kind if index + 1 < len(items) else "email"
    return mention.label == "office" and (
        before.kind == "person"
        or (before.kind == "phone" and below == "email")
        or (before.kind == "title" and below not in {"person", "title", *_LABELS})
    )


def _order(card: Card) -> Iterator[str]:
    """Yield what the order of a card's items says."""
    seen: list[str] = []
    firms_below = False
    for place, kind in enumerate(card.kinds):
        reached = not REACH.isdisjoint(seen)
        if kind == "person":
            yield from _person_after(seen, reached=reached)
        elif kind == "org":
            yield from ["firm_after_reach"] * reached
            yield from ["unknown_at_end"] * (reached and _is_unknown(card, place))
            firms_below = reached
            yield from ["second_firm"] * ("org" in seen)
        elif kind == "title" and reached:
            yield "title_after_reach"
        elif kind == "title" and "person" not in seen:
            yield "title_first"
        elif kind in REACH and firms_below:
            yield "reach_around_firm"
            firms_below = False
        if kind == "person" and "person" not in seen and "org" in seen:
            seen = [own for own in seen if own not in REACH]  # a switchboard's number
        seen.append(kind)


def _is_unknown(card: Card, place: int) -> bool:
    """Return whether a word that nothing shows to be a firm's ends the block: “Highlights”."""
    item = card.items[place]
    alone = item.first and item.lone and place == len(card.items) - 1
    return card.last and alone and item.mention.kind == "other"


def _person_after(seen: Sequence[str], *, reached: bool) -> Iterator[str]:
    """Yield what a person's place after other items of a card says."""
    if reached:
        switchboard = "org" in seen and "person" not in seen
        yield "person_after_switchboard" if switchboard else "person_after_reach"
    if "person" in seen and "org" in seen[seen.index("person") :]:
        yield "person_after_firm"


def _whole(card: Card) -> Iterator[str]:
    """Yield what a card has and lacks."""
    people, firms = card.kinds.count("person"), "org" in card.kinds
    yield "card"
    yield from ["person"] * (people > 0)
    yield from ["another_person"] * (people - 1)
    yield from ["firm"] * firms
    yield from ["house"] * card.heads
    yield from ["label_unused"] * _unused_labels(card.labels)
    if REACH.isdisjoint(card.kinds):
        yield "unreached" if people else "stray" if card.last else "heading"
    else:
        yield "reach"
        yield from [] if people else [_desk(card, firms=firms)]


def _desk(card: Card, *, firms: bool) -> str:
    """Return what kind of desk a card without a person is."""
    if "title" in card.kinds and not firms:
        return "office"
    if any(i.mention.audience or i.mention.label for i in card.labels):
        return "labelled_desk"
    return "desk" if firms else "nameless"


def _unused_labels(labels: Sequence[Item]) -> int:
    """Return how many labels nobody is named for: others for an audience, or beside them."""
    heard = sum(1 for item in labels if item.mention.audience)
    own = [item.row for item in labels if item.kind == "label"]
    return max(0, heard - 1, len(own) - len(set(own)))
