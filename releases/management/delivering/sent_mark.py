"""Notices that the readers' tables are a backup from before the last mails were sent.

What was sent since the backup is due there again, or has not been discovered. So this
machine remembers when it sent the last mail, beside the database, and a courier that finds
the tables behind that does not start until a person says so.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from releases.alerts.holders import CannotDeliver
from releases.pagecache.clock import (
    HighWaterMark,
    from_datetime,
    to_datetime,
)
from releases.readers.database import readers_database
from releases.readers.models import Delivery, OutboxState, Outcome

# What a crashed server of PostgreSQL may have forgotten, since couriers do not wait for its
# disk, and clocks may differ: sent again with the same Message-ID, not a backup.
TOLERANCE = dt.timedelta(seconds=10)


class SentMark:
    """When this machine sent its last mail, in a file that no backup of a database restores."""

    def __init__(self) -> None:
        self._mark = HighWaterMark(settings.VAR / "sent-mark")

    def note(self, at: dt.datetime) -> None:
        """Note a mail that the tables have as sent at `at`."""
        self._mark.write(max(self._mark.read(), from_datetime(at)))

    def require_current_tables(self) -> None:
        """Require that the tables know of the last mail. Raises CannotDeliver."""
        marked = self._mark.read()
        if not marked:
            return
        sent = Delivery.objects.filter(outcome=Outcome.SENT)
        # Whoever was erased has no deliveries any more that would tell.
        erased = OutboxState.objects.values_list("erased_at", flat=True).first()
        known = (sent.aggregate(latest=Max("at"))["latest"], erased)
        latest = max(filter(None, known), default=None)
        if latest is None or latest + TOLERANCE < to_datetime(marked):
            raise CannotDeliver(
                _(
                    "The readers' database is older than the last mail that was sent from "
                    "here (%(time)s UTC): it is a backup. What was sent since would be sent "
                    "again. Run “manage.py deliver --after-restore” once: what is still due "
                    "is given up, and only what is published from now on is mailed."
                )
                % {"time": f"{to_datetime(marked):%Y-%m-%d %H:%M:%S}"}
            )

    def accept_restored_tables(self, *, at: dt.datetime) -> int:
        """Give up what is open, since it may have been sent, and start from now.

        Returns how many deliveries were given up.
        """
        with transaction.atomic(using=readers_database()):
            given_up = Delivery.objects.filter(outcome="").update(
                outcome=Outcome.UNKNOWN, due=None, courier=None, at=at
            )
            OutboxState.objects.update_or_create(pk=1, defaults={"floor": at})
        self._mark.write(0)
        return given_up
