"""The gate that every attachment passes: nothing else reads private storage."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseGone
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.models import Publication
from releases.models.record.looking_back import seen_from
from releases.record.moment import moment_of
from releases.record.published import published_release

# Shown in the browser; anything else is handed over as a download.
SHOWN = {"application/pdf", "image/png", "image/jpeg"}


@method_decorator(csrf_exempt, name="dispatch")
class FileGate(View):
    """A file from the instant its publication is public, unless that is sealed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, name: str) -> HttpResponseBase:
        """The file itself, streamed; or the word that it is no longer shown (410)."""
        at = moment_of(request)
        disclosed = Publication.objects.holding(token).disclosed(at=at)
        latest = disclosed.first()
        file = latest.files.get(token=token) if latest else None
        if latest is None or file is None or file.name != name:
            raise Http404
        if not disclosed.unsealed(at=seen_from(at)).exists():
            page = {"path": published_release(latest).path}
            return HttpResponseGone(render_to_string("releases/sealed_file.html", page))
        etag = f'"{file.sha256}"'
        known = get_conditional_response(request, etag=etag)
        if known is not None:
            known.headers["ETag"] = etag
            return known
        return FileResponse(
            default_storage.open(file.place),
            as_attachment=file.media_type not in SHOWN,
            filename=file.name,
            content_type=file.media_type,
            headers={"ETag": etag},
        )
