"""To the approvers: submit; and where one person is the whole desk, publish."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from releases.desk import transitions
from releases.models import State
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import AnsweringForm
from releases.workspace.release_context import Situation
from releases.workspace.release_context.clock import both


class SubmitForm(AnsweringForm):
    """The author's answers."""

    warnings_too = True


class Submit(Step):
    """Ask for approval."""

    name = "submit"
    label = "Submit for approval"
    explains = (
        "People who did not write it read it next. It cannot be edited while they do."
    )
    permissions = ("submit_release",)
    form = SubmitForm
    template = "admin/releases/action/answering.html"
    tone = "first"

    def sensible(self, case: Situation) -> bool:
        """A draft."""
        return case.release.state == State.DRAFT

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """It waits for approval."""
        transitions.submit(case.release, by=case.by, at=case.at, waive=said["waive"])
        return "Submitted: somebody who did not write it can approve it now."


class Publish(Step):
    """Submit and approve, where the desk is of one person."""

    name = "publish"
    label = "Publish"
    explains = (
        "You approve it yourself: on a desk of one person, and the journal says so."
    )
    permissions = ("publish_alone",)
    form = SubmitForm
    confirms = True
    template = "admin/releases/action/answering.html"
    tone = "first"

    def allowed(self, case: Situation) -> bool:
        """Only where the desk is of one person."""
        return settings.IRSITE_ONE_PERSON_DESK and super().allowed(case)

    def sensible(self, case: Situation) -> bool:
        """A draft."""
        return case.release.state == State.DRAFT

    def seen(self, case: Situation) -> str:
        """What was read."""
        return case.reading.words

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """It is on the record, unless others have still to approve it."""
        outcome = transitions.publish_alone(
            case.release, by=case.by, at=case.at, waive=said["waive"], seen=said["seen"]
        )
        if outcome:
            return f"On the record, and public from {both(outcome.live_from)}."
        return "Approved; others have still to approve it, or the wire to cross."
