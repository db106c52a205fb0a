"""The rows of a release's admin page: its contacts, disclaimers, sections and events."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from releases.admin.desk_admin import without_delete_link
from releases.admin.disclaimer import latest_revisions
from releases.admin.row_order import OrderedRowForm, OrderedRowsFormSet
from releases.desk.release_defaults import ReleaseDefaults, defaults_for
from releases.models import (
    Category,
    Disclaimer,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.templatetags.folding import FOLDED


def starting_defaults(request: HttpRequest) -> ReleaseDefaults:
    """Return what a new release starts with, by the category in the page's address.

    They are loaded once a request.
    """
    known = vars(request)
    if "release_defaults" not in known:
        category = Category.objects.filter(slug=request.GET.get("template", ""))
        known["release_defaults"] = defaults_for(category.first())
    return cast(ReleaseDefaults, known["release_defaults"])


class PartInline(admin.TabularInline[Any, Release]):
    """Parts that a release carries, ordered by their position."""

    extra = 1
    classes = (FOLDED,)
    form: type[Any] = OrderedRowForm
    formset: type[Any] = OrderedRowsFormSet
    part_field = ""
    # Which of the ReleaseDefaults a new release starts with; empty for none.
    defaults_name = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Load the parts with their rows, which name them."""
        return super().get_queryset(request).select_related(self.part_field)

    def initial_rows(self, request: HttpRequest) -> list[dict[str, int]]:
        """Return the rows with which a new release starts."""
        if not self.defaults_name:
            return []
        keys = getattr(starting_defaults(request), self.defaults_name)
        return [
            {self.part_field: key, "order": order} for order, key in enumerate(keys, 1)
        ]

    def get_extra(
        self, request: HttpRequest, obj: Release | None = None, **kwargs: Any
    ) -> int:
        """Make room for the rows that a new release starts with, and one more."""
        extra = super().get_extra(request, obj, **kwargs)
        return extra + len(self.initial_rows(request) if obj is None else ())

    def get_fields(self, request: HttpRequest, obj: Release | None = None) -> list[Any]:
        return [self.part_field, "order"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Fill the choices of all rows with one query for a request."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name not in self.autocomplete_fields:
            known = vars(request).setdefault("part_choices", {})
            key = str(field.queryset.query)
            if key not in known:  # iter: a list would count them first
                known[key] = list(iter(field.choices))
            field.choices = known[key]
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer to add or change a part beside its list."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_delete_link(field)


class ContactInline(PartInline):
    """The contacts of the release."""

    model: type[Model] = ReleaseContact
    part_field = "contact"
    defaults_name = "contacts"
    verbose_name = _("contact")
    verbose_name_plural = _("Contacts")


class DisclaimerInline(PartInline):
    """The disclaimers of the release."""

    model: type[Model] = ReleaseDisclaimer
    part_field = "disclaimer"
    defaults_name = "disclaimers"
    verbose_name = _("disclaimer")
    verbose_name_plural = _("Disclaimers")

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
    defaults_name = "boilerplates"
    verbose_name = _("About section")
    verbose_name_plural = _("About sections")


class EventInline(PartInline):
    """The events of the release; new ones are published with it."""

    model: type[Model] = ReleaseEvent
    part_field = "event"
    autocomplete_fields = ["event"]
    verbose_name = _("event")
    verbose_name_plural = _("Events (new ones are published with the release)")
