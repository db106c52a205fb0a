"""Admin of contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.desk.edit_log import note_edit_of_part
from releases.models import Contact
from releases.staff_views import staff_user
from releases.text.public_paths import CONTACTS


class ContactForm(forms.ModelForm[Contact]):
    """A contact, with room for two or three numbers and addresses."""

    class Meta:
        model = Contact
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {
            "phones": forms.Textarea({"rows": 3, "cols": 40}),
            "emails": forms.Textarea({"rows": 3, "cols": 40}),
        }


@admin.register(Contact)
class ContactAdmin(SiteProfileAdmin[Contact]):
    """People whom investors and journalists may call."""

    is_carried_by_releases = True
    form = ContactForm
    list_display = [
        *("__str__", "title", "emails", "phones", "shown", "public_version")
    ]
    list_filter = ["audience", "shown"]
    search_fields = ["name", "organization", "title", "emails"]
    fieldsets = [
        (None, {"fields": ["audience", "name", "title", "organization"]}),
        (_("How to reach them"), {"fields": ["phones", "emails"]}),
        (_("On the contact page"), {"fields": ["shown", "order"]}),
    ]
    before_deleting = _("Untick “Shown on the contact page”, save and publish.")

    def public_path(self, obj: Contact) -> str:
        return CONTACTS

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Contact],
        formsets: list[BaseFormSet[Any]],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Count the user as an author of the drafts that name the contact."""
        super().save_related(request, form, formsets, change)
        note_edit_of_part(form.instance, by=staff_user(request))
