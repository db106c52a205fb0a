"""Remembers codes of authenticator apps that were used, so that each is good once."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.cache import cache

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings


def is_used(user: User, code: str) -> bool:
    """Return whether `user` has used this code already."""
    return cache.get(_key(user, code)) is not None


def mark_used(user: User, code: str) -> None:
    """Remember the code for as long as the clock would accept it again.

    The library remembers it for one period; with a tolerance a code lives for three.
    """
    periods = 2 * app_settings.TOTP_TOLERANCE + 2
    cache.set(_key(user, code), 1, timeout=periods * app_settings.TOTP_PERIOD)


def _key(user: User, code: str) -> str:
    return f"spent:{user.pk}:{normalize_user_code(code)}"
