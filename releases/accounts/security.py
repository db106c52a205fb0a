"""The Security pages: what one signs in with, set up and taken away by oneself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy

from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.recovery_codes.views import (
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)

from releases.accounts import factors, forms
from releases.accounts.views import shown
from releases.staff_views import staff_user


class Overview(IndexView):
    """What one has, and what is asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing else of the desk opens while a second factor is owed."""
        found = super().get_context_data(**kwargs)
        owed = factors.owed_by(staff_user(self.request))
        return {**found, "owed": owed, "is_nav_sidebar_enabled": not owed}


class NewPasskey(AddWebAuthnView):
    """A device becomes a passkey: it can sign in alone, where it knows how."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the device to remember whose it is, if it can."""
        found = super().get_context_data(**kwargs)
        options = dict(found["js_data"]["creation_options"]["publicKey"])
        options["authenticatorSelection"] = {
            **options["authenticatorSelection"],
            "residentKey": "preferred",
            "requireResidentKey": False,
        }
        found["js_data"]["creation_options"]["publicKey"] = options
        return found


class NewPassword(PasswordChangeView):
    """A new password, for whoever has one."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """An administrator gives the first one."""
        if not staff_user(request).has_usable_password():
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


OVERVIEW = reverse_lazy("mfa_index")

overview = shown(Overview, "accounts/security", "Security")
new_password = shown(
    NewPassword,
    "accounts/form",
    "Change password",
    form_class=forms.NewPasswordForm,
    extra_context={
        "explains": "Afterwards your sessions on other devices have ended.",
        "label": "Change it",
    },
)
new_app = shown(
    ActivateTOTPView,
    "accounts/authenticator_app",
    "Set up an authenticator app",
    form_class=forms.AuthenticatorAppForm,
)
remove_app = shown(
    DeactivateTOTPView,
    "accounts/form",
    "Remove the authenticator app",
    extra_context={
        "explains": "Its codes sign in no more. Without another second factor your "
        "recovery codes go too.",
        "label": "Remove it",
        "grave": True,
    },
)
recovery_codes = shown(
    ViewRecoveryCodesView, "accounts/recovery_codes", "Recovery codes"
)
new_recovery_codes = shown(
    GenerateRecoveryCodesView,
    "accounts/form",
    "Make new recovery codes",
    extra_context={
        "explains": "Those that you have, on paper or elsewhere, sign in no more. The "
        "next page shows the new ones, once.",
        "label": "Make new ones",
        "grave": True,
    },
)
new_passkey = shown(
    NewPasskey,
    "accounts/new_passkey",
    "Add a passkey",
    form_class=forms.NewPasskeyForm,
)
rename_passkey = shown(
    EditWebAuthnView,
    "accounts/form",
    "Rename the passkey",
    form_class=forms.RenamePasskeyForm,
    success_url=OVERVIEW,
    extra_context={"label": "Rename it"},
)
remove_passkey = shown(
    RemoveWebAuthnView,
    "accounts/form",
    "Remove the passkey",
    success_url=OVERVIEW,
    extra_context={
        "explains": "It signs in no more. Without another second factor your recovery "
        "codes go too.",
        "label": "Remove it",
        "grave": True,
    },
)
AGAIN = "Is it still you?"
password_again = shown(
    ReauthenticateView,
    "accounts/again",
    AGAIN,
    form_class=forms.PasswordAgainForm,
)
code_again = shown(CodeView, "accounts/again", AGAIN, form_class=forms.CodeAgainForm)
passkey_again = shown(
    ReauthenticateWebAuthnView,
    "accounts/again",
    AGAIN,
    form_class=forms.PasskeyAgainForm,
)
