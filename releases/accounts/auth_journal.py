"""Journal entries about sign-ins, second factors and passwords."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator

from releases.desk.journal_subjects import subject_of_user
from releases.models import JournalAction
from releases.pagecache.client_address import client_address
from releases.record import journal

UNKNOWN_USER = "(unknown)"  # no username has brackets

logger = logging.getLogger(__name__)

FACTOR_NAMES: dict[str, str] = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def write(
    action: JournalAction,
    user: User,
    detail: str = "",
    *,
    by: journal.Actor | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Journal what happened to the account of `user`; done by them unless `by` is given."""
    journal.write(
        action, subject_of_user(user), by=by or user, detail=detail[:500], facts=facts
    )


def write_sign_in(request: HttpRequest, user: User) -> None:
    """Journal a sign-in, with its means and its address."""
    records = get_authentication_records(request, user)
    means = [
        FACTOR_NAMES.get(record.get("type", ""), record["method"]) for record in records
    ]
    address = client_address(request.META)
    write(
        JournalAction.SIGN_IN,
        user,
        f"{' and '.join(means)}, from {address}",
        facts={"means": means, "origin": address},
    )


def write_failed_sign_in(request: HttpRequest, username: str) -> None:
    """Journal a failed sign-in; leave out a username that nobody has.

    People type passwords into the wrong field. A known name and an unknown one cost
    the same time. Beyond the rate limit only the log gets a line, so that a flood of
    attempts does not fill a journal that keeps everything.
    """
    user = User.objects.filter(username=username).first()
    if ratelimit.consume(request, action="journalled_failures", key="all"):
        address = client_address(request.META)
        journal.write(
            JournalAction.REFUSE_SIGN_IN,
            subject_of_user(user) if user else "sign-in",
            # Nobody proved to be this user, so the entry names no account.
            by=username if user else UNKNOWN_USER,
            detail=f"from {address}",
            facts={"origin": address},
        )
    else:
        logger.warning("Too many failed sign-ins: no longer written to the journal.")


def write_failed_reauthentication(request: HttpRequest, user: User, means: str) -> None:
    """Journal that a signed-in user failed to confirm who they are, and by which means."""
    address = client_address(request.META)
    write(
        JournalAction.REFUSE_CONFIRMATION,
        user,
        f"{means}, from {address}",
        facts={"means": means, "origin": address},
    )


@receiver(factors.authenticator_added)
def write_factor_added(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Journal a new app or passkey, or the first recovery codes."""
    write(JournalAction.ADD_FACTOR, user, _description(authenticator))


@receiver(factors.authenticator_removed)
def write_factor_removed(
    user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Journal that an app, a passkey or the recovery codes are removed."""
    write(JournalAction.REMOVE_FACTOR, user, _description(authenticator))


@receiver(factors.authenticator_reset)
def write_codes_renewed(user: User, **kwargs: Any) -> None:
    """Journal that new recovery codes replace the former ones."""
    write(JournalAction.RENEW_CODES, user)


@receiver(factors.authenticator_used)
def write_recovery_code_used(
    user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Journal the use of a recovery code, and how many are left."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()
        left = len(authenticator.wrap().get_unused_codes())
        write(
            JournalAction.USE_RECOVERY_CODE,
            user,
            f"{left} left",
            facts={"left": left},
        )


@receiver(factors.authentication_failed)
def write_wrong_code(
    request: HttpRequest, user: User, *, reauthentication: bool, **kwargs: Any
) -> None:
    """Journal a wrong code, at the second step or when reauthenticating."""
    if reauthentication:
        write_failed_reauthentication(request, user, "a code")
    else:
        address = client_address(request.META)
        write(
            JournalAction.REFUSE_CODE,
            user,
            f"from {address}",
            facts={"origin": address},
        )


@receiver(account.password_changed)
def write_password_changed(user: User, **kwargs: Any) -> None:
    """Journal a password that its owner changed."""
    write(JournalAction.CHANGE_PASSWORD, user)


def _description(authenticator: Authenticator) -> str:
    name = FACTOR_NAMES[authenticator.type]
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        return f"{name} “{authenticator.wrap().name}”"
    return name
