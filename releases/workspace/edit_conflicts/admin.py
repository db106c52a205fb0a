"""The ModelAdmin base class that detects edit conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from django import forms
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.staff_views import staff_user
from releases.workspace.edit_conflicts.comparison import EditConflict, differences
from releases.workspace.edit_conflicts.form_snapshot import (
    FormSet,
    FormSnapshot,
    snapshot_of,
)
from releases.workspace.edit_conflicts.inline_rows import (
    UniqueRowsFormSet,
    repost_deleted_rows,
)
from releases.workspace.edit_conflicts.recent_saves import (
    last_save_message,
    recent_save_message,
)

M = TypeVar("M", bound=Model)

# Posted with the form: the signed snapshot from when it was opened, the digest of the
# values that the comparison showed, and the button that saves over those values.
OPENED, COMPARED, OVERWRITE = "opened", "compared", "_overwrite"


class ConflictForm(forms.BaseModelForm[Any]):
    """A form that never validates: its object was saved after the form was opened."""

    edit_conflict: EditConflict

    def clean(self) -> dict[str, Any] | None:
        self.add_error(
            None,
            _(
                "Nothing was saved: this was changed after you opened the page. What "
                "you typed is still below."
            ),
        )
        return super().clean()


class ConflictAwareAdmin(ModelAdmin[M]):
    """A ModelAdmin that never saves over changes that the user has not seen."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> M | None:
        """Return the object; lock its row if it is about to be saved."""
        obj = super().get_object(request, object_id, from_field)
        saving = (
            request.method == "POST" and transaction.get_connection().in_atomic_block
        )
        if obj is None or not saving:
            return obj
        self.model._default_manager.select_for_update().filter(pk=obj.pk).first()
        # It may have changed while this waited for the lock.
        return super().get_object(request, object_id, from_field)

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form class; a ConflictForm if the object changed since."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not change or request.method != "POST":
            return form
        stored = list(self._stored_formsets(request, obj))
        repost_deleted_rows(request, stored)
        current = snapshot_of(form(instance=obj), stored)
        if OVERWRITE in request.POST and request.POST.get(COMPARED) == current.digest:
            return form
        opened = FormSnapshot.from_signed(request.POST.get(OPENED, ""), obj)
        conflict = EditConflict(opened=opened, current=current)
        if not conflict.has_changes:
            return form
        return type("ConflictForm", (ConflictForm, form), {"edit_conflict": conflict})

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: M | None = None
    ) -> Iterator[Any]:
        """Yield the formset classes, made to know the rows that others add."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield type(formset.__name__, (UniqueRowsFormSet, formset), {}), inline

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        """Add the snapshot that the form carries, or the comparison of a conflict."""
        if obj is not None and self.has_change_permission(request, obj):
            context |= self._conflict_context(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _conflict_context(
        self, request: HttpRequest, context: dict[str, Any], obj: M
    ) -> dict[str, Any]:
        user, at = staff_user(request), timezone.now()
        form = context["adminform"].form
        formsets = [
            inline.formset
            for inline in context["inline_admin_formsets"]
            if inline.has_change_permission
        ]
        if not form.is_bound:
            return {
                "opened": snapshot_of(form, formsets).signed(obj),
                "recent_save": recent_save_message(obj, by=user, at=at),
            }
        opened = {"opened": request.POST.get(OPENED, "")}
        if not isinstance(form, ConflictForm):
            return opened
        return {
            **opened,
            "edit_conflict": form.edit_conflict,
            "differences": differences(form.edit_conflict, form, formsets),
            "last_save": last_save_message(obj, by=user, at=at),
            "show_save": False,
            "show_save_and_add_another": False,
        }

    def _stored_formsets(self, request: HttpRequest, obj: M) -> Iterator[FormSet]:
        """Yield the formsets of the stored rows that this user may change."""
        prefixes: Counter[str] = Counter()
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            prefixes[prefix] += 1
            number = f"-{prefixes[prefix]}" if prefixes[prefix] > 1 else ""
            if inline.has_change_permission(request, obj):
                yield formset(
                    instance=obj,
                    prefix=f"{prefix}{number}",
                    queryset=inline.get_queryset(request),
                )
