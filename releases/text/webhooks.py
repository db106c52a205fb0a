"""Messages to a webhook, signed as Standard Webhooks has it (standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from urllib.parse import urlsplit

_PREFIX = "whsec_"
MIN_SECRET, MAX_SECRET = 24, 64


def is_webhook_url(text: str) -> bool:
    """Return whether messages may go there: by https, or by http to this machine."""
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0
    except ValueError:
        return False
    is_plain = all("!" <= character <= "~" for character in text)
    if not parts.hostname or not has_port or parts.username or not is_plain:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname)
    )


def is_loopback(host: str) -> bool:
    """Return whether the host is this machine, by its name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_webhook_secret(text: str) -> bytes:
    """Return the bytes of a secret such as whsec_MfKQ9r8G.... Raises ValueError."""
    try:
        secret = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError(_PREFIX) from None
    if not text.startswith(_PREFIX) or not MIN_SECRET <= len(secret) <= MAX_SECRET:
        raise ValueError(_PREFIX)
    return secret


def webhook_headers(
    body: bytes, *, message_id: str, timestamp: int, secret: bytes
) -> dict[str, str]:
    """Return the headers of a message: its id, when it was sent, and the signature.

    `timestamp` is in seconds since 1970. The id is the same whenever a message is sent
    again. Without a secret there is no signature.
    """
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "content-type": "application/json",
        "user-agent": "irsite-deliver",
    }
    if secret:
        signed = f"{message_id}.{timestamp}.".encode() + body
        code = hmac.digest(secret, signed, hashlib.sha256)
        headers["webhook-signature"] = f"v1,{base64.b64encode(code).decode()}"
    return headers
