"""The whole file of a release, to be taken away."""

from __future__ import annotations

import tempfile

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone

from releases.desk import export
from releases.models import Release
from releases.staff_views import staff_user


def urls(page: ModelAdmin[Release]) -> list[URLPattern]:
    """The address of the archive, beside the release's own page."""

    def take(request: HttpRequest, pk: int) -> FileResponse:
        if not page.has_view_permission(request):
            raise PermissionDenied
        return archive_of(request, get_object_or_404(Release, pk=pk))

    name = "releases_release_export"
    return [path("<int:pk>/export/", page.admin_site.admin_view(take), name=name)]


def archive_of(request: HttpRequest, release: Release) -> FileResponse:
    """The archive as a download; the journal notes who took it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    at = timezone.now()
    by = staff_user(request).get_username()
    export.write(release, file, by=by, at=at)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=export.name_of(release, at=at)
    )
