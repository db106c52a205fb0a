"""The form with which staff see the public site as it was at a past instant."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout, Submit  # type: ignore[import-untyped]

from releases.record.documents import rfc3339
from releases.record.fragment_cache import on_the_site
from releases.record.freeze import issuer_zone
from releases.staff_views import StaffView
from releases.text.public_paths import ARCHIVE, as_of_path
from releases.widgets.wall_time import (
    WallTimeField,
    WallTimeInput,
    format_in_zone,
    zone_named,
)


class AsOfForm(forms.Form):
    """A past instant in the company's time, and the page to open."""

    moment = WallTimeField(
        label=gettext_lazy("Date and time"),
        widget=WallTimeInput(seconds=True),
        error_messages={"required": gettext_lazy("Choose a time in the past.")},
    )
    page = forms.CharField(
        label=gettext_lazy("Page"),
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, zone: dt.tzinfo, now: dt.datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        moment = self.fields["moment"]
        assert isinstance(moment, WallTimeField)
        moment.zone = zone
        moment.help_text = _("Company time (%(zone)s). It is now %(now)s.") % {
            "zone": zone,
            "now": format_in_zone(now, zone),
        }
        self.fields["page"].help_text = _(
            "Address of the page, such as %(path)s. Leave empty for the home page."
        ) % {"path": ARCHIVE}
        self.now = now
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            "moment", "page", Submit("", _("Show the site at that time"))
        )

    def clean_moment(self) -> dt.datetime:
        """Refuse an instant in the future."""
        moment: dt.datetime = self.cleaned_data["moment"]
        if moment > self.now:
            raise ValidationError(
                _("This time is in the future. Choose a time in the past."),
                code="future",
            )
        return moment

    def clean_page(self) -> str:
        """Return the path and query of the address, without its host."""
        parts = urlsplit(self.cleaned_data["page"].strip())
        page_path = "/" + parts.path.lstrip("/")
        return f"{page_path}?{parts.query}" if parts.query else page_path

    @property
    def as_of_url(self) -> str:
        """The address of the page as of the instant."""
        page = quote(self.cleaned_data["page"], safe="/?=&%+~-._")
        moment = rfc3339(self.cleaned_data["moment"])
        return on_the_site(as_of_path(moment, page))


class AsOfView(StaffView):
    """Asks for the instant and the page, and leads there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or redirect where it is filled in."""
        form = AsOfForm(
            request.GET if "moment" in request.GET else None,
            initial={"page": request.GET.get("page", "")},
            zone=zone_named(issuer_zone()),
            now=self.at,
        )
        if form.is_valid():
            return HttpResponseRedirect(form.as_of_url)
        return self.page(
            "admin/releases/publication/as_of.html",
            title=_("The site at a past time"),
            form=form,
        )
