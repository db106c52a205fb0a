"""The form of a release, and what it carries, each in its order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest
from django.utils import timezone

from releases.admin.desk_admin import only_add_and_open
from releases.admin.disclaimer import newest
from releases.models import (
    Disclaimer,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
    State,
)
from releases.workspace.widgets.body_editor import BodyEditor, written
from releases.workspace.widgets.wall_time import DayInput, WallTimeField, WallTimeInput


class ReleaseForm(forms.ModelForm[Release]):
    """A draft: its body in the editor, its instant by the company's clock."""

    body = forms.CharField(
        widget=BodyEditor(),
        required=False,
        help_text=Release._meta.get_field("body").help_text,
    )
    go_live_at = WallTimeField(
        widget=WallTimeInput(seconds=True), required=False, label="Goes live at"
    )

    class Meta:
        model = Release
        labels = {
            "dateline_places": "Places",
            "dateline_date": "Date",
            "dateline_wire": "Wire",
            "forward_looking": "Forward-looking statements",
            "slug": "Address",
        }
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {
            "headline": forms.TextInput({"class": "desk-line"}),
            "subheadlines": forms.Textarea({"rows": 2, "class": "desk-line"}),
            "dateline_date": DayInput,
            "forward_looking": forms.RadioSelect,
            "material": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opens = self.fields.get("go_live_at")
        if isinstance(opens, WallTimeField):
            opens.zone = timezone.get_current_timezone()
            opens.help_text = (
                f"The instant it opens to everyone, by the company's clock: "
                f"{opens.zone} time, to the second. Empty: as soon as it is approved."
            )

    def clean_headline(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        """The small HTML, whatever the field was given."""
        return written(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any] | None:
        """Refuse what somebody submitted meanwhile, with the text still there."""
        if self.instance.pk and self.instance.state != State.DRAFT:
            standing = self.instance.get_state_display().lower()
            raise ValidationError(
                f"Nothing was saved: this release is no longer a draft ({standing}). "
                "What you typed is still below; copy it before you leave the page."
            )
        return super().clean()


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
