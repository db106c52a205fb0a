"""What the journal is told about signing in."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator

from releases.pagecache.client_address import client_address
from releases.record import journal

NOBODY = "(unknown)"  # no user's name has brackets

logger = logging.getLogger(__name__)

FACTORS: dict[str, str] = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def subject(user: User) -> str:
    """What the journal calls this member of staff."""
    return f"user:{user.pk}"


def write(action: str, user: User, detail: str = "", *, by: str = "") -> None:
    """Something happened to how this person signs in; they did it, unless it is said."""
    journal.write(
        action, subject(user), by=by or user.get_username(), detail=detail[:500]
    )


def signed_in(request: HttpRequest, user: User) -> None:
    """With what, and from where."""
    records = get_authentication_records(request, user)
    means = [FACTORS.get(one.get("type", ""), one["method"]) for one in records]
    write(
        "sign in", user, f"{' and '.join(means)}, from {client_address(request.META)}"
    )


def refused(request: HttpRequest, name: str) -> None:
    """A sign-in failed; a name that nobody has is not written down.

    People type passwords in the wrong field. A known name and an unknown one cost
    the same time, and no flood of tries fills a journal that forgets nothing.
    """
    user = User.objects.filter(username=name).first()
    if ratelimit.consume(request, action="journalled_failures", key="all"):
        journal.write(
            "refuse sign-in",
            subject(user) if user else "sign-in",
            by=name if user else NOBODY,
            detail=f"from {client_address(request.META)}",
        )
    else:
        logger.warning("More sign-ins fail than the journal takes.")


def refused_again(request: HttpRequest, user: User, means: str) -> None:
    """Somebody who is signed in could not prove that it is still they."""
    write("refuse confirmation", user, f"{means}, from {client_address(request.META)}")


@receiver(factors.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """An app, a passkey, or the first recovery codes."""
    write("add second factor", user, _named(authenticator))


@receiver(factors.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """The same, gone."""
    write("remove second factor", user, _named(authenticator))


@receiver(factors.authenticator_reset)
def codes_made_anew(user: User, **kwargs: Any) -> None:
    """The former recovery codes are worth nothing."""
    write("renew recovery codes", user)


@receiver(factors.authenticator_used)
def factor_used(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A recovery code is spent: it should not happen often."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()
        left = len(authenticator.wrap().get_unused_codes())
        write("spend recovery code", user, f"{left} left")


@receiver(factors.authentication_failed)
def code_refused(
    request: HttpRequest, user: User, *, reauthentication: bool, **kwargs: Any
) -> None:
    """A wrong code: the password was right."""
    if reauthentication:
        refused_again(request, user, "a code")
    else:
        write("refuse code", user, f"from {client_address(request.META)}")


@receiver(account.password_changed)
def password_changed(user: User, **kwargs: Any) -> None:
    """By the person; an administrator's reset is another matter."""
    write("change password", user)


def _named(authenticator: Authenticator) -> str:
    words = FACTORS[authenticator.type]
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        return f"{words} “{authenticator.wrap().name}”"
    return words
