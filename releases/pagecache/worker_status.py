"""Whether the press is ready for what is coming: told by each worker, asked at the desk."""

from __future__ import annotations

import datetime as dt
import os
import socket

from releases.models import PressWorker
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import moment
from releases.pagecache.prerender import Prerenderer

# A worker that has not been seen for so long is gone.
GONE = dt.timedelta(seconds=30)
# Pages for an instant are made this long before it.
READY_BY = dt.timedelta(seconds=10)
# Clocks further apart than this are not one clock.
APART = dt.timedelta(milliseconds=100)


def tell(room: PageCache, ahead: Prerenderer) -> None:
    """Say how this worker stands; forget those that are gone."""
    outlook = room.shelf.outlook
    if outlook is None:
        return
    at = room.clock.now()
    instants = [instant for instant in outlook.instants if instant > at]
    PressWorker.objects.update_or_create(
        name=f"{socket.gethostname()}:{os.getpid()}"[:100],
        defaults={
            "seen": moment(at),
            "generation": outlook.generation,
            "offset": room.clock.offset or 0,
            "next_instant": moment(instants[0]) if instants else None,
            "ready": bool(instants) and ahead.is_ready(instants[0]),
        },
    )
    PressWorker.objects.filter(seen__lt=moment(at) - 10 * GONE).delete()


def workers(*, at: dt.datetime) -> list[PressWorker]:
    """Those that are there."""
    return list(PressWorker.objects.filter(seen__gt=at - GONE).order_by("name"))


def alarms(*, at: dt.datetime) -> list[str]:
    """What staff should know while they can still act, as sentences."""
    there = workers(at=at)
    said = []
    if not there and PressWorker.objects.exists():
        said.append(
            f"No worker has told how it stands for {GONE.seconds} seconds: look at "
            "what serves the site."
        )
    said += [
        f"{worker.name} is not ready for {worker.next_instant:%H:%M:%S} UTC: its first "
        "answers will be late by some hundredths of a second."
        for worker in there
        if worker.next_instant
        and at < worker.next_instant <= at + READY_BY
        and not worker.ready
    ]
    said += [
        f"The clock of {worker.name} is {worker.offset / 1_000_000:+.3f} seconds from "
        "the database's: set both by NTP."
        for worker in there
        if abs(dt.timedelta(microseconds=worker.offset)) > APART
    ]
    return said
