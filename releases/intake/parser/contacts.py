"""Parse the people and desks of contact blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.contact_columns import contact_lines
from releases.intake.parser.contact_labels import audience_of
from releases.intake.parser.names import is_title
from releases.intake.parser.people import PeopleReader
from releases.intake.parser.persons import Person
from releases.intake.parser.reading import Contact, Doubt, Lines, Phone
from releases.text.phones import e164
from releases.text.translatable import Message, gettext_noop

_A_CONTACT = Message(gettext_noop("a contact"))
_NO_AUDIENCE = Message(
    gettext_noop("Read as a general contact, because no audience is named.")
)


def parse_contacts(
    runs: Sequence[Sequence[Block]], issuer: str | None
) -> tuple[list[Contact], list[Doubt]]:
    """Return everybody named in the contact blocks, in order, once each, and doubts."""
    people: list[Person] = []
    for run in runs:
        reader = PeopleReader(issuer)
        for number, line in contact_lines(run):
            reader.read(line, number)
        reader.finish()
        people += [p for p in reader.people if p.name or p.reachable]
    contacts = [_contact(person) for person in _merge_duplicates(people)]
    doubts = [
        Doubt(
            line=contact.lines.first,
            saw=contact.name or contact.organization or _A_CONTACT,
            assumed=_NO_AUDIENCE,
        )
        for contact in contacts
        if contact.audience == "general"
    ]
    return contacts, doubts


def _merge_duplicates(people: Iterable[Person]) -> list[Person]:
    seen: list[Person] = []
    for person in people:
        same = next((p for p in seen if p.name and p.name == person.name), None)
        if same is None:
            seen.append(person)
            continue
        same.phones += [
            p for p in person.phones if p[0] not in {q[0] for q in same.phones}
        ]
        same.emails += [m for m in person.emails if m not in same.emails]
        same.title = same.title or person.title
        same.organization = same.organization or person.organization
        same.audience = same.audience or person.audience
    return seen


def _contact(person: Person) -> Contact:
    words = f"{person.title or ''} {person.organization or ''}"
    audience_in_words = audience_of(words, label=False)
    desk = audience_in_words if person.name is None and person.title is None else None
    audience = desk or person.audience or audience_in_words or "general"
    title, organization = person.title, person.organization
    if title and organization is None and person.name is None and is_title(title):
        organization, title = title, None

    return Contact(
        audience=audience,
        organization=organization,
        name=person.name,
        title=title,
        phones=tuple(
            Phone(written=written, e164=e164(written), label=label)
            for written, label in dict.fromkeys(person.phones)
        ),
        emails=tuple(dict.fromkeys(person.emails)),
        notes=tuple(person.notes),
        lines=Lines(first=person.first, last=max(person.first, person.last)),
    )
