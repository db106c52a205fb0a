"""Admin of About sections (boilerplate)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from releases.admin.desk_admin import DeskAdmin
from releases.desk.edit_log import note_edit_of_part
from releases.models import Boilerplate
from releases.staff_views import staff_user


@admin.register(Boilerplate)
class BoilerplateAdmin(DeskAdmin[Boilerplate]):
    """About sections; approving a release freezes their text as it is then."""

    is_carried_by_releases = True
    list_display = ["name", "heading"]
    search_fields = ["name", "heading", "text"]

    def saved_message(self, obj: Boilerplate) -> str:
        return _(
            "Saved. Drafts that use this section have the new text; published releases "
            "keep the old one."
        )

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Boilerplate],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Count the user as an author of the drafts that use the section."""
        super().save_related(request, form, formsets, change)
        note_edit_of_part(form.instance, by=staff_user(request))
