"""Forms of the sign-in and Security pages, on top of those of the sign-in library."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as ReauthenticatePasswordForm
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

from releases.accounts import used_codes

TOO_MANY_ATTEMPTS = _(
    "Too many attempts. Wait 5 minutes, then enter the code that your app shows."
)
PASSKEY_REFUSED = _("The passkey was not accepted. Try again.")
CODE_USED = "code_used"
# What the library raises on malformed JSON in the place of a passkey's response.
MALFORMED_CREDENTIAL = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def remove_placeholders(form: forms.Form) -> None:
    """Leave fields empty: a placeholder looks as if something had been typed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Username and password, under the names by which browsers store them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remove_placeholders(self)
        self.fields["login"].widget.attrs["autocapitalize"] = "none"
        self.fields["password"].help_text = ""

    def add_prefix(self, field_name: str) -> str:
        """Call the library's “login” “username” on the page."""
        return "username" if field_name == "login" else field_name


class SingleUseCodeForm(BaseAuthenticateForm):
    """Refuses a code that was used, and counts it as an attempt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remove_placeholders(self)
        code = self.fields["code"]
        code.help_text = _(
            "The six digits in your authenticator app, or a recovery code."
        )
        code.widget.attrs.update(inputmode="numeric", maxlength="40")

    def clean_code(self) -> str:
        """Return a code that is right and unused, and mark it as used."""
        code = str(self.cleaned_data["code"])
        try:
            if used_codes.is_used(self.user, code):
                check_rate_limit(self.user)
                raise ValidationError(
                    _("That code has been used. Wait for the next one."), code=CODE_USED
                )
            super().clean_code()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise ValidationError(TOO_MANY_ATTEMPTS, code=error.code) from error
            raise
        if self.authenticator.type == Authenticator.Type.TOTP:
            used_codes.mark_used(self.user, code)
        return code


class SecondStepForm(SingleUseCodeForm, AuthenticateForm):
    """The code that follows the password."""


class ConfirmCodeForm(SingleUseCodeForm, ReauthenticateCodeForm):
    """The code of a user who is signed in."""


class ConfirmPasswordForm(ReauthenticatePasswordForm):
    """The password of a user who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remove_placeholders(self)
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """The current password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remove_placeholders(self)
        labels = (
            _("Current password"),
            _("New password"),
            _("Repeat the new password"),
        )
        for field, label in zip(self.fields.values(), labels, strict=True):
            field.label = label
        self.fields["oldpassword"].help_text = ""


class AuthenticatorAppForm(ActivateTOTPForm):
    """The first code, which proves that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remove_placeholders(self)
        code = self.fields["code"]
        code.label = _("Code shown in the app")
        code.widget.attrs.update(inputmode="numeric", maxlength="40")

    def clean_code(self) -> str:
        """Return the code, and mark it as used."""
        code = str(super().clean_code())
        used_codes.mark_used(self.user, code)
        return code


class CredentialField(forms.JSONField):
    """A device's response to a WebAuthn challenge, as JSON."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": PASSKEY_REFUSED,
        "invalid": PASSKEY_REFUSED,
    }

    def to_python(self, value: Any) -> Any:
        """Return the JSON object; ValidationError for anything else.

        The library does not validate a false value, and would store it as a passkey.
        """
        with refusing_malformed_credentials():
            credential = super().to_python(value)
        if credential is not None and not isinstance(credential, dict):
            raise ValidationError(PASSKEY_REFUSED)
        return credential


@contextmanager
def refusing_malformed_credentials() -> Iterator[None]:
    """Turn whatever a malformed credential raises in the block into ValidationError."""
    try:
        yield
    except MALFORMED_CREDENTIAL as error:
        raise ValidationError(PASSKEY_REFUSED) from error
    except ValidationError as error:
        if error.code == "incorrect_code":
            raise ValidationError(PASSKEY_REFUSED) from error
        raise


class PasskeyForm(AuthenticateWebAuthnForm):
    """A passkey's response to a challenge."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        """Return the passkey that responded."""
        with refusing_malformed_credentials():
            return super().clean_credential()


class SignInPasskeyForm(PasskeyForm, LoginWebAuthnForm):
    """A passkey instead of username, password and second step."""


class SecondStepPasskeyForm(PasskeyForm):
    """A passkey after the password."""


class ConfirmPasskeyForm(PasskeyForm, ReauthenticateWebAuthnForm):
    """A passkey of a user who is signed in."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey and its name."""

    credential = CredentialField()
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("To recognize it later: Work laptop, blue key."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        with refusing_malformed_credentials():
            return dict(super().clean())


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=100)
