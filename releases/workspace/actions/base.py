"""What a step is: one door, with the page that asks before it opens."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from releases.workspace.actions.forms import StepForm
from releases.workspace.release_context import Situation


class Step:
    """One door of the desk; each is told by what it sets here.

    A step never decides whether its door opens: the door does, and what it refuses is
    shown as it is said.
    """

    # The last part of its address, and the words on its button.
    name: ClassVar[str]
    label: ClassVar[str]
    # What it brings about, in a sentence or two.
    explains: ClassVar[str]
    # Who may take it: whoever has one of these permissions, or may approve.
    permissions: ClassVar[tuple[str, ...]] = ()
    for_approvers: ClassVar[bool] = False
    form: ClassVar[type[StepForm]] = StepForm
    template: ClassVar[str] = "admin/releases/action/plain.html"
    # Whether it asks once more who is there.
    confirms: ClassVar[bool] = False
    tone: ClassVar[Literal["plain", "first", "grave"]] = "plain"

    def allowed(self, case: Situation) -> bool:
        """Whether this person may take it at all."""
        if case.may(*self.permissions):
            return True
        return self.for_approvers and case.may_approve

    def sensible(self, case: Situation) -> bool:
        """Whether it makes sense as the release stands now."""
        raise NotImplementedError

    def leads(self, case: Situation) -> bool:
        """Whether it is among the first things that people reach for now."""
        return False

    def says(self, case: Situation) -> str:
        """The words on the button that takes it."""
        return self.label

    def seen(self, case: Situation) -> str:
        """The digest of what its page shows; empty where nothing is read."""
        return ""

    def shown(self, case: Situation) -> dict[str, Any]:
        """What else its page shows."""
        return {}

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Open the door; returns what that did, in a sentence."""
        raise NotImplementedError
