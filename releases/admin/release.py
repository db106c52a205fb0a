"""Releases at the desk: written, read, approved, and put right."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.admin.attachment import AttachmentInline
from releases.admin.desk_admin import Button, DeskAdmin
from releases.admin.export import urls as export_urls
from releases.admin.release_inlines import (
    BoilerplateInline,
    ContactInline,
    DisclaimerInline,
    EventInline,
)
from releases.desk import transitions
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import note_reading
from releases.models import JournalEntry, Publication, Release, State
from releases.previews.sharing import urls as sharing_urls
from releases.previews.staff import urls as preview_urls
from releases.staff_views import staff_user
from releases.templatetags.text_markup import wrap_tables
from releases.text.html import sanitize_html
from releases.widgets.wall_time import spoken
from releases.workspace.actions import PUBLISH, SUBMIT
from releases.workspace.actions.views import NAME as STEP
from releases.workspace.actions.views import urls as step_urls
from releases.workspace.compare import urls as compare_urls
from releases.workspace.from_text.views import urls as from_text_urls
from releases.workspace.release_context import Situation
from releases.workspace.release_form import ReleaseForm
from releases.workspace.release_page import workspace_of

SUBMIT_DOOR, PUBLISH_DOOR = (
    Button(
        name=f"_{step.name}",
        label=step.label,
        permission=f"releases.{step.permissions[0]}",
    )
    for step in (SUBMIT, PUBLISH)
)


@admin.register(Release)
class ReleaseAdmin(DeskAdmin[Release]):
    """One screen for one release; its state moves only by the buttons."""

    form = ReleaseForm
    doors = (SUBMIT_DOOR, PUBLISH_DOOR)
    inlines = [
        ContactInline,
        DisclaimerInline,
        BoilerplateInline,
        EventInline,
        AttachmentInline,
    ]
    list_display = ["headline", "state", "category", "opens", "changed_at"]
    list_filter = ["state", "category", "forward_looking", "material"]
    list_select_related = ["category"]
    search_fields = ["headline", "address", "slug"]
    autocomplete_fields = ["topics", "translation_of"]
    fieldsets = [
        ("Headline", {"fields": ["headline", "subheadlines"]}),
        (
            "Dateline",
            {"fields": [("dateline_places", "dateline_date", "dateline_wire")]},
        ),
        ("Text", {"fields": ["body"]}),
        (
            "What it is",
            {
                "fields": [
                    "category",
                    "forward_looking",
                    "material",
                    "topics",
                    ("source", "language"),
                ]
            },
        ),
        (
            "When and where",
            {
                "fields": [
                    ("go_live_at", "after_wire"),
                    "wire_order",
                    "slug",
                    "translation_of",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Each release with the instants that the record has for it."""
        standing = Publication.objects.releases().standing()
        latest = standing.filter(address=OuterRef("address")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest_from=Subquery(latest.values("live_from")[:1]),
                first_out=Subquery(latest.values("dated")[:1]),
            )
        )

    @admin.display(description="Opens or opened", ordering="first_out")
    def opens(self, release: Any) -> str:
        """What is to come, or when it was first disclosed; planned, where neither is."""
        comes = release.latest_from and release.latest_from > timezone.now()
        known = release.latest_from if comes else release.first_out
        moment = known or release.go_live_at
        return spoken(moment, timezone.get_current_timezone()) if moment else "–"

    def has_change_permission(
        self, request: HttpRequest, obj: Release | None = None
    ) -> bool:
        """Only a draft is edited; whoever typed meanwhile keeps the text and is told."""
        allowed = super().has_change_permission(request, obj)
        draft = obj is None or obj.state == State.DRAFT
        return allowed and (draft or request.method == "POST")

    def has_delete_permission(
        self, request: HttpRequest, obj: Release | None = None
    ) -> bool:
        """Only what the record never knew."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self.keeps(obj))

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """The body as it reads, where it is not edited."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {"fields": ["as_it_reads"]} if name == "Text" else options)
            for name, options in fieldsets
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Release | None = None
    ) -> list[str]:
        """An address on the record stays."""
        found = ["as_it_reads"] if obj and obj.state != State.DRAFT else []
        return [*found, "slug"] if obj and obj.address else found

    @admin.display(description="Body")
    def as_it_reads(self, release: Release) -> str:
        """The body set for reading."""
        return format_html(
            '<div class="desk-body">{}</div>',
            SafeString(wrap_tables(sanitize_html(release.body))),
        )

    def buttons(self, request: HttpRequest, thing: Release | None) -> list[Button]:
        """Submit, and on a one-person desk Publish."""
        if thing is not None and thing.state != State.DRAFT:
            return []
        found = super().buttons(request, thing)
        if settings.IRSITE_ONE_PERSON_DESK:
            return found
        return [button for button in found if button != PUBLISH_DOOR]

    def open_door(self, request: HttpRequest, thing: Release, name: str) -> str:
        """Submit what was just saved; where something is asked first, lead there."""
        release = Release.objects.get(pk=thing.pk)
        case = Situation(release, staff_user(request), at=timezone.now())
        step = SUBMIT if name == SUBMIT_DOOR.name else PUBLISH
        asks = case.outstanding or step.confirms
        if asks and step.sensible(case):
            self.message_user(request, self.saved_as(release))
            return reverse(f"admin:{STEP}", args=[release.pk, step.name])
        done = step.take(case, {"waive": {}})
        self.message_user(request, done, messages.SUCCESS)
        return ""

    def saved_as(self, thing: Release) -> str:
        """What the public sees of it."""
        if thing.address:
            return "Saved. What readers see has not changed."
        return "Saved as a draft. Nothing of it is public."

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Release],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save what it carries, and note who wrote: that decides who may approve."""
        super().save_related(request, form, formsets, change)
        carried = [str(formset.prefix) for formset in formsets if formset.has_changed()]
        transitions.note_edit(
            form.instance,
            by=staff_user(request),
            detail=", ".join([*form.changed_data, *carried]),
        )

    def keeps(self, thing: Release) -> str:
        """Only a draft that never went on the record is deleted."""
        if thing.state == State.SUBMITTED:
            return f"“{thing}” is waiting for approval. Send it back first."
        settled = {"approve", "import"}
        entries = JournalEntry.objects.filter(subject=subject_of_release(thing))
        if thing.address or entries.filter(action__in=settled).exists():
            return (
                f"“{thing}” is on the record, which forgets nothing. If it must not "
                "be read, call it off or withdraw it."
            )
        return ""

    def above(self, request: HttpRequest, thing: Release | None) -> dict[str, Any]:
        """The workspace."""
        if thing is None or thing.pk is None:
            return {}
        case = Situation(thing, staff_user(request), at=timezone.now())
        return {"workspace": workspace_of(case)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The editor's scripts and styles carry this answer's nonce."""
        if isinstance(context.get("original"), Release):
            note_reading(context["original"], by=staff_user(request), of="its page")
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The page's addresses, with the preview and the steps."""
        return [
            *preview_urls(self),
            *compare_urls(self),
            *step_urls(self),
            *export_urls(self),
            *from_text_urls(self),
            *sharing_urls(self),
            *super().get_urls(),
        ]
