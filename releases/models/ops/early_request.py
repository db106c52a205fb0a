"""Requests for pages before they were public. The public never reads them."""

from __future__ import annotations

from django.db import models


class EarlyRequest(models.Model):
    """How often one client asked for one path before it was public.

    `source` is a keyed hash of the client's IP address; empty where there were too many
    clients to tell apart.
    """

    path = models.CharField(max_length=300)
    source = models.CharField(max_length=16)
    requests = models.PositiveBigIntegerField()
    since = models.DateTimeField()
    latest = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="early_request_is_counted_once_for_path_and_source",
                fields=["path", "source"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.requests}"
