"""The status of each web worker: reported by the workers, shown to staff."""

from __future__ import annotations

import datetime as dt
import os
import socket

from django.utils.translation import gettext as _

from releases.models import WebWorker
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import to_datetime
from releases.pagecache.host_problems import host_problems
from releases.pagecache.prerender import Prerenderer
from releases.record.canary_note import CanaryFinding, Fault, recent_findings
from releases.record.search.indexing import (
    MAX_BACKLOG,
    backlog_since,
    is_index_current,
)

# A worker that has not reported for so long has ended.
GONE_AFTER = dt.timedelta(seconds=30)
# Pages for an instant are to be rendered so long before it.
READY_BEFORE = dt.timedelta(seconds=5)
# A publication enters the index of the search within two minutes.
MAX_WAIT = dt.timedelta(minutes=15)
MAX_CLOCK_OFFSET = dt.timedelta(milliseconds=100)


def report(cache: PageCache, prerenderer: Prerenderer) -> None:
    """Save this worker's status; delete that of workers which ended long ago."""
    schedule = cache.snapshots.schedule
    if schedule is None:
        return
    at = cache.clock.now()
    instants = [instant for instant in schedule.instants if instant > at]
    WebWorker.objects.update_or_create(
        name=f"{socket.gethostname()}:{os.getpid()}"[:100],
        defaults={
            "seen": to_datetime(at),
            "generation": schedule.generation,
            "offset": cache.clock.offset or 0,
            "next_instant": to_datetime(instants[0]) if instants else None,
            "ready": bool(instants) and prerenderer.is_ready(instants[0]),
            "skipped": prerenderer.skipped_pages(instants[0]) if instants else 0,
        },
    )
    WebWorker.objects.filter(seen__lt=to_datetime(at) - 10 * GONE_AFTER).delete()


def running_workers(*, at: dt.datetime) -> list[WebWorker]:
    """Return the workers that have reported lately."""
    return list(WebWorker.objects.filter(seen__gt=at - GONE_AFTER).order_by("name"))


def unready_workers(*, at: dt.datetime) -> list[tuple[dt.datetime, str]]:
    """Return who has not rendered the pages of an instant in the next five seconds.

    Each as the instant and the worker's name.
    """
    return [
        (worker.next_instant, worker.name)
        for worker in running_workers(at=at)
        if _is_unready(worker, at=at) and worker.next_instant
    ]


def _is_unready(worker: WebWorker, *, at: dt.datetime) -> bool:
    instant = worker.next_instant
    is_near = instant is not None and at < instant <= at + READY_BEFORE
    return is_near and not worker.ready


def search_alarms(*, at: dt.datetime) -> list[str]:
    """Return what keeps the search from answering, or will soon."""
    count, since = backlog_since(at=at)
    if not is_index_current():
        sentence = _(
            "The search does not answer: its index was made by another release of irsite. "
            "Run “manage.py index_search --rebuild”."
        )
    elif count > MAX_BACKLOG:
        sentence = _(
            "The search does not answer: more than %(count)s publications wait for its "
            "index. Run “manage.py index_search”."
        ) % {"count": MAX_BACKLOG}
    elif since is not None and at - since > MAX_WAIT:
        sentence = _(
            "%(count)s publications have waited long for the index of the search. Check "
            "that the web server is running."
        ) % {"count": count}
    else:
        return []
    return [sentence]


def describe_finding(finding: CanaryFinding) -> str:
    """Return the sentence for a fault that the canary saw."""
    sentences = {
        Fault.EARLY: _(
            "%(form)s showed something before its instant, seen from outside."
        ),
        Fault.LATE: _("%(form)s lacked what had been published, seen from outside."),
        Fault.DIFFERENT: _(
            "%(form)s was different from outside than on the site itself. Check the caches "
            "in front."
        ),
        Fault.DOWN: _("%(form)s could not be read from outside."),
    }
    return sentences[finding.fault] % {"form": finding.form}


def alarms(*, at: dt.datetime) -> list[str]:
    """Return what staff should know about the workers while they can still act."""
    known = list(WebWorker.objects.order_by("name"))
    workers = [worker for worker in known if worker.seen > at - GONE_AFTER]
    sentences = [*host_problems()]
    sentences += [describe_finding(each) for each in recent_findings(at=at)]
    if known and not workers:
        sentences.append(
            _(
                "No web worker has reported for %(seconds)s seconds. Check that the web "
                "server is running."
            )
            % {"seconds": GONE_AFTER.seconds}
        )
    sentences += search_alarms(at=at) if workers else []
    sentences += [
        _(
            "%(worker)s is not ready for %(time)s UTC: its first pages will be a few "
            "hundredths of a second late."
        )
        % {"worker": worker.name, "time": f"{worker.next_instant:%H:%M:%S}"}
        for worker in workers
        if worker.next_instant and _is_unready(worker, at=at)
    ]
    sentences += [
        _(
            "%(worker)s renders the most important pages for %(time)s UTC in advance. "
            "%(skipped)s others will each be a few hundredths of a second late."
        )
        % {
            "worker": worker.name,
            "time": f"{worker.next_instant:%H:%M:%S}",
            "skipped": worker.skipped,
        }
        for worker in workers
        if worker.next_instant and at < worker.next_instant and worker.skipped
    ]
    sentences += [
        _(
            "The clock of %(worker)s is %(offset)s seconds off the database's clock. "
            "Synchronize both with NTP."
        )
        % {"worker": worker.name, "offset": f"{worker.offset / 1_000_000:+.3f}"}
        for worker in workers
        if abs(dt.timedelta(microseconds=worker.offset)) > MAX_CLOCK_OFFSET
    ]
    return sentences
