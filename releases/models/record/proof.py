"""Signatures of what is published, the log that they stand in, and the keys they are by.

`text` is always the canonical JSON (RFC 8785) that was signed, `signature` the Ed25519
signature of it (RFC 8032) and keys are public keys, each in hexadecimal. The columns beside
repeat what stands in the text, for queries. docs/proof.md says what each proves.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.record.publication import Publication


class SigningKey(models.Model):
    """A public key of the site; `text` is signed by the key that introduced it.

    The first key, and one that follows a key which was lost, introduce themselves:
    `introduced_by` is None. Who may trust such a key is told elsewhere (DNS).
    """

    public_key = models.CharField(_("public key"), max_length=64, unique=True)
    valid_from = models.DateTimeField(_("valid from"))
    introduced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("introduced by"),
    )
    text = models.TextField(_("signed text"))
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")

    def __str__(self) -> str:
        return self.public_key


class KeyRevocation(models.Model):
    """From `instant` on nothing that is signed by `key` counts.

    What it signed before is what the log held then: `text` names its size and root, and
    is signed by another key.
    """

    key = models.OneToOneField(
        SigningKey,
        on_delete=models.PROTECT,
        related_name="revocation",
        verbose_name=_("key"),
    )
    instant = models.DateTimeField(_("instant"))
    signed_by = models.ForeignKey(
        SigningKey,
        on_delete=models.PROTECT,
        related_name="revocations_signed",
        verbose_name=_("signed by"),
    )
    text = models.TextField(_("signed text"))
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("revocation of a key")
        verbose_name_plural = _("revocations of keys")

    def __str__(self) -> str:
        return f"{self.key} {self.instant.isoformat()}"


class Envelope(models.Model):
    """What a publication is, signed once: its address, instant, digests and files.

    `leaf` is the hash of the text as an entry of the log.
    """

    publication = models.OneToOneField(
        Publication,
        on_delete=models.PROTECT,
        related_name="envelope",
        verbose_name=_("publication"),
    )
    leaf = models.CharField(_("hash in the log"), max_length=64)
    key = models.ForeignKey(
        SigningKey,
        on_delete=models.PROTECT,
        related_name="envelopes",
        verbose_name=_("key"),
    )
    text = models.TextField(_("signed text"))
    signature = models.CharField(_("signature"), max_length=128)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("signed envelope")
        verbose_name_plural = _("signed envelopes")

    def __str__(self) -> str:
        return self.leaf


class LogHead(models.Model):
    """The log as it is from `instant` on: how many entries it has, and their root.

    There is one for each instant at which something goes live, made ahead of it. What
    changes before the instant discards it (by a trigger); afterwards it is kept for good.
    """

    instant = models.DateTimeField(_("instant"), unique=True)
    size = models.PositiveIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)
    key = models.ForeignKey(
        SigningKey,
        on_delete=models.PROTECT,
        related_name="heads",
        verbose_name=_("key"),
    )
    text = models.TextField(_("signed text"))
    signature = models.CharField(_("signature"), max_length=128)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("head of the log")
        verbose_name_plural = _("heads of the log")

    def __str__(self) -> str:
        return f"{self.size} {self.root}"


class LogEntry(models.Model):
    """The place of a publication in the log, and its path to the head of its instant.

    `path` is the hashes from its leaf upwards, separated by spaces.
    """

    publication = models.OneToOneField(
        Publication,
        on_delete=models.PROTECT,
        related_name="log_entry",
        verbose_name=_("publication"),
    )
    head = models.ForeignKey(
        LogHead,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name=_("head"),
    )
    position = models.PositiveIntegerField(_("position"))
    path = models.TextField(_("path"), blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("entry of the log")
        verbose_name_plural = _("entries of the log")
        constraints = [
            models.UniqueConstraint(
                name="log_entry_has_its_own_place", fields=["position"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}"
