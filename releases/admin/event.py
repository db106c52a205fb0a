"""Admin of events; their times are typed in the zone of the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.attachment import AttachmentInline
from releases.admin.site_profile_admin import PUBLIC_COLUMN, SiteProfileAdmin
from releases.desk import site_profile
from releases.desk.site_profile import PublicationStatus
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

# What the next event of the same kind has like the one before it: nothing of its day.
STAYING_FIELDS = ("title", "kind", "timezone", "all_day", "venue", "city")


class EventForm(forms.ModelForm[Event]):
    """An event, its times in its own zone."""

    starts = WallTimeField(
        label=gettext_lazy("Starts"),
        widget=WallTimeInput(),
        help_text=gettext_lazy("In the time zone above."),
    )
    ends = WallTimeField(
        widget=WallTimeInput(),
        label=gettext_lazy("Ends"),
        required=False,
        help_text=gettext_lazy("Leave empty if the end is not announced."),
    )
    replay_until = WallTimeField(
        widget=WallTimeInput(),
        required=False,
        label=gettext_lazy("Replay available until"),
        help_text=gettext_lazy("In the event’s time zone. Shown to readers."),
    )

    class Meta:
        model = Event
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        labels = {"slug": gettext_lazy("Address")}
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
        """Make an address from the title if there is none; refuse one that is taken."""
        cleaned_data = super().clean() or self.cleaned_data
        if "slug" not in self.fields or "title" not in cleaned_data:
            return cleaned_data
        slug = cleaned_data.get("slug") or slug_of(cleaned_data["title"])
        if not slug:
            self.add_error(
                "slug",
                _("Choose an address: the title has no letters to make one from."),
            )
        elif _is_taken(slug, self.instance):
            self.add_error(
                "slug",
                _(
                    "Another event has the address %(path)s. Choose another one, for "
                    "example with the year."
                )
                % {"path": event_path(slug)},
            )
        cleaned_data["slug"] = slug
        return cleaned_data


def _is_taken(slug: str, event: Event) -> bool:
    """Return whether another event has this address, at the desk or on the record."""
    others = Event.objects.filter(slug=slug).exclude(pk=event.pk)
    return others.exists() or _is_on_record(slug)


def _is_on_record(slug: str) -> bool:
    return Publication.objects.events().not_called_off().at_address(slug).exists()


class SessionForm(forms.ModelForm[EventSession]):
    """A session, its times in the event's zone."""

    starts = WallTimeField(
        label=gettext_lazy("Starts"), widget=WallTimeInput(), required=False
    )
    ends = WallTimeField(
        label=gettext_lazy("Ends"), widget=WallTimeInput(), required=False
    )

    class Meta:
        model = EventSession
        fields = ["title", "kind", "starts", "ends", "room", "reference", "order"]
        labels = {"order": gettext_lazy("Position")}
        widgets = {"title": forms.TextInput({"class": "desk-line"})}

    def __init__(self, *args: Any, zone: dt.tzinfo = dt.UTC, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = zone


class SessionFormSet(
    forms.BaseInlineFormSet[EventSession, Event, forms.ModelForm[EventSession]]
):
    """The programme, in the event's zone."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Give each session the zone that the event is saved with."""
        zone = zone_named(self.instance.timezone)
        return {**super().get_form_kwargs(index), "zone": zone}


class SessionInline(admin.StackedInline[EventSession, Event]):
    """The programme."""

    model = EventSession
    form = SessionForm
    formset = SessionFormSet
    verbose_name = gettext_lazy("session")
    verbose_name_plural = gettext_lazy("Programme (times in the event’s time zone)")
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
class EventAdmin(SiteProfileAdmin[Event]):
    """Calls, meetings and conferences that readers may attend."""

    is_carried_by_releases = True
    form = EventForm
    inlines = [SessionInline, AttachmentInline]
    list_display = ["title", "kind", "starts_at", "city", "public_version"]
    list_filter = ["kind", "cancelled", "starts"]
    search_fields = ["title", "slug", "venue", "city"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "slug"]}),
        (
            gettext_lazy("When"),
            {"fields": ["timezone", ("starts", "ends"), "all_day", "cancelled"]},
        ),
        (gettext_lazy("Where"), {"fields": [("venue", "city")]}),
        (
            gettext_lazy("Webcast and dial-in"),
            {"fields": ["webcast_url", "dial_ins", "replay_url", "replay_until"]},
        ),
        (
            gettext_lazy("Results of a fiscal period"),
            {
                "description": gettext_lazy(
                    "For a call on results or their date: the results page announces it "
                    "until the release is out."
                ),
                "fields": [("fiscal_year", "fiscal_part")],
            },
        ),
    ]
    before_deleting = gettext_lazy(
        "If it is cancelled, tick “Cancelled”, then save and publish. Its page stays and "
        "says so."
    )
    after_unpublishing = ""

    def load_public_versions(self, objects: Iterable[Any]) -> ProfileDocument:
        """Give each event its status; the site profile has no events."""
        events = list(objects)
        prefetch_related_objects(events, "sessions", "attachments")
        latest = site_profile.latest_event_versions(events)
        now = timezone.now()
        for event in events:
            event.publication_status = site_profile.event_status(
                event, latest.get(event.slug), now=now
            )
        return ProfileDocument()

    def public_label(self, obj: Any, profile: ProfileDocument) -> str | Promise:
        """Return it in short, as the event's own page says it."""
        status: PublicationStatus = obj.publication_status
        if status != PublicationStatus.PUBLIC:
            return PUBLIC_COLUMN[status]
        return _("Cancelled") if obj.cancelled else _("Its page")

    @admin.display(description=gettext_lazy("Starts"), ordering="starts")
    def starts_at(self, event: Event) -> str:
        """Return the start in the event's own zone."""
        starts = event.starts.astimezone(zone_named(event.timezone))
        return (
            f"{starts:%-d %b %Y}" if event.all_day else f"{starts:%-d %b %Y, %H:%M %Z}"
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the company's zone, or with what stays of the event before it.

        That event is named by `like` in the address.
        """
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        key = initial.pop("like", "")
        earlier = Event.objects.filter(pk=key).first() if key.isdecimal() else None
        if earlier is not None and self.has_view_permission(request, earlier):
            initial |= {name: getattr(earlier, name) for name in STAYING_FIELDS}
        return {"timezone": issuer_zone(), **initial}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Event | None = None
    ) -> list[str]:
        """Lock the address once readers may have it."""
        return ["slug"] if obj and _is_on_record(obj.slug) else []

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm[Event],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Count the user as an author of the releases that the event goes out with."""
        super().save_related(request, form, formsets, change)
        site_profile.note_event_edit(form.instance, by=staff_user(request))

    def remarks(self, obj: Event) -> list[str]:
        """Return which release it will be published with."""
        release = site_profile.release_to_publish_with(obj)
        if release is None:
            return []
        return [site_profile.published_with(release)]

    def public_path(self, obj: Event) -> str:
        return event_path(obj.slug)
