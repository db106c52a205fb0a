"""The issuer's logo, as the site drew it from what was uploaded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.desk.attachment import new_token
from releases.models.desk.issuer import Issuer
from releases.models.stored_file import storage_name


class Scheme(models.TextChoices):
    """The schemes of colours in which readers may have pages."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Logo(models.Model):
    """A PNG in private storage under its SHA-256; another picture has another token."""

    issuer = models.ForeignKey(
        Issuer,
        on_delete=models.CASCADE,
        related_name="logos",
        verbose_name=_("company"),
    )
    scheme = models.CharField(_("for pages that are"), max_length=5, choices=Scheme)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveIntegerField(
        _("size"), editable=False, help_text=_("In bytes.")
    )
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    token = models.CharField(
        _("token"), max_length=40, default=new_token, unique=True, editable=False
    )

    class Meta:
        ordering = ["-scheme"]
        default_permissions = ()
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints = [
            models.UniqueConstraint(
                name="logo_is_one_a_scheme", fields=["issuer", "scheme"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name with which it is served."""
        return "logo.png" if self.scheme == Scheme.LIGHT else "logo-dark.png"

    @property
    def storage_name(self) -> str:
        """Its name in private storage."""
        return storage_name(self.sha256)
