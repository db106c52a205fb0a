"""One person or desk of a contact block while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from releases.intake.parser.reading import Audience


@dataclass(slots=True)
class Person:
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


def owns(person: Person, mail: str) -> bool:
    """Whether an e-mail address is made of a person's surname."""
    local = mail.split("@", 1)[0].lower()
    surname = (person.name or "").split(",")[0].split(" ")[-1].lower()
    return len(surname) > 2 and surname[:6] in local
