"""What changed in a release since somebody approved it, and since its public version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from releases.models import Approval
from releases.record.documents import ReleaseDocument
from releases.record.redline import Section, redline_of
from releases.workspace.context import WorkspaceContext


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """An earlier document of the release, compared with the one at the desk."""

    before: ReleaseDocument
    document: ReleaseDocument

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The redline, part by part."""
        return redline_of(self.before, self.document)

    @property
    def changed(self) -> list[Section]:
        """The parts that changed."""
        return [section for section in self.sections if section.changed]

    @property
    def unchanged(self) -> list[str]:
        """The names of the other parts."""
        return [section.name for section in self.sections if not section.changed]


@dataclass(frozen=True, kw_only=True)
class ChangesSinceApproval:
    """What changed since an approval.

    `other_change` says what the redline can't show: a change of an event's own text, of
    the channel, or of the instant.
    """

    approval: Approval
    comparison: Comparison
    other_change: str


def changes_since_own_approval(
    context: WorkspaceContext,
) -> ChangesSinceApproval | None:
    """Compare with what this person last approved; None if they never did."""
    own = (row for row in context.approvals if row.by_id == context.by.pk)
    approval = next(own, None)
    return _changes_since(approval, context) if approval else None


def changes_since_last_approval(
    context: WorkspaceContext,
) -> ChangesSinceApproval | None:
    """Compare with what anybody last approved; None if nobody did."""
    approval = next(iter(context.approvals), None)
    return _changes_since(approval, context) if approval else None


def compare_with_public(context: WorkspaceContext) -> Comparison | None:
    """Compare with the public version; None if there is none, or it is a notice."""
    if context.live is None or context.is_withdrawn:
        return None
    return Comparison(
        before=ReleaseDocument.model_validate_json(context.live.document),
        document=context.document,
    )


def _changes_since(
    approval: Approval, context: WorkspaceContext
) -> ChangesSinceApproval:
    before = ReleaseDocument.model_validate_json(approval.document)
    other_change = ""
    if before == context.document:
        if approval.content_digest != context.basis.content_digest:
            other_change = _(
                "The text is the same, but an event that is published with it has "
                "changed, or whether it waits for the newswire."
            )
        elif approval.full_digest != context.basis.full_digest:
            other_change = _(
                "The text is the same, but the publication time has changed."
            )
    return ChangesSinceApproval(
        approval=approval,
        comparison=Comparison(before=before, document=context.document),
        other_change=other_change,
    )
