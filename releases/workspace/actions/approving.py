"""What approvers do: approve exactly what they read, or approve after the fact."""

from __future__ import annotations

from typing import Any

from releases.desk import transitions
from releases.models import State
from releases.record import publishing
from releases.record.documents import ReleaseDocument
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import OpensForm
from releases.workspace.release_context import Situation
from releases.workspace.release_context.approvals import places, voids
from releases.workspace.release_context.clock import both
from releases.workspace.release_context.comparison import since_mine, with_public
from releases.workspace.release_context.text import marked, remarks, text_of


def _is_last(case: Situation) -> bool:
    """Whether no other approval is awaited after this one."""
    return len([place for place in places(case) if place.given is None]) <= 1


def went_out(outcome: publishing.Outcome | None, case: Situation) -> str:
    """What became of a release that an approver let go."""
    if outcome:
        return f"On the record, and public from {both(outcome.live_from)}."
    if case.release.state == State.CLEARED:
        return "Approved. It opens once somebody records that the wire has crossed."
    return "Approved by you. Others have still to approve it."


class ApproveForm(OpensForm):
    """What an approver decides with it."""

    @property
    def all_of_it(self) -> bool:
        """With the last approval everything must be answered; none opens it before."""
        return _is_last(self.case)


class Approve(Step):
    """Approve."""

    name = "approve"
    label = "Read and approve"
    explains = (
        "With the last approval that it needs, it goes on the record as it stands here."
    )
    for_approvers = True
    form = ApproveForm
    confirms = True
    template = "admin/releases/action/approve.html"
    tone = "first"

    def sensible(self, case: Situation) -> bool:
        """It waits for approval."""
        return case.release.state == State.SUBMITTED

    def leads(self, case: Situation) -> bool:
        """For whoever's approval it waits."""
        return not case.refusal

    def says(self, case: Situation) -> str:
        """What pressing it brings about."""
        if not _is_last(case):
            return "Approve"
        if case.release.after_wire and case.release.wire_crossed_at is None:
            return "Approve for when the wire has crossed"
        if case.opens is None:
            return "Approve: it goes public at once"
        if case.passed:
            return "Approve"
        return f"Approve for {both(case.opens)}"

    def seen(self, case: Situation) -> str:
        """What was read."""
        return case.reading.words

    def shown(self, case: Situation) -> dict[str, Any]:
        """What changed comes first; then who, what checks say, and the text."""
        since = since_mine(case)
        text = marked(case)
        return {
            "since": since,
            "comparison": since.comparison if since else with_public(case),
            "places": places(case),
            "voids": voids(case),
            "text": text,
            "remarks": remarks(case, text),
        }

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """One approval more."""
        outcome = transitions.approve(
            case.release,
            by=case.by,
            at=case.at,
            seen=said["seen"],
            waive=said["waive"],
            opens=said["opens"],
            calls_off=said["calls_off"],
        )
        return went_out(outcome, case)


class Ratify(Step):
    """Approve what was published in an emergency."""

    name = "ratify"
    label = "Read and approve after the fact"
    explains = (
        "It was published in an emergency by one person. You say that it was right to, "
        "in these words. If it was not, correct or withdraw it instead."
    )
    for_approvers = True
    confirms = True
    template = "admin/releases/action/ratify.html"
    tone = "first"

    def sensible(self, case: Situation) -> bool:
        """Something waits for its second approval."""
        return case.to_ratify is not None

    def leads(self, case: Situation) -> bool:
        """For everybody but who published it."""
        return case.to_ratify is not None and case.to_ratify.by_id != case.by.pk

    def seen(self, case: Situation) -> str:
        """What was published."""
        return case.to_ratify.words if case.to_ratify else ""

    def shown(self, case: Situation) -> dict[str, Any]:
        """What was published then, word for word."""
        first = case.to_ratify
        if first is None:
            return {}
        document = ReleaseDocument.model_validate_json(first.document)
        return {"first": first, "text": text_of(document, {})}

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """A second person stands for it."""
        transitions.ratify(case.release, by=case.by, at=case.at, seen=said["seen"])
        return "Approved after the fact: two people stand for what was published."
