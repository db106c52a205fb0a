"""What the library for sign-in asks the desk."""

from __future__ import annotations

import base64
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from releases.accounts import auth_journal
from releases.pagecache.client_address import client_address

# One sentence for every reason, so that it tells nobody which names exist.
WRONG = (
    "The username and the password do not belong together. "
    "After five tries, wait five minutes."
)
SAID = {
    "mfa/messages/totp_activated.txt": "The authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "account/messages/password_changed.txt": "The password is changed.",
}
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
SEALED = "sealed:"


class DeskAccountAdapter(DefaultAccountAdapter):
    """Signing in with a name and a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": WRONG,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your present password.",
        "rate_limited": "Too many tries: wait five minutes.",
    }

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what is worth saying, in our words."""
        words = message or SAID.get(message_template or "", "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """A session begins, under a new key."""
        assert isinstance(user, User)
        super().login(request, user)
        auth_journal.signed_in(request, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The journal hears of it."""
        auth_journal.refused(request, credentials["username"])

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The password again, of somebody who is signed in.

        Its tries are counted apart: strangers who fail at the entrance under this
        name must not keep its owner from approving.
        """
        assert isinstance(user, User)
        right = user.check_password(password)
        if not right:
            auth_journal.refused_again(context.request, user, "a password")
        return right

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in need not say again who they are."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The ways to say who one is, in our words."""
        found = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS[way["id"]]} for way in found]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which tries are counted; PermissionDenied without."""
        address = client_address(request.META)
        if not address:
            raise PermissionDenied("The server names no client address.")
        return address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page of all this."""
        return reverse("mfa_index")

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # The library counts by host as well: each host would give as many tries again.
        return str(credentials["username"]).lower()


class DeskFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That is not right: try again, with the code shown now.",
    }

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls this site."""
        return f"{settings.IRSITE_DOMAIN} desk"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a device calls this site when it asks for a passkey."""
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - the library's word
        """What a passkey is called until its owner says otherwise."""
        return "My passkey"

    def encrypt(self, text: str) -> str:
        """A copy of the database lets nobody in.

        A key that does not outlast the process would lock everybody out: then it
        stays as it is.
        """
        if not settings.SECRET_KEY_IS_LASTING:
            return text
        return SEALED + _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that matches no code, where the site's key was changed."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        sealed = encrypted_text.removeprefix(SEALED)
        try:
            return _locks().decrypt(sealed).decode()
        except InvalidToken:
            return generate_totp_secret()


def _locks() -> MultiFernet:
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                salted_hmac(__name__, "", secret=key, algorithm="sha256").digest()
            )
        )
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
