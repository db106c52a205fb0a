"""Addresses that releases had on an earlier site."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from releases.models.record.publication import Publication


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    """The words in which the way from an old address is asked."""

    def leading(self, paths: list[str], *, at: dt.datetime) -> Self:
        """Those at these paths whose release the public may read at this moment."""
        release = Publication.objects.releases().live(at=at)
        there = release.filter(address=OuterRef("address"))
        return self.filter(Exists(there), path__in=paths)


class OldAddress(models.Model):
    """A path of an earlier site, with its query if it had one, and the release there."""

    path = models.CharField(max_length=500)
    address = models.CharField(max_length=90)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "old addresses"
        constraints = [
            models.UniqueConstraint(
                name="old_address_leads_to_one_release", fields=["path"]
            )
        ]

    def __str__(self) -> str:
        return self.path
