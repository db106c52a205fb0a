"""What the journal says of one release: who wrote it, who approved it, and what ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from releases.models import JournalAction, JournalEntry

APPROVING = {JournalAction.APPROVE_IN_PART, JournalAction.APPROVE}
# After these, what was approved must be approved again.
ENDING = {
    JournalAction.SEND_BACK,
    JournalAction.CALL_OFF,
    JournalAction.OPEN_FOR_CORRECTION,
    JournalAction.WITHDRAW,
    JournalAction.PUBLISH_IN_EMERGENCY,
}
REPLAYED = {
    *APPROVING,
    *ENDING,
    JournalAction.SUBMIT,
    JournalAction.EDIT,
}


@dataclass(slots=True)
class ReleaseHistory:
    """The entries of one release, replayed in their order.

    `given` has the entry of each approval by the approval's key, `ended` the entries
    that ended a round, and `against_four_eyes` the approvals of somebody who wrote or
    submitted it and was not allowed to publish alone.
    """

    given: dict[int, int] = field(default_factory=dict)
    ended: list[int] = field(default_factory=list)
    against_four_eyes: set[int] = field(default_factory=set)
    _editors: set[int] = field(default_factory=set)
    _submitted_by: int | None = None

    @classmethod
    def of_entries(cls, entries: Iterable[JournalEntry]) -> ReleaseHistory:
        """Replay the entries, which must be in the order of their numbers."""
        history = cls()
        for entry in entries:
            history._replay(entry)
        return history

    def _replay(self, entry: JournalEntry) -> None:
        if entry.action in APPROVING:
            self._approve(entry)
        elif entry.action == JournalAction.SUBMIT:
            self._submitted_by = entry.user_id
        elif entry.action == JournalAction.EDIT and entry.user_id is not None:
            self._editors.add(entry.user_id)
        elif entry.action == JournalAction.PUBLISH_IN_EMERGENCY:
            self._submitted_by = self._submitted_by or entry.user_id
            self.given[entry.facts.get("approval", 0)] = entry.seq
        if entry.action in ENDING and entry.facts.get("scheduled") != "keep":
            self.ended.append(entry.seq)
            if entry.action != JournalAction.PUBLISH_IN_EMERGENCY:
                self._submitted_by = None

    def _approve(self, entry: JournalEntry) -> None:
        approval = entry.facts.get("approval", 0)
        self.given[approval] = entry.seq
        wrote = entry.user_id in self._editors or entry.user_id == self._submitted_by
        if wrote and not entry.facts.get("alone"):
            self.against_four_eyes.add(approval)
        if entry.action == JournalAction.APPROVE:
            self._editors.clear()

    def end_between(self, first: int, last: int) -> int | None:
        """Return the first entry between these two that ended a round."""
        return next((seq for seq in self.ended if first < seq < last), None)
