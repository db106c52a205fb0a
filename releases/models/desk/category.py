"""How releases are sorted for readers."""

from __future__ import annotations

from django.db import models


class Category(models.Model):
    """One shelf of the archive; a release stands on exactly one."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        unique=True, help_text="Its address: /releases/category/results/."
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Smaller comes first in lists and filters."
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A subject that releases of any category may share."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
