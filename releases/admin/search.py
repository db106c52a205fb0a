"""The one search of the desk: releases, events, people, wordings and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View

from releases.admin.release_list import state_label
from releases.desk.search import places_of
from releases.models import (
    Attachment,
    Boilerplate,
    Contact,
    Disclaimer,
    Event,
    Filing,
    Release,
    Report,
    SitePage,
)
from releases.staff_views import change_url

# In the order of the page. Each is searched as its own list is.
SEARCHED: tuple[type[Model], ...] = (
    *(Release, Event, Contact, User, Disclaimer, Boilerplate, Attachment, Filing),
    *(Report, SitePage),
)
HITS = 20
PREFETCHED = ("contacts", "disclaimers", "boilerplates", "attachments")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """Something that holds the words: its name, its page, and where it holds them."""

    name: str
    url: str
    state: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSection:
    """The hits of one kind, and the list that has all of them if these are not all."""

    name: str
    hits: tuple[SearchHit, ...]
    list_url: str


class DeskSearchView(View):
    """What of all that the user may see holds the words; it shows no text of it."""

    admin_site: Any = None  # as_view() takes only names that the class has

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the hits by kind."""
        assert isinstance(self.admin_site, AdminSite)
        words = request.GET.get("q", "").strip()[:200]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Search"),
            "words": words,
            "sections": list(self.sections(request, words)) if words else [],
        }
        return TemplateResponse(request, "admin/releases/search/search.html", context)

    def sections(self, request: HttpRequest, words: str) -> Iterator[SearchSection]:
        """Yield the kinds that the user may see and that have a hit."""
        for model in SEARCHED:
            model_admin = self.admin_site.get_model_admin(model)
            if not model_admin.has_view_or_change_permission(request):
                continue
            rows = model_admin.get_queryset(request)
            rows, _duplicates = model_admin.get_search_results(request, rows, words)
            if model is Release:
                rows = rows.prefetch_related(*PREFETCHED)
            elif model is Attachment:
                rows = rows.select_related("release")
            hits = [search_hit(row, words) for row in rows[: HITS + 1]]
            if hits:
                route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
                list_url = f"{reverse(f'{route}_changelist')}?{urlencode({'q': words})}"
                yield SearchSection(
                    name=capfirst(str(model._meta.verbose_name_plural)),
                    hits=tuple(hits[:HITS]),
                    list_url=list_url if len(hits) > HITS else "",
                )


def search_hit(row: Model, words: str) -> SearchHit:
    """Return a hit; a release says where it stands and where it holds the words.

    Files have the same titles every quarter: each names its release.
    """
    hit = SearchHit(name=str(row), url=change_url(row))
    if isinstance(row, Release):
        places = tuple(places_of(row, words))
        return replace(hit, state=state_label(row), places=places)
    if isinstance(row, Attachment):
        names = {"file": row, "release": row.release}
        return replace(hit, name=_("%(file)s, of “%(release)s”") % names)
    return hit
