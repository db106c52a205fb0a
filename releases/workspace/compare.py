"""The page that shows what changed in a release, since an approval or since it went out."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from releases.desk.read_log import note_reading
from releases.models import Release
from releases.workspace.comparison import (
    changes_since_last_approval,
    compare_with_public,
)
from releases.workspace.views import ReleaseContextView


class CompareReleaseView(ReleaseContextView):
    """The comparison with what the address names: `approved` or `public`."""

    def get(self, request: HttpRequest, pk: int, base: str) -> HttpResponse:
        """Journal the reading, and show what changed; 404 where nothing is compared."""
        note_reading(self.release, by=self.user, of="what changed in it")
        since = (
            changes_since_last_approval(self.context) if base == "approved" else None
        )
        comparison = since.comparison if since else None
        if base == "public":
            comparison = compare_with_public(self.context)
        if comparison is None:
            raise Http404
        response = self.page(
            "admin/releases/release/compare.html",
            title=str(self.release),
            comparison=comparison,
            since=since,
            base=base,
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the comparison, below the address of a release."""
    return [
        path(
            "<int:pk>/compare/<slug:base>/",
            CompareReleaseView.for_admin(model_admin),
            name="releases_release_compare",
        )
    ]
