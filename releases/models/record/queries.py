"""The words in which the record is asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from releases.models.record.kinds import Kind
from releases.models.record.seal_context import seen_from

if TYPE_CHECKING:
    from releases.models.record.publication import Publication

# How a canonical document says that it seals what stood before it. A quotation mark
# inside a text is escaped there, so that no text can say it.
SEALED = '"sealed":true'


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The words in which the record is asked.

    A reader's question holds `live` or `disclosed`, and both take the moment.
    """

    def live(self, *, at: dt.datetime) -> Self:
        """What stands: publications that the public may read at this moment."""
        # `dated <= at` follows from the row's constraints; saying it lets the index
        # on `dated` start at the moment asked for.
        found = self.filter(
            Q(live_until__isnull=True) | Q(live_until__gt=at),
            live_from__lte=at,
            dated__lte=at,
        )
        # What stands is never sealed; what stood may have been since.
        present = seen_from(at)
        return found.unsealed(at=present) if present > at else found

    def disclosed(self, *, at: dt.datetime) -> Self:
        """What was ever said: every version that has stood by this moment."""
        return self.standing().filter(live_from__lte=at, dated__lte=at)

    def standing(self) -> Self:
        """Publications that were not called off. Not for readers: it knows no time."""
        return self.filter(Q(live_until__isnull=True) | ~Q(live_until=F("live_from")))

    def unsealed(self, *, at: dt.datetime) -> Self:
        """Those that no later version, disclosed by this moment, has sealed."""
        later = (
            type(self)(self.model)
            .disclosed(at=at)
            .filter(
                kind=OuterRef("kind"),
                address=OuterRef("address"),
                number__gt=OuterRef("number"),
                document__contains=SEALED,
            )
        )
        return self.filter(~Exists(later))

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

    def holding(self, token: str) -> Self:
        """Those that this file went out with, the latest version first."""
        return self.filter(files__token=token).order_by("-number")

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

    def first_instant(self) -> dt.datetime | None:
        """When the first of them opened."""
        return self.order_by("live_from").values_list("live_from", flat=True).first()

    def counted(self) -> models.QuerySet[Publication, tuple[int, str, int]]:
        """(year, category, how many), for the archive's shelves."""
        # Every year is one; saying it leads to the index that holds the whole answer.
        return (
            self.filter(year__lte=dt.MAXYEAR)
            .order_by()
            .values_list("year", "category")
            .annotate(Count("id"))
        )
