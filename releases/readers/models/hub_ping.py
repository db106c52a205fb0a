"""Which feeds a WebSub hub has still to be told of (W3C Recommendation of January 2018)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubPingQuerySet(models.QuerySet["HubPing"]):
    """Questions about pings."""

    def due(self) -> Self:
        """Keep those that wait to be sent, now or later."""
        return self.filter(due__isnull=False)


class HubPing(models.Model):
    """The feeds that a publication changed, for the hub. Nothing is here before its instant.

    `feeds` are the paths of those of which the hub has not answered yet, `due` is when to
    tell it (again). From `told_at` on all is told, or given up, and `due` is None. `attempts`
    counts the tries.
    """

    publication = models.PositiveBigIntegerField(_("publication"), unique=True)
    feeds = models.JSONField(_("feeds"))
    due = models.DateTimeField(_("due"), null=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = HubPingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("ping of a hub")
        verbose_name_plural = _("pings of a hub")
        indexes = [
            # the next one to send
            models.Index(
                fields=["due"],
                condition=models.Q(due__isnull=False),
                name="hub_ping_due",
            ),
        ]

    def __str__(self) -> str:
        return f"publication:{self.publication}"
