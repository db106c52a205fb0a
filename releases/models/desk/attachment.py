"""Files that go out with a release or an event."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from releases.models.desk.event import Event
from releases.models.desk.release import Release

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}


def new_token() -> str:
    """Sixteen random bytes: nobody guesses the address of a file."""
    return secrets.token_urlsafe(16)


def sha256_of(file: File[Any]) -> str:
    """The file's SHA-256 (FIPS 180-4) in hexadecimal; the file is rewound."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def sealed_name(sha256: str) -> str:
    """Where a file lies in private storage: by its content, so never overwritten."""
    return f"attachments/{sha256[:2]}/{sha256}"


def validate_kind(file: FieldFile) -> None:
    """Refuse a newly given file of a kind that readers are not served.

    Once put away, a file is known by its SHA-256 and its name has no ending.
    """
    if not getattr(file, "_committed", True):
        FileExtensionValidator(sorted(MEDIA_TYPES))(file)


class Attachment(models.Model):
    """A file in private storage, known by its SHA-256 and never overwritten.

    Another file is another attachment. Only the record's gate serves it, and only
    from the instant its release or event is public.
    """

    release = models.ForeignKey(
        Release,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    event = models.ForeignKey(
        Event,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(
        max_length=200, help_text="What readers see: Financial tables, third quarter."
    )
    file = models.FileField(
        max_length=200,
        validators=[validate_kind],
        help_text="Kept privately; readers get it when the release is public.",
    )
    name = models.CharField("file name", max_length=200, editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    token = models.CharField(
        max_length=40, default=new_token, unique=True, editable=False
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_belongs_to_one_release_or_one_event",
                condition=Q(release__isnull=False, event__isnull=True)
                | Q(release__isnull=True, event__isnull=False),
                violation_error_message="A file belongs to a release or to an event.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Put a newly given file away under its SHA-256, once."""
        upload = self.file
        if upload and not getattr(upload, "_committed", True):
            self.name = upload.name.rpartition("/")[2][-200:]
            self.size = upload.size
            sha256 = sha256_of(upload.file)
            if self.sha256 and self.sha256 != sha256:
                self.token = new_token()
            self.sha256 = sha256
            place = sealed_name(sha256)
            if not default_storage.exists(place):
                default_storage.save(place, upload.file)
            self.file.name = place
            self.file._committed = True  # noqa: SLF001 - the file is put away already
        super().save(*args, **kwargs)

    @property
    def media_type(self) -> str:
        """The type that readers are told (RFC 9110), by the name's ending."""
        ending = self.name.rpartition(".")[2].lower()
        return MEDIA_TYPES.get(ending, "application/octet-stream")
