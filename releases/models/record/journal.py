"""Who did what, and when: a log that nobody can edit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One action, chained to the entry before it.

    `at` is the database's clock. `seal` is the SHA-256 of the entry's canonical form,
    which holds the seal of the entry before. `changes_digest` is the digest of the row
    changes (`RowChange`) that this entry seals, and `changes_sealed` their number.
    """

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    by = models.CharField(_("by"), max_length=150)
    action = models.CharField(_("action"), max_length=40)
    subject = models.CharField(_("subject"), max_length=120)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    changes_sealed = models.PositiveIntegerField(_("changes sealed"), default=0)
    changes_digest = models.CharField(
        _("digest of the changes"), max_length=64, blank=True
    )
    previous = models.CharField(_("previous seal"), max_length=64, blank=True)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        ordering = ["-seq"]
        default_permissions = ("view",)
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            # what was done to one release, latest first
            models.Index(fields=["subject", "-seq"], name="journal_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.by}: {self.action} {self.subject}"
