"""The people of a sequence of cards, with the audience and the firm that hold for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from releases.intake.parser.contacts.card_items import Card, Item
from releases.intake.parser.contacts.contact_labels import audience_of, is_own_desk
from releases.intake.parser.contacts.contact_lines import COLUMN, REACH
from releases.intake.parser.contacts.email_owners import is_at, is_named_after
from releases.intake.parser.names import is_company, is_department, two_titles
from releases.intake.parser.reading import Audience

Number = tuple[str, str | None]


@dataclass(slots=True)
class Person:
    """A person or desk; `inherits` if the firm is named above, not on the card."""

    name: str | None = None
    title: str | None = None
    organization: str | None = None
    audience: Audience | None = None
    phones: list[Number] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0
    inherits: bool = False

    @property
    def reachable(self) -> bool:
        """Return whether a number or an address is known."""
        return bool(self.phones or self.emails)

    @property
    def words(self) -> list[str]:
        """Return everything that is known, as printed."""
        known = [self.name, self.title, self.organization]
        numbers = [written for written, _ in self.phones]
        return [w for w in [*known, *numbers, *self.emails, *self.notes] if w]


def people_of(cards: Iterable[Card]) -> list[Person]:
    """Return the people of all cards, in order."""
    desk = _Desk()
    for card in cards:
        desk.read(card)
    return desk.finish()


class _Desk:
    """Reads cards one after the other: an audience and a firm hold until others are named."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.audience: Audience | None = None
        self.house: str | None = None
        self.head: str | None = None
        self.office: str | None = None
        self.labelled = False
        self.waiting: list[str] = []
        self.heads: list[str] = []
        self.known = self.headed = 0
        self.asked = False
        self.switchboard: list[Number] = []
        self.beside: list[Number] = []

    def read(self, card: Card) -> None:
        """Add a card's people."""
        self.known = len(self.people)
        self.asked = any(item.kind == "label" for item in card.labels)
        for place, item in enumerate(card.labels):
            if place and card.labels[place - 1].mention.label:
                self.house = self.head  # a firm's label above those of its desks
            if item.kind == "label":
                self._label(item)
            elif item.text == COLUMN:
                self.audience = self.house = self.head = None
        if card.heads:
            self.house = self.head = card.items[0].text
            self.heads.append(self.head)
            return
        firms = card.texts("org")
        own = firms[0] if firms else None
        if own and "person" not in card.kinds[: card.kinds.index("org")]:
            self.head = own
        people = list(_named(card)) or list(self._unnamed(card))
        _part_titles(people, card)
        _share_title(people, card)
        heard = _audience_of_firm(card) or self.audience
        for person in people:
            person.organization, person.inherits = own or self.head, own is None
            person.audience = person.audience or heard
            person.first = person.first or card.items[0].number
            person.last = card.items[-1].number
        _give_numbers(people, card)
        self._share_number(people, card)
        self.people += people
        self._add_notes(card, firms[1:])

    def _share_number(self, people: Sequence[Person], card: Card) -> None:
        """Give those below a firm's first person its number too.

        That is the one between both or, for who has none, the one beside the first.
        """
        if "org" in card.kinds or card.labels:
            above = list(takewhile(lambda pair: pair[0] != "person", card.pairs))
            self.switchboard = [
                (item.text, item.mention.label)
                for kind, item in above
                if kind == "phone" and "org" in card.kinds[: len(above)]
            ]
            self.headed = len(self.people)
            self.beside = people[0].phones if people and people[0].organization else []
            return
        for person in people:
            if self.switchboard and person.name and not person.phones:
                for colleague in self.people[self.headed :]:  # a firm's own address
                    colleague.emails = colleague.emails or [*person.emails]
            if person.name and person.reachable:
                self.beside = person.phones if person.organization else []
                person.phones = [*self.switchboard, *person.phones]
            elif person.name and not card.items[0].gap:
                person.phones = [*self.beside]

    def finish(self) -> list[Person]:
        """Return the people; each address is of the person it is named after."""
        last = self.people[self.known :]
        reached = any(person.reachable for person in self.people)
        before = self.people[self.known - 1 : self.known]
        of_desk = any(person.name is None for person in before)
        if reached and not (self.asked or of_desk or any(p.reachable for p in last)):
            self._drop(last)  # what follows the contacts is none of them
        named = {person.organization for person in self.people}
        self._note([head for head in self.heads if head not in named])
        for person in self.people:
            for mail in person.emails[:]:
                self._hand_over(person, mail)
        _name_firms(self.people)
        return _shared(self.people)

    def _hand_over(self, person: Person, mail: str) -> None:
        """Give an address to the person that it is named after."""
        named = [p for p in self.people if p.name and is_named_after(p.name, mail)]
        if named and person not in named:
            person.emails.remove(mail)
            if mail not in named[0].emails:
                named[0].emails.append(mail)

    def _label(self, item: Item) -> None:
        if not self.labelled:  # a desk above the first label is a letterhead
            self.labelled = True
            self._drop([p for p in self.people if not _is_asked(p)])
        mention = item.mention
        own = is_own_desk(mention.text)
        self.audience = mention.audience or (None if own else self.audience)
        org = mention.label if mention.label != "office" else None
        self.heads += [org] if org else []
        self.head = org or self.house
        department = is_department(mention.text.rpartition(" ")[2])
        self.office = mention.text if department else None

    def _unnamed(self, card: Card) -> Iterator[Person]:
        """Yield a desk without a person if the card says how to reach it."""
        if not REACH.isdisjoint(card.kinds):
            yield Person(title=", ".join(card.texts("title")) or self.office)

    def _add_notes(self, card: Card, notes: Sequence[str]) -> None:
        """Keep addresses, faxes and links; “both of X” names everybody's firm."""
        self._note(notes)
        for kind, item in card.pairs:
            if kind in {"note", "url"}:
                self._note([item.text])
            elif kind == "fax":
                self._note([f"Fax {item.text}"])
            elif kind == "both":
                for person in self.people:
                    person.organization = person.organization or item.text

    def _note(self, words: Sequence[str]) -> None:
        """Add words to the last person's notes, or to those of the next if there is none."""
        if self.people:
            self.people[-1].notes += [*self.waiting, *words]
            self.waiting = []
        else:
            self.waiting = [*self.waiting, *words]

    def _drop(self, people: Sequence[Person]) -> None:
        """Take people from the contacts; their words stay as notes."""
        self.people = [person for person in self.people if person not in people]
        for person in people:
            self._note(person.words)


def _name_firms(people: Sequence[Person]) -> None:
    """Give those without a firm the one of the block at whose domain their address is."""
    named = {person.organization for person in people if person.organization}
    firms = [firm for firm in named if is_company(firm)]
    for person in people:
        at = {f for f in firms for mail in person.emails if is_at(mail, f)}
        if person.name and person.organization is None and len(at) == 1:
            person.organization = at.pop()


def _is_asked(person: Person) -> bool:
    """Return whether somebody above the first label is a person or a desk to ask."""
    desk = audience_of(person.organization or "", label=True)
    return person.reachable and bool(person.name or desk)


def _shared(people: Sequence[Person]) -> list[Person]:
    """Return the people, with a desk's number for those below it who have none of their own."""
    kept: list[Person] = []
    desk: Person | None = None
    for person in people:
        if person.name is None:
            desk = person if person.reachable else None
        elif person.reachable or (desk and person.audience != desk.audience):
            desk = None
        elif desk:
            person.phones, person.emails = [*desk.phones], [*desk.emails]
            person.organization = person.organization or desk.organization
            kept = [other for other in kept if other is not desk]
        kept.append(person)
    return kept


def _named(card: Card) -> Iterator[Person]:
    """Yield the named people of a card with their titles and audiences."""
    title: str | None = None
    person: Person | None = None
    for kind, item in card.pairs:
        if kind == "person":
            if person:
                yield person
            desk = audience_of(title, label=True) if title else None
            person = Person(name=item.text, title=title, audience=desk)
            person.first = item.number
            title = None
        elif kind == "title" and person is None:
            title = _extended(title, item.text)
        elif kind == "title" and person:
            person.title = _extended(person.title, item.text)
            own = audience_of(item.text, label=False) if item.kind == "label" else None
            person.audience = own or person.audience
        elif kind == "aside" and person:
            person.audience = item.mention.audience
    if person:
        yield person


def _audience_of_firm(card: Card) -> Audience | None:
    """Return the audience in brackets behind a card's firm: “Hart Partners (Media)”."""
    above = takewhile(lambda pair: pair[0] != "person", card.pairs)
    return next((i.mention.audience for kind, i in above if kind == "aside"), None)


def _part_titles(people: Sequence[Person], card: Card) -> None:
    """Give two people on a line each their own of two titles on the line above."""
    both = two_titles(people[0].title or "") if people else None
    if both and card.kinds[:3] == ("title", "person", "person"):
        people[0].title, people[1].title = both


def _share_title(people: Sequence[Person], card: Card) -> None:
    """Give everybody on a line the title that stands alone on the next."""
    for (kind, item), (below, title) in pairwise(card.pairs):
        beside = [
            i.text for own, i in card.pairs if own == "person" and i.row == item.row
        ]
        if kind == "person" and below == "title" and title.row > item.row:
            for person in people:
                if person.name in beside and person.title is None:
                    person.title = title.text


def _extended(title: str | None, words: str) -> str:
    if title is None:
        return words
    runs_on = title.endswith(("and", "&", ",")) or words.startswith(("and ", "& "))
    return f"{title} {words}" if runs_on else f"{title}, {words}"


def _give_numbers(people: Sequence[Person], card: Card) -> None:
    """Give numbers and addresses to a card's people: one each if there are as many."""
    phones = [(i.text, i.mention.label) for kind, i in card.pairs if kind == "phone"]
    emails = card.texts("email")
    paired = len(people) > 1 and len(phones) == len(people)
    for place, person in enumerate(people):
        person.phones += phones[place : place + 1] if paired else phones
    paired = len(people) > 1 and len(emails) == len(people)
    for place, mail in enumerate(emails):
        owners = [p for p in people if p.name and is_named_after(p.name, mail)]
        for person in owners or (people[place : place + 1] if paired else people):
            person.emails.append(mail)
