"""The rows of a release's admin page: its contacts, disclaimers, sections and events."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from releases.admin.desk_admin import without_delete_link
from releases.admin.disclaimer import latest_revisions
from releases.admin.row_order import OrderedRowForm, OrderedRowsFormSet
from releases.models import (
    Disclaimer,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)


class PartInline(admin.TabularInline[Any, Release]):
    """Parts that a release carries, ordered by their position."""

    extra = 1
    form: type[Any] = OrderedRowForm
    formset: type[Any] = OrderedRowsFormSet
    part_field = ""

    def get_fields(self, request: HttpRequest, obj: Release | None = None) -> list[Any]:
        return [self.part_field, "order"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Fill the choices of all rows with one query."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name not in self.autocomplete_fields:
            field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer to add or change a part beside its list."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_delete_link(field)


class ContactInline(PartInline):
    """The contacts of the release."""

    model: type[Model] = ReleaseContact
    part_field = "contact"
    verbose_name = _("contact")
    verbose_name_plural = _("Contacts, in the order they are printed")


class DisclaimerInline(PartInline):
    """The disclaimers of the release."""

    model: type[Model] = ReleaseDisclaimer
    part_field = "disclaimer"
    verbose_name = _("disclaimer")
    verbose_name_plural = _("Disclaimers, in the order they are printed")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the latest revisions, and those that the release carries already."""
        match = request.resolver_match
        release = match.kwargs.get("object_id") if match else None
        carried = Q(releasedisclaimer__release=release) if release else Q()
        latest = Q(pk__in=latest_revisions().values("pk"))
        if db_field.name == "disclaimer":
            choices = Disclaimer.objects.filter(latest | carried if release else latest)
            kwargs["queryset"] = choices.distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BoilerplateInline(PartInline):
    """The About sections (boilerplate) of the release."""

    model: type[Model] = ReleaseBoilerplate
    part_field = "boilerplate"
    verbose_name = _("About section")
    verbose_name_plural = _("About sections, in the order they are printed")


class EventInline(PartInline):
    """The events of the release; new ones are published with it."""

    model: type[Model] = ReleaseEvent
    part_field = "event"
    autocomplete_fields = ["event"]
    verbose_name = _("event")
    verbose_name_plural = _("Events (new ones are published with the release)")
