"""A code of an authenticator app is good once."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.cache import cache

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings


def is_spent(user: User, code: str) -> bool:
    """Whether this person used it already."""
    return cache.get(_key(user, code)) is not None


def spend(user: User, code: str) -> None:
    """Remember it for as long as the clock would accept it again.

    The library remembers for one period; with a tolerance a code lives for three.
    """
    periods = 2 * app_settings.TOTP_TOLERANCE + 2
    cache.set(_key(user, code), 1, timeout=periods * app_settings.TOTP_PERIOD)


def _key(user: User, code: str) -> str:
    return f"spent:{user.pk}:{normalize_user_code(code)}"
