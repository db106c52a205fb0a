"""Questions about the languages of releases, for the queryset of publications."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self, TypeVar

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from releases.models.record.kinds import Kind, Notice
from releases.models.record.results_queries import ResultsQuerySet

M = TypeVar("M", bound=models.Model)


class LanguagesQuerySet(ResultsQuerySet[M]):
    """What releases in several languages are asked."""

    def in_groups(self, names: Collection[str]) -> Self:
        """Keep the releases of these groups of languages.

        A group is named by a key, or by the address of an original that knows no key.
        Each is looked up in an index of its own, for which SQLite without statistics
        must know the kind within the union alone.
        """
        releases = self.order_by().filter(kind=Kind.RELEASE).values("pk")
        by_key = releases.filter(translation_group__in=names)
        return self.filter(pk__in=by_key.union(releases.filter(address__in=names)))

    def in_no_group(self, name: str) -> Self:
        """Keep the releases of other groups of languages than this one."""
        return self.exclude(translation_group=name)

    def in_several_languages(self) -> Self:
        """Keep the releases of all groups of languages."""
        grouped = self.filter(translation_group__gt="")
        return self.filter(
            Q(translation_group__gt="")
            | Q(address__in=grouped.order_by().values("translation_group"))
        )

    def standing(self) -> Self:
        """Keep what is no notice of withdrawal."""
        return self.exclude(notice=Notice.WITHDRAWAL)

    def shown_in(self, language: str, *, live: Self) -> Self:
        """Keep one language of each release: `language` (BCP 47), or else the original.

        `live` are the publications that readers have.
        """
        return self._ranked(language).filter(
            Q(translation_group="") | ~_has_preferred(language, live)
        )

    def left_out_in(self, language: str, *, live: Self) -> Self:
        """Keep what `shown_in` leaves out."""
        ranked = self._ranked(language).filter(translation_group__gt="")
        return ranked.filter(_has_preferred(language, live))

    def _ranked(self, language: str) -> Self:
        """Name the place of each language in its group, the first the smallest."""
        is_preferred = Q(language__iexact=language) | Q(
            language__istartswith=f"{language}-"
        )
        return self.alias(
            language_rank=Case(
                When(is_preferred, then=Value(0)),
                When(is_translation=False, then=Value(1)),
                default=Value(2),
            )
        )


def _has_preferred(language: str, live: LanguagesQuerySet[M]) -> Q:
    """Return the condition that another one of the row's group is shown in its place.

    The original of a group that is named by an address is always shown.
    """
    group, rank = OuterRef("translation_group"), OuterRef("language_rank")
    earlier = Q(language_rank__lt=rank) | Q(
        language_rank=rank, address__lt=OuterRef("address")
    )
    releases = live.filter(kind=Kind.RELEASE)
    others = releases._ranked(language).filter(  # noqa: SLF001 - of this module
        earlier, translation_group=group
    )
    # No row is its own original. That it is asked keeps PostgreSQL from reading all.
    originals = releases.filter(address=group, translation_group="").exclude(
        pk=OuterRef("pk")
    )
    return Q(Exists(_by_index(others))) | Q(Exists(_by_index(originals)))


def _by_index(publications: LanguagesQuerySet[M]) -> LanguagesQuerySet[M]:
    """Return the first by date: by the order SQLite without statistics finds the index."""
    return publications.order_by("-dated", "-id")[:1]
