"""The ModelAdmin base class that restores what its user typed and did not save."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from releases.admin.desk_admin import DeskAdmin
from releases.desk.unsaved import UnsavedText, drop_unsaved, unsaved_text
from releases.models import Release, State
from releases.staff_views import staff_user
from releases.widgets.wall_time import format_in_zone
from releases.workspace.autosave import MAX_TOKEN, TOKEN

# A primary key that every engine has room for.
KEY = re.compile(r"[0-9]{1,18}")


class Restored(forms.BaseForm):
    """A form that is shown as it was left. Nobody has sent it, so it is not cleaned.

    Cleaning would look up each choice of each row by itself.
    """

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        """Return False, so that nothing is saved."""
        return False


class RestoredRows(forms.BaseModelFormSet[Any, Any]):
    """The rows of such a form. `known_rows` has those that are loaded, by the prefix."""

    known_rows: dict[str, QuerySet[Any]]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the stored rows, which are compared as well as shown, loaded once."""
        return self.known_rows.setdefault(str(self.prefix), super().get_queryset())

    def full_clean(self) -> None:
        self._errors: list[Any] = [{} for _form in self.forms]
        self._non_form_errors = self.error_class()

    def is_valid(self) -> bool:
        """Return False, like the form."""
        return False


class UnsavedTextAdmin(DeskAdmin[Release]):
    """Restores the form as its user left it, until they save or discard it."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form with what was typed, as if it were sent with an error."""
        unsaved = self._unsaved(request, object_id)
        if unsaved is not None:
            request = with_fields(request, unsaved)
            extra_context = {
                **(extra_context or {}),
                "restored_from": format_in_zone(
                    unsaved.at, timezone.get_current_timezone()
                ),
            }
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self,
        request: HttpRequest,
        obj: Release | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return a Restored form where the request was made of what was kept."""
        form = super().get_form(request, obj, change, **kwargs)
        if not is_restored(request):
            return form
        return type("RestoredForm", (Restored, form), {})

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Release | None = None
    ) -> Iterator[Any]:
        """Yield the formset classes, of Restored rows likewise."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if is_restored(request):
                row = type("RestoredRow", (Restored, formset.form), {})
                known = vars(request).setdefault("known_rows", {})
                attributes = {"form": row, "known_rows": known}
                rows = type("RestoredRows", (RestoredRows, formset), attributes)
                yield rows, inline
            else:
                yield formset, inline

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say where to send what is typed."""
        release = context["original"]
        may_write = self.has_add_permission(request)
        if release is not None:
            may_write = self.has_change_permission(request, release)
            may_write = may_write and release.state == State.DRAFT
        if may_write and not context["is_popup"]:
            new, key = ("", [release.pk]) if release else ("_new", [])
            for name in ("autosave", "discard"):
                route = f"admin:releases_release_{name}{new}"
                context[f"{name}_url"] = reverse(route, args=key)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        """Save, and forget what was kept of what is saved now."""
        super().save_related(request, form, formsets, change)
        drop_unsaved(
            form.instance if change else None,
            by=staff_user(request),
            page_token=request.POST.get(TOKEN, "")[:MAX_TOKEN],
            at=timezone.now(),
        )

    def _unsaved(
        self, request: HttpRequest, object_id: str | None
    ) -> UnsavedText | None:
        """Return what this user typed into this form, where they may still save it."""
        if request.method != "GET" or "_popup" in request.GET:
            return None
        user, key = staff_user(request), object_id or ""
        if object_id is None:
            may_add = self.has_add_permission(request)
            return unsaved_text(None, by=user) if may_add else None
        release = Release(pk=int(key)) if KEY.fullmatch(key) else None
        unsaved = unsaved_text(release, by=user) if release else None
        if unsaved is None:
            return None
        stored = self.get_object(request, key)
        is_draft = stored is not None and stored.state == State.DRAFT
        may_change = is_draft and self.has_change_permission(request, stored)
        return unsaved if may_change else None


def with_fields(request: HttpRequest, unsaved: UnsavedText) -> HttpRequest:
    """Return the request as if it sent the fields; it is for showing, never for saving."""
    fields = QueryDict(mutable=True)
    for name, value in unsaved.fields:
        fields.appendlist(name, value)
    sent = copy.copy(request)
    sent.method = "POST"
    sent._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001 - no files
    sent.POST = fields  # type: ignore[assignment]  # mutable, as nobody else has it
    vars(sent)["is_restored"] = True
    return sent


def is_restored(request: HttpRequest) -> bool:
    """Return whether the request was made of what was kept."""
    return bool(vars(request).get("is_restored"))
