"""What readers at the desk say of a release: comments, and answers to checks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from releases.models.desk.release import Release


class Comment(models.Model):
    """What somebody wants changed, pinned to the words it is about."""

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="comments"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    passage = models.TextField(
        blank=True, help_text="The words it is about, as they stand in the text."
    )
    text = models.TextField("comment")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="comment_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="comment_is_settled_by_somebody_at_some_time",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Waiver(models.Model):
    """Why a check may be passed over, in writing.

    It holds for what the check found then: `covers` is the digest of its findings, so
    another finding of the same check is asked about again.
    """

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="waivers"
    )
    check_id = models.CharField("check", max_length=40)
    covers = models.CharField(max_length=64)
    found = models.TextField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="waiver_answers_a_finding_once",
                fields=["release", "check_id", "covers"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.reason}"
