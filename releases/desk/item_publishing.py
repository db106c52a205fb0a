"""The end that everything which is saved and published has in common."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.contrib.auth.models import User
from django.db.models import Model

from releases.models import JournalAction
from releases.record import journal, publishing
from releases.record.frozen_pages import FrozenPage

_NOON = dt.time(12)


def noon(day: dt.date, *, zone: str) -> dt.datetime:
    """Return noon of the day in the zone (IANA)."""
    return dt.datetime.combine(day, _NOON, zoneinfo.ZoneInfo(zone))


def publish_page(
    item: Model,
    page: FrozenPage,
    *,
    by: User | str,
    zone: str,
    at: dt.datetime | None = None,
    imported: publishing.Import | None = None,
) -> publishing.PublishResult:
    """Publish the frozen page of an item, and enter it into the journal.

    `at` and `zone` are as in `publishing.publish`; an import is signed by its caller.
    """
    result = publishing.publish([page], at=at, by=by, zone=zone, imported=imported)
    journal.write(
        JournalAction.PUBLISH_ITEM,
        f"{item._meta.model_name}:{item.pk}",
        by=by,
        digest=page.digest,
        detail=str(item),
    )
    return result
