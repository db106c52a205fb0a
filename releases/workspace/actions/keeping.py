"""Leave a scheduled release as approved, though something that it carries has changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk.outdated import keep_as_approved
from releases.workspace.actions.base import Action
from releases.workspace.context import WorkspaceContext


class KeepAsApproved(Action):
    """Decide that what was approved is published, the old part with it."""

    name = "keep"
    label = gettext_lazy("Leave as approved")
    description = gettext_lazy(
        "The release is published as it was approved, with the part as it was before the "
        "change."
    )
    unavailable_message = gettext_lazy(
        "Nothing that this release carries has changed since its approval."
    )
    permissions = ("submit_release",)
    open_to_approvers = True

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.outdated is not None

    def is_primary(self, context: WorkspaceContext) -> bool:
        return True

    def shown_digest(self, context: WorkspaceContext) -> str:
        return context.outdated.digest if context.outdated else ""

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        keep_as_approved(
            context.release, by=context.by, at=context.at, seen=cleaned_data["seen"]
        )
        return _("Left as approved. It is published with the old version of that part.")
