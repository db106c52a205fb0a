"""About sections at the desk."""

from __future__ import annotations

from django.contrib import admin

from releases.admin.pages import DeskAdmin
from releases.models import Boilerplate


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
