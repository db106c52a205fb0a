"""About sections: of the company, a product or a partner."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Boilerplate(models.Model):
    """A standard text that closes releases."""

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_("For the desk; readers don't see it."),
    )
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("Such as: About Example Industries."),
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "Leave an empty line between paragraphs. Web addresses become links."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("boilerplate")
        verbose_name_plural = _("boilerplates")
        constraints = [
            models.CheckConstraint(
                name="boilerplate_has_a_text",
                condition=~Q(text=""),
                violation_error_message=_("Enter the boilerplate's text."),
            )
        ]

    def __str__(self) -> str:
        return self.name
