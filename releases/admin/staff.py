"""Who works at the desk, and how they sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from allauth.account import admin as _addresses  # noqa: F401 - it registers its page
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401 - and this one
from allauth.mfa.models import Authenticator

from releases.accounts import auth_journal, factors
from releases.accounts.reauthentication import (
    NotConfirmed,
    SecretField,
    confirm,
    needs_secret,
    passkey_options,
)
from releases.staff_views import staff_user

KEPT = (
    "It stays: the journal knows people by it, and so does the rule that nobody "
    "approves what they wrote."
)

admin.site.unregister(User)
# The library's own pages would show the secrets of second factors, and let them be set.
admin.site.unregister([Authenticator, EmailAddress])


class WhoAsksForm(forms.Form):
    """Who takes somebody's second factors away says who they are."""

    secret = SecretField()


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """A member of staff, who keeps the name that they signed with."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """A name is chosen once."""
        found = [*map(str, super().get_readonly_fields(request, obj))]
        return [*found, "username", "second_factors"] if obj else found

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """What they sign in with, beside the password."""
        found = super().get_fieldsets(request, obj)
        return (
            [*found, ("Second factors", {"fields": ["second_factors"]})]
            if obj
            else found
        )

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """The form, which says why the name stays."""
        if obj:
            kwargs["help_texts"] = {"username": KEPT}
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description="Has")
    def second_factors(self, user: User) -> str:
        """What there is, and the way to take it away from somebody who lost it."""
        found = factors.words(user)
        if not factors.has_one(user):
            return found
        return format_html(
            '{} <a href="{}">They were lost: take them away</a>',
            f"{found}.",
            reverse("admin:auth_user_factors", args=[user.pk]),
        )

    def get_urls(self) -> list[URLPattern]:
        """The user's addresses, with this one."""
        view = self.admin_site.admin_view(self.take_away_view)
        where = "<int:pk>/second-factors/"
        return [path(where, view, name="auth_user_factors"), *super().get_urls()]

    def take_away_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask who asks; then this person signs in with the password alone."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        form = WhoAsksForm(request.POST if request.method == "POST" else None)
        asked = needs_secret(request)
        if form.is_valid():
            try:
                if asked:
                    confirm(request, form.cleaned_data["secret"])
            except NotConfirmed as refusal:
                form.add_error("secret", str(refusal))
            else:
                factors.take_away(user, by=staff_user(request).get_username())
                done = f"{user} has no second factor now."
                self.message_user(request, done, messages.SUCCESS)
                page = reverse("admin:auth_user_change", args=[user.pk])
                return HttpResponseRedirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take away the second factors of {user}",
            "staff": user,
            "has": factors.words(user),
            "form": form,
            "asked": asked,
            "passkey_options": passkey_options(request) if asked else None,
        }
        return TemplateResponse(request, "admin/accounts/take_away.html", context)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's signature
        form_url: str = "",
    ) -> HttpResponse:
        """Give a new password; the journal says who gave it."""
        response = super().user_change_password(request, id, form_url)
        if isinstance(response, HttpResponseRedirect):
            user = User.objects.get(pk=id)
            by = staff_user(request).get_username()
            auth_journal.write("give password", user, by=by)
        return response
