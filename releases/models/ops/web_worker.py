"""What the workers of the press tell the desk. Nothing here is read by the public."""

from __future__ import annotations

from django.db import models


class PressWorker(models.Model):
    """One worker: when it was last seen, how its clock stands, what it has ready.

    `offset` is its clock against the database's, in microseconds. `next_instant` is the
    next at which the site will be different; `ready` says that its pages for then are
    made.
    """

    name = models.CharField(max_length=100, primary_key=True)
    seen = models.DateTimeField()
    generation = models.PositiveBigIntegerField()
    offset = models.BigIntegerField()
    next_instant = models.DateTimeField(null=True)
    ready = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Sighting(models.Model):
    """Requests from one address on the network for a path that was not public yet.

    `source` is a keyed hash of that address; empty where there were too many to tell.
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
                name="sighting_is_counted_once_for_path_and_source",
                fields=["path", "source"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.requests}"
