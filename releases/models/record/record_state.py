"""The one row that every change to the record passes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Edition(models.Model):
    """What the record is up to.

    `generation` grows with every change to the record, in its transaction. `clock` is
    the latest moment that a door has used: the record's time never runs backwards,
    though the machine's may.
    """

    generation = models.PositiveBigIntegerField(default=0)
    clock = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="edition_is_the_only_one", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return f"generation {self.generation}"
