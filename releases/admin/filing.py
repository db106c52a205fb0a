"""Admin of filings with the SEC."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releases.admin.days import day_column
from releases.admin.item_previews import FilingPreview
from releases.admin.site_profile_admin import PUBLIC_COLUMN, SiteProfileAdmin
from releases.desk import filings, site_profile
from releases.models import Filing
from releases.record.documents import ProfileDocument
from releases.text.public_paths import filing_path
from releases.widgets.wall_time import DayInput
from releases.widgets.web_address import WebAddressField


class FilingForm(forms.ModelForm[Filing]):
    """A filing, with room for its link."""

    class Meta:
        model = Filing
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        field_classes = {"url": WebAddressField}
        widgets = {
            "filed_on": DayInput,
            "title": forms.TextInput({"class": "desk-line"}),
            "url": forms.URLInput({"class": "desk-line"}),
        }


@admin.register(Filing)
class FilingAdmin(SiteProfileAdmin[Filing]):
    """Filings that readers find at /filings/ and beside the releases that they furnish."""

    form = FilingForm
    preview = FilingPreview
    list_display = [
        "form",
        day_column("filed_on", _("filed on")),
        *("title", "accession", "public_version"),
    ]
    list_filter = ["form", "shown"]
    search_fields = ["accession", "title", "form"]
    autocomplete_fields = ["releases"]
    fieldsets = [
        (None, {"fields": [("form", "filed_on"), "accession", "title", "url"]}),
        (_("Press releases"), {"fields": ["releases"]}),
        (
            _("Results of a fiscal period"),
            {
                "description": _("For a quarterly or annual report."),
                "fields": [("fiscal_year", "fiscal_part")],
            },
        ),
        (_("On the page of filings"), {"fields": ["shown"]}),
    ]
    before_deleting = _("Untick “Shown”, then save and publish. The record keeps it.")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Filing | None = None
    ) -> list[str]:
        """Lock the accession number of a filing that is on the record."""
        is_on_record = obj is not None and bool(filings.latest_filing_versions([obj]))
        return ["accession"] if is_on_record else []

    def load_public_versions(self, objects: Iterable[Any]) -> ProfileDocument:
        """Give each filing its status; the site profile has no filings."""
        listed = list(objects)
        prefetch_related_objects(listed, "releases")
        latest = filings.latest_filing_versions(listed)
        for filing in listed:
            filing.publication_status = site_profile.filing_status(
                filing, latest.get(filing.accession)
            )
        return ProfileDocument()

    def public_label(self, obj: Any, profile: ProfileDocument) -> str | Promise:
        return PUBLIC_COLUMN[obj.publication_status]

    def public_path(self, obj: Any) -> str:
        return filing_path(obj.accession)
