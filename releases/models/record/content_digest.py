"""Digests of what publications say, by which what somebody brings is found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.record.publication import Publication


class ContentDigest(models.Model):
    """The first 128 bits of the SHA-256 of a publication, or of a part of it.

    A document and a file are digested as they are, texts as
    `releases.text.text_digests` makes them equal.
    """

    class Part(models.TextChoices):
        """What is digested."""

        DOCUMENT = "document", _("Document")
        FILE = "file", _("File")
        RELEASE = "release", _("Whole release")
        TEXT = "text", _("Whole text")
        PASSAGE = "passage", _("Paragraph")

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="content_digests",
        verbose_name=_("publication"),
    )
    part = models.CharField(_("part"), max_length=10, choices=Part)
    digest = models.CharField(_("digest"), max_length=32)

    class Meta:
        default_permissions = ()
        verbose_name = _("digest of content")
        verbose_name_plural = _("digests of content")
        constraints = [
            models.UniqueConstraint(
                name="content_digest_stands_once_in_a_publication",
                fields=["digest", "part", "publication"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.digest}"
