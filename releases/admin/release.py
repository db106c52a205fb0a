"""Releases at the desk: written, read, approved, and put right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.admin import steps
from releases.admin.attachment import AttachmentInline
from releases.admin.export import urls as export_urls
from releases.admin.from_text.views import urls as from_text_urls
from releases.admin.pages import Button, DeskAdmin, officer
from releases.admin.panel import both, panel_of
from releases.admin.preview import context_of
from releases.admin.release_form import (
    BoilerplateInline,
    ContactInline,
    DisclaimerInline,
    EventInline,
    ReleaseForm,
)
from releases.admin.sharing import urls as sharing_urls
from releases.admin.walltime import spoken
from releases.desk import transitions
from releases.desk.reading import note_reading
from releases.desk.transitions import NotAllowed
from releases.models import JournalEntry, Publication, Release, State
from releases.text.html import clean


@admin.register(Release)
class ReleaseAdmin(DeskAdmin[Release]):
    """One screen for one release; its state moves only by the buttons."""

    form = ReleaseForm
    doors = (steps.SUBMIT, steps.PUBLISH)
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
    autocomplete_fields = ["topics"]
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
        ("When and where", {"fields": ["go_live_at", "slug"]}),
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
            '<div class="desk-body">{}</div>', SafeString(clean(release.body))
        )

    def buttons(self, request: HttpRequest, thing: Release | None) -> list[Button]:
        """Submit, and on a one-person desk Publish."""
        return steps.form_buttons(thing, officer(request))

    def open_door(self, request: HttpRequest, thing: Release, name: str) -> None:
        """Submit or publish what was just saved."""
        release = Release.objects.get(pk=thing.pk)
        by, at = officer(request), timezone.now()
        if name == steps.SUBMIT.name:
            transitions.submit(release, by=by, at=at)
            done = "Submitted: somebody who did not write it can approve it now."
        else:
            outcome = transitions.publish_alone(release, by=by, at=at)
            done = (
                f"On the record, and public from {both(outcome.live_from)}."
                if outcome
                else "Approved; others have still to approve it, or the wire to cross."
            )
        self.message_user(request, done, messages.SUCCESS)

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
            by=officer(request),
            detail=", ".join([*form.changed_data, *carried]),
        )

    def keeps(self, thing: Release) -> str:
        """Only a draft that never went on the record is deleted."""
        if thing.state == State.SUBMITTED:
            return f"“{thing}” is waiting for approval. Send it back first."
        settled = {"approve", "import"}
        entries = JournalEntry.objects.filter(subject=transitions.subject(thing))
        if thing.address or entries.filter(action__in=settled).exists():
            return (
                f"“{thing}” is on the record, which forgets nothing. If it must not "
                "be read, call it off or withdraw it."
            )
        return ""

    def above(self, request: HttpRequest, thing: Release | None) -> dict[str, Any]:
        """The panel."""
        if thing is None or thing.pk is None:
            return {}
        return {"panel": panel_of(thing, officer(request))}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The editor's scripts and styles carry this answer's nonce."""
        if isinstance(context.get("original"), Release):
            note_reading(context["original"], by=officer(request), of="its page")
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The page's addresses, with the preview and the steps."""
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/preview/",
                wrap(self.preview_view),
                name="releases_release_preview",
            ),
            path(
                "<int:pk>/step/<slug:name>/",
                wrap(self.step_view),
                name="releases_release_step",
            ),
            *export_urls(self),
            *from_text_urls(self),
            *sharing_urls(self),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as approving would make it, for staff alone."""
        release = self._seen_by(request, pk)
        note_reading(release, by=officer(request), of="its preview")
        page = TemplateResponse(
            request, "admin/releases/release/preview.html", context_of(release)
        )
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
        return page

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask before a step; take it when its form is sent."""
        release = self._seen_by(request, pk)
        step = steps.STEPS.get(name)
        by = officer(request)
        if step is None or not step.allowed(by):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = steps.ReasonForm(step.ask, sent)
        if form.is_valid():
            try:
                done = steps.take(step, release, by=by, at=timezone.now(), sent=form)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(release))
        if step == steps.APPROVE:
            # Who approves has the release before their eyes: on its own page.
            for error in form.non_field_errors():
                self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.page_of(release))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{step.label}: {release}",
            "opts": self.opts,
            "release": release,
            "step": step,
            "form": form,
            "panel": panel_of(release, by),
        }
        return TemplateResponse(request, "admin/releases/release/step.html", context)

    def _seen_by(self, request: HttpRequest, pk: int) -> Release:
        """The release, for whoever may see releases."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Release, pk=pk)
