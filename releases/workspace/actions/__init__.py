"""The actions that staff perform on a release, each with a page of its own."""

from __future__ import annotations

from releases.workspace.actions.approving import Approve
from releases.workspace.actions.base import Action
from releases.workspace.actions.changing import Correct, Withdraw
from releases.workspace.actions.comments import AddComment
from releases.workspace.actions.emergency import PublishInEmergency, Ratify
from releases.workspace.actions.external_records import NotifyExchange, RecordFiling
from releases.workspace.actions.holding import CallOff, Hold, Resume
from releases.workspace.actions.keeping import KeepAsApproved
from releases.workspace.actions.submitting import PublishAlone, SendBack, Submit
from releases.workspace.actions.waivers import WaiveErrors
from releases.workspace.actions.wire import RecordWireCrossing
from releases.workspace.context import WorkspaceContext

# In the order in which they are offered.
ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Ratify(),
        Approve(),
        SendBack(),
        WaiveErrors(),
        Resume(),
        RecordWireCrossing(),
        Hold(),
        KeepAsApproved(),
        CallOff(),
        Correct(),
        Withdraw(),
        Submit(),
        PublishAlone(),
        AddComment(),
        NotifyExchange(),
        RecordFiling(),
        PublishInEmergency(),
    )
}
SUBMIT, PUBLISH, COMMENT = ACTIONS["submit"], ACTIONS["publish"], ACTIONS["comment"]


def available_actions(context: WorkspaceContext) -> list[Action]:
    """Return the actions that apply now and that this person may perform."""
    return [
        action
        for action in ACTIONS.values()
        if action.is_available(context) and action.is_permitted(context)
    ]
