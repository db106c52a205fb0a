"""The filters of the list of releases: stage, year, author and origin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk.stages import Stage, in_stage
from releases.desk.versions import imported_addresses
from releases.models import JournalAction, JournalEntry, Publication, Release
from releases.record.clock import read_clock

Lookups = list[tuple[str, StrOrPromise]]
# What makes somebody an author of a release.
WRITING = (
    *(JournalAction.INTAKE, JournalAction.COPY, JournalAction.EDIT),
    JournalAction.SUBMIT,
)


class StageFilter(admin.SimpleListFilter):
    """Shows what is a draft, waiting, scheduled, public or withdrawn."""

    title = gettext_lazy("where it is")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return list(Stage.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Release]
    ) -> QuerySet[Release]:
        value = self.value() or ""
        if value not in Stage.values:
            return queryset
        return queryset.filter(in_stage(Stage(value), at=read_clock()))


class YearFilter(admin.SimpleListFilter):
    """Shows what was first public in a year; what never was, by when it was begun."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        years = set(Publication.objects.releases().values_list("year", flat=True))
        years.add(timezone.localtime().year)
        return [(str(year), str(year)) for year in sorted(years, reverse=True)]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Release]
    ) -> QuerySet[Release]:
        year = self.value() or ""
        if not year.isdecimal() or len(year) != 4:
            return queryset
        return queryset.filter(
            Q(address__startswith=f"{year}/") | Q(address="", created_at__year=year)
        )


class AuthorFilter(admin.SimpleListFilter):
    """Shows what somebody wrote, edited or submitted, as the journal has it."""

    title = gettext_lazy("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        users = User.objects.filter(is_staff=True).order_by("username")
        return [(name, name) for name in users.values_list("username", flat=True)]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Release]
    ) -> QuerySet[Release]:
        if not self.value():
            return queryset
        written = JournalEntry.objects.filter(
            subject=OuterRef("journal_subject"), by=self.value(), action__in=WRITING
        )
        subject = Concat(Value("release:"), Cast(F("pk"), CharField()))
        return queryset.alias(journal_subject=subject).filter(Exists(written))


class OriginFilter(admin.SimpleListFilter):
    """Shows what was published here, or what was imported from history."""

    title = gettext_lazy("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [
            ("here", gettext_lazy("Written here")),
            ("imported", gettext_lazy("Imported from history")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Release]
    ) -> QuerySet[Release]:
        imported = Q(address__in=imported_addresses())
        return {
            "here": queryset.exclude(imported),
            "imported": queryset.filter(imported),
        }.get(self.value() or "", queryset)
