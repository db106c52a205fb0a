"""Images that texts show, each in several sizes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.attachment import new_token
from releases.models.fields import user_foreign_key
from releases.models.stored_file import storage_name


class Image(models.Model):
    """An image of the library, which texts show by the address of its largest file.

    Another picture is another image. `alt` is what readers get who don't see it; it is
    empty only for one that says nothing, which is `decorative`.
    """

    name = models.CharField(_("name"), max_length=200)
    alt = models.CharField(
        _("text for who can’t see it"),
        max_length=500,
        blank=True,
        help_text=_(
            "What the image says, such as: Net revenue by quarter, from $301 million to "
            "$412 million. Readers of mails, and of screen readers, get this instead."
        ),
    )
    decorative = models.BooleanField(
        _("only decorates"),
        default=False,
        help_text=_("It says nothing that readers would miss."),
    )
    by = user_foreign_key(_("added by"))
    at = models.DateTimeField(_("added at"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(
                name="image_has_a_text_or_only_decorates",
                condition=(Q(alt="") & Q(decorative=True))
                | (~Q(alt="") & Q(decorative=False)),
                violation_error_message=_(
                    "Say what the image shows, or tick that it only decorates; not both."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImageFile(models.Model):
    """One size of an image, in private storage under its SHA-256; it is never changed."""

    image = models.ForeignKey(
        Image,
        on_delete=models.CASCADE,
        related_name="files",
        verbose_name=_("image"),
    )
    name = models.CharField(_("file name"), max_length=200)
    width = models.PositiveIntegerField(_("width"), help_text=_("In pixels."))
    height = models.PositiveIntegerField(_("height"), help_text=_("In pixels."))
    media_type = models.CharField(_("media type"), max_length=20)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    sha256 = models.CharField("SHA-256", max_length=64)
    token = models.CharField(
        _("token"), max_length=40, default=new_token, unique=True, editable=False
    )

    class Meta:
        ordering = ["image", "width"]
        default_permissions = ()
        verbose_name = _("size of an image")
        verbose_name_plural = _("sizes of images")
        constraints = [
            models.UniqueConstraint(
                name="image_has_one_file_of_a_width", fields=["image", "width"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Its name in private storage."""
        return storage_name(self.sha256)
