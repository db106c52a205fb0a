"""Who must approve what, who did, and who stands in for whom."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q

from releases.models.desk.category import Category
from releases.models.desk.release import Release


class RequiredApproval(models.Model):
    """A role that must approve every release of a category.

    A category without one is approved by one person who did not write the release.
    """

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="required_approvals"
    )
    role = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        help_text="The group of staff of whom one must approve: Counsel, Finance.",
    )

    class Meta:
        ordering = ["category", "pk"]
        verbose_name = "required approval"
        constraints = [
            models.UniqueConstraint(
                name="category_requires_a_role_once",
                fields=["category", "role"],
                violation_error_message="This role is required already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.role}"


class Approval(models.Model):
    """What one person approved, for which role, and what they had read.

    `words` is the digest of everything an approval covers; `content` is the same
    without the instant. Whether an edit has voided it is never stored: it stands while
    the release's own digest is this one, and until its round ends (`ended_at`: sent
    back, called off, opened for correction). `document` is the canonical form of what
    was read.
    """

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="approvals"
    )
    role = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    standing_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    emergency = models.BooleanField(default=False)
    words = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    document = models.TextField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="approval_is_given_once_by_each_person",
                fields=["release", "by", "words"],
                condition=Q(ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="approval_is_given_once_for_each_role",
                fields=["release", "role", "words"],
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
    """Somebody is away, and a deputy approves in their roles until they are back.

    It holds from `starts` and no longer at `ends`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message="The absence ends before it starts.",
            ),
            models.CheckConstraint(
                name="absence_has_another_person_as_deputy",
                condition=~Q(person=F("deputy")),
                violation_error_message="A deputy is somebody else.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.person}"

    def covers(self, at: dt.datetime) -> bool:
        """Whether the deputy stands in at this moment."""
        return self.starts <= at < self.ends
