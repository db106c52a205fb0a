"""What a walk over the record raises."""

from __future__ import annotations


class IntegrityProblem(Exception):
    """A row that does not fit the rest of the record: `where` names it."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")
        self.where = where
        self.why = why
