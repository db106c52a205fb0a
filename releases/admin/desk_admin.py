"""What every page of the desk shares: its buttons, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from releases.desk.transitions import NotAllowed
from releases.staff_views import change_url, staff_user
from releases.workspace.edit_conflicts.admin import ConflictAwareAdmin

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button beside Save: it saves what was typed, then opens a door."""

    name: str
    label: str
    permission: str


class Saved(HttpResponseRedirect, Generic[M]):
    """The way back to the page of what was just saved."""

    def __init__(self, url: str, *, thing: M) -> None:
        super().__init__(url)
        self.thing = thing


def only_add_and_open(field: Any) -> Any:
    """The choice field with no way to delete what it lists."""
    if field is not None and hasattr(field.widget, "can_delete_related"):
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


class DeskAdmin(ConflictAwareAdmin[M]):
    """A page of the desk: saving stays on it, and a refusal loses nothing typed."""

    show_full_result_count = False
    list_per_page = 50
    delete_confirmation_template = "admin/releases/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/releases/delete_selected_confirmation.html"
    )
    doors: tuple[Button, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Beside a list of things there is a way to add and to open one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return only_add_and_open(field)

    def open_door(self, request: HttpRequest, thing: M, name: str) -> str:
        """Do what the button of this name says; NotAllowed says why not.

        Returns the address of a page that asks first; empty where it is done.
        """
        raise NotImplementedError

    def buttons(self, request: HttpRequest, thing: M | None) -> list[Button]:
        """The buttons that this person may press."""
        return [
            door for door in self.doors if staff_user(request).has_perm(door.permission)
        ]

    def keeps(self, thing: M) -> str:
        """Why this may not be deleted, and what to do instead; empty where it may."""
        return ""

    def saved_as(self, thing: M) -> str:
        """What saving did, in a sentence."""
        return "Saved."

    def above(self, request: HttpRequest, thing: M | None) -> dict[str, Any]:
        """What the page shows above the form."""
        return {}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form or save it; then, with the save behind us, open the door."""
        pressed = self._pressed(request)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if not isinstance(response, Saved):
            return response
        try:
            asks = self._after_saving(request, response.thing, pressed)
        except NotAllowed as refusal:
            self._say_saved(request, response.thing)
            self.message_user(request, str(refusal), messages.ERROR)
            return response
        return HttpResponseRedirect(asks) if asks else response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        """The form with this page's buttons and what stands above it."""
        context["buttons"] = self.buttons(request, obj)
        context["files_lost"] = bool(context["errors"] and request.FILES)
        context |= self.above(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(
        self, request: HttpRequest, obj: M, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay on the page of the new thing."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: M) -> HttpResponse:
        """Stay on the page."""
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._stay(request, obj)

    def get_deleted_objects(
        self, objs: Iterable[M], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What a deletion takes along, and what stands against it, in sentences."""
        going = list(objs)
        deleted, counts, lacking, protected = super().get_deleted_objects(
            going, request
        )
        kept = [sentence for thing in going if (sentence := self.keeps(thing))]
        return deleted, counts, lacking, [*kept, *protected]

    @property
    def _route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _stay(self, request: HttpRequest, thing: M) -> HttpResponse:
        if "_addanother" in request.POST:
            return Saved(reverse(f"admin:{self._route}_add"), thing=thing)
        return Saved(change_url(thing), thing=thing)

    def _after_saving(self, request: HttpRequest, thing: M, pressed: str) -> str:
        if pressed:
            return self.open_door(request, thing, pressed)
        self._say_saved(request, thing)
        return ""

    def _say_saved(self, request: HttpRequest, thing: M) -> None:
        self.message_user(request, self.saved_as(thing), messages.SUCCESS)

    def _pressed(self, request: HttpRequest) -> str:
        """The button that sent the form; refused where this person may not press it.

        Whether it makes sense by now is for the door to say, after the save.
        """
        if request.method != "POST" or IS_POPUP_VAR in request.POST:
            return ""
        pressed = [door for door in self.doors if door.name in request.POST]
        if not pressed:
            return ""
        if pressed[0] not in self.buttons(request, None):
            raise PermissionDenied
        return pressed[0].name


class ViewOnlyAdmin(ModelAdmin[M]):
    """A page that only shows: the record is not written here."""

    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes."""
        return False
