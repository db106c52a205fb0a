"""Who did what, and when: a diary nobody can edit."""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One thing that was done, chained to the one before it.

    `at` is the database's clock. `seal` is the SHA-256 of the entry's canonical form
    with the previous entry's seal in it. `changes` is the digest of the changes of rows
    (`Trace`) that this entry seals, and `sealed` how many they are.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, blank=True)
    detail = models.TextField(blank=True)
    sealed = models.PositiveIntegerField("changes sealed", default=0)
    changes = models.CharField("digest of the changes", max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-seq"]
        default_permissions = ("view",)
        verbose_name_plural = "journal"
        indexes = [
            # what was done to one release, latest first
            models.Index(fields=["subject", "-seq"], name="journal_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.by}: {self.action} {self.subject}"
