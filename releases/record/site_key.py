"""Message authentication codes under the site's key, which the database does not hold.

Who has the database alone can neither make one nor change what one covers (HMAC-SHA-256,
RFC 2104). A key that is no longer in use still proves what was written under it, as long as
IRSITE_SECRET_KEY_FALLBACKS holds it.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from functools import lru_cache

from django.conf import settings


class Purpose(StrEnum):
    """What a code is about: one for another purpose is worth nothing."""

    ENTRY = "journal entry"
    AUTHOR = "author of a row change"
    CREDENTIAL = "credential"
    SUPPRESSED_ADDRESS = "suppressed address"
    SOURCE = "source of a request"
    STAFF_ALERT = "alert to staff"
    MAILBOX = "mailbox of a request"


def has_lasting_key() -> bool:
    """Return whether codes can be made: not with a key that ends with the process."""
    return bool(settings.SECRET_KEY_IS_LASTING)


def code_of(purpose: Purpose, text: str) -> str:
    """Return the code in hexadecimal; nothing without a lasting key."""
    return _code(settings.SECRET_KEY, purpose, text) if has_lasting_key() else ""


def codes_of(purpose: Purpose, text: str) -> list[str]:
    """Return the code under each key of this site in hexadecimal, the current one first."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_code(key, purpose, text) for key in keys]


def is_current(purpose: Purpose, text: str, code: str) -> bool:
    """Return whether the code was made under the key that the site uses now."""
    return hmac.compare_digest(_code(settings.SECRET_KEY, purpose, text), code)


def is_authentic(purpose: Purpose, text: str, code: str) -> bool:
    """Return whether the code was made under a key of this site."""
    codes = codes_of(purpose, text)
    return any(hmac.compare_digest(expected, code) for expected in codes)


def _code(key: str, purpose: Purpose, text: str) -> str:
    keyed = _keyed(key, purpose).copy()
    keyed.update(text.encode())
    return keyed.hexdigest()


@lru_cache(maxsize=32)
def _keyed(key: str, purpose: Purpose) -> hmac.HMAC:
    derived = hmac.digest(key.encode(), f"irsite {purpose}".encode(), "sha256")
    return hmac.new(derived, digestmod=hashlib.sha256)
