"""What is left of old deliveries: counts, and a bit for each reader who has the version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models

from releases.readers.models.mailing import Mailing

# How many subscribers' ids a row is about: a bit for each, and a transaction of its own.
BLOCK = 4096


def block_of(subscriber: int) -> int:
    """Return the number of the block that a subscriber's id is in."""
    return subscriber // BLOCK


def bits_of(subscribers: Iterable[int]) -> bytes:
    """Return a bit for each of these ids of one block: 512 bytes, or none for nobody."""
    bits = bytearray(BLOCK // 8)
    is_empty = True
    for subscriber in subscribers:
        place = subscriber % BLOCK
        bits[place // 8] |= 1 << place % 8
        is_empty = False
    return b"" if is_empty else bytes(bits)


def ids_in(bits: bytes | memoryview, block: int) -> list[int]:
    """Return the ids whose bits are set, in their order."""
    first = block * BLOCK
    return [
        first + 8 * index + place
        for index, octet in enumerate(bytes(bits))
        if octet
        for place in range(8)
        if octet >> place & 1
    ]


class FoldedDeliveriesQuerySet(models.QuerySet["FoldedDeliveries"]):
    """Questions about folded deliveries."""

    def naming(self, subscriber: int) -> Self:
        """Keep those of the block that a subscriber's id is in."""
        return self.filter(block=block_of(subscriber))


class FoldedDeliveries(models.Model):
    """The deliveries of one mailing to 4,096 subscribers' ids, two years after.

    `received` has a bit for who has the version or may have it, `overtaken` for who was owed
    it and got none: whom a late correction must find. They are empty for nobody. The rest are
    counts, which name nobody. `pace` has pairs of seconds after the instant and mails that
    were sent in them, without daily ones; `reasons` how many failed by the code of the reply.
    """

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="folded_deliveries"
    )
    block = models.PositiveBigIntegerField()
    received = models.BinaryField(default=bytes)
    overtaken = models.BinaryField(default=bytes)
    sent_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    overtaken_count = models.PositiveIntegerField(default=0)
    dropped_count = models.PositiveIntegerField(default=0)
    unknown_count = models.PositiveIntegerField(default=0)
    first_sent = models.DateTimeField(null=True)
    last_sent = models.DateTimeField(null=True)
    first_at_once = models.DateTimeField(null=True)
    pace = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)

    objects = FoldedDeliveriesQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="deliveries_are_folded_once", fields=["mailing", "block"]
            ),
        ]
        indexes = [
            # all that names a reader who is erased
            models.Index(fields=["block"], name="folded_by_block"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}:{self.block}"

    def clear_reader(self, subscriber: int) -> bool:
        """Clear the bits of a subscriber, unsaved; return whether one was set."""
        place = subscriber % BLOCK
        has_changed = False
        for name in ("received", "overtaken"):
            bits = bytearray(getattr(self, name))
            if bits and bits[place // 8] >> place % 8 & 1:
                bits[place // 8] &= ~(1 << place % 8)
                setattr(self, name, bytes(bits))
                has_changed = True
        return has_changed
