"""Asks a signed-in user for the password, a code or a passkey before a critical action.

A page that asks has a `SecretField` called `secret`, shown by
`admin/accounts/secret.html`, which wants `passkey_options` beside the form. It calls
`reauthenticate` before the action, outside any transaction: a failed attempt is
counted and journalled, and must not be rolled back with the action.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication

from releases.accounts import auth_journal, second_factors
from releases.accounts.forms import CODE_USED, ConfirmCodeForm, ConfirmPasskeyForm
from releases.desk.exceptions import NotAllowed
from releases.staff_views import staff_user

CODE = re.compile(r"[\d\s-]{6,40}", re.ASCII)


class NotConfirmed(NotAllowed):
    """The user did not confirm who they are; nothing was done."""


class SecretField(forms.CharField):
    """A password, a code or a passkey's response; never shown again."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Your password or a code"),
            help_text=gettext_lazy(
                "A code from your authenticator app, or a recovery code."
            ),
            required=False,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )


def must_reauthenticate(request: HttpRequest) -> bool:
    """Return whether to ask; false for five minutes after a passkey was used."""
    records = get_authentication_records(request, staff_user(request))
    latest = max((record["at"] for record in records if _is_passkey(record)), default=0)
    now = request.moment.timestamp()  # type: ignore[attr-defined]  # MomentMiddleware's
    return bool(now - latest >= app_settings.REAUTHENTICATION_TIMEOUT)


def passkey_options(request: HttpRequest) -> dict[str, Any] | None:
    """Return a challenge for the user's passkeys; None if they have none.

    Each call voids the challenge of the one before it.
    """
    user = staff_user(request)
    passkeys = Authenticator.objects.filter(
        user=user, type=second_factors.Type.WEBAUTHN
    )
    return begin_authentication(user) if passkeys.exists() else None


def reauthenticate(request: HttpRequest, secret: str) -> None:
    """Check `secret`: the user's password, a code or a passkey's response.

    Raises NotConfirmed, which says what to do instead. A code is good once.
    """
    if not secret.strip():
        raise NotConfirmed(
            _("Enter your password, or the code that your app shows now.")
        )
    user = staff_user(request)
    if not ratelimit.consume(request, action="confirm", user=user):
        raise NotConfirmed(_("Too many attempts. Wait 5 minutes and try again."))
    if secret.startswith("{"):
        _check_passkey(request, secret)
    elif user.check_password(secret):
        reauthenticate_by_password(request)
    elif CODE.fullmatch(secret) and second_factors.has_second_factor(user):
        _check_code(request, secret)
    else:
        auth_journal.write_failed_reauthentication(request, user, "a password or code")
        raise NotConfirmed(_("Wrong password or code. Try again."))
    ratelimit.clear(request, action="confirm", user=user)


def _check_passkey(request: HttpRequest, response: str) -> None:
    user = staff_user(request)
    form = ConfirmPasskeyForm({"credential": response}, user=user)
    if not form.is_valid():
        auth_journal.write_failed_reauthentication(request, user, "a passkey")
        raise NotConfirmed(
            _("The passkey was not accepted. Try again, or use your password.")
        )
    form.save()


def _check_code(request: HttpRequest, code: str) -> None:
    form = ConfirmCodeForm({"code": code}, user=staff_user(request))
    if not form.is_valid():  # the library's signal has journalled it
        if form.has_error("code", CODE_USED):
            raise NotConfirmed(_("That code has been used. Wait for the next one."))
        raise NotConfirmed(_("Wrong password or code. Try again."))
    form.save()


def _is_passkey(record: dict[str, Any]) -> bool:
    return bool(record.get("type") == second_factors.Type.WEBAUTHN)
