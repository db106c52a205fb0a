"""Paths that releases had on an earlier site."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from releases.models.record.publication import Publication


class OldPathQuerySet(models.QuerySet["OldPath"]):
    """Questions about old paths."""

    def to_live_releases(self, paths: list[str], *, at: dt.datetime) -> Self:
        """Keep those of `paths` whose release the public may read at `at`."""
        return self.of_live_releases(at=at).filter(path__in=paths)

    def of_live_releases(self, *, at: dt.datetime) -> Self:
        """Keep those whose release the public may read at `at`."""
        release = Publication.objects.releases().live(at=at)
        return self.filter(Exists(release.filter(address=OuterRef("address"))))


class OldPath(models.Model):
    """A path of an earlier site, with its query if it had one, and its release."""

    path = models.CharField(_("old path"), max_length=500)
    address = models.CharField(_("release"), max_length=90)

    objects = OldPathQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("old path")
        verbose_name_plural = _("old paths")
        constraints = [
            models.UniqueConstraint(
                name="old_path_leads_to_one_release", fields=["path"]
            )
        ]

    def __str__(self) -> str:
        return self.path
