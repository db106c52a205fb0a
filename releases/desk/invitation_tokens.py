"""The links with which members of staff choose the first password of their account."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that end with the first password, and after PASSWORD_RESET_TIMEOUT seconds."""

    key_salt = "releases.accounts.invitations"


TOKENS = InvitationTokens()


def invitation_path(user: User) -> str:
    """Return the path of a link for an account that has no password."""
    key = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("accept_invitation", args=[key, TOKENS.make_token(user)])


def invited_user(key: str, token: str) -> User | None:
    """Return whom the link is for; None where it is used, replaced, expired or wrong."""
    try:
        pk = int(urlsafe_base64_decode(key))
        user = User.objects.get(pk=pk, is_active=True, is_staff=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    valid = not user.has_usable_password() and TOKENS.check_token(user, token)
    return user if valid else None
