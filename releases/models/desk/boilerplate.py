"""About sections: the company on itself, a product, a partner."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Boilerplate(models.Model):
    """A standing text that closes releases."""

    name = models.CharField(
        max_length=120, unique=True, help_text="What the desk calls it."
    )
    heading = models.CharField(
        max_length=200, blank=True, help_text="About Example Industries."
    )
    text = models.TextField(
        help_text="An empty line starts a new paragraph. Web addresses become links."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="boilerplate_has_a_text",
                condition=~Q(text=""),
                violation_error_message="A boilerplate needs its text.",
            )
        ]

    def __str__(self) -> str:
        return self.name
