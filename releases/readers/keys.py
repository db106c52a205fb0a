"""Keys in mails: each opens one purpose of one subscriber, without a sign-in.

A key is the subscriber's id and an HMAC-SHA-256 (RFC 2104) of its purpose under the
subscriber's own secret, in base64url (RFC 4648). A new secret ends every key of that
subscriber. SECRET_KEY has no part in it: changing it would end the links in all old mails.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum

SECRET_BYTES = 16
_ID_BYTES, _CODE_BYTES, _TIME_BYTES = 5, 16, 4
_MINUTE = 60


class KeyPurpose(StrEnum):
    """What a key opens. A key for one purpose opens no other."""

    CONFIRM = "confirm"
    LEAVE = "leave"
    CHOICES = "choices"
    DATA = "data"


# How long a key is valid, for the purposes whose keys hold the time of their making.
LIFETIMES = {KeyPurpose.DATA: dt.timedelta(hours=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderKey:
    """The parts of a key that somebody presented; `code` is not verified yet.

    `minute` counts the minutes since 1970 (UTC) when it was made, for purposes that end.
    """

    purpose: KeyPurpose
    subscriber_id: int
    code: bytes
    minute: int | None

    def is_valid(self, secret: bytes, *, at: dt.datetime) -> bool:
        """Return whether the subscriber with this secret was given the key, and it lasts."""
        expected = code_of(secret, self.purpose, minute=self.minute)
        if not hmac.compare_digest(expected, self.code):
            return False
        if self.minute is None:
            return True
        age = _minute_of(at) - self.minute
        return 0 <= age < LIFETIMES[self.purpose].total_seconds() // _MINUTE


def new_secret() -> bytes:
    """Return a secret for a subscriber: 16 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def make_key(
    purpose: KeyPurpose, *, subscriber_id: int, secret: bytes, at: dt.datetime
) -> str:
    """Return the key: 28 characters, or 34 for a purpose whose keys end."""
    minute = _minute_of(at) if purpose in LIFETIMES else None
    parts = subscriber_id.to_bytes(_ID_BYTES, "big")
    if minute is not None:
        parts += minute.to_bytes(_TIME_BYTES, "big")
    return _encode(parts + code_of(secret, purpose, minute=minute))


def read_key(purpose: KeyPurpose, text: str) -> ReaderKey | None:
    """Return the parts of a key for this purpose; None if it cannot be one.

    Each key has a single spelling, so that no other text opens the same.
    """
    time_bytes = _TIME_BYTES if purpose in LIFETIMES else 0
    size = _ID_BYTES + time_bytes + _CODE_BYTES
    if len(text) != -(-size * 8 // 6) or not text.isascii():
        return None
    try:
        parts = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    if len(parts) != size or _encode(parts) != text:
        return None
    minute = parts[_ID_BYTES : _ID_BYTES + time_bytes]
    return ReaderKey(
        purpose=purpose,
        subscriber_id=int.from_bytes(parts[:_ID_BYTES], "big"),
        code=parts[_ID_BYTES + time_bytes :],
        minute=int.from_bytes(minute, "big") if minute else None,
    )


def code_of(secret: bytes, subject: str, *, minute: int | None = None) -> bytes:
    """Return 16 bytes of the HMAC-SHA-256 of the subject under a subscriber's secret."""
    message = subject if minute is None else f"{subject} {minute}"
    return hmac.digest(secret, message.encode(), "sha256")[:_CODE_BYTES]


def _encode(parts: bytes) -> str:
    return base64.urlsafe_b64encode(parts).rstrip(b"=").decode()


def _minute_of(at: dt.datetime) -> int:
    return int(at.timestamp()) // _MINUTE
