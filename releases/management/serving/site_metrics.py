"""The metrics of the site that no worker counts: its mails, its disk, its backup.

Mails to staff are left out: that some wait, or are sent, can tell that a release does.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, F, Min, Q, When

from releases.alerts.mail_health import mail_down_since
from releases.readers.models import Delivery, HubPing, Rank
from releases.readers.models.mailing import DeliveryQuerySet
from releases.record.clock import read_clock
from releases.record.last_backup import backup_is_overdue, last_backup
from releases.text.open_metrics import MetricFamily, MetricSample

DATABASE_UP = MetricFamily(
    name="irsite_database_up",
    kind="gauge",
    help="Whether the database answers: 1, or 0.",
)
MAILS_WAITING = MetricFamily(
    name="irsite_mails_waiting",
    kind="gauge",
    help="Mails to readers that are not sent yet.",
)
MAIL_DELAY = MetricFamily(
    name="irsite_mail_delay_seconds",
    kind="gauge",
    unit="seconds",
    help="How long the mail to a reader has been owed that waits for longest.",
)
MAILS_FAILED = MetricFamily(
    name="irsite_mails_failed",
    kind="gauge",
    help="Mails to readers that failed for good and are still listed at the desk.",
)
MAIL_SYSTEM_UP = MetricFamily(
    name="irsite_mail_system_up",
    kind="gauge",
    help="Whether the mail system takes mails: 1, or 0.",
)
HUB_PINGS_WAITING = MetricFamily(
    name="irsite_hub_pings_waiting",
    kind="gauge",
    help="Publications of whose feeds the WebSub hub is still to be told.",
)
DISK_FREE = MetricFamily(
    name="irsite_disk_free_bytes",
    kind="gauge",
    unit="bytes",
    help="Free space on the disk of IRSITE_VAR.",
)
DISK_SIZE = MetricFamily(
    name="irsite_disk_size_bytes",
    kind="gauge",
    unit="bytes",
    help="Size of that disk.",
)
BACKUP_AGE = MetricFamily(
    name="irsite_backup_age_seconds",
    kind="gauge",
    unit="seconds",
    help="Age of the last backup of this machine.",
)
BACKUP_OVERDUE = MetricFamily(
    name="irsite_backup_overdue",
    kind="gauge",
    help="Whether this machine made no backup for 26 hours, or none at all: 1, or 0.",
)
SITE_FAMILIES = (
    DATABASE_UP,
    MAILS_WAITING,
    MAIL_DELAY,
    MAILS_FAILED,
    MAIL_SYSTEM_UP,
    HUB_PINGS_WAITING,
    DISK_FREE,
    DISK_SIZE,
    BACKUP_AGE,
    BACKUP_OVERDUE,
)
READERS_RANKS = (Rank.AWAITED, Rank.ALERT, Rank.DIGEST)


def site_samples(*, now: dt.datetime) -> Iterator[MetricSample]:
    """Yield the metrics of the site; without a database only those of the machine."""
    disk = os.statvfs(settings.VAR)
    yield DISK_FREE.sample(disk.f_bavail * disk.f_frsize)
    yield DISK_SIZE.sample(disk.f_blocks * disk.f_frsize)
    yield BACKUP_OVERDUE.sample(backup_is_overdue(now=now))
    backed_up = last_backup()
    if backed_up is not None:
        yield BACKUP_AGE.sample((now - backed_up).total_seconds())
    try:
        samples = list(_database_samples())
        yield DATABASE_UP.sample(1)
        yield from samples
    except DatabaseError:
        yield DATABASE_UP.sample(0)


def _owed_since(mails: DeliveryQuerySet) -> dt.datetime | None:
    """Return since when the mail is owed that has waited for longest.

    A courier that cannot send a mail makes it due anew, so a mailing's mails count from its
    instant. Daily mails, and mails that the mail system has put off, count from when they are
    due.
    """
    is_later = Q(rank=Rank.DIGEST) | Q(attempts__gt=0)
    since = Case(When(is_later, then=F("due")), default=F("mailing__opens"))
    first: dt.datetime | None = mails.aggregate(first=Min(since))["first"]
    return first


def _database_samples() -> Iterator[MetricSample]:
    at = read_clock()
    to_readers = Delivery.objects.filter(rank__in=READERS_RANKS)
    # A courier that stands still, and is not gone, keeps what it has in its hands.
    unsettled = [to_readers.due(), to_readers.held()]
    yield MAILS_WAITING.sample(sum(mails.count() for mails in unsettled))
    owed_since = [since for since in map(_owed_since, unsettled) if since]
    delays = [(at - since).total_seconds() for since in owed_since]
    yield MAIL_DELAY.sample(max([0.0, *delays]))
    yield MAILS_FAILED.sample(to_readers.failed().count())
    yield MAIL_SYSTEM_UP.sample(mail_down_since() is None)
    yield HUB_PINGS_WAITING.sample(HubPing.objects.due().count())
