"""The gate that every attachment passes: nothing else reads private storage."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.models import Publication, PublishedFile
from releases.models.record.kinds import Notice
from releases.record.moment import moment_of

# Shown in the browser; anything else is handed over as a download.
SHOWN = {"application/pdf", "image/png", "image/jpeg"}


@method_decorator(csrf_exempt, name="dispatch")
class FileGate(View):
    """A file from the instant its publication is public until it is withdrawn."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, name: str) -> HttpResponseBase:
        """The file itself, streamed."""
        file = self.file(token, at=moment_of(request))
        if file.name != name:
            raise Http404
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

    def file(self, token: str, *, at: dt.datetime) -> PublishedFile:
        """The file at this token, if what it went out with was not withdrawn."""
        disclosed = Publication.objects.holding(token).disclosed(at=at).first()
        if disclosed is None:
            raise Http404
        stands = Publication.objects.chain_of(disclosed).live(at=at).first()
        if stands is None or stands.notice == Notice.WITHDRAWAL:
            raise Http404
        return disclosed.files.get(token=token)
