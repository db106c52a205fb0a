"""The Security pages, on which users manage their own passwords and second factors."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateCodeView
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

from releases.accounts import forms, second_factors
from releases.accounts.admin_page import AdminPageMixin
from releases.staff_views import staff_user

SECURITY_PAGE = reverse_lazy("mfa_index")


class SecurityView(AdminPageMixin, IndexView):
    """The user's second factors, and whether one is required."""

    template_name = "admin/accounts/security.html"
    title = _("Security")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Hide the sidebar while nothing else of the admin opens."""
        factor_required = second_factors.lacks_required_factor(staff_user(self.request))
        return {
            **super().get_context_data(**kwargs),
            "factor_required": factor_required,
            "is_nav_sidebar_enabled": not factor_required,
        }


class ChangePasswordView(AdminPageMixin, PasswordChangeView):
    """A new password for a user who has one."""

    template_name = "admin/accounts/form.html"
    title = _("Change password")
    form_class = forms.NewPasswordForm
    extra_context = {
        "explanation": _("This ends your sessions on other devices."),
        "button_label": _("Change password"),
    }

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse a user without a password: an administrator sets the first one."""
        if not staff_user(request).has_usable_password():
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class SetUpAppView(AdminPageMixin, ActivateTOTPView):
    """The secret as a QR code, and the first code from the app."""

    template_name = "admin/accounts/authenticator_app.html"
    title = _("Set up an authenticator app")
    form_class = forms.AuthenticatorAppForm


class RemoveAppView(AdminPageMixin, DeactivateTOTPView):
    """The removal of the authenticator app."""

    template_name = "admin/accounts/form.html"
    title = _("Remove the authenticator app")
    extra_context = {
        "explanation": _(
            "You can no longer sign in with its codes. If you have no passkey, your "
            "recovery codes are removed as well."
        ),
        "button_label": _("Remove"),
        "destructive": True,
    }


class RecoveryCodesView(AdminPageMixin, ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "admin/accounts/recovery_codes.html"
    title = _("Recovery codes")


class RenewRecoveryCodesView(AdminPageMixin, GenerateRecoveryCodesView):
    """New recovery codes in the place of the former ones."""

    template_name = "admin/accounts/form.html"
    title = _("Make new recovery codes")
    extra_context = {
        "explanation": _(
            "The codes that you have now stop working. The next page shows the new "
            "ones, once."
        ),
        "button_label": _("Make new codes"),
        "destructive": True,
    }


class AddPasskeyView(AdminPageMixin, AddWebAuthnView):
    """A device becomes a passkey, which can sign in alone where it is able to."""

    template_name = "admin/accounts/add_passkey.html"
    title = _("Add a passkey")
    form_class = forms.AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the device to remember its owner, if it can (WebAuthn residentKey)."""
        context = super().get_context_data(**kwargs)
        options = dict(context["js_data"]["creation_options"]["publicKey"])
        options["authenticatorSelection"] = {
            **options["authenticatorSelection"],
            "residentKey": "preferred",
            "requireResidentKey": False,
        }
        context["js_data"]["creation_options"]["publicKey"] = options
        return context


class RenamePasskeyView(AdminPageMixin, EditWebAuthnView):
    """Another name for a passkey."""

    template_name = "admin/accounts/form.html"
    title = _("Rename the passkey")
    form_class = forms.RenamePasskeyForm
    success_url = SECURITY_PAGE
    extra_context = {"button_label": _("Rename")}


class RemovePasskeyView(AdminPageMixin, RemoveWebAuthnView):
    """The removal of a passkey."""

    template_name = "admin/accounts/form.html"
    title = _("Remove the passkey")
    success_url = SECURITY_PAGE
    extra_context = {
        "explanation": _(
            "You can no longer sign in with it. If you have no other second factor, "
            "your recovery codes are removed as well."
        ),
        "button_label": _("Remove"),
        "destructive": True,
    }


class ConfirmPasswordView(AdminPageMixin, ReauthenticateView):
    """The password again, before a page that needs a recent sign-in."""

    template_name = "admin/accounts/reauthenticate.html"
    title = _("Confirm that it’s you")
    form_class = forms.ConfirmPasswordForm


class ConfirmCodeView(AdminPageMixin, ReauthenticateCodeView):
    """A code, before a page that needs a recent sign-in."""

    template_name = "admin/accounts/reauthenticate.html"
    title = _("Confirm that it’s you")
    form_class = forms.ConfirmCodeForm


class ConfirmPasskeyView(AdminPageMixin, ReauthenticateWebAuthnView):
    """A passkey, before a page that needs a recent sign-in."""

    template_name = "admin/accounts/reauthenticate.html"
    title = _("Confirm that it’s you")
    form_class = forms.ConfirmPasskeyForm
