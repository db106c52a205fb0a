"""Files that go out with a release, an event, a report or a page."""

from __future__ import annotations

import secrets
from functools import reduce
from operator import or_
from typing import Any

from django.core.files.storage import default_storage
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from releases.models.desk.event import Event
from releases.models.desk.release import Release
from releases.models.desk.report import Report
from releases.models.desk.site_page import SitePage
from releases.models.record.kinds import FileRole
from releases.models.stored_file import sha256_of, storage_name

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
    """Return sixteen random bytes for the file's address, which nobody can guess."""
    return secrets.token_urlsafe(16)


def validate_kind(file: FieldFile) -> None:
    """Refuse a new upload of a kind that readers are not served.

    A stored file is named by its SHA-256 and has no extension to check.
    """
    if not getattr(file, "_committed", True):
        FileExtensionValidator(sorted(MEDIA_TYPES))(file)


# What a file may belong to, by the names of the keys.
OWNERS = ("release", "event", "report", "page")


def _belongs_to(owner: str) -> Q:
    """Return the condition that a file belongs to this owner and to no other."""
    return Q(**{f"{name}__isnull": name != owner for name in OWNERS})


class Attachment(models.Model):
    """A file in private storage, named by its SHA-256 and never overwritten.

    Another file is another attachment. Readers get it only from the instant at which
    what it belongs to is public.
    """

    release = models.ForeignKey(
        Release,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name=_("release"),
    )
    event = models.ForeignKey(
        Event,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name=_("event"),
    )
    report = models.ForeignKey(
        Report,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name=_("report"),
    )
    page = models.ForeignKey(
        SitePage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
        verbose_name=_("page"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(
        _("title"),
        max_length=200,
        help_text=_("What readers see, such as: Financial tables, third quarter."),
    )
    role = models.CharField(
        _("kind of document"),
        max_length=12,
        blank=True,
        choices=FileRole,
        default=FileRole.NONE,
        db_default=FileRole.NONE,
        help_text=_("In which column of the results page readers find it."),
    )
    file = models.FileField(
        _("file"),
        max_length=200,
        validators=[validate_kind],
        help_text=_("Private until the release is public."),
    )
    name = models.CharField(_("file name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(
        _("size"), editable=False, help_text=_("In bytes.")
    )
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    token = models.CharField(
        _("token"), max_length=40, default=new_token, unique=True, editable=False
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                name="attachment_belongs_to_one_owner",
                condition=reduce(or_, map(_belongs_to, OWNERS)),
                violation_error_message=_(
                    "A file must belong to a release, an event, a report or a page."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new upload under its SHA-256, once."""
        upload = self.file
        if upload and not getattr(upload, "_committed", True):
            self.name = upload.name.rpartition("/")[2][-200:]
            self.size = upload.size
            sha256 = sha256_of(upload.file)
            if self.sha256 and self.sha256 != sha256:
                self.token = new_token()
            self.sha256 = sha256
            place = storage_name(sha256)
            if not default_storage.exists(place):
                default_storage.save(place, upload.file)
            self.file.name = place
            self.file._committed = True  # noqa: SLF001 - the file is stored already
        super().save(*args, **kwargs)

    @property
    def media_type(self) -> str:
        """The media type to serve it with (RFC 9110), by the name's extension."""
        extension = self.name.rpartition(".")[2].lower()
        return MEDIA_TYPES.get(extension, "application/octet-stream")
