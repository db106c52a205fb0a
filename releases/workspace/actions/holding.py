"""What is scheduled is stopped, for a while or for good, and let go on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.desk import transitions
from releases.desk.transitions import NOW
from releases.models import State
from releases.workspace.actions.approving import went_out
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import AT, KEEP, OpensForm, StepForm, words_field
from releases.workspace.release_context import Situation

SCHEDULED = {State.APPROVED, State.CLEARED}


class HoldForm(StepForm):
    """Nothing need be typed: seconds may count."""

    reason = words_field(
        "Why", "For the journal. It may be left empty now.", required=False
    )


class Hold(Step):
    """Stop it, with its approvals standing."""

    name = "hold"
    label = "Hold"
    explains = (
        "It is stopped at once. Its approvals stand, and one approver can let it go on "
        "for a later instant."
    )
    for_approvers = True
    form = HoldForm
    tone = "grave"

    def sensible(self, case: Situation) -> bool:
        """It is scheduled, or waits for the wire."""
        state = case.release.state
        return state == State.CLEARED or (
            state == State.APPROVED and bool(case.to_come)
        )

    def leads(self, case: Situation) -> bool:
        """Always."""
        return True

    def says(self, case: Situation) -> str:
        """What it does."""
        return "Hold it now"

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Nobody reads it until it is let go on."""
        transitions.hold(
            case.release, by=case.by, at=case.at, reason=said["reason"].strip()
        )
        return "Held. Nothing of it opens until an approver lets it go on."


class ResumeForm(OpensForm):
    """The instant that it opens at instead."""

    @property
    def asks_when(self) -> bool:
        """Always: it was stopped, and somebody decides when."""
        return True

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Its own instant while that is to come, a later one, or now."""
        instant = self.case.release.go_live_at
        ahead = instant is not None and not self.case.passed
        later = (AT, "At a later instant")
        if ahead:
            return [(KEEP, "At its own instant, as it was approved"), later]
        return [later, (str(NOW), "Now, in the next second")]


class Resume(Step):
    """Let it go on."""

    name = "resume"
    label = "Let it go on"
    explains = "It goes back on the record as it was approved, for the instant that you choose."
    for_approvers = True
    form = ResumeForm
    confirms = True
    template = "admin/releases/action/answering.html"
    tone = "first"

    def sensible(self, case: Situation) -> bool:
        """It is held."""
        return case.release.state == State.HELD

    def leads(self, case: Situation) -> bool:
        """Always."""
        return True

    def seen(self, case: Situation) -> str:
        """What was read."""
        return case.reading.words

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """It is scheduled again."""
        opens: Any = said["opens"] or case.release.go_live_at
        assert opens == NOW or isinstance(opens, dt.datetime)
        outcome = transitions.resume(
            case.release,
            by=case.by,
            at=case.at,
            opens=opens,
            seen=said["seen"],
            waive=said["waive"],
            calls_off=said["calls_off"],
        )
        return went_out(outcome, case)


class CallOff(Step):
    """Stop it for good."""

    name = "call-off"
    label = "Call off"
    explains = (
        "What is scheduled never goes public. The release becomes a draft again, with "
        "everything in it, and must be approved anew."
    )
    permissions = ("call_off_release",)
    tone = "grave"

    def sensible(self, case: Situation) -> bool:
        """Something of it is still to come."""
        waits = case.release.state in {State.CLEARED, State.HELD}
        scheduled = bool(case.to_come) and case.release.state != State.WITHDRAWN
        return waits or scheduled

    def leads(self, case: Situation) -> bool:
        """Where nothing else can be done to what is scheduled."""
        return case.release.state in SCHEDULED

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """A draft again."""
        transitions.call_off(case.release, by=case.by, at=case.at)
        return "Called off. What was scheduled never goes public."
