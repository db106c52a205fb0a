"""A list of subscribers that staff uploaded, between its dry run and their word."""

from __future__ import annotations

from django.db import models


class SubscriberImport(models.Model):
    """One uploaded file, kept until it is imported, given up, or a day old.

    `content` is compressed (zlib), `digest` the SHA-256 of the file. `basis` is how the
    people on the list agreed, in the words of the account `user` who uploaded it.
    """

    user = models.BigIntegerField()
    filename = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="import_of_subscribers_states_its_basis",
                condition=~models.Q(basis=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.at.isoformat()}"
