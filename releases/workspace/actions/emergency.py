"""Out now, approved after."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from releases.desk import transitions
from releases.desk.checks import Level
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import OpensForm, words_field
from releases.workspace.release_context import Situation
from releases.workspace.release_context.clock import both
from releases.workspace.release_context.text import marked, remarks


class EmergencyForm(OpensForm):
    """The one reason for everything that is passed over."""

    reason = words_field(
        "Why it cannot wait",
        "It answers everything that the checks report, and stands in the journal for "
        "good: The figures are on a message board.",
    )

    @property
    def asks_when(self) -> bool:
        """Never: it opens in the next second."""
        return False

    @property
    def stopped(self) -> bool:
        """Only what nobody can override stands against it."""
        return any(one.check.level is Level.BLOCK for one in self.case.outstanding)

    def _answerable(self) -> list[Any]:
        return []


class Emergency(Step):
    """Publish on one person's word."""

    name = "emergency"
    label = "Publish in an emergency"
    explains = (
        "In the next second everybody reads it, without its approvals. Your name and "
        "your reason stand in the journal in capital letters, and a second person must "
        "approve it after the fact. It is for news that is out already."
    )
    permissions = ("publish_in_emergency",)
    form = EmergencyForm
    confirms = True
    template = "admin/releases/action/emergency.html"
    tone = "grave"

    def sensible(self, case: Situation) -> bool:
        """It is not on the record yet."""
        return case.waits

    def says(self, case: Situation) -> str:
        """What it does."""
        return "PUBLISH NOW, without approvals"

    def seen(self, case: Situation) -> str:
        """The text that was read; its instant does not matter any more."""
        return case.reading.page.digest

    def shown(self, case: Situation) -> dict[str, Any]:
        """The text, and how long the second approval may take."""
        text = marked(case)
        return {
            "text": text,
            "remarks": remarks(case, text),
            "hours": settings.IRSITE_RATIFY_HOURS,
        }

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Out."""
        outcome = transitions.publish_in_emergency(
            case.release,
            by=case.by,
            at=case.at,
            reason=said["reason"],
            seen=said["seen"],
            calls_off=said["calls_off"],
        )
        assert case.release.ratify_by is not None
        return (
            f"Public from {both(outcome.live_from)}. A second person must approve it by "
            f"{both(case.release.ratify_by)}."
        )
