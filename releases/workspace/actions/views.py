"""The page of an action: it asks first, and only a POST performs the action."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from releases.accounts.reauthentication import (
    NotConfirmed,
    SecretField,
    must_reauthenticate,
    passkey_options,
    reauthenticate,
)
from releases.desk import comments
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import note_reading
from releases.models import Comment, Release
from releases.staff_views import change_url
from releases.text.invisible import without_invisible
from releases.widgets.visible_text import removals_of
from releases.workspace.actions import ACTIONS, COMMENT
from releases.workspace.actions.base import Action
from releases.workspace.actions.comments import mention_notice
from releases.workspace.actions.forms import SECRET, ActionForm
from releases.workspace.actions.help import HELP
from releases.workspace.clock import publication_countdown
from releases.workspace.labels import status_of
from releases.workspace.views import ReleaseContextView

ACTION_URL = "releases_release_action"
# Posted in place of a digest that is missing: no page ever shows it.
NOTHING_SHOWN = "nothing"


class ReleaseActionView(ReleaseContextView):
    """Show the page of an action; perform the action when its form is posted."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask before the action; return to the release if it does not apply now."""
        action = self.action_named(name)
        if not action.is_available(self.context):
            return self.redirect_to_result(action)
        return self.action_page(action, self.get_form(action))

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Perform the action, or show the page again with everything that was typed."""
        action = self.action_named(name)
        if action.is_done(self.context):
            return self.redirect_to_result(action)
        form = self.get_form(action, request.POST)
        if form.is_valid() and self.is_reauthenticated(form):
            shown_digest = request.POST.get("seen") or NOTHING_SHOWN
            try:
                message = action.perform(
                    self.context, {**form.cleaned_data, "seen": shown_digest}
                )
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                for sentence in removals_of([form]):
                    messages.warning(request, sentence)
                return self.redirect_to_release(message, messages.SUCCESS)
        self.reload()
        if action.is_done(self.context):
            return self.redirect_to_result(action)
        form.context = self.context
        return self.action_page(action, form)

    def redirect_to_result(self, action: Action) -> HttpResponse:
        """Return to the release and say what happened to it, and who did it."""
        last = self.context.last_transition
        happened = last.sentence if last else ""
        if action.is_done(self.context):
            return self.redirect_to_release(happened, messages.INFO)
        return self.redirect_to_release(
            f"{action.unavailable_message} {happened}".strip(), messages.WARNING
        )

    def action_named(self, name: str) -> Action:
        """Return the action; PermissionDenied if there is none for this person."""
        action = ACTIONS.get(name)
        if action is None or not action.is_permitted(self.context):
            raise PermissionDenied
        return action

    def get_form(self, action: Action, data: Any = None) -> ActionForm:
        """Return the action's form, with a password field if one is needed now."""
        form = action.form_class(self.context, data)
        if action.requires_reauthentication and must_reauthenticate(self.request):
            form.fields[SECRET] = SecretField()
        return form

    def is_reauthenticated(self, form: ActionForm) -> bool:
        """Check the password, where the form asks for it; add an error if it is wrong.

        No transaction may be open: it would roll back the count of failed attempts.
        """
        if SECRET not in form.fields:
            return True
        try:
            reauthenticate(self.request, form.cleaned_data[SECRET])
        except NotConfirmed as refusal:
            kept = _("Everything else you typed is still here.")
            form.add_error(SECRET, f"{refusal} {kept}")
            return False
        return True

    def action_page(self, action: Action, form: ActionForm) -> HttpResponse:
        """Return the action's page; reading the text on it is noted in the journal."""
        context = self.context
        extra_context = action.extra_context(context)
        if "text" in extra_context:
            note_reading(
                context.release, by=context.by, of=f"the page of {action.name}"
            )
        return self.page(
            action.template_name,
            title=f"{action.label}: {context.release}",
            action=action,
            help=HELP[action.name],
            release_context=context,
            form=form,
            button_label=action.button_label(context),
            seen=action.shown_digest(context),
            status=status_of(context),
            opens=publication_countdown(context),
            passkey_options=passkey_options(self.request)
            if form.secret_field
            else None,
            **extra_context,
        )


class CommentView(ReleaseContextView):
    """A button below a comment; its form is posted to an address of its own."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Press the button and return to the release."""
        if not COMMENT.is_permitted(self.context):
            raise PermissionDenied
        row = get_object_or_404(Comment, pk=comment, release=self.release)
        try:
            done = self.press(row)
        except NotAllowed as refusal:
            return self.redirect_to_release(str(refusal), messages.WARNING)
        if done:
            return self.redirect_to_release(done, messages.SUCCESS)
        return HttpResponseRedirect(change_url(self.release))

    def press(self, comment: Comment) -> str:
        """Do what the button says; return what to say of it. Raises NotAllowed."""
        raise NotImplementedError


class ResolveCommentView(CommentView):
    """Mark a comment as resolved."""

    def press(self, comment: Comment) -> str:
        comments.resolve_comment(comment, by=self.user, at=self.at)
        return ""


class ReopenCommentView(CommentView):
    """Mark a resolved comment as open again."""

    def press(self, comment: Comment) -> str:
        comments.reopen_comment(comment, by=self.user)
        return ""


class ReplyView(CommentView):
    """Add a reply below a comment."""

    def press(self, comment: Comment) -> str:
        text = without_invisible(self.request.POST.get("text", ""))
        comments.reply_to_comment(comment, by=self.user, at=self.at, text=text)
        return mention_notice(text, by=self.user)


COMMENT_BUTTONS: dict[str, type[CommentView]] = {
    "resolve": ResolveCommentView,
    "reopen": ReopenCommentView,
    "reply": ReplyView,
}


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the routes of the actions, below the address of a release."""
    return [
        path(
            "<int:pk>/action/<slug:name>/",
            ReleaseActionView.for_admin(model_admin),
            name=ACTION_URL,
        ),
        *(
            path(
                f"<int:pk>/comment/<int:comment>/{name}/",
                view.for_admin(model_admin),
                name=f"releases_release_{name}",
            )
            for name, view in COMMENT_BUTTONS.items()
        ),
    ]
