"""What changed since somebody approved it, and since the public last read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from releases.models import Approval
from releases.record.documents import ReleaseDocument
from releases.record.redline import Section, redline_of
from releases.workspace.release_context.context import WorkspaceContext


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The way from one text of the release to the one at the desk."""

    before: ReleaseDocument
    document: ReleaseDocument

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every part of it."""
        return redline_of(self.before, self.document)

    @property
    def changed(self) -> list[Section]:
        """The parts that are not as they were."""
        return [section for section in self.sections if section.changed]

    @property
    def unchanged(self) -> list[str]:
        """The names of the others."""
        return [section.name for section in self.sections if not section.changed]


@dataclass(frozen=True, kw_only=True)
class SinceApproval:
    """What is new to somebody who approved it before."""

    approval: Approval
    comparison: Comparison
    # What the redline cannot show: an event's own words, the channel, the instant.
    beside: str


def since_mine(context: WorkspaceContext) -> SinceApproval | None:
    """What changed since this person last approved; None where they never did."""
    mine = next((one for one in context.approvals if one.by_id == context.by.pk), None)
    return _since(mine, context) if mine else None


def since_any(context: WorkspaceContext) -> SinceApproval | None:
    """What changed since anybody last did."""
    return _since(context.approvals[0], context) if context.approvals else None


def with_public(context: WorkspaceContext) -> Comparison | None:
    """What changed since what the public reads; None where that is no text."""
    if context.live is None or context.is_withdrawn:
        return None
    return Comparison(
        before=ReleaseDocument.model_validate_json(context.live.document),
        document=context.document,
    )


def _since(approval: Approval, context: WorkspaceContext) -> SinceApproval:
    before = ReleaseDocument.model_validate_json(approval.document)
    same = before == context.document
    beside = ""
    if same and approval.content_digest != context.basis.content_digest:
        beside = (
            "The text is the same, but an event that goes out with it, or whether it "
            "waits for the wire, was changed."
        )
    elif same and approval.full_digest != context.basis.full_digest:
        beside = "The text is the same, but it opens at another instant."
    return SinceApproval(
        approval=approval,
        comparison=Comparison(before=before, document=context.document),
        beside=beside,
    )
