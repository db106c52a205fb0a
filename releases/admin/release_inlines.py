"""The rows of a release's admin page: its contacts, disclaimers, sections and events."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest

from releases.admin.desk_admin import only_add_and_open
from releases.admin.disclaimer import newest
from releases.models import (
    Disclaimer,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)


class PartInline(admin.TabularInline[Any, Release]):
    """Rows that a release carries; smaller places come first."""

    extra = 1
    thing = ""

    def get_fields(self, request: HttpRequest, obj: Release | None = None) -> list[Any]:
        """What is carried, then its place."""
        return [self.thing, "order"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """One query fills the choices of every row."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name not in self.autocomplete_fields:
            field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A thing may be opened or added beside its list; `order` is its place."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "order":
            field.label = "Place"
            field.help_text = "Smaller comes first; equal ones as they were added."
        return only_add_and_open(field)


class ContactInline(PartInline):
    """Whom its readers may call."""

    model: type[Model] = ReleaseContact
    thing = "contact"
    verbose_name = "contact"
    verbose_name_plural = "Contacts, in the order they are printed"


class DisclaimerInline(PartInline):
    """The legal notices it carries."""

    model: type[Model] = ReleaseDisclaimer
    thing = "disclaimer"
    verbose_name = "disclaimer"
    verbose_name_plural = "Disclaimers, in the order they are printed"

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The latest revisions, and those that this release carries already."""
        match = request.resolver_match
        release = match.kwargs.get("object_id") if match else None
        carried = Q(releasedisclaimer__release=release) if release else Q()
        latest = Q(pk__in=newest().values("pk"))
        if db_field.name == "disclaimer":
            choices = Disclaimer.objects.filter(latest | carried if release else latest)
            kwargs["queryset"] = choices.distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BoilerplateInline(PartInline):
    """The About sections that close it."""

    model: type[Model] = ReleaseBoilerplate
    thing = "boilerplate"
    verbose_name = "About section"
    verbose_name_plural = "About sections, in the order they are printed"


class EventInline(PartInline):
    """The events it tells of; new ones go public with it."""

    model: type[Model] = ReleaseEvent
    thing = "event"
    autocomplete_fields = ["event"]
    verbose_name = "event"
    verbose_name_plural = "Events: those not public yet go public with the release"
