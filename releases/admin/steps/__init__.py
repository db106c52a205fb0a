"""What may be done with a release from here: each step is one door with its page."""

from __future__ import annotations

from releases.admin.situation import Situation
from releases.admin.steps.approving import Approve, Ratify
from releases.admin.steps.changing import Correct, Withdraw
from releases.admin.steps.channels import NotifyExchange, RecordFiling, WireCrossed
from releases.admin.steps.emergency import Emergency
from releases.admin.steps.handing_in import Publish, Submit
from releases.admin.steps.reviewing import Comment, Override, SendBack
from releases.admin.steps.step import Step
from releases.admin.steps.stopping import CallOff, Hold, Resume

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
