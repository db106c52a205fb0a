"""What every change leaves behind: the row as it was, and as it became."""

from __future__ import annotations

from django.db import models

from releases.models.record.journal import JournalEntry


class Trace(models.Model):
    """One change of one row, written by the database's own triggers.

    `before` and `after` are JSON objects of the columns that changed. `by` and `origin`
    are empty where nobody said who wrote. The journal's next `entry` seals it.
    """

    class Action(models.TextChoices):
        """What was done to the row."""

        FOUND = "found", "found"
        INSERT = "insert", "added"
        UPDATE = "update", "changed"
        DELETE = "delete", "deleted"

    at = models.DateTimeField()
    subject = models.CharField(max_length=120)
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    action = models.CharField(max_length=6, choices=Action)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)
    origin = models.CharField("from", max_length=100, blank=True)
    entry = models.ForeignKey(
        JournalEntry,
        to_field="seq",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="traces",
        verbose_name="sealed by",
    )

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        verbose_name = "change"
        indexes = [
            # what concerns one release, latest first
            models.Index(fields=["subject", "-id"], name="trace_by_subject"),
            # the history of one row, for verify_record
            models.Index(fields=["table", "row", "id"], name="trace_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.get_action_display()}"
