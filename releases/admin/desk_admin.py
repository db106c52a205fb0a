"""Base classes of the admin pages: their buttons, their messages, their refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.contrib import messages
from django.contrib.admin import DateFieldListFilter, ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases.desk.approvals import Approver
from releases.desk.exceptions import NotAllowed
from releases.desk.outdated import (
    SUBMIT_RELEASE,
    OutdatedRelease,
    outdated_releases,
    releases_with,
)
from releases.models import Release
from releases.models.desk.release import ReleasePart
from releases.staff_views import change_url, staff_user
from releases.widgets.visible_text import removals_of, with_visible_text
from releases.workspace import kept_files
from releases.workspace.edit_conflicts.admin import ConflictAwareAdmin
from releases.workspace.outdated import outdated_message
from releases.workspace.several_files import add_rows_for_files

M = TypeVar("M", bound=Model)

# In the address of an add page: the key of the object that was saved just before.
SAVED = "saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveButton:
    """A button beside Save: it saves the form, then runs an action."""

    name: str
    label: str | Promise
    permission: str


class SavedRedirect(HttpResponseRedirect, Generic[M]):
    """The redirect to the page of an object that was just saved."""

    def __init__(self, url: str, *, obj: M) -> None:
        super().__init__(url)
        self.obj = obj


def without_delete_link(field: Any) -> Any:
    """Return a choice field beside which related objects are only added and changed."""
    if field is not None and hasattr(field.widget, "can_delete_related"):
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


class DeskAdmin(ConflictAwareAdmin[M]):
    """A ModelAdmin that stays on the page after saving and explains what it refuses.

    Subclasses set `save_buttons` with `run_button`, and may override `saved_message`,
    `panel_context` and `deletion_blocker`.
    """

    show_full_result_count = False
    list_per_page = 50
    delete_confirmation_template = "admin/releases/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/releases/delete_selected_confirmation.html"
    )
    save_buttons: tuple[SaveButton, ...] = ()
    # Whether approving a release freezes the object with it.
    is_carried_by_releases = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_delete_link(field)

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return a form that stores no characters that nobody sees."""
        return with_visible_text(super().get_form(request, obj, change, **kwargs))

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: M | None = None
    ) -> Iterator[Any]:
        """Return the formsets, with forms that store no such characters either."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = with_visible_text(formset.form)
            yield formset, inline

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save the rows; say which files they replaced, and what was removed from texts."""
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            for sentence in getattr(formset, "replacements", ()):
                self.message_user(request, sentence, messages.INFO)
        rows = [row for formset in formsets for row in formset.forms]
        for sentence in removals_of([form, *rows]):
            self.message_user(request, sentence, messages.WARNING)

    def get_save_buttons(self, request: HttpRequest, obj: M | None) -> list[SaveButton]:
        """Return the buttons that this user may press."""
        user = staff_user(request)
        return [
            button for button in self.save_buttons if user.has_perm(button.permission)
        ]

    def run_button(self, request: HttpRequest, obj: M, name: str) -> str:
        """Run the action of the button with this name, once `obj` is saved.

        Returns the address of a page that asks first, or an empty string where the
        action is done. Raises NotAllowed.
        """
        raise NotImplementedError

    def deletion_blocker(self, obj: M) -> str:
        """Return why `obj` can't be deleted and what to do; empty where it can."""
        return ""

    def saved_message(self, obj: M) -> str:
        """Return the message shown after saving."""
        return _("Saved.")

    def panel_context(self, request: HttpRequest, obj: M | None) -> dict[str, Any]:
        """Return what the template shows in the panel above the form."""
        return {}

    def outdated_context(self, request: HttpRequest, obj: M | None) -> dict[str, Any]:
        """Return the approved releases that will say what `obj` said before.

        On an add page, what the object said that was saved just before.
        """
        if obj is None or obj.pk is None:
            obj = self._saved_before(request)
        if obj is None:
            return {}
        user, at = staff_user(request), timezone.now()
        outdated = self.outdated_by(obj, at=at)
        if not outdated:
            return {}
        return {
            "outdated": [(row, outdated_message(row)) for row in outdated],
            "may_hold": Approver(user, at=at).may_approve,
            "may_keep": user.has_perm(SUBMIT_RELEASE)
            or Approver(user, at=at).may_approve,
        }

    def outdated_by(self, obj: M, *, at: dt.datetime) -> list[OutdatedRelease]:
        """Return the approved releases that will say what `obj` said before."""
        if not self.is_carried_by_releases:
            return []
        return outdated_releases(releases_with(obj), at=at)

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        """Delete `obj`, and name the approved releases that still have it."""
        with self._naming_outdated(request, [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        """Delete the objects, and name the approved releases that still have them."""
        with self._naming_outdated(request, list(queryset)):
            super().delete_queryset(request, queryset)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form or save it; run the button's action once the save is done."""
        button_name = self._pressed_button(request)
        add_rows_for_files(request)
        lost = kept_files.add_kept_files(request, at=timezone.now())
        for name in lost:
            text = _("“%(file)s” is no longer kept: attach it again.") % {"file": name}
            self.message_user(request, text, messages.WARNING)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if not isinstance(response, SavedRedirect):
            return response
        kept_files.drop_used(request)
        try:
            next_page = self._after_saving(request, response.obj, button_name)
        except NotAllowed as error:
            self._show_saved_message(request, response.obj)
            self.message_user(request, str(error), messages.ERROR)
            return response
        return HttpResponseRedirect(next_page) if next_page else response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        """Add the buttons and the panel, and keep chosen files through an error."""
        context["buttons"] = self.get_save_buttons(request, obj)
        if context["errors"] and request.FILES:
            formsets = [row.formset for row in context["inline_admin_formsets"]]
            forms = [context["adminform"].form]
            forms += [form for formset in formsets for form in formset.forms]
            kept_files.keep_files(request, forms, at=timezone.now())
        context |= self.panel_context(request, obj)
        context |= self.outdated_context(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(
        self, request: HttpRequest, obj: M, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay on the page of the new object."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._saved_redirect(request, obj)

    def response_change(self, request: HttpRequest, obj: M) -> HttpResponse:
        """Stay on the page."""
        if IS_POPUP_VAR in request.POST:
            self._name_outdated(request, self.outdated_by(obj, at=timezone.now()))
            return super().response_change(request, obj)
        return self._saved_redirect(request, obj)

    def get_deleted_objects(
        self, objs: Iterable[M], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Add what blocks the deletion, in sentences, to what Django protects.

        Rows that put something on a release have no page: the releases are named instead.
        Tables that only join two others are not counted.
        """
        objs = list(objs)
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        blockers = [blocker for obj in objs if (blocker := self.deletion_blocker(obj))]
        rows = [row for row in protected if not str(row).startswith(part_prefixes())]
        if len(rows) < len(protected):
            releases = {release for obj in objs for release in releases_with(obj)}
            rows += map(release_that_keeps, sorted(releases, key=release_order))
        joins = {
            str(model._meta.verbose_name_plural)
            for model in apps.get_models(include_auto_created=True)
            if model._meta.auto_created
        }
        counts = {name: count for name, count in counts.items() if name not in joins}
        return deleted, counts, lacking, [*blockers, *rows]

    def _saved_redirect(self, request: HttpRequest, obj: M) -> HttpResponse:
        if "_addanother" in request.POST:
            route = f"admin:{self.opts.app_label}_{self.opts.model_name}_add"
            outdated = self.outdated_by(obj, at=timezone.now())
            query = f"?{SAVED}={obj.pk}" if outdated else ""
            return SavedRedirect(reverse(route) + query, obj=obj)
        return SavedRedirect(change_url(obj), obj=obj)

    def _saved_before(self, request: HttpRequest) -> M | None:
        """Return the object that was saved before this add page, if it may be seen."""
        key = request.GET.get(SAVED, "")
        if not key.isdecimal():
            return None
        obj = self.get_queryset(request).filter(pk=key).first()
        return obj if obj and self.has_view_permission(request, obj) else None

    @contextmanager
    def _naming_outdated(
        self, request: HttpRequest, objects: Iterable[M]
    ) -> Iterator[None]:
        """Name the approved releases that carried the objects, once they are deleted."""
        carrying: set[int] = set()
        if self.is_carried_by_releases:
            for obj in objects:
                carrying.update(releases_with(obj).values_list("pk", flat=True))
        yield
        releases = Release.objects.filter(pk__in=carrying)
        self._name_outdated(request, outdated_releases(releases, at=timezone.now()))

    def _name_outdated(
        self, request: HttpRequest, outdated: Iterable[OutdatedRelease]
    ) -> None:
        """Name the releases on the next page, where that can't be this object's own."""
        for row in outdated:
            link = format_html(
                '<a href="{}">{}</a>: {}',
                change_url(row.release),
                row.release,
                outdated_message(row),
            )
            self.message_user(request, link, messages.ERROR)

    def _after_saving(self, request: HttpRequest, obj: M, button_name: str) -> str:
        if button_name:
            return self.run_button(request, obj, button_name)
        self._show_saved_message(request, obj)
        return ""

    def _show_saved_message(self, request: HttpRequest, obj: M) -> None:
        self.message_user(request, self.saved_message(obj), messages.SUCCESS)

    def _pressed_button(self, request: HttpRequest) -> str:
        """Return the name of the button that sent the form; PermissionDenied if barred.

        Whether its action is possible by now is for the action to say, after the save.
        """
        if request.method != "POST" or IS_POPUP_VAR in request.POST:
            return ""
        pressed = [
            button for button in self.save_buttons if button.name in request.POST
        ]
        if not pressed:
            return ""
        if pressed[0] not in self.get_save_buttons(request, None):
            raise PermissionDenied
        return pressed[0].name


class DateFilter(DateFieldListFilter):
    """A filter by date, under a title that readers understand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("date")


class ViewOnlyAdmin(ModelAdmin[M]):
    """A ModelAdmin on which nothing is added, changed or deleted."""

    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


def part_prefixes() -> tuple[str, ...]:
    """Return what Django writes before each row that puts something on a release."""
    parts = ReleasePart.__subclasses__()
    return tuple(f"{capfirst(str(part._meta.verbose_name))}: " for part in parts)


def release_order(release: Release) -> int:
    """Order releases with the latest first."""
    return -release.pk


def release_that_keeps(release: Release) -> str:
    """Return a sentence with a link to a release that keeps something from deletion."""
    link = format_html('<a href="{}">{}</a>', change_url(release), release)
    return format_html(_("It is on the release {}"), link)
