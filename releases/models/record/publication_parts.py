"""A publication's files, the events and releases it names, and the instants at which its page changes by itself."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.record.publication import Publication
from releases.models.stored_file import storage_name


class PublishedFile(models.Model):
    """A file that went out with a publication; `token` is its permanent address."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="files",
        verbose_name=_("publication"),
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    token = models.CharField(_("token"), max_length=40, db_index=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("published file")
        verbose_name_plural = _("published files")
        constraints = [
            models.UniqueConstraint(
                name="published_file_has_one_token_a_publication",
                fields=["publication", "token"],
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Its name in private storage."""
        return storage_name(self.sha256)


class EventMention(models.Model):
    """An event that a release names, so that the event's page finds its releases."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="event_mentions",
        verbose_name=_("publication"),
    )
    address = models.CharField(_("address of the event"), max_length=90, db_index=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("event mention")
        verbose_name_plural = _("event mentions")
        constraints = [
            models.UniqueConstraint(
                name="event_is_mentioned_once", fields=["publication", "address"]
            )
        ]

    def __str__(self) -> str:
        return self.address


class ReleaseMention(models.Model):
    """A press release that a filing furnishes, so that the release's page finds it."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="release_mentions",
        verbose_name=_("publication"),
    )
    address = models.CharField(
        _("address of the release"), max_length=90, db_index=True
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("release mention")
        verbose_name_plural = _("release mentions")
        constraints = [
            models.UniqueConstraint(
                name="release_is_mentioned_once", fields=["publication", "address"]
            )
        ]

    def __str__(self) -> str:
        return self.address


class HorizonInstantQuerySet(models.QuerySet["HorizonInstant"]):
    """Questions about instants."""

    def while_live(self) -> Self:
        """Keep the instants at which their publication is live."""
        return self.filter(
            Q(publication__live_until__isnull=True)
            | Q(publication__live_until__gt=F("instant")),
            publication__live_from__lte=F("instant"),
        )


class HorizonInstant(models.Model):
    """An instant at which a live publication looks different by itself."""

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="instants",
        verbose_name=_("publication"),
    )
    instant = models.DateTimeField(_("instant"), db_index=True)

    objects = HorizonInstantQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("horizon instant")
        verbose_name_plural = _("horizon instants")
        constraints = [
            models.UniqueConstraint(
                name="horizon_instant_is_named_once", fields=["publication", "instant"]
            )
        ]

    def __str__(self) -> str:
        return self.instant.isoformat()
