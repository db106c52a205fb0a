"""What reviewers at the desk add to a release: comments, and answers to checks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.release import Release
from releases.models.fields import user_foreign_key, who_and_when


class Comment(models.Model):
    """A change that somebody asks for, attached to a passage of the text; or a reply.

    `words_before` and `words_after` are those around the passage, by which one of several like it
    is told from the others.
    """

    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        related_name="comments",
        verbose_name=_("release"),
    )
    by = user_foreign_key(_("written by"))
    at = models.DateTimeField(_("written at"))
    passage = models.TextField(
        _("passage"),
        blank=True,
        help_text=_("The passage that you comment on, copied from the text."),
    )
    words_before = models.CharField(
        _("words before it"), max_length=80, blank=True, default="", db_default=""
    )
    words_after = models.CharField(
        _("words after it"), max_length=80, blank=True, default="", db_default=""
    )
    text = models.TextField(_("comment"))
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
        verbose_name=_("reply to"),
    )
    resolved_by = user_foreign_key(_("resolved by"), optional=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                name="comment_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="reply_has_no_passage_and_is_not_resolved",
                condition=Q(reply_to__isnull=True)
                | Q(passage="", resolved_at__isnull=True),
            ),
            who_and_when(
                "comment_is_resolved_by_somebody_at_some_time",
                who="resolved_by",
                when="resolved_at",
                message=_("A resolved comment needs both a name and a time."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it is a comment that nobody has resolved, and no reply to one."""
        return self.resolved_at is None and self.reply_to_id is None


class Waiver(models.Model):
    """The reason, in writing, why a check's findings may stay.

    It covers the findings of that time only: `covers` is their digest, so another
    finding of the same check must be answered again.
    """

    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        related_name="waivers",
        verbose_name=_("release"),
    )
    check_id = models.CharField(_("check"), max_length=40)
    covers = models.CharField(_("digest of the findings"), max_length=64)
    found = models.TextField(_("findings"))
    reason = models.TextField(_("reason"), blank=True)
    by = user_foreign_key(_("waived by"))
    at = models.DateTimeField(_("waived at"))

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                name="waiver_answers_a_finding_once",
                fields=["release", "check_id", "covers"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.reason}"
