"""What may be done with a release from here: each step is one door with its page."""

from __future__ import annotations

from releases.workspace.actions.approving import Approve, Ratify
from releases.workspace.actions.base import Step
from releases.workspace.actions.changing import Correct, Withdraw
from releases.workspace.actions.emergency import Emergency
from releases.workspace.actions.external_records import (
    NotifyExchange,
    RecordFiling,
    WireCrossed,
)
from releases.workspace.actions.holding import CallOff, Hold, Resume
from releases.workspace.actions.reviewing import Comment, Override, SendBack
from releases.workspace.actions.submitting import Publish, Submit
from releases.workspace.release_context import Situation

# In the order in which they are offered.
STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Ratify(),
        Approve(),
        SendBack(),
        Override(),
        Resume(),
        WireCrossed(),
        Hold(),
        CallOff(),
        Correct(),
        Withdraw(),
        Submit(),
        Publish(),
        Comment(),
        NotifyExchange(),
        RecordFiling(),
        Emergency(),
    )
}
SUBMIT, PUBLISH, COMMENT = STEPS["submit"], STEPS["publish"], STEPS["comment"]


def open_steps(case: Situation) -> list[Step]:
    """The steps that make sense now and that this person may take."""
    return [
        step for step in STEPS.values() if step.sensible(case) and step.allowed(case)
    ]
