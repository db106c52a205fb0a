"""Where staff choose a moment, to see the public site as it stood then."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote, urlsplit

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout, Submit  # type: ignore[import-untyped]

from releases.models import Publication
from releases.record.documents import written
from releases.record.fragment_cache import on_the_site
from releases.record.freeze import issuer_zone
from releases.text.public_paths import ARCHIVE, as_of_path
from releases.widgets.wall_time import (
    WallTimeField,
    WallTimeInput,
    spoken,
    zone_named,
)

NAME = "releases_publication_as_of"


class AsOfForm(forms.Form):
    """A moment by the company's clock, and the page to begin with."""

    moment = WallTimeField(
        label="Moment",
        widget=WallTimeInput(seconds=True),
        error_messages={"required": "Choose a moment that is past."},
    )
    page = forms.CharField(
        label="Page",
        required=False,
        max_length=500,
        help_text=f"Its address, such as {ARCHIVE}; the front page where this is empty.",
    )

    def __init__(self, *args: Any, zone: dt.tzinfo, now: dt.datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["moment"]
        assert isinstance(field, WallTimeField)
        field.zone = zone
        field.help_text = f"By the clock in {zone}; now it shows {spoken(now, zone)}."
        self.now = now
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout(
            "moment", "page", Submit("", "Show the site as of then")
        )

    def clean_moment(self) -> dt.datetime:
        """An instant that is not in the future."""
        moment: dt.datetime = self.cleaned_data["moment"]
        if moment > self.now:
            raise ValidationError(
                "That moment has not come yet: choose one that is past.", code="future"
            )
        return moment

    def clean_page(self) -> str:
        """The path of the page, whatever host it was copied with."""
        parts = urlsplit(self.cleaned_data["page"].strip())
        where = "/" + parts.path.lstrip("/")
        return f"{where}?{parts.query}" if parts.query else where

    @property
    def address(self) -> str:
        """Where the page stands as of the moment."""
        page = quote(self.cleaned_data["page"], safe="/?=&%+~-._")
        moment = written(self.cleaned_data["moment"])
        return on_the_site(as_of_path(moment, page))


def urls(desk: ModelAdmin[Publication]) -> list[URLPattern]:
    """The address of the form, for the pages of the record."""

    def choose(request: HttpRequest) -> HttpResponse:
        """Ask for the moment, then go there."""
        if not desk.has_view_permission(request):
            raise PermissionDenied
        given = request.GET if "moment" in request.GET else None
        form = AsOfForm(
            given,
            initial={"page": request.GET.get("page", "")},
            zone=zone_named(issuer_zone()),
            now=timezone.now(),
        )
        if form.is_valid():
            return HttpResponseRedirect(form.address)
        context = {
            **desk.admin_site.each_context(request),
            "title": "The site as of another moment",
            "opts": desk.opts,
            "form": form,
        }
        return TemplateResponse(
            request, "admin/releases/publication/as_of.html", context
        )

    return [path("as-of/", desk.admin_site.admin_view(choose), name=NAME)]
