"""The single row that every change to the record locks and updates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RecordState(models.Model):
    """The record's generation and its clock.

    `generation` grows with every change to the record, in its transaction. `clock` is the
    latest moment at which the desk has used the record: the record's time never runs
    backwards, even where the machine's clock is set back.
    """

    generation = models.PositiveBigIntegerField(default=0)
    clock = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="record_state_is_the_only_row", condition=Q(id=1)
            )
        ]

    def __str__(self) -> str:
        return f"generation {self.generation}"
