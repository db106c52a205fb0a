"""Files that were made from a publication once, and are served from storage ever after."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.record.publication import Publication
from releases.models.stored_file import derivative_name


class Derivative(models.Model):
    """One form of a publication, as it was first made; its bytes lie in private storage.

    `source` is the SHA-256 of all that it was made from, such as the issuer's profile at
    that instant: what is made ahead of a change of that is no longer found. It has no
    address of its own: readers come to it by its publication alone.
    """

    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="derivatives",
        verbose_name=_("publication"),
    )
    representation = models.CharField(_("representation"), max_length=40)
    source = models.CharField(_("source"), max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    made_with = models.CharField(_("made with"), max_length=100)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [
            models.UniqueConstraint(
                name="derivative_is_made_once",
                fields=["publication", "representation", "source"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.representation} {self.sha256[:12]}"

    @property
    def storage_name(self) -> str:
        """Its name in private storage."""
        return derivative_name(self.sha256)
