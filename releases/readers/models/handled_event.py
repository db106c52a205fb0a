"""What a provider of mail has told by a webhook, so that it is acted on once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class HandledEvent(models.Model):
    """One event that was acted on. `code` is a hash of the provider and its id.

    No address is here. It is forgotten when the event is too old to be acted on.
    """

    code = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="handled_event_has_a_code", condition=~Q(code="")
            )
        ]
        indexes = [
            # those to forget
            models.Index(fields=["at"], name="handled_event_by_time"),
        ]

    def __str__(self) -> str:
        return self.code
