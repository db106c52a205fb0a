"""A file that is read and not kept: it stays in memory, and only as much as is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from releases.intake.readers import MAX_FILE_BYTES


class HeldInMemory(FileUploadHandler):
    """Holds the beginning of one file, one byte more than may be read; no other file."""

    held: bytearray | None = None

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Take the first file."""
        if self.held is not None:
            raise SkipFile
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed through
        self.held = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep what there is room for."""
        assert self.held is not None
        self.held += raw_data[: MAX_FILE_BYTES + 1 - len(self.held)]
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, as long as it was held."""
        return SimpleUploadedFile(self.file_name or "file", bytes(self.held or b""))


View = Callable[[HttpRequest], HttpResponseBase]


def files_in_memory(view: View) -> View:
    """The view, with nothing of an upload written to a disk.

    The handler is set before anything reads the request, and Django's own check of the
    token reads it: so the view must check the token itself, as every page of the desk
    does (`AdminSite.admin_view`). Who is not signed in never gets that far:
    `resume.ask_to_sign_in` refuses what another site sent.
    """

    @csrf_exempt
    @wraps(view)
    def held(request: HttpRequest) -> HttpResponseBase:
        request.upload_handlers = [HeldInMemory(request)]
        return view(request)

    return held
