"""A page of the admin at which two people may sit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from releases.workspace.edit_conflicts import recent_saves
from releases.workspace.edit_conflicts.comparison import Meanwhile, differences
from releases.workspace.edit_conflicts.form_snapshot import FormSet, Sheet, sheet_of
from releases.workspace.edit_conflicts.rows import Alongside, put_back

M = TypeVar("M", bound=Model)

# The form's own fields: what its page showed when it was opened, what it showed when
# the differences were read, and the button that saves over them.
OPENED, SEEN, OVER = "opened", "seen", "_over"


class Refused:
    """Put before a form: it saves nothing, and says why."""

    meanwhile: Meanwhile

    def clean(self: Any) -> Any:
        """Refuse, whatever else is right or wrong with it."""
        self.add_error(
            None,
            "Nothing was saved: this was changed after you opened the page. What you "
            "typed is still below.",
        )
        return super().clean()  # type: ignore[misc]  # the form's that it stands before


class ConflictAwareAdmin(ModelAdmin[M]):
    """Nobody saves over what they have not seen, and nobody's typing is lost."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> M | None:
        """The thing; while it is being saved, it is nobody else's."""
        found = super().get_object(request, object_id, from_field)
        saving = (
            request.method == "POST" and transaction.get_connection().in_atomic_block
        )
        if found is None or not saving:
            return found
        self.model._default_manager.select_for_update().filter(pk=found.pk).first()
        # It may have changed until it was ours.
        return super().get_object(request, object_id, from_field)

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """The form; one that refuses, where something was saved since it was opened."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not change or request.method != "POST":
            return form
        stored = list(self._stored(request, obj))
        put_back(request, stored)
        now = sheet_of(form(instance=obj), stored)
        if OVER in request.POST and request.POST.get(SEEN) == now.digest:
            return form
        opened = Sheet.unsigned(request.POST.get(OPENED, ""), obj)
        found = Meanwhile(opened=opened, now=now)
        if not found.changed:
            return form
        return type("Refused", (Refused, form), {"meanwhile": found})

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: M | None = None
    ) -> Iterator[Any]:
        """The rows below, which know of those that others add."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield type(formset.__name__, (Alongside, formset), {}), inline

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        """The form, which takes along what it shows; or what has changed meanwhile."""
        if obj is not None and self.has_change_permission(request, obj):
            context |= self._meanwhile(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _meanwhile(
        self, request: HttpRequest, context: dict[str, Any], obj: M
    ) -> dict[str, Any]:
        assert isinstance(request.user, User)
        form, at = context["adminform"].form, timezone.now()
        formsets = [
            inline.formset
            for inline in context["inline_admin_formsets"]
            if inline.has_change_permission
        ]
        if not form.is_bound:
            return {
                "opened": sheet_of(form, formsets).signed(obj),
                "lately": recent_saves.lately(obj, by=request.user, at=at),
            }
        opened = {"opened": request.POST.get(OPENED, "")}
        found: Meanwhile | None = getattr(form, "meanwhile", None)
        if found is None:
            return opened
        return {
            **opened,
            "meanwhile": found,
            "differences": differences(found, form, formsets),
            "by_whom": recent_saves.by_whom(obj, by=request.user, at=at),
            "show_save": False,
            "show_save_and_add_another": False,
        }

    def _stored(self, request: HttpRequest, obj: M) -> Iterator[FormSet]:
        """The rows as they are stored, of the kinds that this person may change."""
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
