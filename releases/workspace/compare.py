"""What changed in a release since it was last approved, or since the public read it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from releases.desk.read_log import note_reading
from releases.models import Release
from releases.staff_views import StaffReleaseView
from releases.workspace.release_context import Situation
from releases.workspace.release_context.comparison import (
    Comparison,
    since_any,
    with_public,
)


class CompareReleaseView(StaffReleaseView):
    """The comparison that the address names: `approved` or `public`."""

    def get(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Journal the reading, and show what changed; 404 where nothing is compared."""
        note_reading(self.release, by=self.user, of="what changed in it")
        case = Situation(self.release, self.user, at=self.at)
        comparison, since = _compared(case, what)
        if comparison is None:
            raise Http404
        response = self.page(
            "admin/releases/release/compare.html",
            title=str(self.release),
            case=case,
            comparison=comparison,
            since=since,
            what=what,
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _compared(case: Situation, what: str) -> tuple[Comparison | None, Any]:
    if what == "approved":
        since = since_any(case)
        return (since.comparison, since) if since else (None, None)
    return (with_public(case), None) if what == "public" else (None, None)


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the comparison, for the admin of releases."""
    return [
        path(
            "<int:pk>/compare/<slug:what>/",
            CompareReleaseView.for_admin(model_admin),
            name="releases_release_compare",
        )
    ]
