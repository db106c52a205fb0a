"""Admin of users: who works here, what they sign in with, and what they may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
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
from releases.accounts.invitations import invite
from releases.accounts.reauthentication import (
    NotConfirmed,
    SecretField,
    must_reauthenticate,
    passkey_options,
    reauthenticate,
)
from releases.admin.roles import PermissionsField, RolesField
from releases.models import JournalAction
from releases.staff_views import StaffView, change_url, staff_user

NO_PASSWORD = gettext_lazy(
    "Without a password this user can’t sign in until an administrator sets one."
)

admin.site.unregister(User)
# The library's own pages would show the secrets of second factors, and let them be set.
admin.site.unregister([Authenticator, EmailAddress])

USERNAME_LENGTH = 150


class NewUserForm(forms.ModelForm[User]):
    """A person by name, e-mail and role; they choose the password themselves."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username", "groups"]
        field_classes: ClassVar[dict[str, Any]] = {"groups": RolesField}
        labels: ClassVar[dict[str, Any]] = {"groups": gettext_lazy("Roles")}
        help_texts: ClassVar[dict[str, Any]] = {"groups": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email", "groups"):
            self.fields[name].required = True
        username = self.fields["username"]
        username.required = False
        username.help_text = _(
            "What they sign in with; it can’t be changed later. Leave it empty to take "
            "the part of the e-mail before the @."
        )

    def clean(self) -> dict[str, Any] | None:
        """Make the username from the e-mail, and keep one person to an address."""
        super().clean()
        values = self.cleaned_data
        email = values.get("email", "")
        if email and User.objects.filter(email__iexact=email).exists():
            self.add_error("email", _("Another user has this e-mail address."))
        if email and not values.get("username") and "username" not in self.errors:
            values["username"] = email.partition("@")[0][:USERNAME_LENGTH]
            self.instance.username = values["username"]
        return values

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's signature
        """Create a member of staff without a password."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class InvitationView(StaffView):
    """Makes a link with which a user chooses the first password, and shows it once."""

    permission = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask first, or say why there can be none."""
        return self.confirmation(get_object_or_404(User, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link, and show it in this response alone."""
        user = get_object_or_404(User, pk=pk)
        if self.refusal(user):
            return self.confirmation(user)
        path = invite(user, by=self.user)
        is_mailed = settings.IRSITE_ALERTS and user.email
        return self.confirmation(
            user,
            address=request.build_absolute_uri(path),
            mailed_to=user.email if is_mailed else "",
        )

    def refusal(self, user: User) -> str:
        """Return why this user gets no link from who is signed in; empty if they do."""
        if not (user.is_active and user.is_staff):
            return _("This account may not sign in.")
        if user.has_usable_password():
            return _("This user has a password already.")
        if user.is_superuser and not self.user.is_superuser:
            return _("Only a superuser can invite a superuser.")
        return ""

    def confirmation(
        self, user: User, *, address: str = "", mailed_to: str = ""
    ) -> TemplateResponse:
        """Return the page with the button, the link, or why there is none."""
        return self.page(
            "admin/accounts/invite.html",
            title=_("Invite %(user)s") % {"user": user},
            staff_member=user,
            refusal="" if address else self.refusal(user),
            address=address,
            mailed_to=mailed_to,
        )


class StaffUserForm(UserChangeForm):  # type: ignore[type-arg]  # not generic when run
    """A user, with the roles in words."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, Any]] = {
            "groups": RolesField,
            "user_permissions": PermissionsField,
        }
        labels: ClassVar[dict[str, Any]] = {
            "groups": gettext_lazy("Roles"),
            "is_active": gettext_lazy("May sign in"),
        }


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

    form = StaffUserForm
    add_form = NewUserForm
    add_form_template = "admin/accounts/add_user.html"
    change_password_form = SetPasswordForm
    filter_horizontal = ()
    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "roles",
        "is_active",
    )
    list_filter = ("is_active", "groups")
    add_fieldsets = (
        (None, {"fields": ("first_name", "last_name", "email", "username", "groups")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (gettext_lazy("Roles"), {"fields": ("groups", "is_active")}),
        (
            gettext_lazy("Sign-in"),
            {"fields": ("password_state", "invitation", "second_factors")},
        ),
        (
            gettext_lazy("Advanced"),
            {
                "classes": ("collapse",),
                "fields": (
                    *("is_staff", "is_superuser", "user_permissions"),
                    *("last_login", "date_joined"),
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Load the groups that the list names."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        readonly = [*map(str, super().get_readonly_fields(request, obj))]
        if obj is None:
            return readonly
        own = ["username", "password_state", "invitation", "second_factors"]
        return [*readonly, *own, "last_login", "date_joined"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: journal, approvals and the four-eyes rule name people for good."""
        return False

    @admin.display(description=gettext_lazy("Roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=gettext_lazy("Password"))
    def password_state(self, user: User) -> str:
        """Say whether there is one, with a link to set it; how it is stored is no news."""
        state = _("Set.") if user.has_usable_password() else _("None.")
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        text = _("Set a new password…")
        return format_html('{} <a href="{}">{}</a>', state, address, text)

    @admin.display(description=gettext_lazy("Invitation"))
    def invitation(self, user: User) -> str:
        """Link to the page that makes one, while the user has no password."""
        if user.has_usable_password():
            return _("Not needed: the user has a password.")
        return format_html(
            '{} <a href="{}">{}</a>',
            _("The user has no password yet."),
            reverse("admin:auth_user_invitation", args=[user.pk]),
            _("Make an invitation link…"),
        )

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
                    "Untick it when somebody leaves. They can’t sign in any more and "
                    "their sessions end; what they wrote and approved stays under their "
                    "name, and their approvals still count. Name a deputy for roles "
                    "that only they have. Users are never deleted."
                ),
                "is_staff": gettext_lazy("Needed to sign in."),
                "groups": "",
            }
        return super().get_form(request, obj, change=change, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        """Save the groups, and warn if the user can't sign in or can't do anything."""
        super().save_related(request, form, formsets, change)
        if change and "is_active" in form.changed_data:
            active = form.instance.is_active
            action = JournalAction.REACTIVATE if active else JournalAction.DEACTIVATE
            auth_journal.write(action, form.instance, by=staff_user(request))
        warning = sign_in_warning(form.instance)
        if warning:
            self.message_user(request, warning, messages.WARNING)

    @admin.display(description=gettext_lazy("Second factors"))
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

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Lead to the invitation, without which the new user can't sign in."""
        stays = {"_addanother", "_popup"} & request.POST.keys()
        if stays or not self.has_change_permission(request, obj):
            return super().response_add(request, obj, post_url_continue)
        text = _("%(user)s is added. Invite them to choose a password.")
        self.message_user(request, text % {"user": obj}, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse("admin:auth_user_invitation", args=[obj.pk])
        )

    def get_urls(self) -> list[URLPattern]:
        remove_factors = path(
            "<int:pk>/second-factors/",
            RemoveFactorsView.for_admin(self),
            name="auth_user_factors",
        )
        invitation = path(
            "<int:pk>/invitation/",
            InvitationView.for_admin(self),
            name="auth_user_invitation",
        )
        return [remove_factors, invitation, *super().get_urls()]

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
        text = _("%(user)s can’t sign in: tick “Staff status” below Advanced.")
        return text % {"user": user}
    if not user.is_superuser and not user.get_all_permissions():
        text = _("%(user)s can sign in but not do anything yet: choose a group.")
        return text % {"user": user}
    return ""
