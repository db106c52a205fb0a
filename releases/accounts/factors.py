"""Second factors: who needs one, what somebody has, and taking them away."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from allauth.mfa.models import Authenticator

from releases.accounts import auth_journal

EVERYBODY = "*"
Type = Authenticator.Type


def has_one(user: User) -> bool:
    """Whether this person can sign in with more than a password."""
    factors = Authenticator.objects.filter(user=user)
    return factors.exclude(type=Type.RECOVERY_CODES).exists()


def owed_by(user: User) -> bool:
    """Whether this person must have a second factor, and has none.

    A superuser counts as a member of every group.
    """
    groups = settings.IRSITE_SECOND_FACTOR_GROUPS
    if not groups or has_one(user):
        return False
    return (
        EVERYBODY in groups
        or user.is_superuser
        or user.groups.filter(name__in=groups).exists()
    )


def words(user: User) -> str:
    """What this person signs in with, besides the password."""
    found = []
    known = Authenticator.objects.filter(user=user).order_by("pk")
    for factor in sorted(known, key=lambda one: one.type == Type.RECOVERY_CODES):
        if factor.type == Type.WEBAUTHN:
            found.append(f"passkey “{factor}”")
        elif factor.type == Type.TOTP:
            found.append("authenticator app")
        else:
            left = len(factor.wrap().get_unused_codes())
            found.append(f"{left} recovery codes left")
    return ", ".join(found) or "none"


@transaction.atomic
def take_away(user: User, *, by: str) -> None:
    """Everything that this person had is lost: they sign in with the password alone.

    Where a second factor is required they are led to set up a new one at once.
    """
    auth_journal.write("take away second factors", user, words(user), by=by)
    Authenticator.objects.filter(user=user).delete()
