"""Admin of users: who works here, what they sign in with, and what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allauth.account import admin as _addresses  # noqa: F401 - registers its page
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401 - and this one
from allauth.mfa.models import Authenticator

from releases.accounts import auth_journal, second_factors
from releases.accounts.reauthentication import (
    NotConfirmed,
    SecretField,
    must_reauthenticate,
    passkey_options,
    reauthenticate,
)
from releases.models import JournalAction
from releases.staff_views import StaffView, change_url, staff_user

NO_PASSWORD = gettext_lazy(
    "Without a password this user can’t sign in until an administrator sets one."
)

admin.site.unregister(User)
# The library's own pages would show the secrets of second factors, and let them be set.
admin.site.unregister([Authenticator, EmailAddress])


class NewUserForm(AdminUserCreationForm):
    """Username and password of a new user."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].help_text = NO_PASSWORD


class SetPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # not generic when run
    """A password that an administrator gives."""

    # Django's script shows the warning where “Disabled” is chosen.
    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # lazily a str
        '{}<ul id="id_unusable_warning" class="messagelist">'
        '<li class="warning">{}</li></ul>',
        NO_PASSWORD,
        gettext_lazy("The current password is deleted."),
    )


class RemoveFactorsForm(forms.Form):
    """The secret of the administrator who removes somebody's second factors."""

    secret = SecretField()


class RemoveFactorsView(StaffView):
    """Removes a user's second factors; they sign in with a password alone."""

    permission = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask first."""
        return self.confirmation(get_object_or_404(User, pk=pk), RemoveFactorsForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Check who asks, and remove them."""
        user = get_object_or_404(User, pk=pk)
        form = RemoveFactorsForm(request.POST)
        if not form.is_valid():
            return self.confirmation(user, form)
        try:
            if must_reauthenticate(request):
                reauthenticate(request, form.cleaned_data["secret"])
        except NotConfirmed as error:
            form.add_error("secret", str(error))
            return self.confirmation(user, form)
        second_factors.remove_all(user, by=self.user)
        text = _("%(user)s has no second factor now.") % {"user": user}
        messages.success(request, text)
        return HttpResponseRedirect(change_url(user))

    def confirmation(self, user: User, form: RemoveFactorsForm) -> TemplateResponse:
        """Return the page with the button."""
        asks_for_secret = must_reauthenticate(self.request)
        return self.page(
            "admin/accounts/remove_factors.html",
            title=_("Remove the second factors of %(user)s") % {"user": user},
            staff_member=user,
            second_factors=second_factors.describe(user),
            form=form,
            asks_for_secret=asks_for_secret,
            passkey_options=passkey_options(self.request) if asks_for_secret else None,
        )


@admin.register(User)
class StaffUserAdmin(UserAdmin[User]):
    """Users keep their username: journal and four-eyes rule know people by it."""

    add_form = NewUserForm
    change_password_form = SetPasswordForm

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        readonly = [*map(str, super().get_readonly_fields(request, obj))]
        return [*readonly, "username", "second_factors"] if obj else readonly

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        own = (gettext_lazy("Second factors"), {"fields": ["second_factors"]})
        return [*fieldsets, own]

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form with help texts that fit this site."""
        if obj:
            kwargs["help_texts"] = {
                "username": gettext_lazy(
                    "Can’t be changed: the journal knows people by it, and so does "
                    "the rule that nobody approves their own release."
                ),
                "is_active": gettext_lazy(
                    "Untick this instead of deleting the user, so that the journal "
                    "still knows who it was."
                ),
                "is_staff": gettext_lazy("Needed to sign in."),
            }
        return super().get_form(request, obj, change=change, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        """Save the groups, and warn if the user can't sign in or can't do anything."""
        super().save_related(request, form, formsets, change)
        warning = sign_in_warning(form.instance)
        if warning:
            self.message_user(request, warning, messages.WARNING)

    @admin.display(description=gettext_lazy("Set up"))
    def second_factors(self, user: User) -> str:
        """List the second factors, with a link to remove them when they are lost."""
        description = second_factors.describe(user)
        if not second_factors.has_second_factor(user):
            return description
        return format_html(
            '{}. <a href="{}">{}</a>',
            description,
            reverse("admin:auth_user_factors", args=[user.pk]),
            _("Lost? Remove them"),
        )

    def get_urls(self) -> list[URLPattern]:
        remove_factors = path(
            "<int:pk>/second-factors/",
            RemoveFactorsView.for_admin(self),
            name="auth_user_factors",
        )
        return [remove_factors, *super().get_urls()]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's signature
        form_url: str = "",
    ) -> HttpResponse:
        """Set a new password, and journal who set it."""
        response = super().user_change_password(request, id, form_url)
        if isinstance(response, HttpResponseRedirect):
            user = User.objects.get(pk=id)
            by = staff_user(request)
            auth_journal.write(JournalAction.SET_PASSWORD, user, by=by)
        return response


def sign_in_warning(user: User) -> str:
    """Return why an active user can't sign in or do anything yet; empty if they can."""
    if not user.is_active:
        return ""
    if not user.is_staff:
        text = _("%(user)s can’t sign in yet: tick “Staff status” and choose a group.")
        return text % {"user": user}
    if not user.is_superuser and not user.get_all_permissions():
        text = _("%(user)s can sign in but not do anything yet: choose a group.")
        return text % {"user": user}
    return ""
