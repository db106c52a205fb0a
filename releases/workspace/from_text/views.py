"""New release from text: it is given, read, put right beside the original, saved.

Between its two pages nothing is stored anywhere: the text travels in the form. Who
leaves, leaves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.exceptions import IntakeError
from releases.intake.messages import translated_doubts
from releases.intake.parser.lines import lines_of
from releases.intake.parser.reading import Doubt
from releases.intake.readers import SourceDocument
from releases.models import Release
from releases.record.freeze import issuer_zone
from releases.staff_views import change_url, staff_user
from releases.translation import translated
from releases.workspace.from_text.draft import (
    DraftForm,
    Origin,
    origins,
    part_forms,
)
from releases.workspace.from_text.given import CarriedForm, GivenForm
from releases.workspace.from_text.parts import PartForm
from releases.workspace.from_text.uploads import View, files_in_memory

GIVE, CHECK = "releases_release_from_text", "releases_release_from_text_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the original: what begins here, and how it is shown."""

    number: int
    text: str
    origins: tuple[Origin, ...]
    doubted: bool
    columned: bool


def urls(desk: ModelAdmin[Release]) -> list[URLPattern]:
    """The addresses of both pages, for the page of releases."""

    def wrapped(view: Any) -> View:
        def bound(request: HttpRequest) -> HttpResponseBase:
            if not desk.has_add_permission(request):
                raise PermissionDenied
            answer: HttpResponseBase = view(desk, request)
            return answer

        return _bounded(files_in_memory(desk.admin_site.admin_view(bound)))

    return [
        path("from-text/", wrapped(give), name=GIVE),
        path("from-text/check/", wrapped(check), name=CHECK),
    ]


def give(desk: ModelAdmin[Release], request: HttpRequest) -> HttpResponse:
    """Ask for the text; once it can be read, show what was read."""
    if request.method == "POST":
        form = GivenForm(request.POST, request.FILES)
        if form.is_valid():
            return _checking(desk, request, form.arrival, None)
    else:
        form = GivenForm()
    return _page(desk, request, "give", {"form": form})


def check(desk: ModelAdmin[Release], request: HttpRequest) -> HttpResponse:
    """Save the draft as the person left it; with an error, show it all again."""
    arrival = CarriedForm(request.POST).arrival()
    if arrival is None:
        return HttpResponseRedirect(reverse(f"admin:{GIVE}"))
    return _checking(desk, request, arrival, request.POST)


def _checking(
    desk: ModelAdmin[Release], request: HttpRequest, arrival: SourceDocument, data: Any
) -> HttpResponse:
    form = DraftForm(data, arrival=arrival)
    parts = part_forms(arrival, data, by=staff_user(request), zone=issuer_zone())
    if data is not None and all([form.is_valid(), *[one.is_valid() for one in parts]]):
        try:
            release = save(form, parts, request)
        except (IntakeError, ValidationError) as refusal:
            form.add_error(None, _sentence(refusal))
        else:
            _tell(desk, request, parts)
            return HttpResponseRedirect(change_url(release))
    return _page(desk, request, "check", _shown(request, form, parts))


@transaction.atomic
def save(form: DraftForm, parts: list[PartForm], request: HttpRequest) -> Release:
    """The draft, by whoever filled the form: they wrote it, so another approves."""
    by = staff_user(request)
    draft = drafts.fill_release(
        form.instance,
        form.edited(parts),
        by=by.get_username(),
        choices={part.key: part.decided() for part in parts},
    )
    changed = [part.journalled for part in parts if part.journalled]
    transitions.note_edit(
        draft.release, by=by, detail=", ".join(["from text", *changed])
    )
    return draft.release


def _tell(
    desk: ModelAdmin[Release], request: HttpRequest, parts: list[PartForm]
) -> None:
    """Say what was saved, and what else was changed by it."""
    done = "Saved as a draft. Nothing of it is public."
    desk.message_user(request, done, messages.SUCCESS)
    changed = ", ".join(part.journalled for part in parts if part.journalled)
    if changed:
        also = f"Also saved: {changed}. Readers see it once it is published."
        desk.message_user(request, also, messages.WARNING)


def _shown(
    request: HttpRequest, form: DraftForm, parts: list[PartForm]
) -> dict[str, Any]:
    """What page two shows: doubts, errors, the form, and the original in lines."""
    found = list(origins(form, parts))
    doubts = translated_doubts(form.arrival.reading.doubts)
    media = Media.from_media(form.media, nonce=getattr(request, "csp_nonce", ""))
    return {
        "form": form,
        "carried": CarriedForm.of(form.arrival),
        "parts": parts,
        "media": media,
        "doubts": [(doubt, _origin_of(doubt, found)) for doubt in doubts],
        "undecided": [part for part in parts if not part.settled],
        "wrong": [
            *_wrong(form),
            *[wrong for part in parts for wrong in _wrong(part, part.caption)],
        ],
        "rows": _rows(form.arrival, found),
    }


def _wrong(form: forms.BaseForm, caption: str = "") -> list[tuple[str, str, str]]:
    """Each field that has an error: its anchor, what it is called, what is wrong."""
    of = f"{caption} – " if caption else ""
    return [
        (bound.auto_id, f"{of}{bound.label}", " ".join(map(str, bound.errors)))
        for bound in form
        if bound.errors
    ]


def _origin_of(doubt: Doubt, found: list[Origin]) -> Origin | None:
    """What came from the doubted line: of several, what holds the doubted words."""
    holding = [one for one in found if one.lines.first <= doubt.line <= one.lines.last]
    return min(holding, key=lambda one: one.fits(doubt), default=None)


def _rows(arrival: SourceDocument, found: list[Origin]) -> list[Row]:
    doubted = {doubt.line for doubt in arrival.reading.doubts}
    begins: dict[int, list[Origin]] = {}
    for origin in found:
        begins.setdefault(origin.lines.first, []).append(origin)
    return [
        Row(
            number=line.number,
            text=line.raw,
            origins=tuple(begins.get(line.number, [])),
            doubted=line.number in doubted,
            columned="   " in line.raw.strip(),
        )
        for line in lines_of(arrival.text)
    ]


def _sentence(refusal: IntakeError | ValidationError) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return translated(refusal.message)


def _bounded(view: View) -> View:
    """The view; what is too large to be read at all is refused in a sentence."""

    def bounded(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except RequestDataTooBig:
            messages.error(
                request,
                "That was larger than 2 MB, so nothing of it was read: give the text "
                "of one release. Your browser's Back button returns to what you had.",
            )
            return HttpResponseRedirect(reverse(f"admin:{GIVE}"))

    bounded.csrf_exempt = True  # type: ignore[attr-defined]  # see files_in_memory
    return bounded


def _page(
    desk: ModelAdmin[Release], request: HttpRequest, name: str, context: dict[str, Any]
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"admin/releases/from_text/{name}.html",
        {
            **desk.admin_site.each_context(request),
            "title": "New release from text",
            "opts": desk.opts,
            "give_url": reverse(f"admin:{GIVE}"),
            "check_url": reverse(f"admin:{CHECK}"),
            **context,
        },
    )
