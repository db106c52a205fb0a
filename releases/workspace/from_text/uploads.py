"""Uploads that are read and never written to disk, and only as much as is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from releases.intake.source_document import MAX_FILE_BYTES


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps at most MAX_FILE_BYTES + 1 bytes of the first file; skips all others."""

    content: bytearray | None = None

    def new_file(self, *args: object, **kwargs: object) -> None:
        if self.content is not None:
            raise SkipFile
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        self.content = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        assert self.content is not None
        self.content += raw_data[: MAX_FILE_BYTES + 1 - len(self.content)]
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return SimpleUploadedFile(self.file_name or "file", bytes(self.content or b""))


View = Callable[..., HttpResponseBase]


def uploads_in_memory(view: View) -> View:
    """Decorate a view so that nothing of an upload is written to disk.

    The handler must be set before anything reads the request, and Django's CSRF check
    reads it. So that check is skipped here, and the view must make it itself, as every
    page of the admin does (`AdminSite.admin_view`). A request without a session does
    not get that far: `session_expiry.ask_to_sign_in` refuses what another site sent.
    """

    @csrf_exempt
    @wraps(view)
    def with_handler(
        request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        request.upload_handlers = [InMemoryUploadHandler(request)]
        return view(request, *args, **kwargs)

    return with_handler
