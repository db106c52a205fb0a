"""Invitations: a link with which somebody sets the first password of their account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from releases.accounts import auth_journal
from releases.accounts.admin_page import AdminPageMixin
from releases.desk.invitation_tokens import invitation_path, invited_user
from releases.models import JournalAction


@transaction.atomic
def invite(user: User, *, by: User) -> str:
    """Journal the invitation, and return the path of its link; earlier links end.

    The account must have no password that can be used.
    """
    assert not user.has_usable_password()
    user.set_unusable_password()  # another one, on which the token depends
    user.save(update_fields=["password"])
    auth_journal.write(JournalAction.INVITE, user, by=by)
    return invitation_path(user)


@method_decorator(never_cache, name="dispatch")
class AcceptInvitationView(AdminPageMixin, View):
    """Sets the first password: whoever has the link may, once."""

    title = gettext_lazy("Choose your password")

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Find whom the link is for; 404 where it is no longer valid."""
        user = invited_user(kwargs["key"], kwargs["token"])
        if user is None:
            return self.page(404)
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, key: str, token: str) -> HttpResponse:
        """Ask for a password."""
        return self.page(form=SetPasswordForm(self.user), username=str(self.user))

    @method_decorator(transaction.atomic)
    def post(self, request: HttpRequest, key: str, token: str) -> HttpResponse:
        """Set it, and lead to the sign-in; of two who send it at once, one is late."""
        form = SetPasswordForm(self.user, request.POST)
        before = User.objects.filter(pk=self.user.pk, password=self.user.password)
        if not form.is_valid():
            return self.page(form=form, username=str(self.user))
        if not before.update(password=form.save(commit=False).password):
            return self.page(404)
        auth_journal.write(JournalAction.CHANGE_PASSWORD, self.user, "by an invitation")
        messages.success(request, _("Your password is set. Sign in with it."))
        return HttpResponseRedirect(reverse("account_login"))

    def page(self, status: int = 200, **context: Any) -> TemplateResponse:
        """Return the page with the form, or with what to do without a valid link."""
        return TemplateResponse(
            self.request,
            "admin/accounts/invitation.html",
            self.get_context_data(**context),
            status=status,
        )
