"""The people of one contact block, as its lines name them one after the other."""

from __future__ import annotations

import re

from releases.intake.parser.contact_lines import Facts, facts_of
from releases.intake.parser.offices import (
    is_another_desk,
    is_boutique,
    is_desk_label,
)
from releases.intake.parser.persons import (
    Number,
    Person,
    share_emails,
    share_phones,
)
from releases.intake.parser.reading import Audience

_BOTH = re.compile(r"(?i)^(?:both|all) of\s(?P<org>.+?)/?$")


class PeopleReader:
    """Reads one contact block line by line."""

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
        if re.fullmatch(r"(?i)\W*(?:or|and)\W*", line):
            self._close(keep_org=self.label_org)
            return
        both = _BOTH.match(line)
        if both:
            for person in self.people:
                person.organization = person.organization or both["org"]
            return
        said = facts_of(line, self.issuer)
        if is_boutique(line) and (self._awaits_office() or self._is_at(line)):
            self._organization(line)
        elif self.people and is_desk_label(line, said):
            self._close(keep_org=False)
            self.org, self.house, self.label_org = line.rstrip(" :"), None, True
        elif said.office and self._awaits_title():
            self._title(said.office)
        elif said.label_org and self._awaits_office():
            self._organization(line.strip(" :"))
        else:
            self._take(said)

    def _is_at(self, line: str) -> bool:
        """Whether the address just given is that of the firm on this line."""
        last = self.group[-1] if self.group else None
        domains = [mail.partition("@")[2] for mail in last.emails] if last else []
        name = "".join(line.lower().split()[:2])
        return any(domain.replace("-", "").startswith(name) for domain in domains)

    def finish(self) -> None:
        """What was said after everybody was named belongs to the last of them."""
        if self.people:
            self.people[-1].notes += self.waiting
            self.waiting = []

    def _take(self, said: Facts) -> None:
        """The facts of a line in their order: label, names, how to reach them."""
        if said.labelled:
            self._label(said)
        known = len(self.people)
        if self.group and is_another_desk(said, self.group[-1].phones):
            self._close(keep_org=False)
        lone = len(said.pieces) == 1 and not said.labelled
        for kind, words in said.pieces:
            self._piece("org" if lone and self._awaits_firm(kind) else kind, words)
        if said.aside:
            self._aside(said.aside, known)
        self._reach(said)

    def _aside(self, audience: Audience, known: int) -> None:
        """An audience in brackets after a name is that person's, otherwise what follows."""
        for person in self.people[known:] or self.group[-1:]:
            person.audience = audience
        if not self.people[known:] and not self.group:
            self.audience = audience

    def _awaits_office(self) -> bool:
        """Whether somebody was just named whose firm and number are still to come."""
        last = self.group[-1] if self.group else None
        return (
            last is not None
            and bool(last.name)
            and not (last.organization or last.reachable)
        )

    def _awaits_firm(self, kind: str) -> bool:
        """Whether a line that could name a person stands where the firm is named."""
        last = self.group[-1] if len(self.group) == 1 else None
        if kind != "person" or last is None or not self.names_first:
            return False
        return bool(last.name) and not (last.organization or last.reachable)

    def _awaits_title(self) -> bool:
        """Whether the person just named has neither a title nor a number yet."""
        last = self.group[-1] if self.group else None
        return (
            last is not None and bool(last.name) and not (last.title or last.reachable)
        )

    def _rename(self) -> None:
        """What looked like a person is the firm over the labels that follow."""
        last = self.group[-1] if len(self.group) == 1 else None
        if last and last.name and not (last.title or last.reachable):
            self.people.remove(last)
            self.group = []
            self.org = last.name

    def _label(self, said: Facts) -> None:
        changes = said.audience is not None or said.label_org is not None
        if (
            not changes
            and self.group
            and not self.group[-1].reachable
            and self.group[-1].name
        ):
            return
        if said.audience and any(kind == "person" for kind, _ in said.pieces):
            self._rename()
        if self.org and not self.group and not self.label_org:
            self.house = self.org
        self._close(keep_org=False)
        self.label_org = said.label_org is not None
        self.org = said.label_org or self.house
        if said.audience or not said.phones:
            self.audience = said.audience or self.audience

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
        """A name of one word or an unusual firm, by what is still missing."""
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

    def _reach(self, said: Facts) -> None:
        if not (said.phones or said.emails or said.faxes or said.urls):
            return
        if not self.group:
            if not (said.phones or said.emails):
                if self.people:
                    self.people[-1].notes += [*said.faxes, *said.urls]
                return
            self._desk()
            if self.org and not self.names_first and not said.labelled:
                self.switchboard = list(said.phones)
        for person in share_phones(self.group, said.phones):
            person.last = self.line
        share_emails(self.people, self.group, said.emails)
        self.group[-1].notes += [*(f"Fax {fax}" for fax in said.faxes), *said.urls]
        self.group[-1].last = self.line

    def _desk(self) -> None:
        """A department that is reached without a name."""
        desk = self._new(self.org)
        desk.title, self.pending_title = self.pending_title, None
