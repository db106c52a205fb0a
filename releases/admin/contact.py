"""Contacts at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest

from releases.admin.profile_admin import ParticularAdmin
from releases.desk.edit_log import note_edit_of_part
from releases.models import Contact
from releases.staff_views import staff_user
from releases.text.public_paths import CONTACTS


class ContactForm(forms.ModelForm[Contact]):
    """A contact; most have a number or two."""

    class Meta:
        model = Contact
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {
            "phones": forms.Textarea({"rows": 3, "cols": 40}),
            "emails": forms.Textarea({"rows": 3, "cols": 40}),
        }


@admin.register(Contact)
class ContactAdmin(ParticularAdmin[Contact]):
    """Whom readers may call."""

    form = ContactForm
    list_display = ["__str__", "title", "emails", "phones", "shown", "seen"]
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
        return CONTACTS

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Contact],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Whoever changes it has written the drafts that carry it."""
        super().save_related(request, form, formsets, change)
        note_edit_of_part(form.instance, by=staff_user(request))
