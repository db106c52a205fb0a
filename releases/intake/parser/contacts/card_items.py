"""The mentions of a contact block's lines as items, and a stretch of them as a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from releases.intake.parser.contacts.best_cuts import squashed
from releases.intake.parser.contacts.contact_lines import (
    ContactLine,
    Mention,
    PrintedLine,
)
from releases.intake.parser.contacts.email_owners import is_at, is_named_after
from releases.intake.parser.contacts.firm_rows import rows_of_firms, rows_with_firms
from releases.intake.parser.contacts.pieces import is_role
from releases.intake.parser.names import is_company, is_person, names_company
from releases.text.zones import zone_of

_MOST_WORDS, _FEWEST = 6, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One mention in its place: its row, and whether it is the row's only name."""

    kind: str
    mention: Mention
    number: int
    row: int
    first: bool
    gap: bool
    lone: bool

    @property
    def text(self) -> str:
        return self.mention.firm or self.mention.text


@dataclass(frozen=True, slots=True)
class Card:
    """A desk, or the people of one: labels, then items with what each is in this card.

    `last`: nothing follows; `heads`: only a name, with a label below it.
    """

    labels: tuple[Item, ...]
    items: tuple[Item, ...]
    kinds: tuple[str, ...]
    last: bool
    heads: bool

    @property
    def pairs(self) -> Iterator[tuple[str, Item]]:
        """Return each item with its kind."""
        return zip(self.kinds, self.items, strict=True)

    def texts(self, kind: str) -> list[str]:
        """Return the words of every item of a kind."""
        return [item.text for own, item in self.pairs if own == kind]


def items_of(lines: Sequence[PrintedLine], issuer: str | None = None) -> list[Item]:
    """Return the mentions of lines in order."""
    lines = [replace(line, facts=_parted(line.facts)) for line in lines]
    every = [mention for line in lines for mention in line.facts.mentions]
    fields = {id(m) for m in _fields(every, issuer)} if issuer else set()
    domains = [
        mail.partition("@")[2].replace("-", "").lower()
        for line in lines
        for mail in line.facts.emails
    ]
    houses = set(rows_of_firms(lines))
    beside = set(rows_with_firms(lines))
    items: list[Item] = []
    for row, line in enumerate(lines):
        lone = len(line.facts.pieces) == 1 and not line.facts.label
        below = lines[row + 1].facts.mentions[:1] if row + 1 < len(lines) else ()
        named = ["", *(mention.kind for mention in line.facts.mentions)]
        for place, mention in enumerate(line.facts.mentions):
            after = (*line.facts.mentions, *below)[place + 1 : place + 2]
            first = place == 0
            field = id(mention) in fields
            house = row in houses or (row in beside and named[place] == "person")
            items.append(
                Item(
                    kind="title"
                    if field
                    else "org"
                    if house and mention.kind == "person"
                    else _kind(mention, after, domains),
                    mention=mention,
                    number=line.number,
                    row=row,
                    first=first,
                    gap=line.gap and first,
                    lone=lone,
                )
            )
    return items


def _parted(facts: ContactLine) -> ContactLine:
    """Return a line with a name and the firm after it apart, if its address is of both."""
    return ContactLine(
        tuple(part for m in facts.mentions for part in _name_and_firm(m, facts.emails))
    )


def _name_and_firm(mention: Mention, emails: Sequence[str]) -> tuple[Mention, ...]:
    """Return the person and the firm that words name: “Anna Vik Tallow Media”."""
    words = mention.text.split()
    if mention.kind not in {"org", "other"} or not emails:
        return (mention,)
    for cut in range(_FEWEST, len(words)):
        name, firm = " ".join(words[:cut]), " ".join(words[cut:])
        owned = any(is_named_after(name, m) and is_at(m, firm) for m in emails)
        if owned and is_person(name):
            return Mention("person", name), Mention("org", firm)
    return (mention,)


def _fields(mentions: Sequence[Mention], issuer: str) -> Iterator[Mention]:
    """Yield the words that go on with a title but look like a firm: “Director, Brand Media”.

    The person's address is at the issuer then, and the words are not its name.
    """
    for place, (before, mention) in enumerate(pairwise(mentions)):
        if before.kind != "title" or mention.kind not in {"org", "other"}:
            continue
        if is_company(mention.text) or names_company(mention.text, issuer):
            continue
        after = takewhile(lambda m: m.kind != "person", mentions[place + 2 :])
        mail = next((m.text for m in after if m.kind == "email"), "")
        if is_at(mail, issuer) and not is_at(mail, mention.text):
            yield mention


def _kind(mention: Mention, after: Sequence[Mention], domains: Sequence[str]) -> str:
    """Return what a mention is: a name with a role or with addresses of its own is a firm's."""
    if mention.kind == "person":
        role = any(m.kind == "note" and is_role(m.text) for m in after)
        own = any(domain.startswith(squashed(mention.text)) for domain in domains)
        return "org" if role or own else "person"
    if mention.kind == "other":
        if mention.text.isupper() and zone_of(mention.text):
            return "note"
        return "org" if len(mention.text.split()) <= _MOST_WORDS else "note"
    return mention.kind
