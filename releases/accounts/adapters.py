"""Settings of the sign-in library (django-allauth) that are code: its adapters."""

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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from releases.accounts import auth_journal
from releases.pagecache.client_address import client_address

# One sentence for every reason, and true for each, so that strangers cannot find out
# which usernames exist.
SIGN_IN_REFUSED = gettext_lazy(
    "Wrong username or password, or an account that may not sign in. "
    "After 5 attempts you must wait 5 minutes."
)
SUCCESS_MESSAGES = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Authenticator app set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Authenticator app removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Passkey added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Passkey removed."),
    "account/messages/password_changed.txt": gettext_lazy("Password changed."),
}
METHOD_LABELS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}
ENCRYPTED_PREFIX = "sealed:"
# Part of the key under which secrets are stored: changing it locks their owners out.
ENCRYPTION_SALT = "releases.admin.sign_in.adapters"


class DeskAccountAdapter(DefaultAccountAdapter):
    """Signing in with a username and a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": SIGN_IN_REFUSED,
        "too_many_login_attempts": SIGN_IN_REFUSED,
        "incorrect_password": gettext_lazy("Wrong password."),
        "enter_current_password": gettext_lazy("That is not your current password."),
        "rate_limited": gettext_lazy(
            "Too many attempts. Wait 5 minutes and try again."
        ),
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
        """Show the messages that have a text in SUCCESS_MESSAGES; drop the others."""
        text = message or SUCCESS_MESSAGES.get(message_template or "", "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session under a new key, and journal it."""
        assert isinstance(user, User)
        super().login(request, user)
        auth_journal.write_sign_in(request, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a failed sign-in."""
        auth_journal.write_failed_sign_in(request, credentials["username"])

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password of a user who is signed in.

        Attempts are counted apart from those at sign-in: strangers who fail there
        under this username must not keep its owner from approving.
        """
        assert isinstance(user, User)
        correct = user.check_password(password)
        if not correct:
            auth_journal.write_failed_reauthentication(
                context.request, user, "a password"
            )
        return correct

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether the user has neither signed in nor confirmed it lately."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Return the library's methods under the labels of METHOD_LABELS."""
        return [
            {**method, "description": METHOD_LABELS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which attempts are counted; PermissionDenied if none."""
        address = client_address(request.META)
        if not address:
            raise PermissionDenied("The server names no client address.")
        return address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the Security page."""
        return reverse("mfa_index")

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # The library counts by host as well: each host would allow as many attempts.
        return str(credentials["username"]).lower()


class DeskFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Wrong code. Try again with the code that your app shows now."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists this site."""
        return _("%(domain)s newsroom admin") % {"domain": settings.IRSITE_DOMAIN}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Give this site the same name where a device asks for a passkey."""
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - the library's word
        """Return what a passkey is called where its owner gave it no name."""
        return _("My passkey")

    def encrypt(self, text: str) -> str:
        """Encrypt a second factor's secret, so that a copy of the database is no use.

        With a key that does not outlast the process everybody would be locked out:
        then the secret is stored as it is.
        """
        if not settings.SECRET_KEY_IS_LASTING:
            return text
        return ENCRYPTED_PREFIX + _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; a random one where the site's key has changed since."""
        if not encrypted_text.startswith(ENCRYPTED_PREFIX):
            return encrypted_text
        token = encrypted_text.removeprefix(ENCRYPTED_PREFIX)
        try:
            return _fernet().decrypt(token).decode()
        except InvalidToken:
            return generate_totp_secret()


def _fernet() -> MultiFernet:
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                salted_hmac(
                    ENCRYPTION_SALT, "", secret=key, algorithm="sha256"
                ).digest()
            )
        )
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
