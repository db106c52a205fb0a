"""The keys on record: registered, introduced by one another, and revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from releases.models import JournalAction, KeyRevocation, LogHead, SigningKey
from releases.record import journal
from releases.record.clock import read_clock
from releases.record.proof.signed_texts import key_text, revocation_text
from releases.record.proof.signers import (
    Signer,
    SigningFailed,
    configured_signer,
    is_signed,
)
from releases.text.merkle import EMPTY_ROOT

PUBLIC_KEY_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature in hexadecimal, and the key on record that it is by."""

    key: SigningKey
    signature: str


def sign(text: str, *, signer: Signer, keys: Iterable[SigningKey]) -> Signature:
    """Sign the text, and find which of the keys it was. Raises SigningFailed."""
    signature = signer(text.encode()).hex()
    for key in keys:
        if is_signed(text.encode(), signature, key.public_key):
            return Signature(key=key, signature=signature)
    raise SigningFailed(
        _(
            "The key that signs is not on record, or is revoked: run manage.py signing_key."
        )
    )


def usable_keys() -> list[SigningKey]:
    """Return the keys that are not revoked, the latest first."""
    return list(SigningKey.objects.filter(revocation=None).order_by("-id"))


def required_signer() -> Signer:
    """Return what signs. Raises SigningFailed if signing is off."""
    signer = configured_signer()
    if signer is None:
        raise SigningFailed(
            _("Signing is off: set IRSITE_SIGNING_KEY or IRSITE_SIGNING_COMMAND.")
        )
    return signer


@transaction.atomic
def register(
    public_key: str, *, by: journal.Actor, after_loss: bool = False
) -> SigningKey:
    """Put a first key on record, which introduces itself; it must be the one that signs.

    So does one that follows a key which was lost. Raises SigningFailed.
    """
    if usable_keys() and not after_loss:
        raise SigningFailed(
            _("There is a key already: rotate it, or say that it was lost.")
        )
    return _add(public_key, introducer=None, by=by)


@transaction.atomic
def rotate(public_key: str, *, by: journal.Actor) -> SigningKey:
    """Put a key on record that the one which signs now introduces.

    Raises SigningFailed.
    """
    signer = required_signer()
    current = sign("which key signs", signer=signer, keys=usable_keys()).key
    return _add(public_key, introducer=current, by=by)


def _add(
    public_key: str, *, introducer: SigningKey | None, by: journal.Actor
) -> SigningKey:
    if not is_public_key(public_key):
        raise SigningFailed(_("A public key has 64 hexadecimal digits."))
    if SigningKey.objects.filter(public_key=public_key).exists():
        raise SigningFailed(_("This key is on record already."))
    key = SigningKey(
        public_key=public_key,
        valid_from=read_clock().replace(microsecond=0),
        introduced_by=introducer,
    )
    key.text = key_text(
        host=settings.IRSITE_DOMAIN,
        public_key=public_key,
        valid_from=key.valid_from,
        introduced_by=introducer.public_key if introducer else "",
    )
    signed = sign(key.text, signer=required_signer(), keys=[introducer or key])
    key.signature = signed.signature
    key.save(force_insert=True)
    journal.write(
        JournalAction.ADD_SIGNING_KEY,
        f"signing key:{public_key}",
        by=by,
        detail=f"introduced by {introducer}" if introducer else "introduced by itself",
        facts={"signing_key": key.pk},
    )
    return key


@transaction.atomic
def revoke(public_key: str, *, reason: str, by: journal.Actor) -> KeyRevocation:
    """Revoke a key from now on; another one that signs now says so.

    What the key signed of the log as it is now stays valid. Raises SigningFailed.
    """
    key = SigningKey.objects.filter(public_key=public_key).first()
    if key is None:
        raise SigningFailed(_("This key is not on record."))
    if KeyRevocation.objects.filter(key=key).exists():
        raise SigningFailed(_("This key is revoked already."))
    now = read_clock().replace(microsecond=0)
    head = LogHead.objects.filter(instant__lte=now).order_by("-instant").first()
    text = revocation_text(
        host=settings.IRSITE_DOMAIN,
        public_key=public_key,
        instant=now,
        size=head.size if head else 0,
        root=head.root if head else EMPTY_ROOT.hex(),
    )
    others = [other for other in usable_keys() if other != key]
    signed = sign(text, signer=required_signer(), keys=others)
    revocation = KeyRevocation.objects.create(
        key=key,
        instant=now,
        signed_by=signed.key,
        text=text,
        signature=signed.signature,
    )
    journal.write(
        JournalAction.REVOKE_SIGNING_KEY,
        f"signing key:{public_key}",
        by=by,
        detail=reason,
        facts={"signing_key": key.pk},
    )
    return revocation


def is_public_key(text: str) -> bool:
    """Return whether this is 32 bytes in hexadecimal, in lower case."""
    return len(text) == PUBLIC_KEY_LENGTH and not set(text) - set("0123456789abcdef")


def dns_record(public_key: str) -> str:
    """Return the TXT record by which the domain itself names its key."""
    name = f"_irsite.{settings.IRSITE_DOMAIN}."
    return f'{name} IN TXT "v=irsite1; k=ed25519; p={public_key}"'
