"""Events at the desk: typed by the clock of the place they happen in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest

from releases.admin.attachment import AttachmentInline
from releases.admin.profile_admin import ParticularAdmin
from releases.desk import site_profile
from releases.models import Event, EventSession, Publication
from releases.record.documents import ProfileDocument
from releases.record.freeze import issuer_zone
from releases.staff_views import staff_user
from releases.text.public_paths import event_path
from releases.text.slugs import slug_of
from releases.widgets.wall_time import (
    WallTimeField,
    WallTimeInput,
    ZoneSelect,
    zone_named,
)
from releases.widgets.web_address import WebAddressField


class EventForm(forms.ModelForm[Event]):
    """The event, its times in its own zone."""

    starts = WallTimeField(
        widget=WallTimeInput(), help_text="By the clock of the time zone above."
    )
    ends = WallTimeField(
        widget=WallTimeInput(),
        required=False,
        help_text="Empty where the end is not announced.",
    )
    replay_until = WallTimeField(
        widget=WallTimeInput(),
        required=False,
        label="Replay available until",
        help_text="In the event's time zone. Readers are told until when the replay "
        "stays.",
    )

    class Meta:
        model = Event
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        labels = {"slug": "Address"}
        field_classes = {
            "webcast_url": WebAddressField,
            "replay_url": WebAddressField,
        }
        widgets = {
            "title": forms.TextInput({"class": "desk-line"}),
            "timezone": ZoneSelect,
            "dial_ins": forms.Textarea({"rows": 3, "class": "desk-line"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance.timezone
        if self.is_bound:
            zone = self.data.get(self.add_prefix("timezone"), zone)
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = zone_named(zone)

    def clean(self) -> dict[str, Any]:
        """Make an address from the title where none was chosen; no two are the same."""
        cleaned = super().clean() or self.cleaned_data
        if "slug" not in self.fields or "title" not in cleaned:
            return cleaned
        slug = cleaned.get("slug") or slug_of(cleaned["title"])
        if not slug:
            self.add_error(
                "slug",
                "Choose an address: the title has no letters to make one of.",
            )
        elif _taken(slug, self.instance):
            self.add_error(
                "slug",
                f"Another event has the address {event_path(slug)}. Choose another one, "
                "such as the same with the year.",
            )
        cleaned["slug"] = slug
        return cleaned


def _taken(slug: str, event: Event) -> bool:
    """Whether another event has this address, at the desk or on the record."""
    others = Event.objects.filter(slug=slug).exclude(pk=event.pk)
    return others.exists() or _on_the_record(slug)


def _on_the_record(slug: str) -> bool:
    return Publication.objects.events().standing().at_address(slug).exists()


class SessionForm(forms.ModelForm[EventSession]):
    """A session, its times in the event's zone."""

    starts = WallTimeField(widget=WallTimeInput(), required=False)
    ends = WallTimeField(widget=WallTimeInput(), required=False)

    class Meta:
        model = EventSession
        fields = ["title", "kind", "starts", "ends", "room", "reference", "order"]
        labels = {"order": "Place"}
        widgets = {"title": forms.TextInput({"class": "desk-line"})}

    def __init__(self, *args: Any, zone: dt.tzinfo = dt.UTC, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = zone


class SessionFormSet(
    forms.BaseInlineFormSet[EventSession, Event, forms.ModelForm[EventSession]]
):
    """The programme, which goes by the event's clock."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The event's zone, as it is being saved, for each session."""
        zone = zone_named(self.instance.timezone)
        return {**super().get_form_kwargs(index), "zone": zone}


class SessionInline(admin.StackedInline[EventSession, Event]):
    """The programme."""

    model = EventSession
    form = SessionForm
    formset = SessionFormSet
    verbose_name = "session"
    verbose_name_plural = "Programme: one entry a session, by the event's clock"
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("kind", "reference", "room"),
                    ("starts", "ends", "order"),
                ]
            },
        )
    ]


@admin.register(Event)
class EventAdmin(ParticularAdmin[Event]):
    """What readers may attend."""

    form = EventForm
    inlines = [SessionInline, AttachmentInline]
    list_display = ["title", "kind", "begins", "city", "seen"]
    list_filter = ["kind", "cancelled", "starts"]
    search_fields = ["title", "slug", "venue", "city"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "slug"]}),
        ("When", {"fields": ["timezone", ("starts", "ends"), "all_day", "cancelled"]}),
        ("Where", {"fields": [("venue", "city")]}),
        (
            "Listening in",
            {"fields": ["webcast_url", "dial_ins", "replay_url", "replay_until"]},
        ),
    ]
    before_deleting = (
        "Tick “cancelled”, save and publish: its page stays and says that it is off."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Each with whether it is on the record."""
        standing = Publication.objects.events().standing()
        on_record = Exists(standing.filter(address=OuterRef("slug")))
        return super().get_queryset(request).annotate(on_record=on_record)

    def seen_of(self, thing: Any, head: ProfileDocument) -> str:
        """In short; its own page says whether it is public as it is saved."""
        if not thing.on_record:
            return "Nothing yet"
        return "That it is cancelled" if thing.cancelled else "Its page"

    @admin.display(description="Starts", ordering="starts")
    def begins(self, event: Event) -> str:
        """By its own clock, which is not the company's."""
        here = event.starts.astimezone(zone_named(event.timezone))
        return f"{here:%-d %b %Y}" if event.all_day else f"{here:%-d %b %Y, %H:%M %Z}"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new event is in the company's zone until somebody says otherwise."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        return {"timezone": issuer_zone(), **initial}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Event | None = None
    ) -> list[str]:
        """An address that readers may have does not change."""
        return ["slug"] if obj and _on_the_record(obj.slug) else []

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm[Event],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save its sessions, and note who wrote for the releases that wait for it."""
        super().save_related(request, form, formsets, change)
        site_profile.note_edit(form.instance, by=staff_user(request))

    def remarks(self, thing: Event) -> list[str]:
        """Which release takes it along."""
        release = site_profile.waits_for(thing)
        if release is None:
            return []
        sentence = (
            f"It goes public with the release “{release}”, at the same instant. To "
            "publish it alone, take it off that release."
        )
        return [sentence]

    def address(self, thing: Event) -> str:
        """Its own page."""
        return event_path(thing.slug)
