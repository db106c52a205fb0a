"""What each change to the record means to those who keep copies of its pages."""

from __future__ import annotations

from django.db import models


class Impression(models.Model):
    """One generation of the record, and the instant from which the public sees it.

    Written by the triggers beside the generation, so that an approval only shortens
    what the press keeps. Empty means never; a generation without an impression means
    that anything may be different. The latest thousand are kept.
    """

    generation = models.PositiveBigIntegerField(primary_key=True)
    affects_from = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"generation {self.generation}"
