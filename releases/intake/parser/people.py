"""Read the people of one contact block from its lines."""

from __future__ import annotations

import re

from releases.intake.parser.contact_lines import LineFacts, facts_of
from releases.intake.parser.offices import (
    is_another_desk,
    is_boutique,
    is_desk_label,
)
from releases.intake.parser.persons import (
    Number,
    Person,
    assign_emails,
    assign_phones,
)
from releases.intake.parser.reading import Audience

_ANOTHER = re.compile(r"\W*(?i:or|and)\W*$|(?:or|OR|Or)[:,]?\s+(?=[A-Z])")
_BOTH = re.compile(r"(?i)^(?:both|all) of\s(?P<org>.+?)/?$")


def _is_firm_of(firm: Person, person: Person) -> bool:
    """Return whether what looked like a person is the firm of the next one's address."""
    if firm.name is None or firm.title or firm.emails:
        return False
    name = "".join(firm.name.lower().split())
    domains = [mail.partition("@")[2] for mail in person.emails]
    return any(d.replace("-", "").startswith(name) for d in domains)


class PeopleReader:
    """Reads one contact block line by line into `people`."""

    def __init__(self, issuer: str | None) -> None:
        self.issuer = issuer
        self.people: list[Person] = []
        self.audience: Audience | None = None
        self.org: str | None = None
        self.pending_title: str | None = None
        self.group: list[Person] = []
        self.line = 0
        self.names_first: bool | None = None
        self.label_org = False
        self.house: str | None = None
        self.switchboard: list[Number] = []
        self.waiting: list[str] = []

    def read(self, line: str, number: int) -> None:
        self.line = number
        another = _ANOTHER.match(line)
        if another:
            line = line[another.end() :]
            above = bool(line) and self.names_first is False
            self._close(keep_org=self.label_org or above)
        if not line:
            return
        both = _BOTH.match(line)
        if both:
            for person in self.people:
                person.organization = person.organization or both["org"]
            return
        self._line(line, facts_of(line, self.issuer))

    def _line(self, line: str, facts: LineFacts) -> None:
        """Read a line as an office, a firm's own desk, or by its pieces."""
        if is_boutique(line) and (self._awaits_office() or self._is_at(line)):
            self._organization(line)
        elif not self._awaits_office() and is_desk_label(line, facts):
            self._close(keep_org=False)
            self.org, self.house, self.label_org = line.rstrip(" :"), None, True
        elif facts.office and self._awaits_title():
            self._title(facts.office)
        elif facts.label_org and self._awaits_office():
            self._organization(line.strip(" :"))
        else:
            self._apply(facts)

    def _is_at(self, line: str) -> bool:
        """Return whether the address just given is that of the firm on this line."""
        last = self.group[-1] if self.group else None
        domains = [mail.partition("@")[2] for mail in last.emails] if last else []
        name = "".join(line.lower().split()[:2])
        return any(domain.replace("-", "").startswith(name) for domain in domains)

    def finish(self) -> None:
        """Give what was read after the last name to the last people."""
        if self.people:
            self.people[-1].notes += self.waiting
            self.waiting = []
        for firm, person in zip(self.people[:], self.people[1:], strict=False):
            if _is_firm_of(firm, person):
                person.organization = firm.name
                self.people.remove(firm)

    def _apply(self, facts: LineFacts) -> None:
        """Apply a line's facts in order: label, names, numbers."""
        if facts.labelled:
            self._label(facts)
        known = len(self.people)
        if self.group and is_another_desk(facts, self.group[-1].phones):
            self._close(keep_org=False)
        lone = len(facts.pieces) == 1 and not facts.labelled
        for kind, words in facts.pieces:
            self._piece("org" if lone and self._awaits_firm(kind) else kind, words)
        if facts.aside:
            self._aside(facts.aside, known)
        self._reach(facts)

    def _aside(self, audience: Audience, known: int) -> None:
        """Give an audience in brackets to the person before it, else to what follows."""
        for person in self.people[known:] or self.group[-1:]:
            person.audience = audience
        if not self.people[known:] and not self.group:
            self.audience = audience

    def _awaits_office(self) -> bool:
        """Return whether the last person's firm and number are still to come."""
        last = self.group[-1] if self.group else None
        return (
            last is not None
            and bool(last.name)
            and not (last.organization or last.reachable)
        )

    def _awaits_firm(self, kind: str) -> bool:
        """Return whether a line that could be a person is where the firm is named."""
        last = self.group[-1] if len(self.group) == 1 else None
        if kind != "person" or last is None or not self.names_first:
            return False
        return bool(last.name) and not (last.organization or last.reachable)

    def _awaits_title(self) -> bool:
        """Return whether the last person has neither a title nor a number yet."""
        last = self.group[-1] if self.group else None
        return (
            last is not None and bool(last.name) and not (last.title or last.reachable)
        )

    def _rename(self) -> None:
        """Make what looked like a person the firm of the labels that follow."""
        last = self.group[-1] if len(self.group) == 1 else None
        if last and last.name and not (last.title or last.reachable):
            self.people.remove(last)
            self.group = []
            self.org = last.name

    def _label(self, facts: LineFacts) -> None:
        changes = facts.audience is not None or facts.label_org is not None
        if (
            not changes
            and self.group
            and not self.group[-1].reachable
            and self.group[-1].name
        ):
            return
        if facts.audience and any(kind == "person" for kind, _ in facts.pieces):
            self._rename()
        if self.org and not self.group and not self.label_org:
            self.house = self.org
        self._close(keep_org=False)
        self.label_org = facts.label_org is not None
        self.org = facts.label_org or self.house
        if facts.audience or not facts.phones:
            self.audience = facts.audience or self.audience

    def _close(self, *, keep_org: bool) -> None:
        self.group = []
        self.switchboard = []
        self.pending_title = None
        if not keep_org:
            self.org = None

    def _piece(self, kind: str, words: str) -> None:
        if kind == "other":
            kind = self._guess(words)
        if kind == "person":
            self._name(words)
        elif kind == "title":
            self._title(words)
        elif kind == "org":
            self._organization(words)
        elif self.group:
            self.group[-1].notes.append(words)
        else:
            self.waiting.append(words)

    def _guess(self, words: str) -> str:
        """Classify a name of one word or an unusual firm by what is still missing."""
        if len(words.split()) > 6:
            return "note"
        last = self.group[-1] if self.group else None
        if last and last.name and (last.organization is None or last.reachable):
            return "org"
        if (not self.group and self.org is None) or (last and last.reachable):
            return "org"
        return "note"

    def _name(self, words: str) -> None:
        if self.names_first is None:
            self.names_first = self.org is None or self.label_org
        current = self.group[-1] if self.group else None
        if current and current.name is None:
            current.name = words
        else:
            if current and current.reachable and not self.names_first:
                mates = current.organization
            else:
                mates = self.org
            shared = list(self.switchboard)
            if current and current.reachable and not shared:
                self.group = []
            current = self._new(mates)
            current.phones += shared
            current.name = words
        if self.pending_title:
            current.title, self.pending_title = self.pending_title, None
        current.last = self.line

    def _new(self, organization: str | None) -> Person:
        person = Person(
            audience=self.audience,
            organization=organization,
            first=self.line,
            last=self.line,
            notes=self.waiting,
        )
        self.waiting = []
        self.people.append(person)
        self.group.append(person)
        return person

    def _title(self, words: str) -> None:
        current = self.group[-1] if self.group else None
        if current is None or (current.name is None):
            self.pending_title = words
        elif current.title is None:
            current.title = words
        elif current.title.endswith(("and", "&", ",")) or words.startswith(
            ("and ", "& ")
        ):
            current.title = f"{current.title} {words}"
        else:
            current.title = f"{current.title}, {words}"

    def _organization(self, words: str) -> None:
        current = self.group[-1] if self.group else None
        if (
            current
            and current.name
            and current.organization is None
            and self._belongs(current)
        ):
            for person in self.group:
                person.organization = person.organization or words
            return
        if (
            current
            and current.name is None
            and not current.reachable
            and current.organization is None
        ):
            current.organization = words
            return
        if (
            current
            and not current.reachable
            and current.organization
            and self.names_first
        ):
            current.notes.append(words)
            return
        if (
            current is None
            and self.org
            and self.pending_title is None
            and self.label_org
        ):
            self.waiting.append(self.org)
            self.org = words
            return
        self._close(keep_org=False)
        self.org = words

    def _belongs(self, current: Person) -> bool:
        return bool(self.names_first) or not current.reachable

    def _reach(self, facts: LineFacts) -> None:
        if not (facts.phones or facts.emails or facts.faxes or facts.urls):
            return
        if not self.group:
            if not (facts.phones or facts.emails):
                if self.people:
                    self.people[-1].notes += [*facts.faxes, *facts.urls]
                return
            self._desk()
            if self.org and not self.names_first and not facts.labelled:
                self.switchboard = list(facts.phones)
        for person in assign_phones(self.group, facts.phones):
            person.last = self.line
        assign_emails(self.people, self.group, facts.emails)
        self.group[-1].notes += [*(f"Fax {fax}" for fax in facts.faxes), *facts.urls]
        self.group[-1].last = self.line

    def _desk(self) -> None:
        """Add a department that has a number and no name."""
        desk = self._new(self.org)
        desk.title, self.pending_title = self.pending_title, None
