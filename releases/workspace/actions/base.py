"""The base class of the actions that staff perform on a release."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django_stubs_ext import StrOrPromise

from releases.models import JournalAction
from releases.workspace.actions.forms import ActionForm
from releases.workspace.context import WorkspaceContext


class Action:
    """One transition of the desk, with the page that asks before it is performed.

    An action does not decide whether its transition is allowed. The transition does,
    and the page shows its refusal.
    """

    # The last part of the page's address, the button's label, and a sentence or two on
    # what the action does.
    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    description: ClassVar[StrOrPromise]
    # What people read who reach its page while it is not available.
    unavailable_message: ClassVar[StrOrPromise]
    # Codenames of permissions, any one of which is enough.
    permissions: ClassVar[tuple[str, ...]] = ()
    # Whether approvers may perform it without any of these permissions.
    open_to_approvers: ClassVar[bool] = False
    form_class: ClassVar[type[ActionForm]] = ActionForm
    template_name: ClassVar[str] = "admin/releases/action/base.html"
    requires_reauthentication: ClassVar[bool] = False
    # What the journal calls its transition.
    journal_actions: ClassVar[tuple[JournalAction, ...]] = ()
    # How its button looks; "default" is the admin's word for the main button.
    tone: ClassVar[Literal["plain", "default", "danger"]] = "plain"

    def is_permitted(self, context: WorkspaceContext) -> bool:
        """Return whether this person may ever perform it."""
        if context.may(*self.permissions):
            return True
        return self.open_to_approvers and context.may_approve

    def is_available(self, context: WorkspaceContext) -> bool:
        """Return whether the release is in a state that the action applies to."""
        raise NotImplementedError

    def is_done(self, context: WorkspaceContext) -> bool:
        """Return whether it was performed already, by this person or by another."""
        last = context.last_transition
        is_last = last is not None and last.action in self.journal_actions
        return is_last and not self.is_available(context)

    def is_primary(self, context: WorkspaceContext) -> bool:
        """Return whether its button stands on top, not under “More actions”."""
        return False

    def button_label(self, context: WorkspaceContext) -> StrOrPromise:
        """Return the label of the button that performs it, on its own page."""
        return self.label

    def shown_digest(self, context: WorkspaceContext) -> str:
        """Return the digest of what its page shows; empty where nothing is approved.

        The form posts it back, so that nobody approves what they have not seen.
        """
        return ""

    def extra_context(self, context: WorkspaceContext) -> dict[str, Any]:
        """Return what its template needs beside what every action's template gets."""
        return {}

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        """Make the transition and return a message that says what happened.

        Raises NotAllowed, and then changes nothing.
        """
        raise NotImplementedError
