"""An authenticator app and a passkey, as the sign-in sees them."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from releases.models import JournalEntry

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FLAG = AuthenticatorData.FLAG


def code_of(secret: str = SECRET, *, periods: int = 0) -> str:
    """Return the code that the app shows now, or so many periods of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def give_app(user: User) -> None:
    """Give the user an authenticator app with SECRET."""
    TOTP.activate(user, SECRET)


def give_recovery_codes(user: User) -> list[str]:
    """Give the user recovery codes, and return them."""
    return RecoveryCodes.activate(user).get_unused_codes()


def factors_of(user: User) -> list[str]:
    """Return the types of the user's second factors."""
    factors = Authenticator.objects.filter(user=user).order_by("type")
    return list(factors.values_list("type", flat=True))


def journalled(*, but: str = "") -> list[tuple[str, str, str]]:
    """Return action, user and detail of each journal entry, oldest first.

    Without those about what is stored, which each change of a credential has beside it.
    """
    stored = ["store credential", "delete credential"]
    entries = JournalEntry.objects.exclude(action__in=[but, *stored]).order_by("seq")
    return list(entries.values_list("action", "by", "detail"))


def sign_in(client: Client, name: str = "ada", **more: str) -> Any:
    """Post a username and the password that `make_user` sets."""
    return client.post(
        "/admin/login/", {"username": name, "password": "sesame", **more}
    )


def carry(page: Any) -> dict[str, str]:
    """Return the hidden fields of a sign-in page that carries a form."""
    kept_form = page.context["kept_form"]
    return {**dict(kept_form.hidden_fields), "next": kept_form.path}


class Device:
    """A device with one passkey for the host of this client."""

    def __init__(self, client: Client) -> None:
        client.defaults["SERVER_NAME"] = self.site = "localhost"
        client.defaults["HTTP_ORIGIN"] = f"http://{self.site}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(str(id(self)).encode())
        self.owner = b""
        self.verified = True

    def belong_to(self, user: User, name: str = "Blue key") -> None:
        """Register the passkey for the user."""
        challenge = {"publicKey": {"challenge": websafe_encode(b"any")}}
        self.owner = user_pk_to_url_str(user).encode()
        WebAuthn.add(user, name, self.register(challenge))

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return its response to a registration challenge."""
        point = self.key.public_key()
        public = ES256.from_cryptography_key(point)  # type: ignore[no-untyped-call]  # its author left it so
        data = AuthenticatorData.create(
            sha256(self.site.encode()),
            FLAG.UP | FLAG.AT | FLAG.UV,
            0,
            AttestedCredentialData.create(b"\x00" * 16, self.id, public),
        )
        attested = AttestationObject.create("none", data, {})
        return self._credential(
            {
                "clientDataJSON": websafe_encode(self._client(options, "create")),
                "attestationObject": websafe_encode(attested),
            }
        )

    def answer_to(self, options: dict[str, Any]) -> dict[str, str]:
        """Return its response to a challenge, as form data."""
        seen = FLAG.UP | (FLAG.UV if self.verified else FLAG(0))
        data = AuthenticatorData.create(sha256(self.site.encode()), seen, 1)
        client = self._client(options, "get")
        signed = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        credential = self._credential(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signed),
                "userHandle": websafe_encode(self.owner),
            }
        )
        return {"credential": json.dumps(credential)}

    def answer(self, page: Any) -> dict[str, str]:
        """Return its response to the challenge of this page, as form data."""
        return self.answer_to(page.context["js_data"]["request_options"])

    def _client(self, options: dict[str, Any], act: str) -> CollectedClientData:
        challenge = websafe_decode(options["publicKey"]["challenge"])
        kind = CollectedClientData.TYPE(f"webauthn.{act}")
        return CollectedClientData.create(kind, challenge, f"http://{self.site}")

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        results: dict[str, Any] = {"credProps": {"rk": True}}
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": results,
        }
