"""Whoever takes a grave step says once more who they are.

A page that asks has a `SecretField` called `secret`, shown by
`admin/accounts/secret.html`, which wants `passkey_options` beside the form. It calls
`confirm` before its door, outside any transaction: a refusal is counted and
journalled, and must not be rolled back with what it refused.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication

from releases.accounts import auth_journal, factors
from releases.accounts.forms import SPENT, CodeAgainForm, PasskeyAgainForm
from releases.desk.exceptions import NotAllowed
from releases.staff_views import staff_user

NOTHING = "Say who you are: your password, or the code that your app shows now."
WRONG = "That is neither your password nor a code that is good now. Try again."
NO_PASSKEY = "The passkey was not accepted. Try again, or use your password."
TOO_MANY = "Too many tries: wait five minutes, then try again."
CODE = re.compile(r"[\d\s-]{6,40}", re.ASCII)


class NotConfirmed(NotAllowed):
    """The person did not say who they are; nothing was done."""


class SecretField(forms.CharField):
    """A password, a code or a passkey's answer; never shown again."""

    def __init__(self) -> None:
        super().__init__(
            label="Your password, or a code",
            help_text="A code of your authenticator app, or a recovery code.",
            required=False,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )


def needs_secret(request: HttpRequest) -> bool:
    """Whether to ask; not within five minutes of a passkey."""
    records = get_authentication_records(request, staff_user(request))
    latest = max((one["at"] for one in records if _is_passkey(one)), default=0)
    now = request.moment.timestamp()  # type: ignore[attr-defined]  # MomentMiddleware's
    return bool(now - latest >= app_settings.REAUTHENTICATION_TIMEOUT)


def passkey_options(request: HttpRequest) -> dict[str, Any] | None:
    """What a browser asks this person's passkeys; None where they have none.

    Each call makes the challenge of the one before it void.
    """
    user = staff_user(request)
    passkeys = Authenticator.objects.filter(user=user, type=factors.Type.WEBAUTHN)
    return begin_authentication(user) if passkeys.exists() else None


def confirm(request: HttpRequest, secret: str) -> None:
    """Let this person pass who gives their password, a code or a passkey's answer.

    NotConfirmed says what to do instead. A code is good once.
    """
    if not secret.strip():
        raise NotConfirmed(NOTHING)
    user = staff_user(request)
    if not ratelimit.consume(request, action="confirm", user=user):
        raise NotConfirmed(TOO_MANY)
    if secret.startswith("{"):
        _by_passkey(request, secret)
    elif user.check_password(secret):
        reauthenticate_by_password(request)
    elif CODE.fullmatch(secret) and factors.has_one(user):
        _by_code(request, secret)
    else:
        auth_journal.refused_again(request, user, "a password or code")
        raise NotConfirmed(WRONG)
    ratelimit.clear(request, action="confirm", user=user)


def _by_passkey(request: HttpRequest, answer: str) -> None:
    user = staff_user(request)
    form = PasskeyAgainForm({"credential": answer}, user=user)
    if not form.is_valid():
        auth_journal.refused_again(request, user, "a passkey")
        raise NotConfirmed(NO_PASSKEY)
    form.save()


def _by_code(request: HttpRequest, code: str) -> None:
    form = CodeAgainForm({"code": code}, user=staff_user(request))
    if not form.is_valid():  # the journal has heard of it
        spent = SPENT in form.errors.get("code", [])
        raise NotConfirmed(SPENT if spent else WRONG)
    form.save()


def _is_passkey(record: dict[str, Any]) -> bool:
    return bool(record.get("type") == factors.Type.WEBAUTHN)
