"""Which mails a member of staff does not want. Whoever chose nothing gets all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.readers.models.mailing import STAFF_MAILS


class StaffOptOut(models.Model):
    """A kind of mail that one member of staff refused, by the id of the account."""

    staff = models.PositiveBigIntegerField()
    kind = models.CharField(_("kind"), max_length=12)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="staff_opt_out_is_made_once", fields=["staff", "kind"]
            ),
            models.CheckConstraint(
                name="staff_opt_out_is_of_a_mail_to_staff",
                condition=Q(kind__in=STAFF_MAILS),
            ),
        ]

    def __str__(self) -> str:
        return self.kind
