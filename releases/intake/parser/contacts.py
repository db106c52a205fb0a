"""From the lines of a contact block to the people in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from releases.intake.parser.blocks import Block
from releases.intake.parser.cells import is_figure
from releases.intake.parser.contact_lines import Facts, audience_of, facts_of
from releases.intake.parser.names import bare_name, is_title
from releases.intake.parser.reading import Audience, Contact, Doubt, Lines, Phone
from releases.text.phones import e164


@dataclass(slots=True)
class _Person:
    """Somebody being read; `line_mates` were named on the same line."""

    audience: Audience | None
    name: str | None = None
    title: str | None = None
    organization: str | None = None
    phones: list[tuple[str, str | None]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.emails)


class _Block:
    """Reads one contact block line by line."""

    def __init__(self, issuer: str | None) -> None:
        self.issuer = issuer
        self.people: list[_Person] = []
        self.audience: Audience | None = None
        self.org: str | None = None
        self.pending_title: str | None = None
        self.group: list[_Person] = []
        self.line = 0
        self.names_first: bool | None = None
        self.label_org = False
        self.house: str | None = None

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
        if said.office and self._awaits_title():
            self._title(said.office)
            return
        if said.labelled:
            self._label(said)
        known = len(self.people)
        for kind, words in said.pieces:
            self._piece(kind, words)
        if said.aside:
            self._aside(said.aside, known)
        self._reach(said)

    def _aside(self, audience: Audience, known: int) -> None:
        """An audience in brackets after a name is that person's, otherwise what follows."""
        for person in self.people[known:] or self.group[-1:]:
            person.audience = audience
        if not self.people[known:] and not self.group:
            self.audience = audience

    def _awaits_title(self) -> bool:
        """Whether the person just named has neither a title nor a number yet."""
        last = self.group[-1] if self.group else None
        return (
            last is not None and bool(last.name) and not (last.title or last.reachable)
        )

    def _rename(self) -> None:
        """What looked like a person is the firm over the labels that follow."""
        last = self.group[-1] if len(self.group) == 1 else None
        if (
            last
            and last.name
            and not (last.title or last.reachable or last.organization)
        ):
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
        elif self.people:
            self.people[-1].notes.append(words)

    def _guess(self, words: str) -> str:
        """A name of one word or an unusual firm, by what is still missing."""
        if len(words.split()) > 6:
            return "note"
        if self.group and self.group[-1].name and self.group[-1].organization is None:
            return "org"
        if not self.group and self.org is None:
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
            if current and current.reachable:
                self.group = []
            current = self._new(mates)
            current.name = words
        if self.pending_title:
            current.title, self.pending_title = self.pending_title, None
        current.last = self.line

    def _new(self, organization: str | None) -> _Person:
        person = _Person(
            audience=self.audience,
            organization=organization,
            first=self.line,
            last=self.line,
        )
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
            self.org = words
            return
        self._close(keep_org=False)
        self.org = words

    def _belongs(self, current: _Person) -> bool:
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
        people = [p for p in self.group if not p.phones] or self.group[-1:]
        for person in (
            people
            if said.phones and len(people) == len(self.group)
            else self.group[-1:]
        ):
            person.phones += said.phones
            person.last = self.line
        self._emails(said.emails)
        self.group[-1].notes += [*(f"Fax {fax}" for fax in said.faxes), *said.urls]
        self.group[-1].last = self.line

    def _desk(self) -> None:
        """A department that is reached without a name."""
        desk = self._new(self.org)
        desk.title, self.pending_title = self.pending_title, None

    def _emails(self, emails: Sequence[str]) -> None:
        for mail in emails:
            owner = next((p for p in self.group if _owns(p, mail)), None)
            if owner:
                owner.emails.append(mail)
            else:
                bare = [p for p in self.group if not p.emails]
                shared = bare if len(bare) == len(self.group) else self.group[-1:]
                for person in shared:
                    person.emails.append(mail)


def _owns(person: _Person, mail: str) -> bool:
    local = mail.split("@", 1)[0].lower()
    surname = (person.name or "").split(",")[0].split(" ")[-1].lower()
    return len(surname) > 2 and surname[:6] in local


def _lines_in(blocks: Iterable[Block]) -> Iterable[tuple[int, str]]:
    for block in blocks:
        if block.kind == "table":
            yield from _unfolded(block)
        elif block.kind != "mark":
            for line in block.text.split("\n"):
                yield from _one_by_one(block.first, line)


def _unfolded(block: Block) -> Iterable[tuple[int, str]]:
    """The columns of a contact table one after the other; or its rows, if they are pairs."""
    width = max(len(row) for row in block.rows)
    labelled = sum(1 for row in block.rows if row[0].endswith(":"))
    reached = sum(1 for row in block.rows if _reaches(row[-1]) and not _reaches(row[0]))
    if max(labelled, reached) * 2 >= len(block.rows) and width == 2:
        for number, row in zip(block.row_lines, block.rows, strict=True):
            yield number, " ".join(cell for cell in row if cell)
        return
    for column in range(width):
        for number, row in zip(block.row_lines, block.rows, strict=True):
            if row[column] and not (is_figure(row[column]) and len(row[column]) < 4):
                yield number, row[column]


def _reaches(cell: str) -> bool:
    said = facts_of(cell, None)
    return bool(said.phones or said.emails)


_SEVERAL = re.compile(r"(?i)^/?contacts?:?\s")
_OR = re.compile(r"(?:[;,]\s?|\s)or,?\s(?=[A-Z])|;\s(?=[A-Z])|,\s(?=(?:both|all) of\s)")
_FOR_WHOM = re.compile(
    r"(?i)^((?:contacts?:\s)?(?:(?:investors?|media|press|analysts?|financial)(?: relations| contacts?)?)),\s"
)
_BOTH = re.compile(r"(?i)^(?:both|all) of\s(?P<org>.+?)/?$")


def _one_by_one(number: int, line: str) -> Iterable[tuple[int, str]]:
    """A line that names several people with "or" between them, as several lines."""
    if not _SEVERAL.match(line) or not _OR.search(line):
        yield number, line
        return
    for part in _OR.split(_SEVERAL.sub("", line)):
        yield number, _FOR_WHOM.sub(r"\1: ", part)


def _paired(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """The lines of a block, columns that were read row by row put one under the other."""
    lines = list(_lines_in(blocks))
    said = [facts_of(line, None) for _, line in lines]
    start = (
        1
        if said and said[0].labelled and not said[0].pieces and not said[0].phones
        else 0
    )
    rest = lines[start:]
    facts = said[start:]
    pairs = list(zip(facts[::2], facts[1::2], strict=False))
    if len(rest) < 6 or len(rest) % 2 or not all(_same_kind(a, b) for a, b in pairs):
        return lines
    if not any(a.phones or a.emails for a, _ in pairs):
        return lines
    return [*lines[:start], *rest[::2], *rest[1::2]]


def _same_kind(a: Facts, b: Facts) -> bool:
    kinds = [
        (bool(f.phones), bool(f.emails), [kind for kind, _ in f.pieces]) for f in (a, b)
    ]
    return (
        kinds[0] == kinds[1]
        and bool(a.aside) == bool(b.aside)
        and a.labelled == b.labelled
    )


def contacts_in(
    runs: Sequence[Sequence[Block]], issuer: str | None
) -> tuple[list[Contact], list[Doubt]]:
    """Everybody named in the contact blocks, in order, each once."""
    people: list[_Person] = []
    for run in runs:
        reader = _Block(issuer)
        for number, line in _paired(run):
            reader.read(line, number)
        people += [p for p in reader.people if p.name or p.reachable]
    contacts = [_contact(person) for person in _once(people)]
    doubts = [
        Doubt(line=c.lines.first, saw=c.name or c.organization or "a contact", assumed="For everybody: no audience is named.")
        for c in contacts
        if c.audience == "general"
    ]  # fmt: skip
    return contacts, doubts


def _once(people: Iterable[_Person]) -> list[_Person]:
    seen: list[_Person] = []
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


def _contact(person: _Person) -> Contact:
    words = f"{person.title or ''} {person.organization or ''}"
    audience = person.audience or audience_of(words, label=False) or "general"
    title, organization = person.title, person.organization
    if title and organization is None and person.name is None and is_title(title):
        organization, title = title, None
    region = None
    return Contact(
        audience=audience,
        organization=organization,
        name=person.name,
        title=title,
        phones=tuple(
            Phone(written=written, e164=e164(written, region=region), label=label)
            for written, label in dict.fromkeys(person.phones)
        ),
        emails=tuple(dict.fromkeys(person.emails)),
        notes=tuple(person.notes),
        lines=Lines(first=person.first, last=max(person.first, person.last)),
    )


def same_company(a: str, b: str) -> bool:
    """Whether two printed names mean one company, whatever their legal form."""
    return bare_name(a) == bare_name(b)
