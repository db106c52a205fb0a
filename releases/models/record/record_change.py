"""What each change to the record means for cached copies of its pages."""

from __future__ import annotations

from django.db import models


class RecordChange(models.Model):
    """One generation of the record, and the instant from which the public sees it.

    The triggers write it beside the generation. A cached page that was made before this
    generation stays right until `affects_from`; empty means for ever. A generation without
    a row here may have changed anything. The latest thousand rows are kept.
    """

    generation = models.PositiveBigIntegerField(primary_key=True)
    affects_from = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"generation {self.generation}"
