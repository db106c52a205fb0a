"""The history of every row: what was there before a change, and after it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.record.journal import JournalEntry


class RowChange(models.Model):
    """One change of one row, written by the database's own triggers.

    `before` and `after` are JSON objects of the columns that changed. `by` and `origin`
    are empty where the author is unknown; `code` proves that irsite wrote them. The journal's next `entry` seals the change.
    """

    class Action(models.TextChoices):
        """The kind of change; FOUND is a row that was there before the triggers."""

        FOUND = "found", _("found")
        INSERT = "insert", _("added")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")

    at = models.DateTimeField(_("time"))
    subject = models.CharField(_("subject"), max_length=120)
    table = models.CharField(_("table"), max_length=63)
    row = models.BigIntegerField(_("row"))
    action = models.CharField(_("action"), max_length=6, choices=Action)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    by = models.CharField(_("changed by"), max_length=150, blank=True)
    origin = models.CharField(_("from"), max_length=100, blank=True)
    code = models.CharField(_("authentication code"), max_length=81, blank=True)
    entry = models.ForeignKey(
        JournalEntry,
        to_field="seq",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="row_changes",
        verbose_name=_("sealed by"),
    )

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            # the changes of one release, latest first
            models.Index(fields=["subject", "-id"], name="row_change_by_subject"),
            # the history of one row, for verify_record
            models.Index(fields=["table", "row", "id"], name="row_change_by_row"),
        ]

    def __str__(self) -> str:
        name = self.table.partition("_")[2].replace("_", " ")
        return f"{name} {self.row}: {self.get_action_display()}"
