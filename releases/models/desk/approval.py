"""Who must approve what, who did, and who approves for an absent colleague."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.category import Category
from releases.models.desk.release import Release
from releases.models.fields import user_foreign_key


class RequiredApproval(models.Model):
    """A role that must approve every release of a category.

    A category without one is approved by one person who did not write the release.
    """

    category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        related_name="required_approvals",
        verbose_name=_("category"),
    )
    role = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        verbose_name=_("role"),
        help_text=_(
            "One member of this group must approve (for example Counsel or Finance)."
        ),
    )

    class Meta:
        ordering = ["category", "pk"]
        verbose_name = _("required approval")
        verbose_name_plural = _("required approvals")
        constraints = [
            models.UniqueConstraint(
                name="category_requires_a_role_once",
                fields=["category", "role"],
                violation_error_message=_("This role is already required."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.role}"


class Approval(models.Model):
    """One person's approval of a release, for one role, with the document they read.

    `full_digest` covers everything that an approval covers; `content_digest` is the same
    without the instant. Whether an edit has voided the approval is never stored: it
    counts while the release's own digest is `full_digest`, and until its round ends
    (`ended_at`: sent back, called off, opened for correction). `document` is the
    canonical form of what was read.
    """

    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        related_name="approvals",
        verbose_name=_("release"),
    )
    role = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("role"),
    )
    by = user_foreign_key(_("approved by"))
    standing_in_for = user_foreign_key(_("deputy for"), optional=True)
    at = models.DateTimeField(_("approved at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    emergency = models.BooleanField(_("emergency"), default=False)
    full_digest = models.CharField(_("digest with the instant"), max_length=64)
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    document = models.TextField(_("document"))

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                name="approval_is_given_once_by_each_person",
                fields=["release", "by", "full_digest"],
                condition=Q(ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="approval_is_given_once_for_each_role",
                fields=["release", "role", "full_digest"],
                condition=Q(role__isnull=False, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="approval_stands_in_for_somebody_else",
                condition=Q(standing_in_for__isnull=True) | ~Q(standing_in_for=F("by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} on {self.release}"


class Absence(models.Model):
    """A time in which a deputy approves in the roles of somebody who is away.

    It holds from `starts` and no longer at `ends`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="absences",
        verbose_name=_("person"),
    )
    deputy = user_foreign_key(_("deputy"))
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("The absence must end after it starts."),
            ),
            models.CheckConstraint(
                name="absence_has_another_person_as_deputy",
                condition=~Q(person=F("deputy")),
                violation_error_message=_("Choose somebody else as deputy."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}"

    def covers(self, at: dt.datetime) -> bool:
        """Tell whether the deputy may approve at this moment."""
        return self.starts <= at < self.ends
