"""Addresses of the sign-in and the Security pages; the library's others do not exist."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path
from django.views.generic import View

from releases.accounts import invitations, login, security


def staff_path(route: str, view: type[View], *, name: str) -> URLPattern:
    """Return a route to a page that only signed-in staff open."""
    return path(route, admin.site.admin_view(view.as_view()), name=name)


# The names are the library's own.
urlpatterns = [
    path("login/", login.SignInView.as_view(), name="account_login"),
    path(
        "login/passkey/",
        login.PasskeySignInView.as_view(),
        name="mfa_login_webauthn",
    ),
    path("login/second-step/", login.SecondStepView.as_view(), name="mfa_authenticate"),
    path(
        "invitation/<str:key>/<str:token>/",
        invitations.AcceptInvitationView.as_view(),
        name="accept_invitation",
    ),
    staff_path(
        "password_change/", security.ChangePasswordView, name="account_change_password"
    ),
    staff_path("account/", security.SecurityView, name="mfa_index"),
    staff_path("account/app/", security.SetUpAppView, name="mfa_activate_totp"),
    staff_path(
        "account/app/remove/", security.RemoveAppView, name="mfa_deactivate_totp"
    ),
    staff_path(
        "account/codes/", security.RecoveryCodesView, name="mfa_view_recovery_codes"
    ),
    staff_path(
        "account/codes/new/",
        security.RenewRecoveryCodesView,
        name="mfa_generate_recovery_codes",
    ),
    staff_path(
        "account/passkeys/add/", security.AddPasskeyView, name="mfa_add_webauthn"
    ),
    staff_path(
        "account/passkeys/<int:pk>/rename/",
        security.RenamePasskeyView,
        name="mfa_edit_webauthn",
    ),
    staff_path(
        "account/passkeys/<int:pk>/remove/",
        security.RemovePasskeyView,
        name="mfa_remove_webauthn",
    ),
    staff_path(
        "account/again/password/",
        security.ConfirmPasswordView,
        name="account_reauthenticate",
    ),
    staff_path(
        "account/again/code/", security.ConfirmCodeView, name="mfa_reauthenticate"
    ),
    staff_path(
        "account/again/passkey/",
        security.ConfirmPasskeyView,
        name="mfa_reauthenticate_webauthn",
    ),
]
