"""Links by which people without an account preview a release, and their uses."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.release import Release
from releases.models.fields import user_foreign_key, who_and_when


class PreviewLink(models.Model):
    """A link for one outsider to one release, until it expires or is revoked.

    Its address is signed; the row alone is not enough to make one.
    """

    ref = models.UUIDField(
        _("reference"), default=uuid.uuid4, unique=True, editable=False
    )
    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("release"),
    )
    whom = models.CharField(
        _("for whom"),
        max_length=200,
        help_text=_("The person who will read it. The journal records the name."),
    )
    made_by = user_foreign_key(_("made by"))
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_by = user_foreign_key(_("revoked by"), optional=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                name="preview_link_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="preview_link_names_its_reader", condition=~Q(whom="")
            ),
            who_and_when(
                "preview_link_is_revoked_by_somebody_at_some_time",
                who="revoked_by",
                when="revoked_at",
                message=_("A revocation needs both a name and a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"for {self.whom}"

    def opens(self, *, at: dt.datetime) -> bool:
        """Tell whether the link works at this moment."""
        return self.revoked_at is None and self.made_at <= at < self.expires_at


class PreviewOpening(models.Model):
    """One use of a preview link: when, from which IP address, and for which file, if any."""

    link = models.ForeignKey(
        PreviewLink,
        on_delete=models.CASCADE,
        related_name="openings",
        db_index=False,
        verbose_name=_("preview link"),
    )
    at = models.DateTimeField(_("opened at"))
    origin = models.CharField(_("opened from"), max_length=100)
    file = models.CharField(_("file"), max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        verbose_name = _("preview opening")
        verbose_name_plural = _("preview openings")
        indexes = [
            # the latest uses of one link
            models.Index(fields=["link", "-at"], name="preview_opening_by_link")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} from {self.origin}"
