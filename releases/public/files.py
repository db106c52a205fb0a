"""The gate that every attachment passes: nothing else reads private storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Protocol, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseGone,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.models import Publication, PublishedFile
from releases.models.record.seal_context import seen_from
from releases.record.moment import moment_of
from releases.record.public_view import PublicationRef, PublicView
from releases.record.published import published_release
from releases.text.byte_ranges import ByteRange, RangeNotSatisfiable, parse_range
from releases.text.public_paths import file_path

# Shown in the browser; anything else is handed over as a download.
SHOWN = {"application/pdf", "image/png", "image/jpeg"}
# Up to this size a file is answered in one piece, which the press can keep.
IN_ONE_PIECE = 4 * 1024 * 1024
PIECE = 64 * 1024
# Where nginx finds private storage; docs/nginx.md has its side.
ACCEL = "/private/"


@method_decorator(csrf_exempt, name="dispatch")
class FileGate(PublicView, View):
    """A file from the instant its publication is public, unless that is sealed."""

    http_method_names = ["get", "head"]
    accepts_ranges = True

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By the publication that it goes out with."""
        return [file_path(token, name) for token, name in ref.files]

    def get(self, request: HttpRequest, token: str, name: str) -> HttpResponseBase:
        """Send the file, or a redirect to it, as IRSITE_FILE_DELIVERY says; 410 if sealed."""
        at = moment_of(request)
        disclosed = Publication.objects.holding(token).disclosed(at=at)
        latest = disclosed.first()
        file = latest.files.get(token=token) if latest else None
        if latest is None or file is None or file.name != name:
            raise Http404
        if not disclosed.unsealed(at=seen_from(at)).exists():
            page = {"path": published_release(latest).path}
            return HttpResponseGone(render_to_string("releases/sealed_file.html", page))
        if settings.IRSITE_FILE_DELIVERY == "redirect":
            # Kept by nobody: the address soon opens nothing any more.
            return HttpResponseRedirect(
                presigned_url(file, request), headers={"Cache-Control": "no-store"}
            )
        if settings.IRSITE_FILE_DELIVERY == "nginx":
            return self.told(file, HttpResponse(headers=accel(file)))
        known = get_conditional_response(request, etag=etag_of(file))
        if known is not None:
            known.headers["ETag"] = etag_of(file)
            return known
        if file.size <= IN_ONE_PIECE:
            with default_storage.open(file.place) as content:
                return self.told(file, HttpResponse(content.read()))
        return self.told(file, streamed(request, file))

    def told(self, file: PublishedFile, answer: HttpResponseBase) -> HttpResponseBase:
        """The answer with what browsers need to know of the file."""
        for name, value in described(file).items():
            answer.headers[name] = value
        answer.headers["ETag"] = etag_of(file)
        return answer


def described(file: PublishedFile) -> dict[str, str]:
    """What it is, and whether it is shown or handed over."""
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": str(
            content_disposition_header(
                as_attachment=file.media_type not in SHOWN, filename=file.name
            )
        ),
    }


def etag_of(file: PublishedFile) -> str:
    """The digest of its content."""
    return f'"{file.sha256}"'


def accel(file: PublishedFile) -> dict[str, str]:
    """Has nginx send the file: it sees this header and takes it out."""
    return {"X-Accel-Redirect": ACCEL + file.place}


class PresigningStorage(Protocol):
    """A storage that sends files itself to clients that have a presigned URL."""

    def presigned_url(
        self, name: str, *, headers: Mapping[str, str], method: str
    ) -> str:
        """Return a URL that works for a short time, with these response headers."""


def presigned_url(file: PublishedFile, request: HttpRequest) -> str:
    """Return a URL at which the storage sends the file as FileGate would."""
    headers = {**described(file), "Cache-Control": "no-cache"}
    storage = cast(PresigningStorage, default_storage)
    method = request.method or "GET"
    return storage.presigned_url(file.place, headers=headers, method=method)


def streamed(request: HttpRequest, file: PublishedFile) -> HttpResponseBase:
    """A large file, or the part of it that was asked for (RFC 9110, 14)."""
    whole = ByteRange(0, file.size)
    tag = request.headers.get("If-Range", etag_of(file))
    wanted = request.headers.get("Range", "") if tag == etag_of(file) else ""
    try:
        part = parse_range(wanted, file.size) if request.method == "GET" else None
    except RangeNotSatisfiable:
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{file.size}"}
        )
    sent = part or whole
    answer = StreamingHttpResponse(
        Pieces(default_storage.open(file.place), sent),
        status=206 if part else 200,
        headers={"Accept-Ranges": "bytes", "Content-Length": sent.stop - sent.start},
    )
    if part:
        answer.headers["Content-Range"] = part.content_range(file.size)
    return answer


class Pieces:
    """The part of a file, piece by piece; it is closed also where nobody reads it."""

    def __init__(self, content: IO[bytes], part: ByteRange) -> None:
        self.close = content.close
        self._content = content
        self._part = part

    def __iter__(self) -> Iterator[bytes]:
        self._content.seek(self._part.start)
        left = self._part.stop - self._part.start
        while left and (piece := self._content.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
