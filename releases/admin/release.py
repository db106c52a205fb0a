"""Admin of releases: the form, and the workspace beside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.admin.attachment import AttachmentInline
from releases.admin.desk_admin import SaveButton
from releases.admin.export import ExportPDFView, ExportReleaseView
from releases.admin.release_filters import (
    AuthorFilter,
    OriginFilter,
    StageFilter,
    YearFilter,
)
from releases.admin.release_inlines import (
    BoilerplateInline,
    ContactInline,
    DisclaimerInline,
    EventInline,
    PartInline,
    starting_defaults,
)
from releases.admin.release_list import ReleaseListAdmin
from releases.desk import transitions
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import note_reading
from releases.desk.search import search_releases
from releases.models import (
    JournalAction,
    JournalEntry,
    Release,
    ReleaseTemplate,
    State,
)
from releases.previews.mail import urls as mail_urls
from releases.previews.sharing import urls as sharing_urls
from releases.previews.staff import urls as preview_urls
from releases.staff_views import record_time, staff_user
from releases.templatetags.folding import FOLDED
from releases.workspace.actions import PUBLISH, SUBMIT
from releases.workspace.actions.views import ACTION_URL
from releases.workspace.actions.views import urls as action_urls
from releases.workspace.autosave import urls as autosave_urls
from releases.workspace.compare import urls as compare_urls
from releases.workspace.context import WorkspaceContext
from releases.workspace.copying import urls as copy_urls
from releases.workspace.draft_versions import urls as version_urls
from releases.workspace.from_text.views import urls as from_text_urls
from releases.workspace.progress import progress_of
from releases.workspace.release_form import ReleaseForm
from releases.workspace.release_page import workspace_of
from releases.workspace.translating import urls as translation_urls

TEXT = gettext_lazy("Text")
CLASSIFICATION = gettext_lazy("Classification")
PUBLICATION = gettext_lazy("Publication")

SUBMIT_BUTTON, PUBLISH_BUTTON = (
    SaveButton(
        name=f"_{action.name}",
        label=action.label,
        permission=f"releases.{action.permissions[0]}",
    )
    for action in (SUBMIT, PUBLISH)
)


def is_classified(release: Release) -> bool:
    """Return whether it has a category, and both of its questions are answered."""
    answers = (release.category_id, release.forward_looking, release.material)
    return all(answers)


@admin.register(Release)
class ReleaseAdmin(ReleaseListAdmin):
    """Releases; the buttons of the workspace beside the form change their state."""

    form = ReleaseForm
    save_buttons = (SUBMIT_BUTTON, PUBLISH_BUTTON)
    inlines = [
        ContactInline,
        DisclaimerInline,
        BoilerplateInline,
        EventInline,
        AttachmentInline,
    ]
    list_filter = [
        *(StageFilter, YearFilter, "category", AuthorFilter, OriginFilter),
        *("forward_looking", "material"),
    ]
    search_fields = ["headline"]  # there is a box; search_releases says what it finds
    search_help_text = gettext_lazy(
        "Words of the headline, the text, people, wordings or files. “Quoted words” stand "
        "side by side."
    )
    autocomplete_fields = ["topics", "translation_of"]
    fieldsets = [
        (
            gettext_lazy("Headline and dateline"),
            {
                "fields": [
                    "headline",
                    "subheadlines",
                    ("dateline_places", "dateline_date", "dateline_wire"),
                ]
            },
        ),
        (TEXT, {"fields": ["body"]}),
        (
            CLASSIFICATION,
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
            PUBLICATION,
            {
                "fields": [
                    ("go_live_at", "after_wire"),
                    "wire_order",
                    "slug",
                    "translation_of",
                ],
            },
        ),
        (
            gettext_lazy("Results of a fiscal period"),
            {
                "classes": [FOLDED],
                "description": gettext_lazy(
                    "For a release of results: its row of the results page has the "
                    "release, its events, and its files by their kind."
                ),
                "fields": [("fiscal_year", "fiscal_part")],
            },
        ),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start with the defaults of the company and of the category in the address."""
        given = super().get_changeform_initial_data(request)
        return {**given, **starting_defaults(request).fields}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Start with the category's contacts, disclaimers and About sections."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        # Where they are sent they must differ from the initial values, to be saved.
        if (
            obj.pk is None
            and request.method == "GET"
            and isinstance(inline, PartInline)
        ):
            kwargs["initial"] = inline.initial_rows(request)
        return kwargs

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Release], search_term: str
    ) -> tuple[QuerySet[Release], bool]:
        """Find releases by everything that they hold."""
        return search_releases(queryset, search_term), False

    def has_change_permission(
        self, request: HttpRequest, obj: Release | None = None
    ) -> bool:
        """Allow changes to drafts only.

        A POST to another release is let through: the form refuses it, and keeps the
        text.
        """
        allowed = super().has_change_permission(request, obj)
        is_draft = obj is None or obj.state == State.DRAFT
        return allowed and (is_draft or request.method == "POST")

    def has_delete_permission(
        self, request: HttpRequest, obj: Release | None = None
    ) -> bool:
        """Allow the deletion of a draft; the page for it says where one has to stay."""
        allowed = super().has_delete_permission(request, obj)
        is_draft = obj is None or (obj.state == State.DRAFT and not obj.address)
        return allowed and is_draft

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Release | None:
        """Load what both the form and the workspace read of it."""
        release = super().get_object(request, object_id, from_field)
        if release is not None:
            prefetch_related_objects([release], "topics")
        return release

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """Fold what is answered; leave out a text that can't be edited, shown above."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        folded: set[Any] = {CLASSIFICATION} if is_classified(obj) else set()
        opens = obj.go_live_at
        has_time = opens is not None and opens > timezone.now()
        if has_time and not obj.notice:  # a correction needs another instant
            folded.add(PUBLICATION)
        if not self.has_change_permission(request, obj):
            fieldsets = [(name, rest) for name, rest in fieldsets if name != TEXT]
            folded = {name for name, _options in fieldsets}
        return [
            (name, {**options, "classes": [FOLDED]} if name in folded else options)
            for name, options in fieldsets
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Release | None = None
    ) -> list[str]:
        """Lock the address once the release is on the record."""
        return ["slug"] if obj and obj.address else []

    def get_save_buttons(
        self, request: HttpRequest, obj: Release | None
    ) -> list[SaveButton]:
        """Return Submit for a draft, and Publish where one person may publish alone."""
        if obj is not None and obj.state != State.DRAFT:
            return []
        buttons = super().get_save_buttons(request, obj)
        if settings.IRSITE_ONE_PERSON_DESK:
            return buttons
        return [button for button in buttons if button != PUBLISH_BUTTON]

    def run_button(self, request: HttpRequest, obj: Release, name: str) -> str:
        """Submit or publish what was saved; lead to the action's page if it asks."""
        release = Release.objects.get(pk=obj.pk)
        context = WorkspaceContext(release, staff_user(request), at=timezone.now())
        action = SUBMIT if name == SUBMIT_BUTTON.name else PUBLISH
        asks = context.unanswered or action.requires_reauthentication
        if asks and action.is_available(context):
            self.message_user(request, self.saved_message(release))
            return reverse(f"admin:{ACTION_URL}", args=[release.pk, action.name])
        done = action.perform(context, {"waive": {}})
        self.message_user(request, done, messages.SUCCESS)
        return ""

    def saved_message(self, obj: Release) -> str:
        if obj.address:
            return _("Saved. Readers still see the published version.")
        return _("Saved as a draft. Nothing is public yet.")

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Release],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save the parts, and note the user as an author: authors don't approve."""
        super().save_related(request, form, formsets, change)
        parts = [str(formset.prefix) for formset in formsets if formset.has_changed()]
        transitions.note_edit(
            form.instance,
            by=staff_user(request),
            fields=[*form.changed_data, *parts],
        )

    def deletion_blocker(self, obj: Release) -> str:
        if obj.state == State.SUBMITTED:
            text = _("“%(release)s” is waiting for approval. Send it back first.")
            return text % {"release": obj}
        entries = JournalEntry.objects.filter(subject=subject_of_release(obj))
        on_record = [JournalAction.APPROVE, JournalAction.IMPORT]
        if obj.address or entries.filter(action__in=on_record).exists():
            text = _(
                "“%(release)s” was approved for publication and can’t be deleted. Call "
                "it off or withdraw it instead."
            )
            return text % {"release": obj}
        return ""

    def panel_context(
        self, request: HttpRequest, obj: Release | None
    ) -> dict[str, Any]:
        """Show the workspace of a saved release; offer a new one the templates."""
        if obj is None or obj.pk is None:
            templates = ReleaseTemplate.objects.select_related("category")
            return {
                "release_templates": templates.order_by("category"),
                "progress": progress_of(None),
            }
        if request.method == "POST":  # the form has put in what was typed
            obj = Release.objects.get(pk=obj.pk)
        context = WorkspaceContext(obj, staff_user(request), at=timezone.now())
        context.now = record_time(request)
        return {"workspace": workspace_of(context)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Journal the reading, and give the editor's scripts the response's nonce."""
        if isinstance(context.get("original"), Release):
            user, now = staff_user(request), record_time(request)
            note_reading(context["original"], by=user, of="its page", now=now)
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        export = path(
            "<int:pk>/export/",
            ExportReleaseView.for_admin(self),
            name="releases_release_export",
        )
        export_pdf = path(
            "<int:pk>/export.pdf",
            ExportPDFView.for_admin(self),
            name="releases_release_export_pdf",
        )
        return [
            *preview_urls(self),
            *mail_urls(self),
            *compare_urls(self),
            *version_urls(self),
            *copy_urls(self),
            *translation_urls(self),
            *autosave_urls(self),
            *action_urls(self),
            export,
            export_pdf,
            *from_text_urls(self),
            *sharing_urls(self),
            *super().get_urls(),
        ]
