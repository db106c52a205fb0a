"""What somebody typed into a draft and has not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.release import Release


class UnsavedForm(models.Model):
    """The fields of a release's form as one person left them; nobody else is shown them.

    `release` is empty for a release that was never saved. `fields` is a JSON list of names
    and values, empty once the form was saved: `page_token` names the page that sent them,
    and what a saved page still sends is refused.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("user"),
    )
    release = models.ForeignKey(
        Release,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("release"),
    )
    page_token = models.CharField(_("token of the page"), max_length=64)
    fields = models.TextField(_("fields"), blank=True)
    at = models.DateTimeField(_("kept at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("unsaved form")
        verbose_name_plural = _("unsaved forms")
        constraints = [
            models.UniqueConstraint(
                name="unsaved_form_is_one_for_user_and_release",
                fields=["user", "release"],
                condition=Q(release__isnull=False),
            ),
            models.UniqueConstraint(
                name="unsaved_form_of_a_new_release_is_one_for_user",
                fields=["user"],
                condition=Q(release__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Unsaved text"))
