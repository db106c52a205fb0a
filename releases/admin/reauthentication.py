"""Whoever takes a grave step says once more who they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from releases.admin.pages import officer
from releases.desk.refusal import NotAllowed


class NotConfirmed(NotAllowed):
    """The person did not say who they are; nothing was done."""


class SecretField(forms.CharField):
    """A password; never shown again."""

    def __init__(self) -> None:
        super().__init__(
            label="Your password, or a code",
            required=False,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )


def needs_secret(request: HttpRequest) -> bool:
    """Whether to ask."""
    return True


def passkey_options(request: HttpRequest) -> dict[str, Any] | None:
    """What a browser asks this person's passkeys; None where they have none."""
    return None


def confirm(request: HttpRequest, secret: str) -> None:
    """Let this person pass who gives their password; NotConfirmed says what to do."""
    if not officer(request).check_password(secret):
        raise NotConfirmed("That is not your password. Try again.")
