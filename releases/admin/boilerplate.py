"""About sections at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from releases.admin.desk_admin import DeskAdmin
from releases.desk.edit_log import note_edit_of_part
from releases.models import Boilerplate
from releases.staff_views import staff_user


@admin.register(Boilerplate)
class BoilerplateAdmin(DeskAdmin[Boilerplate]):
    """Standing texts; a release takes the words as they are when it is approved."""

    list_display = ["name", "heading"]
    search_fields = ["name", "heading", "text"]

    def saved_as(self, thing: Boilerplate) -> str:
        """Where the change is seen."""
        return (
            "Saved. Drafts that carry it have the new words; what is published keeps "
            "the old ones."
        )

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Boilerplate],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Whoever changes it has written the drafts that carry it."""
        super().save_related(request, form, formsets, change)
        note_edit_of_part(form.instance, by=staff_user(request))
