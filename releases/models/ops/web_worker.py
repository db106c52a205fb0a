"""The state of the web workers, as each reports it to staff. The public never reads it."""

from __future__ import annotations

from django.db import models


class WebWorker(models.Model):
    """One worker process: when it last reported, its clock, and what it has prerendered.

    `offset` is its clock minus the database's, in microseconds. `next_instant` is the
    next instant at which the site changes; `ready` says that the worker has rendered its
    pages for that instant, but for `skipped`, which are more than it renders in advance.
    """

    name = models.CharField(max_length=100, primary_key=True)
    seen = models.DateTimeField()
    generation = models.PositiveBigIntegerField()
    offset = models.BigIntegerField()
    next_instant = models.DateTimeField(null=True)
    ready = models.BooleanField()
    skipped = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
