"""Tells the WebSub hub of each feed that a publication has changed, once its page is there.

Nothing is written and no connection is opened before the instant. A ping that is sent twice does
no harm, so whoever takes a row only puts it off: if it ends, another one sends it later.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings

from releases.alerts.hub_client import tell_hub
from releases.alerts.page_probe import PageProbe, path_of
from releases.models import Publication
from releases.readers.models import HubPing
from releases.record.horizon import generation
from releases.record.publication_refs import rows_between
from releases.representations import REPRESENTATIONS

logger = logging.getLogger(__name__)

# How far back publications are looked for, as after a time without couriers.
WINDOW = dt.timedelta(days=1)
# How long a ping is remembered. It is longer than a publication is looked for.
FORGET_AFTER = dt.timedelta(days=3)
# How long whoever takes a ping may take for it.
LEASE = dt.timedelta(minutes=2)
IDLE = 0.2
# When a hub is told again, in seconds; then it has failed.
RETRIES = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 7200, 14400)


class HubPinger:
    """Tells one hub what it is owed, one feed after the other."""

    def __init__(self, hub: str, *, probe: PageProbe) -> None:
        self._hub = hub
        self._probe = probe
        # What was seen last of the record, and when the next publication goes live.
        self._generation = -1
        self._next_instant: dt.datetime | None = None

    def step(self, *, at: dt.datetime) -> bool:
        """Do what there is to do at `at`, at most one ping; return whether there was any."""
        return self._discover(at) or self._send_next(at)

    def idle_time(self, *, at: dt.datetime) -> float:
        """Return how long to wait while there is nothing to do, in seconds."""
        if self._next_instant is None:
            return IDLE
        return min(max((self._next_instant - at).total_seconds(), 0.0), IDLE)

    def _discover(self, at: dt.datetime) -> bool:
        """Write down the pings of what has gone live; return whether there was any."""
        seen = generation()
        is_due = self._next_instant is not None and self._next_instant <= at
        if seen == self._generation and not is_due:
            return False
        HubPing.objects.filter(due=None, told_at__lte=at - FORGET_AFTER).delete()
        live = Publication.objects.changing_feeds(after=at - WINDOW, until=at)
        ids = set(live.values_list("pk", flat=True))
        known = HubPing.objects.filter(publication__in=ids)
        new = sorted(ids - set(known.values_list("publication", flat=True)))
        HubPing.objects.bulk_create(
            (HubPing(publication=id_, feeds=changed_feeds(id_), due=at) for id_ in new),
            ignore_conflicts=True,
        )
        self._next_instant = Publication.objects.all().next_live_from(at=at)
        self._generation = seen
        return bool(new)

    def _send_next(self, at: dt.datetime) -> bool:
        """Send the ping that is due first; return whether one was."""
        ping = HubPing.objects.due().filter(due__lte=at).order_by("due", "id").first()
        if ping is None:
            return False
        taken = HubPing.objects.filter(pk=ping.pk, due=ping.due)
        if taken.update(due=at + LEASE):
            self._send(ping, at)
        return True

    def _send(self, ping: HubPing, at: dt.datetime) -> None:
        publication = Publication.objects.filter(pk=ping.publication).first()
        if publication is None:  # The record was restored from a backup.
            ping.delete()
            return
        failed = ping.feeds
        if self._probe.has_page(path_of(publication)):
            failed = [
                feed
                for feed in ping.feeds
                if not tell_hub(self._hub, settings.IRSITE_URL + feed)
            ]
        if failed and ping.attempts < len(RETRIES):
            self._put_off(ping, failed, at)
            return
        if failed:
            logger.error(
                "The WebSub hub was not told of %d feeds of %s.", len(failed), ping
            )
        HubPing.objects.filter(pk=ping.pk).update(feeds=failed, due=None, told_at=at)

    def _put_off(self, ping: HubPing, feeds: list[str], at: dt.datetime) -> None:
        wait = dt.timedelta(seconds=RETRIES[ping.attempts])
        HubPing.objects.filter(pk=ping.pk).update(
            feeds=feeds, due=at + wait, attempts=ping.attempts + 1
        )


def changed_feeds(publication: int) -> list[str]:
    """Return the paths of the feeds that a publication is in."""
    return sorted(
        {
            path
            for row in rows_between(publication, publication)
            for representation in REPRESENTATIONS
            if representation.has_hub
            for path in representation.affected_paths(row.ref)
        }
    )
