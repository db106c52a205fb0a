"""What a walk over the record found wrong, and how rows are named in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# Rows that are read at a time; fewer where each holds a document.
BATCH, DOCUMENTS = 500, 100
# How many problems of one walk are named; the others are counted.
NAMED = 20


class IntegrityProblem(Exception):
    """A row that is not right: `where` names it, `why` says what is wrong.

    A walk raises it where it cannot go on.
    """

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")
        self.where = where
        self.why = why


@dataclass(slots=True)
class Problems:
    """The problems that one walk found: the first ones, and how many there are."""

    named: list[IntegrityProblem] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, why: str) -> None:
        """Count a problem with the row that `where` names; `why` is a sentence."""
        self.note(IntegrityProblem(where, why))

    def note(self, problem: IntegrityProblem) -> None:
        """Count a problem, and keep it if it is among the first, which are named."""
        self.count += 1
        if len(self.named) < NAMED:
            self.named.append(problem)

    @property
    def unnamed(self) -> int:
        """How many were counted alone."""
        return self.count - len(self.named)


def entry_name(seq: int) -> str:
    """Return how a journal entry is named."""
    return _("journal entry %(number)s") % {"number": seq}


def approval_name(pk: int) -> str:
    """Return how an approval is named."""
    return _("approval %(id)s") % {"id": pk}


def publication_name(pk: int, publication: object = "") -> str:
    """Return how a publication is named: “publication 7, release 2026/results (1)”."""
    if not publication:
        return _("publication %(id)s") % {"id": pk}
    return _("publication %(id)s, %(publication)s") % {
        "id": pk,
        "publication": publication,
    }
