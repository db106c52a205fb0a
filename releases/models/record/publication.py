"""The record: everything the public may read, frozen, one row a publication."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from releases.models.record.kinds import Kind, Notice
from releases.models.record.queries import PublicationQuerySet


class Publication(models.Model):
    """One document as it went out, live in `[live_from, live_until)`.

    The database refuses every change but three moves of `live_until`; docs/record.md
    tells them. `document` is canonical JSON (RFC 8785), `digest` its SHA-256.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    address = models.CharField(max_length=90)
    number = models.PositiveIntegerField()
    dated = models.DateTimeField()
    year = models.PositiveSmallIntegerField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12)
    category = models.CharField(max_length=50, blank=True)
    headline = models.CharField(max_length=300)
    notice = models.CharField(max_length=10, choices=Notice, blank=True)
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    bundle = models.UUIDField(default=uuid.uuid4)
    imported = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    document = models.TextField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="publication_number_is_given_once",
                fields=["kind", "address", "number"],
                condition=Q(live_until__isnull=True) | ~Q(live_until=F("live_from")),
            ),
            models.CheckConstraint(
                name="publication_does_not_end_before_it_starts",
                condition=Q(live_until__isnull=True)
                | Q(live_until__gte=F("live_from")),
            ),
            models.CheckConstraint(
                name="publication_is_dated_no_later_than_it_is_live",
                condition=Q(dated__lte=F("live_from")),
            ),
            models.CheckConstraint(
                name="publication_is_dated_when_first_live_unless_imported",
                condition=Q(imported=True) | ~Q(number=1) | Q(dated=F("live_from")),
            ),
            models.CheckConstraint(
                name="publication_is_recorded_before_it_is_live",
                condition=Q(recorded_at__lt=F("live_from")),
            ),
            models.CheckConstraint(
                name="publication_numbers_start_at_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="publication_of_an_event_has_its_times",
                condition=Q(kind="event", starts__isnull=False, ends__isnull=False)
                | (~Q(kind="event") & Q(starts__isnull=True, ends__isnull=True)),
            ),
        ]
        indexes = [
            # /releases/<year>/<slug>/, /events/<slug>/, the profile, and every door.
            # In the order of `newest_first`, or SQLite without statistics would
            # rather walk publication_by_date.
            models.Index(
                F("kind"),
                F("address"),
                F("dated").desc(),
                F("id").desc(),
                name="publication_by_address",
            ),
            # /releases/, /, the feed
            models.Index(
                F("kind"),
                F("dated").desc(),
                F("id").desc(),
                F("live_from"),
                F("live_until"),
                name="publication_by_date",
            ),
            # /releases/category/<slug>/
            models.Index(
                F("kind"),
                F("category"),
                F("dated").desc(),
                F("id").desc(),
                F("live_from"),
                F("live_until"),
                name="publication_by_category",
            ),
            # /releases/<year>/, and the counts by year and category
            models.Index(
                F("kind"),
                F("year"),
                F("dated").desc(),
                F("id").desc(),
                F("live_from"),
                F("live_until"),
                F("category"),
                name="publication_by_year",
            ),
            # /events/ and the next events on the front page
            models.Index(
                F("kind"),
                F("ends"),
                F("id"),
                condition=Q(ends__isnull=False),
                name="publication_by_end_of_event",
            ),
            # what a bundle holds, when it is called off
            models.Index(fields=["bundle"], name="publication_by_bundle"),
            # the horizon
            models.Index(fields=["live_from"], name="publication_by_live_from"),
            models.Index(
                fields=["live_until"],
                condition=Q(live_until__isnull=False),
                name="publication_by_live_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address} ({self.number})"


class PublishedFile(models.Model):
    """A file that went out with a publication; `token` is its address for ever."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="files"
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    token = models.CharField(max_length=40, db_index=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="published_file_has_one_token_a_publication",
                fields=["publication", "token"],
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where it lies in private storage: by its content."""
        return f"attachments/{self.sha256[:2]}/{self.sha256}"


class HorizonInstantQuerySet(models.QuerySet["HorizonInstant"]):
    """The words in which instants are asked for."""

    def while_standing(self) -> Self:
        """Those at which their publication is the one that stands."""
        return self.filter(
            Q(publication__live_until__isnull=True)
            | Q(publication__live_until__gt=F("instant")),
            publication__live_from__lte=F("instant"),
        )


class HorizonInstant(models.Model):
    """An instant at which a live publication looks different by itself."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="instants"
    )
    instant = models.DateTimeField(db_index=True)

    objects = HorizonInstantQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="horizon_instant_is_named_once", fields=["publication", "instant"]
            )
        ]

    def __str__(self) -> str:
        return self.instant.isoformat()
