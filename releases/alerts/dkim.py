"""Sign mails here (DKIM, RFC 6376), where neither a mail system nor a provider does.

The signature covers all headers of a mail, both unsubscribe headers among them (RFC 8058,
4), and says that those which readers see are there once. Headers are canonicalized as
relaxed, the text as simple: it is ASCII, in lines that no mail system has to change.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from releases.alerts.bounces import sender_address
from releases.record.proof.signers import why_key_is_unusable

PEM = "-----BEGIN"
# RFC 8301, 3.2: nobody has to accept a signature of fewer bits, nor one of more.
RSA_BITS = range(2048, 4097)
# Headers of which nobody may add a second one, or a first.
ONCE = (
    *("from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to"),
    *("references", "mime-version", "content-type", "content-transfer-encoding"),
    *("list-unsubscribe", "list-unsubscribe-post"),
)
_FIELD_END = re.compile(rb"\r\n(?![ \t])")
_SPACE = re.compile(rb"[ \t\r\n]+")

DkimKey = RSAPrivateKey | Ed25519PrivateKey


class DkimKeyError(Exception):
    """Mails cannot be signed as the settings say. Its text is a sentence for the operator."""


class DkimSigner:
    """Signs mails with one key; `selector` and `domain` say where its public half is."""

    def __init__(self, key: DkimKey, *, selector: str, domain: str) -> None:
        self._key = key
        algorithm = "rsa" if isinstance(key, RSAPrivateKey) else "ed25519"
        self._tags = (
            f"v=1; a={algorithm}-sha256; c=relaxed/simple; d={domain}; s={selector};"
        )

    def sign(self, content: bytes, *, at: dt.datetime) -> bytes:
        """Return a mail with its signature as the first header.

        The dots of `content` are stuffed (RFC 5321, 4.5.2), as those of the result, and
        each of its headers is there once.
        """
        head, _separator, text = content.partition(b"\r\n\r\n")
        fields = _FIELD_END.split(head)
        names = [field.partition(b":")[0].decode().lower() for field in fields]
        signed = [*names, *ONCE]
        header = (
            f"DKIM-Signature: {self._tags} t={int(at.timestamp())};\r\n"
            f"\th={_list_of(signed)};\r\n"
            f"\tbh={base64.b64encode(body_digest(text)).decode()};\r\n\tb="
        ).encode()
        # A header that is named and not there is nothing (5.4.2).
        canonical = [relaxed(field) + b"\r\n" for field in fields]
        signature = self._signature_of(b"".join(canonical) + relaxed(header))
        encoded = _folded(base64.b64encode(signature).decode())
        return header + encoded.encode() + b"\r\n" + content

    def _signature_of(self, text: bytes) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(text, PKCS1v15(), SHA256())
        return self._key.sign(hashlib.sha256(text).digest())  # RFC 8463, 3


def body_digest(text: bytes) -> bytes:
    """Return the SHA-256 of a mail's text, whose dots are stuffed, canonicalized as simple."""
    plain = (b"\r\n" + text).replace(b"\r\n..", b"\r\n.")[2:]
    while plain.endswith(b"\r\n\r\n"):
        plain = plain.removesuffix(b"\r\n")
    return hashlib.sha256(plain).digest()


def relaxed(field: bytes) -> bytes:
    """Return a header canonicalized as relaxed, without its line's end (3.4.2)."""
    name, _colon, value = field.partition(b":")
    return name.strip().lower() + b":" + _SPACE.sub(b" ", value).strip()


def _list_of(names: list[str]) -> str:
    """Return the names in lines, four in each: none may be broken in two (3.5)."""
    lines = [":".join(names[i : i + 4]) for i in range(0, len(names), 4)]
    return ":\r\n\t ".join(lines)


def _folded(text: str) -> str:
    """Return base64 in lines."""
    size = 70
    return "\r\n\t ".join(text[i : i + size] for i in range(0, len(text), size))


def dkim_signer() -> DkimSigner | None:
    """Return what signs by the settings; None if mails are not signed here.

    Raises DkimKeyError.
    """
    if not settings.IRSITE_DKIM_KEY:
        return None
    domain = settings.IRSITE_DKIM_DOMAIN.lower()
    sender = sender_address().partition("@")[2].lower()
    if not f".{sender}".endswith(f".{domain}"):
        raise DkimKeyError(
            _(
                "IRSITE_DKIM_DOMAIN is %(domain)s, and mails are from %(sender)s: such a "
                "signature proves nothing to who checks DMARC. Use the sender's domain, or "
                "the one above it."
            )
            % {"domain": domain, "sender": sender}
        )
    key = read_dkim_key(settings.IRSITE_DKIM_KEY)
    return DkimSigner(key, selector=settings.IRSITE_DKIM_SELECTOR, domain=domain)


def read_dkim_key(text: str) -> DkimKey:
    """Return the private key: PEM itself, or the path of a file with it.

    Raises DkimKeyError.
    """
    if text.startswith(PEM):
        content = text.replace("\\n", "\n").encode()
    else:
        path = Path(text)
        if why := why_key_is_unusable(path):
            raise DkimKeyError(_("IRSITE_DKIM_KEY: %(why)s") % {"why": why})
        content = path.read_bytes()
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, RSAPrivateKey) and key.key_size not in RSA_BITS:
        raise DkimKeyError(
            _("IRSITE_DKIM_KEY is an RSA key of %(size)d bits: make one of 2048.")
            % {"size": key.key_size}
        )
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise DkimKeyError(
            _(
                "IRSITE_DKIM_KEY is neither an RSA nor an Ed25519 private key in PEM "
                "without a password."
            )
        )
    return key
