"""Second factors of a user: whether one is required, which there are, their removal."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allauth.mfa.models import Authenticator

from releases.accounts import auth_journal
from releases.models import JournalAction
from releases.record import journal

EVERYBODY = "*"
Type = Authenticator.Type


def has_second_factor(user: User) -> bool:
    """Return whether `user` has an authenticator app or a passkey."""
    authenticators = Authenticator.objects.filter(user=user)
    return authenticators.exclude(type=Type.RECOVERY_CODES).exists()


def lacks_required_factor(user: User) -> bool:
    """Return whether `user` must have a second factor and has none.

    IRSITE_SECOND_FACTOR_GROUPS says who must. A superuser counts as a member of every
    group.
    """
    groups = settings.IRSITE_SECOND_FACTOR_GROUPS
    if not groups or has_second_factor(user):
        return False
    return (
        EVERYBODY in groups
        or user.is_superuser
        or user.groups.filter(name__in=groups).exists()
    )


def describe(user: User) -> str:
    """Return a list of the user's second factors, to be read by people."""
    descriptions = []
    authenticators = Authenticator.objects.filter(user=user).order_by("pk")
    for factor in sorted(
        authenticators, key=lambda factor: factor.type == Type.RECOVERY_CODES
    ):
        if factor.type == Type.WEBAUTHN:
            descriptions.append(_("passkey “%(name)s”") % {"name": factor})
        elif factor.type == Type.TOTP:
            descriptions.append(_("authenticator app"))
        else:
            left = len(factor.wrap().get_unused_codes())
            descriptions.append(
                ngettext(
                    "%(count)d recovery code left",
                    "%(count)d recovery codes left",
                    left,
                )
                % {"count": left}
            )
    return ", ".join(descriptions) or _("none")


@transaction.atomic
def remove_all(user: User, *, by: journal.Actor) -> None:
    """Delete every second factor of `user`, who then signs in with a password alone.

    Where a second factor is required they must set up a new one at once. The journal
    says, in English, what `by` removed.
    """
    with translation.override("en"):
        auth_journal.write(JournalAction.RESET_FACTORS, user, describe(user), by=by)
    Authenticator.objects.filter(user=user).delete()
