"""The record: everything the public may read, frozen, one row a publication."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from releases.models.record.event_queries import EventsQuerySet
from releases.models.record.kinds import Kind, Notice
from releases.models.record.list_order import Placed
from releases.models.record.seal_context import seal_moment

# How long a release is news to search engines (sitemap-news/0.9).
NEWS_PERIOD = dt.timedelta(hours=48)
# The index that has all columns of `search_columns` and of what makes a row live.
SEARCH_INDEX = "publication_in_search"


UNSEARCHED = [
    kind
    for kind in Kind
    if kind not in {Kind.RELEASE, Kind.EVENT, Kind.REPORT, Kind.PAGE}
]


class PublicationQuerySet(EventsQuerySet["Publication"]):
    """Questions about the record.

    What readers see is asked by `live` or `disclosed`, and both take the moment.
    """

    def live(self, *, at: dt.datetime) -> Self:
        """Keep the publications that the public may read at `at`."""
        # `dated <= at` follows from the row's constraints. Saying it lets the index on
        # `dated` start at the moment asked for.
        live = self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at),
            live_from__lte=at,
            dated__lte=at,
        )
        # What is live is never sealed; what was live may have been sealed since.
        present = seal_moment(at)
        return live.unsealed(at=present) if present > at else live

    def disclosed(self, *, at: dt.datetime) -> Self:
        """Keep every version that has been live by `at`."""
        return self.not_called_off().filter(live_from__lte=at, dated__lte=at)

    def not_called_off(self) -> Self:
        """Keep what was not called off. Not for readers: it includes what is embargoed."""
        return self.filter(Q(live_until__isnull=True) | ~Q(live_until=F("live_from")))

    def unsealed(self, *, at: dt.datetime) -> Self:
        """Keep what no later version that was disclosed by `at` has sealed."""
        later = (
            type(self)(self.model)
            .disclosed(at=at)
            .filter(
                kind=OuterRef("kind"),
                address=OuterRef("address"),
                number__gt=OuterRef("number"),
                seals_earlier=True,
            )
        )
        return self.filter(~Exists(later))

    def one_language(self, language: str, *, at: dt.datetime) -> Self:
        """Keep each release once: in this language if it is live in it at `at`."""
        return self.shown_in(language, live=type(self)(self.model).live(at=at))

    def further_languages(self, language: str, *, at: dt.datetime) -> Self:
        """Keep what `one_language` leaves out."""
        return self.left_out_in(language, live=type(self)(self.model).live(at=at))

    def releases(self) -> Self:
        """Keep press releases."""
        return self.filter(kind=Kind.RELEASE)

    def events(self) -> Self:
        """Keep events."""
        return self.filter(kind=Kind.EVENT)

    def profiles(self) -> Self:
        """Keep the versions of the issuer's profile."""
        return self.filter(kind=Kind.PROFILE)

    def searchable(self) -> Self:
        """Keep what the search finds: releases, events, and the reports and pages shown.

        It leaves out the others, rather than naming these: an index by kind, which SQLite
        would take for each of them, is in another order than that of `live_from`.
        """
        hidden = Q(kind__in=[Kind.REPORT, Kind.PAGE], category="")
        return self.exclude(Q(kind__in=UNSEARCHED) | hidden)

    def of_kind(self, kind: str) -> Self:
        """Keep the publications of one kind."""
        return self.filter(kind=kind)

    def beyond_mark(self, live_from: dt.datetime, id_: int) -> Self:
        """Keep what follows a place in the order of `live_from` and id, in that order."""
        following = Q(live_from__gt=live_from) | Q(live_from=live_from, id__gt=id_)
        return self.filter(following, live_from__gte=live_from).order_by(
            "live_from", "id"
        )

    def went_live_between(self, first: dt.datetime, last: dt.datetime) -> Self:
        """Keep what went live after `first` and by `last`, the latest first."""
        between = self.filter(live_from__gt=first, live_from__lte=last)
        return between.order_by("-live_from", "-id")

    def with_ids(self, ids: Iterable[int]) -> Self:
        """Keep the publications of these ids."""
        return self.filter(id__in=list(ids))

    def at_address(self, address: str) -> Self:
        """Keep the publications of one chain."""
        return self.filter(address=address)

    def at_addresses(self, addresses: list[str]) -> Self:
        """Keep the publications of several chains."""
        return self.filter(address__in=addresses)

    def chain_of(self, publication: Publication) -> Self:
        """Keep every version of the same release, event or profile."""
        return self.filter(kind=publication.kind, address=publication.address)

    def with_file(self, token: str) -> Self:
        """Keep those that this file went out with, the latest version first."""
        return self.filter(files__token=token).order_by("-number")

    def naming_event(self, address: str) -> Self:
        """Keep the releases that name the event of this address."""
        return self.filter(kind=Kind.RELEASE, event_mentions__address=address)

    def in_year(self, year: int) -> Self:
        """Keep those first disclosed in this year, in the issuer's time zone."""
        return self.filter(year=year)

    def in_category(self, slug: str) -> Self:
        """Keep those of one category."""
        return self.filter(category=slug)

    def newest_first(self) -> Self:
        """Sort by first disclosure, so that a correction keeps its release's place."""
        return self.order_by("-dated", "-id")

    def newest_of_each_category(self, count: int) -> Self:
        """Keep at most so many of each category, and sort by first disclosure."""
        place = Window(RowNumber(), partition_by="category", order_by=("-dated", "-id"))
        return self.alias(place=place).filter(place__lte=count).newest_first()

    def latest_disclosures(self) -> Self:
        """Keep what was disclosed on this site, the latest version first.

        A correction comes before what was published earlier than it, whatever its
        `dated`. The first versions of imports were disclosed by another site.
        """
        here = self.filter(Q(imported=False) | Q(number__gt=1))
        return here.order_by("-live_from", "-id")

    def unchanged_imports(self) -> Self:
        """Keep what `latest_disclosures` leaves out: the first versions of imports."""
        return self.filter(imported=True, number=1)

    def news(self, *, at: dt.datetime) -> Self:
        """Keep releases first disclosed here in the 48 hours up to `at`, in any version.

        What was imported was news elsewhere. The horizon has the end of each 48 hours.
        """
        return self.filter(
            kind=Kind.RELEASE, imported=False, dated__gt=at - NEWS_PERIOD, dated__lte=at
        )

    def first_disclosures(self) -> Self:
        """Keep the first versions of releases that were disclosed here.

        Not for readers: it includes what is embargoed.
        """
        return self.not_called_off().filter(kind=Kind.RELEASE, imported=False, number=1)

    def gone_live_here(self, *, after: dt.datetime, until: dt.datetime) -> Self:
        """Keep what went live after `after` and by `until`, in that order.

        Releases, and events that were still to come. No version of an import: nobody had
        the first one from here.
        """
        gone_live = self.not_called_off().filter(
            Q(kind=Kind.RELEASE) | Q(kind=Kind.EVENT, ends__gt=F("live_from")),
            imported=False,
            live_from__gt=after,
            live_from__lte=until,
        )
        return gone_live.order_by("live_from", "id")

    def changing_feeds(self, *, after: dt.datetime, until: dt.datetime) -> Self:
        """Keep what went live after `after` and by `until`, in that order, and is in feeds.

        No first version of an import, which is in no feed of the latest.
        """
        return (
            self.not_called_off()
            .filter(
                kind__in=[Kind.RELEASE, Kind.EVENT],
                live_from__gt=after,
                live_from__lte=until,
            )
            .exclude(imported=True, number=1)
            .order_by("live_from", "id")
        )

    def next_live_from(self, *, at: dt.datetime) -> dt.datetime | None:
        """Return when the next of them goes live after `at`. Not for readers."""
        ahead = self.not_called_off().filter(live_from__gt=at).order_by("live_from")
        return ahead.values_list("live_from", flat=True).first()

    def without_documents(self) -> Self:
        """Load the rows without their documents, which are large."""
        return self.defer("document")

    def older_than(self, publication: Placed) -> Self:
        """Keep what follows this publication in the order of `newest_first`."""
        return self.filter(
            Q(dated__lt=publication.dated)
            | Q(dated=publication.dated, id__lt=publication.id)
        ).filter(dated__lte=publication.dated)

    def newer_than(self, publication: Placed) -> Self:
        """Keep what comes before it in the order of `newest_first`, nearest first."""
        return (
            self.filter(
                Q(dated__gt=publication.dated)
                | Q(dated=publication.dated, id__gt=publication.id)
            )
            .filter(dated__gte=publication.dated)
            .order_by("dated", "id")
        )

    def before_year(self, year: int) -> Self:
        """Keep those first disclosed before this year, in the issuer's time zone."""
        return self.filter(year__lt=year)


class Publication(models.Model):
    """One document as it was published, live in `[live_from, live_until)`.

    The database refuses every change but three moves of `live_until`, which
    docs/record.md lists. `document` is canonical JSON (RFC 8785), `digest` its SHA-256.
    A version that `seals_earlier` hides every version before it from the public.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    address = models.CharField(_("address"), max_length=90)
    number = models.PositiveIntegerField(_("version"))
    dated = models.DateTimeField(_("first disclosed"))
    year = models.PositiveSmallIntegerField(_("year"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12)
    category = models.CharField(_("category"), max_length=50, blank=True)
    headline = models.CharField(_("headline"), max_length=300)
    notice = models.CharField(_("notice"), max_length=10, choices=Notice, blank=True)
    seals_earlier = models.BooleanField(_("seals earlier versions"), default=False)
    # The fiscal quarter with which the results in it end, such as 20263.
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    # What the languages of a release have in common; nothing for one in a single language.
    translation_group = models.CharField(
        _("translation group"), max_length=90, blank=True, default="", db_default=""
    )
    is_translation = models.BooleanField(
        _("is a translation"), default=False, db_default=False
    )
    starts = models.DateTimeField(_("starts"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    bundle = models.UUIDField(_("bundle"), default=uuid.uuid4)
    imported = models.BooleanField(_("imported"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    digest = models.CharField(_("digest"), max_length=64)
    document = models.TextField(_("document"))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        default_permissions = ("view",)
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
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
            # /releases/<year>/<slug>/, /events/<slug>/, the profile, and every publishing.
            # In the order of `newest_first`, or SQLite without statistics would
            # rather walk publication_by_date.
            models.Index(
                F("kind"),
                F("address"),
                F("dated").desc(),
                F("id").desc(),
                name="publication_by_address",
            ),
            # /releases/, /
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
            # feeds: `latest_disclosures`, of all releases and of a category
            models.Index(
                F("kind"),
                F("live_from").desc(),
                F("id").desc(),
                F("live_until"),
                F("imported"),
                F("number"),
                name="publication_by_disclosure",
            ),
            models.Index(
                F("kind"),
                F("category"),
                F("live_from").desc(),
                F("id").desc(),
                F("live_until"),
                F("imported"),
                F("number"),
                name="publication_disclosed_category",
            ),
            # /events/ and the next events on the front page
            models.Index(
                F("kind"),
                F("ends"),
                F("id"),
                condition=Q(ends__isnull=False),
                name="publication_by_end_of_event",
            ),
            # /results/, and the same quarter of last year
            models.Index(
                fields=["quarter", "dated", "id"],
                condition=Q(quarter__isnull=False),
                name="publication_by_quarter",
            ),
            # the other languages of a release
            models.Index(
                F("kind"),
                F("translation_group"),
                F("dated").desc(),
                F("id").desc(),
                name="publication_by_translation",
            ),
            # the publications of a bundle, when it is called off
            models.Index(fields=["bundle"], name="publication_by_bundle"),
            # the search: which hits are live, and the counts of its filters
            models.Index(
                fields=[
                    *("id", "live_from", "live_until", "kind", "year"),
                    *("category", "dated"),
                ],
                name=SEARCH_INDEX,
            ),
            # the horizon: the next instants at which the site changes
            models.Index(fields=["live_from"], name="publication_by_live_from"),
            models.Index(
                fields=["live_until"],
                condition=Q(live_until__isnull=False),
                name="publication_by_live_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address} ({self.number})"
