"""The two pages of “New release from text”."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.disregarded import release_to_withdraw
from releases.intake.exceptions import IntakeError
from releases.intake.isolated_reading import ReadingStopped
from releases.intake.messages import error_text, translated_doubts
from releases.intake.parser.lines import lines_of
from releases.intake.parser.reading import Doubt
from releases.intake.source_document import SourceDocument
from releases.models import Release
from releases.record.freeze import issuer_zone
from releases.staff_views import StaffView, change_url
from releases.widgets.visible_text import removals_of
from releases.workspace.actions.views import ACTION_URL
from releases.workspace.from_text.draft_form import DraftForm, Origin, origins
from releases.workspace.from_text.part_form import PartForm
from releases.workspace.from_text.part_kinds import make_part_forms
from releases.workspace.from_text.source_forms import (
    MAX_MEGABYTES,
    CarriedSourceForm,
    SourceForm,
)
from releases.workspace.from_text.uploads import View, uploads_in_memory

SOURCE_URL = "releases_release_from_text"
CHECK_URL = "releases_release_from_text_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of the original, with what came from the lines that begin here."""

    number: int
    text: str
    origins: tuple[Origin, ...]
    has_doubt: bool
    has_columns: bool


def refuse_too_large(view: View) -> View:
    """Decorate a view so that a request over Django's size limit gets a message."""

    @wraps(view)
    def limited(
        request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RequestDataTooBig:
            messages.error(
                request,
                _(
                    "That was larger than %(size)d MB, so nothing was read. Give only "
                    "the text of one release. Your browser's Back button returns to "
                    "what you had."
                )
                % {"size": MAX_MEGABYTES},
            )
            return HttpResponseRedirect(reverse(f"admin:{SOURCE_URL}"))

    return limited


class FromTextView(StaffView):
    """The base class of both pages."""

    permission = "add"

    @classmethod
    def for_admin(
        cls, model_admin: ModelAdmin[Any], **initkwargs: Any
    ) -> Callable[..., HttpResponseBase]:
        view = super().for_admin(model_admin, **initkwargs)
        return refuse_too_large(uploads_in_memory(view))

    def from_text_page(self, template: str, **context: Any) -> HttpResponse:
        """Return one of the pages."""
        return self.page(
            f"admin/releases/from_text/{template}.html",
            title=_("New release from text"),
            source_url=reverse(f"admin:{SOURCE_URL}"),
            check_url=reverse(f"admin:{CHECK_URL}"),
            **context,
        )

    def check_page(self, form: DraftForm, parts: list[PartForm]) -> HttpResponse:
        """Return the second page: doubts, errors, the form, and the original."""
        found = list(origins(form, parts))
        doubts = translated_doubts(form.source.reading.doubts)
        nonce = getattr(self.request, "csp_nonce", "")
        return self.from_text_page(
            "check",
            form=form,
            carried=CarriedSourceForm.carrying(form.source),
            parts=parts,
            media=Media.from_media(form.media, nonce=nonce),
            doubts=[(doubt, _origin_of(doubt, found)) for doubt in doubts],
            disregards=form.source.reading.disregards,
            withdrawal=self.withdrawal(form.source),
            undecided=[part for part in parts if not part.is_decided],
            error_summary=[
                *_error_summary(form),
                *[
                    error
                    for part in parts
                    for error in _error_summary(part, part.caption)
                ],
            ],
            lines=_source_lines(form.source, found),
        )

    def withdrawal(self, source: SourceDocument) -> tuple[Release, str] | None:
        """Return the release that the text withdraws, and where it can be withdrawn."""
        release = release_to_withdraw(source.reading, at=self.at)
        if release is None:
            return None
        return release, reverse(f"admin:{ACTION_URL}", args=[release.pk, "withdraw"])

    def make_part_forms(self, source: SourceDocument, data: Any) -> list[PartForm]:
        """Return a form for each part that was read."""
        return make_part_forms(source.reading, data, by=self.user, zone=issuer_zone())


class SourceView(FromTextView):
    """The first page: it takes a text or a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the text."""
        return self.from_text_page("source", form=SourceForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what was read; if nothing can be read, ask again and say why."""
        form = SourceForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.from_text_page("source", form=form)
        draft_form = DraftForm(None, source=form.source)
        return self.check_page(draft_form, self.make_part_forms(form.source, None))


class CheckView(FromTextView):
    """The second page: what was read, to be corrected beside the original."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return to the first page: there is nothing to check without a source."""
        return HttpResponseRedirect(reverse(f"admin:{SOURCE_URL}"))

    def send_again_page(self, stopped: ReadingStopped) -> HttpResponse:
        """Return a page that carries all that was sent, to be sent again."""
        fields = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ]
        page = self.from_text_page(
            "send_again", reason=error_text(stopped), fields=fields
        )
        page.status_code = 503
        return page

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft; with an error, show the page again as it was sent."""
        try:
            source = CarriedSourceForm(request.POST).source()
        except ReadingStopped as stopped:
            return self.send_again_page(stopped)
        if source is None:
            return HttpResponseRedirect(reverse(f"admin:{SOURCE_URL}"))
        form = DraftForm(request.POST, source=source)
        parts = self.make_part_forms(source, request.POST)
        # All of them, so that each shows its errors.
        if all([form.is_valid(), *[part.is_valid() for part in parts]]):
            try:
                release = self.save(form, parts)
            except (IntakeError, ValidationError) as error:
                form.add_error(None, _error_message(error))
            else:
                self.add_messages(form, parts)
                return HttpResponseRedirect(change_url(release))
        return self.check_page(form, parts)

    @transaction.atomic
    def save(self, form: DraftForm, parts: list[PartForm]) -> Release:
        """Save the draft; who filled the form counts as its author."""
        draft = drafts.fill_release(
            form.instance,
            form.edited_reading(parts),
            by=self.user,
            choices={part.key: part.save_choice() for part in parts},
        )
        revisions = [
            f"{part.noun} “{part.revised_part}” changed"
            for part in parts
            if part.revised_part
        ]
        transitions.note_edit(
            draft.release, by=self.user, detail=", ".join(["from text", *revisions])
        )
        return draft.release

    def add_messages(self, form: DraftForm, parts: list[PartForm]) -> None:
        """Say what was saved, what was removed, and which parts changed with it."""
        messages.success(self.request, _("Saved as a draft. Nothing is public yet."))
        for sentence in removals_of([form, *parts]):
            messages.warning(self.request, sentence)
        revised = [f"“{part.revised_part}”" for part in parts if part.revised_part]
        if revised:
            messages.warning(
                self.request,
                _("Also updated: %(names)s. Readers see it once it is published.")
                % {"names": ", ".join(revised)},
            )


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the routes of both pages, below the release admin."""
    return [
        path("from-text/", SourceView.for_admin(model_admin), name=SOURCE_URL),
        path("from-text/check/", CheckView.for_admin(model_admin), name=CHECK_URL),
    ]


def _error_summary(
    form: forms.BaseForm, caption: str = ""
) -> list[tuple[str, str, str]]:
    """Return the anchor, the label and the errors of each field that has any."""
    prefix = f"{caption} – " if caption else ""
    return [
        (bound.auto_id, f"{prefix}{bound.label}", " ".join(map(str, bound.errors)))
        for bound in form
        if bound.errors
    ]


def _origin_of(doubt: Doubt, found: list[Origin]) -> Origin | None:
    """Return the origin that a doubt is about: of several, the closest one."""
    containing = [
        origin
        for origin in found
        if origin.lines.first <= doubt.line <= origin.lines.last
    ]
    return min(containing, key=lambda origin: origin.distance_from(doubt), default=None)


def _source_lines(source: SourceDocument, found: list[Origin]) -> list[SourceLine]:
    doubted = {doubt.line for doubt in source.reading.doubts}
    starting: dict[int, list[Origin]] = {}
    for origin in found:
        starting.setdefault(origin.lines.first, []).append(origin)
    return [
        SourceLine(
            number=line.number,
            text=line.raw,
            origins=tuple(starting.get(line.number, [])),
            has_doubt=line.number in doubted,
            has_columns="   " in line.raw.strip(),
        )
        for line in lines_of(source.text)
    ]


def _error_message(error: IntakeError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return error_text(error)
