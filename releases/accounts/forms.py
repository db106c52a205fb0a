"""What is typed at the entrance."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
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

from releases.accounts import codes

TOO_MANY = "Too many tries: wait five minutes, then use the code shown by then."
NO_PASSKEY = "The passkey was not accepted. Try again."
NONSENSE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
SPENT = "That code was used already: wait for the next one."


def without_placeholders(form: forms.Form) -> None:
    """A label is enough: what stands in a field looks as if it had been typed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """A name and a password, under the names that browsers keep them by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["login"].widget.attrs["autocapitalize"] = "none"
        self.fields["password"].help_text = ""

    def add_prefix(self, field_name: str) -> str:
        """The library's “login” is “username” on the page."""
        return "username" if field_name == "login" else field_name


class OnceOnly(BaseAuthenticateForm):
    """A code that was used is refused, and counts as a try."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        code = self.fields["code"]
        code.help_text = "Six digits of your authenticator app, or a recovery code."
        code.widget.attrs.update(inputmode="numeric", maxlength="40")

    def clean_code(self) -> str:
        """The code, right and unused."""
        code = str(self.cleaned_data["code"])
        try:
            if codes.is_spent(self.user, code):
                check_rate_limit(self.user)
                raise ValidationError(SPENT)
            super().clean_code()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise ValidationError(TOO_MANY, code=error.code) from error
            raise
        if self.authenticator.type == Authenticator.Type.TOTP:
            codes.spend(self.user, code)
        return code


class SecondStepForm(OnceOnly, AuthenticateForm):
    """The code that follows the password."""


class CodeAgainForm(OnceOnly, CodeForm):
    """The code, of somebody who is signed in."""


class PasswordAgainForm(PasswordForm):
    """The password, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """The present password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        labels = ("Present password", "New password", "New password again")
        for field, label in zip(self.fields.values(), labels, strict=True):
            field.label = label
        self.fields["oldpassword"].help_text = ""


class AuthenticatorAppForm(ActivateTOTPForm):
    """The first code, which proves that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        code = self.fields["code"]
        code.label = "Code that the app shows"
        code.widget.attrs.update(inputmode="numeric", maxlength="40")

    def clean_code(self) -> str:
        """The code, which is then used up."""
        code = str(super().clean_code())
        codes.spend(self.user, code)
        return code


class PasskeyField(forms.JSONField):
    """What a device says, as JSON."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}

    def to_python(self, value: Any) -> Any:
        """The JSON, unless it is bottomless or no object.

        The library looks no further at what is false, and would keep it as a passkey.
        """
        with sense():
            said = super().to_python(value)
        if said is not None and not isinstance(said, dict):
            raise ValidationError(NO_PASSKEY)
        return said


@contextmanager
def sense() -> Iterator[None]:
    """Nonsense in the place of a passkey is refused, whatever it breaks on."""
    try:
        yield
    except NONSENSE as error:
        raise ValidationError(NO_PASSKEY) from error
    except ValidationError as error:
        if error.code == "incorrect_code":
            raise ValidationError(NO_PASSKEY) from error
        raise


class Passkey(AuthenticateWebAuthnForm):
    """A passkey's answer to a challenge."""

    credential = PasskeyField()

    def clean_credential(self) -> Authenticator:
        """The passkey that answered."""
        with sense():
            return super().clean_credential()


class SignInPasskeyForm(Passkey, LoginWebAuthnForm):
    """In the place of everything else."""


class SecondStepPasskeyForm(Passkey):
    """After the password."""


class PasskeyAgainForm(Passkey, ReauthenticateWebAuthnForm):
    """Of somebody who is signed in."""


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey and what to call it."""

    credential = PasskeyField()
    name = forms.CharField(label="Name", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields[
            "name"
        ].help_text = "So that you know it again: Work laptop, blue key."

    def clean(self) -> dict[str, Any]:
        """What the device said, if it makes sense."""
        with sense():
            return dict(super().clean())


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for it."""

    name = forms.CharField(label="Name", max_length=100)
