"""The cost of recording every row change, and the time to verify the record.

    .venv/bin/python bench/journal.py [CHANGES]

In a new SQLite database in a temporary folder, or in the empty database of
IRSITE_DATABASE: first the time and memory of verify_record over CHANGES row changes (20,000
by default), then the time of a save, a publication and an insert with the triggers that
record row changes, and without them. Medians, in milliseconds.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="irsite-bench-")
os.environ.setdefault("IRSITE_VAR", FOLDER.name)

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from releases.models import JournalAction, Release, RowChange, Topic
from releases.models.record.kinds import Kind
from releases.record import audit_author, journal, publishing, verification
from releases.record.consistent_read import consistent_read
from releases.record.documents import ReleaseDocument
from releases.record.frozen_pages import FrozenPage
from releases.record.triggers import installation

RUNS = 200
BODY = "<p>Revenue grew, and so did everything else that there is to count.</p>" * 285


def save(release: Release, n: int) -> None:
    """Save a release of 20 kB as the admin does."""
    with transaction.atomic():
        release.body = f"<p>{n}</p>{BODY}"
        release.save()
        journal.write(JournalAction.EDIT, f"release:{release.pk}", by="ada")


def publish(n: int) -> None:
    """Publish a release of 20 kB."""
    document = ReleaseDocument.model_validate(
        {
            "headline": f"Results {n}",
            "body": BODY,
            "category": {"slug": "news", "name": "News"},
            "language": "en",
            "timezone": "UTC",
        }
    )
    page = FrozenPage(
        kind=Kind.RELEASE,
        address=f"2026/results-{time.time_ns()}",
        document=document,
        headline=document.headline,
    )
    publishing.publish([page], at=None, by="ada", zone="UTC")


def median(act: Callable[[int], object]) -> float:
    """Return the milliseconds of an action, the median of many runs."""
    times = []
    for n in range(RUNS):
        start = time.perf_counter()
        act(n)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


@contextmanager
def without_row_changes() -> Iterator[None]:
    """Remove the triggers that record row changes, for the block."""
    on = " ON {}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, table in installation.installed(cursor, connection.vendor):
            if "_row_change" in name:
                cursor.execute(f"DROP TRIGGER {name}{on.format(table)}")
    yield
    installation.thaw(connection)
    installation.freeze(apps, connection)


def measure(label: str) -> None:
    """Print the three medians."""
    release = Release.objects.create(headline="Results", body=BODY)
    figures = (
        median(lambda n: save(release, n)),
        median(publish),
        median(lambda n: Topic.objects.create(name=f"{label} {n}")),
    )
    print(f"{label:16}" + "".join(f"{figure:10.2f}" for figure in figures))


def verify_changes(changes: int) -> None:
    """Print the time and memory of verifying the record over so many row changes."""
    names = (Topic(name=f"{n} {dt.timedelta(seconds=n)}") for n in range(changes))
    Topic.objects.bulk_create(names, batch_size=1000)
    start = time.perf_counter()
    journal.seal_changes(by="bench")
    print(f"sealing {changes:,} changes: {time.perf_counter() - start:.1f} s")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with consistent_read():
        for step in verification.WALKS:
            start = time.perf_counter()
            summary, _problems = verification.walk(step)
            print(f"{time.perf_counter() - start:6.1f} s  {summary[:60]}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"memory grew by {grown / 1024:.0f} MB for {RowChange.objects.count():,} changes"
    )


def main() -> None:
    """Measure, and print."""
    call_command("migrate", verbosity=0)
    verify_changes(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    print(f"\n{connection.vendor:16}      save   publish    insert")
    with audit_author.acting_as(by="ada", origin="192.0.2.7"):
        measure("with changes")
        with without_row_changes():
            measure("without")
        measure("with again")


if __name__ == "__main__":
    main()
