"""Contacts at the desk."""

from __future__ import annotations

from django.contrib import admin

from releases.admin.particulars import ParticularAdmin
from releases.models import Contact


@admin.register(Contact)
class ContactAdmin(ParticularAdmin[Contact]):
    """Whom readers may call."""

    list_display = ["__str__", "title", "emails", "phones", "shown", "order"]
    list_filter = ["audience", "shown"]
    search_fields = ["name", "organization", "title", "emails"]
    fieldsets = [
        (None, {"fields": ["audience", "name", "title", "organization"]}),
        ("How to reach them", {"fields": ["phones", "emails"]}),
        ("On the contact page", {"fields": ["shown", "order"]}),
    ]
    before_deleting = (
        "Untick “shown on the contact page”, save and publish; then it can be deleted."
    )

    def address(self, thing: Contact) -> str:
        """The contact page."""
        return "/contacts/"
