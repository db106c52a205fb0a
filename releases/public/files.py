"""The public view of published files."""

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
from releases.models.record.kinds import Kind
from releases.models.record.seal_context import seal_moment
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.public_sections import public_sections
from releases.record.public_view import PublicationRef, PublicView
from releases.record.published import profile, published_release
from releases.text.byte_ranges import ByteRange, RangeNotSatisfiable, parse_range
from releases.text.public_paths import file_path

# Types that browsers display; anything else is sent as a download.
INLINE_TYPES = {"application/pdf", "image/png", "image/jpeg"}
# Up to this size (in bytes) a file is one response, which the page cache can store.
MAX_CACHEABLE_SIZE = 4 * 1024 * 1024
CHUNK_SIZE = 64 * 1024
# The internal location of private storage in nginx's configuration: docs/nginx.md.
NGINX_LOCATION = "/private/"


@method_decorator(csrf_exempt, name="dispatch")
class FileGate(PublicView, View):
    """A published file, from the instant of its publication, unless it is sealed.

    Nothing else reads private storage for the public.
    """

    http_method_names = ["get", "head"]
    accepts_ranges = True

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return [file_path(token, name) for token, name in ref.files]

    def get(self, request: HttpRequest, token: str, name: str) -> HttpResponseBase:
        """Send the file, or a redirect to it, as IRSITE_FILE_DELIVERY says; 410 if sealed."""
        at = moment_of(request)
        disclosed = Publication.objects.with_file(token).disclosed(at=at)
        latest = disclosed.first()
        file = latest.files.get(token=token) if latest else None
        if latest is None or file is None or file.name != name:
            raise Http404
        if not disclosed.unsealed(at=seal_moment(at)).exists():
            context = {
                "issuer": per_interval(request, profile),
                "sections": per_interval(request, public_sections),
                "path": published_release(latest).path,
            }
            page = render_to_string("releases/sealed_file.html", context)
            return HttpResponseGone(page)
        # A logo is part of each page, and pages load nothing from another host.
        if settings.IRSITE_FILE_DELIVERY == "redirect" and latest.kind != Kind.PROFILE:
            # The presigned URL expires in a minute, so the redirect is not cached.
            return HttpResponseRedirect(
                presigned_url(file, request), headers={"Cache-Control": "no-store"}
            )
        if settings.IRSITE_FILE_DELIVERY == "nginx":
            return with_file_headers(HttpResponse(headers=nginx_headers(file)), file)
        not_modified = get_conditional_response(request, etag=file_etag(file))
        if not_modified is not None:
            not_modified.headers["ETag"] = file_etag(file)
            return not_modified
        if file.size <= MAX_CACHEABLE_SIZE:
            with default_storage.open(file.storage_name) as content:
                return with_file_headers(HttpResponse(content.read()), file)
        return with_file_headers(streaming_response(request, file), file)


def with_file_headers(
    response: HttpResponseBase, file: PublishedFile
) -> HttpResponseBase:
    """Set the file's type, disposition and entity tag on the response; return it."""
    for name, value in content_headers(file).items():
        response.headers[name] = value
    response.headers["ETag"] = file_etag(file)
    return response


def content_headers(file: PublishedFile) -> dict[str, str]:
    """Return the Content-Type and Content-Disposition of a file."""
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": str(
            content_disposition_header(
                as_attachment=file.media_type not in INLINE_TYPES, filename=file.name
            )
        ),
    }


def file_etag(file: PublishedFile) -> str:
    """Return the entity tag of a file: the SHA-256 of its content, quoted."""
    return f'"{file.sha256}"'


def nginx_headers(file: PublishedFile) -> dict[str, str]:
    """Return the header that makes nginx send the file from private storage."""
    return {"X-Accel-Redirect": NGINX_LOCATION + file.storage_name}


class PresigningStorage(Protocol):
    """A storage that sends files itself to clients that have a presigned URL."""

    def presigned_url(
        self, name: str, *, headers: Mapping[str, str], method: str
    ) -> str:
        """Return a URL that works for a short time, with these response headers."""


def presigned_url(file: PublishedFile, request: HttpRequest) -> str:
    """Return a URL at which the storage sends the file as FileGate would."""
    headers = {**content_headers(file), "Cache-Control": "no-cache"}
    storage = cast(PresigningStorage, default_storage)
    method = request.method or "GET"
    return storage.presigned_url(file.storage_name, headers=headers, method=method)


def streaming_response(request: HttpRequest, file: PublishedFile) -> HttpResponseBase:
    """Return a large file, or the byte range that was asked for (RFC 9110, 14).

    Answers 206 with a range, 416 if it cannot be satisfied.
    """
    whole = ByteRange(0, file.size)
    if_range = request.headers.get("If-Range", file_etag(file))
    header = request.headers.get("Range", "") if if_range == file_etag(file) else ""
    try:
        part = parse_range(header, file.size) if request.method == "GET" else None
    except RangeNotSatisfiable:
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{file.size}"}
        )
    sent = part or whole
    response = StreamingHttpResponse(
        FileChunks(default_storage.open(file.storage_name), sent),
        status=206 if part else 200,
        headers={"Accept-Ranges": "bytes", "Content-Length": sent.stop - sent.start},
    )
    if part:
        response.headers["Content-Range"] = part.content_range(file.size)
    return response


class FileChunks:
    """The bytes of a range, chunk by chunk; `close` also works if nobody reads them."""

    def __init__(self, content: IO[bytes], sent: ByteRange) -> None:
        self.close = content.close
        self._content = content
        self._range = sent

    def __iter__(self) -> Iterator[bytes]:
        self._content.seek(self._range.start)
        left = self._range.stop - self._range.start
        while left and (chunk := self._content.read(min(CHUNK_SIZE, left))):
            left -= len(chunk)
            yield chunk
