"""How releases are sorted for readers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.text.names_by_language import unreadable_name
from releases.translation import translated


def validate_names(text: str) -> None:
    """Refuse lines that are no names in a language, with ValidationError."""
    if reason := unreadable_name(text):
        raise ValidationError(translated(reason))


class Category(models.Model):
    """A section of the archive; a release belongs to exactly one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("slug"),
        unique=True,
        help_text=_("The last part of its address, such as “results”."),
    )
    other_names = models.TextField(
        _("names in other languages"),
        blank=True,
        default="",
        db_default="",
        validators=[validate_names],
        help_text=_(
            "For releases in them, a line for each, its language (BCP 47) first: "
            "“de: Ergebnisse”. Where there is none, readers see the name above."
        ),
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=0,
        help_text=_("Categories with a lower number come first."),
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A subject that releases of any category may share."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name
