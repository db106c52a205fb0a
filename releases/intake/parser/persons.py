"""A person or desk of a contact block while it is being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from releases.intake.parser.reading import Audience

Number = tuple[str, str | None]


@dataclass(slots=True)
class Person:
    """A person or desk being read; `line_mates` were named on the same line."""

    audience: Audience | None
    name: str | None = None
    title: str | None = None
    organization: str | None = None
    phones: list[Number] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0

    @property
    def reachable(self) -> bool:
        """Return whether a number or an address is known."""
        return bool(self.phones or self.emails)


def is_named_after(person: Person, mail: str) -> bool:
    """Return whether an e-mail address contains a person's surname."""
    local = mail.split("@", 1)[0].lower()
    names = (person.name or "").split(",")[0].lower().split(" ")
    return (len(names[-1]) > 2 and names[-1][:6] in local) or names[0] == local


def assign_phones(group: Sequence[Person], phones: Sequence[Number]) -> list[Person]:
    """Give numbers to people without one: one each if there are as many."""
    bare = [person for person in group if not person.phones]
    people = bare if phones and len(bare) == len(group) else list(group[-1:])
    own = len(people) > 1 and len(people) == len(phones)
    for place, person in enumerate(people):
        person.phones += phones[place : place + 1] if own else phones
    return people


def assign_emails(
    people: Sequence[Person], group: Sequence[Person], emails: Sequence[str]
) -> None:
    """Give each address to the person it is named after, else to one without."""
    for mail in emails:
        named = (p for p in (*group, *people[-4:]) if is_named_after(p, mail))
        owner = next(named, None)
        bare = [person for person in group if not person.emails]
        others = bare if len(bare) == len(group) else group[-1:]
        for person in [owner] if owner else others:
            person.emails.append(mail)
