"""The record: everything the public may read, frozen, one row a publication."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Count, F, Q


class Kind(models.TextChoices):
    """What a publication is of."""

    RELEASE = "release", "Release"
    EVENT = "event", "Event"
    PROFILE = "profile", "Profile"


class Notice(models.TextChoices):
    """What a publication says of the one before it."""

    NONE = "", "First publication"
    CORRECTION = "correction", "Correction"
    WITHDRAWAL = "withdrawal", "Withdrawal"


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The words in which the record is asked.

    A reader's question holds `live` or `disclosed`, and both take the moment.
    """

    def live(self, *, at: dt.datetime) -> Self:
        """What stands: publications that the public may read at this moment."""
        # `dated <= at` follows from the row's constraints; saying it lets the index
        # on `dated` start at the moment asked for.
        return self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at),
            live_from__lte=at,
            dated__lte=at,
        )

    def disclosed(self, *, at: dt.datetime) -> Self:
        """What was ever said: every version that has stood by this moment."""
        return self.standing().filter(live_from__lte=at, dated__lte=at)

    def standing(self) -> Self:
        """Publications that were not called off. Not for readers: it knows no time."""
        return self.filter(Q(live_until__isnull=True) | ~Q(live_until=F("live_from")))

    def releases(self) -> Self:
        """Press releases."""
        return self.filter(kind=Kind.RELEASE)

    def events(self) -> Self:
        """Events."""
        return self.filter(kind=Kind.EVENT)

    def profiles(self) -> Self:
        """The issuer's particulars."""
        return self.filter(kind=Kind.PROFILE)

    def at_address(self, address: str) -> Self:
        """The publications of one chain."""
        return self.filter(address=address)

    def at_addresses(self, addresses: list[str]) -> Self:
        """The publications of several chains."""
        return self.filter(address__in=addresses)

    def chain_of(self, publication: Publication) -> Self:
        """Every version of the same release, event or profile."""
        return self.filter(kind=publication.kind, address=publication.address)

    def in_year(self, year: int) -> Self:
        """Those first disclosed in this year, in the issuer's zone."""
        return self.filter(year=year)

    def in_category(self, slug: str) -> Self:
        """Those on one shelf of the archive."""
        return self.filter(category=slug)

    def with_words(self, words: str) -> Self:
        """Those whose headline holds every one of the words."""
        found = self
        for word in words.split():
            found = found.filter(headline__icontains=word)
        return found

    def newest_first(self) -> Self:
        """By first disclosure; a correction keeps its release's place."""
        return self.order_by("-dated", "-id")

    def older_than(self, publication: Publication) -> Self:
        """What follows it in the order of `newest_first`."""
        return self.filter(
            Q(dated__lt=publication.dated)
            | Q(dated=publication.dated, id__lt=publication.id)
        ).filter(dated__lte=publication.dated)

    def newer_than(self, publication: Publication) -> Self:
        """What comes before it in the order of `newest_first`, nearest first."""
        return (
            self.filter(
                Q(dated__gt=publication.dated)
                | Q(dated=publication.dated, id__gt=publication.id)
            )
            .filter(dated__gte=publication.dated)
            .order_by("dated", "id")
        )

    def upcoming(self, *, at: dt.datetime) -> Self:
        """Events that have not ended, the next one first."""
        return self.filter(ends__gt=at).order_by("starts", "id")

    def past(self, *, at: dt.datetime) -> Self:
        """Events that have ended, the latest first."""
        return self.filter(ends__lte=at).order_by("-ends", "-id")

    def ended_before(self, publication: Publication) -> Self:
        """What follows it in the order of `past`."""
        return self.filter(
            Q(ends__lt=publication.ends)
            | Q(ends=publication.ends, id__lt=publication.id)
        ).filter(ends__lte=publication.ends)

    def ended_after(self, publication: Publication) -> Self:
        """What comes before it in the order of `past`, nearest first."""
        return (
            self.filter(
                Q(ends__gt=publication.ends)
                | Q(ends=publication.ends, id__gt=publication.id)
            )
            .filter(ends__gte=publication.ends)
            .order_by("ends", "id")
        )

    def counted(self) -> list[tuple[int, str, int]]:
        """(year, category, how many), for the archive's shelves."""
        return list(
            self.order_by().values_list("year", "category").annotate(Count("id"))
        )


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


class PublishedFileQuerySet(models.QuerySet["PublishedFile"]):
    """The words in which the file gate asks."""

    def at_token(self, token: str) -> Self:
        """What went out at this address, in the latest version first."""
        return self.filter(token=token).order_by("-publication__number")

    def disclosed(self, *, at: dt.datetime) -> Self:
        """Files of every version that has stood by this moment."""
        return self.filter(
            publication__in=Publication.objects.disclosed(at=at)
        ).select_related("publication")


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

    objects = PublishedFileQuerySet.as_manager()

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


class HorizonInstant(models.Model):
    """An instant at which a live publication looks different by itself."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="instants"
    )
    instant = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="horizon_instant_is_named_once", fields=["publication", "instant"]
            )
        ]

    def __str__(self) -> str:
        return self.instant.isoformat()
