"""The time to check a release.

    .venv/bin/python bench/checks.py

Makes a release of about 20 kB in a database in memory, with what results come with:
tables, contacts, a wording, a call, a PDF and a workbook. Prints the CPU time of loading
the release, of the checks themselves, and of both; medians of fifty runs. The promise is
50 ms for both.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
SCRATCH = tempfile.TemporaryDirectory(prefix="irsite-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "irsite.settings",
    "IRSITE_VAR": SCRATCH.name,
    "IRSITE_DATABASE": f"sqlite:///{SCRATCH.name}/bench.sqlite3",
}

import django

django.setup()

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.desk import checks
from releases.desk.context import load_context
from releases.intake import drafts
from releases.intake.parser.reader import read
from releases.management.demo import attachments, manifest
from releases.models import (
    Attachment,
    Category,
    Issuer,
    Listing,
    Release,
)

RUNS = 50
LENGTH = 20_000
AT = dt.datetime(2026, 11, 5, 11, 0, tzinfo=dt.UTC)


def results() -> Release:
    """Create the demo's last results, with the text of other releases up to 20 kB."""
    issuer = Issuer.objects.create(name="Larkmoor Therapeutics")
    Listing.objects.create(issuer=issuer, exchange="XNAS", symbol="LRKM", primary=True)
    wires = manifest.wire_texts(dt.date(2026, 11, 25))
    own = next(wire for wire in wires if "third-quarter-2026" in wire.file)
    release = drafts.create_draft(read(own.text), by="bench").release
    for wire in wires:
        if len(release.body) >= LENGTH:
            break
        release.body += read(wire.text).body_html[: LENGTH - len(release.body)]
    release.category = Category.objects.get(slug="financial-results")
    release.forward_looking = release.material = "yes"
    release.go_live_at = AT + dt.timedelta(hours=1)
    release.save()
    for kind in ("pdf", "xlsx"):
        given = manifest.Attachment(kind=kind, title=f"Tables ({kind})")  # type: ignore[arg-type]
        content = attachments.build_attachment(given, own.text)
        Attachment.objects.create(
            release=release,
            title=given.title,
            file=ContentFile(content, name=f"tables.{kind}"),
        )
    return release


def cost(act: Callable[[], object]) -> float:
    """Return CPU milliseconds, the median of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        act()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    call_command("migrate", verbosity=0)
    release = results()
    start = time.process_time()
    findings = load_context(release, at=AT).findings
    first = (time.process_time() - start) * 1000
    with CaptureQueriesContext(connection) as queries:
        checked = load_context(release, at=AT).checked
    reading = cost(lambda: load_context(release, at=AT).checked)
    # A context keeps what it has worked out, so each run is given a new one.
    both = cost(lambda: load_context(release, at=AT).findings)
    print(f"{len(checked.document.body):,} characters, {len(queries)} queries")
    print(f"{len(checks.all_checks())} checks, {len(findings)} findings")
    print(f"the first time, with calendars and files  {first:7.1f} ms")
    print(f"loading the release                       {reading:7.1f} ms")
    print(f"running the checks                        {both - reading:7.1f} ms")
    print(f"both                                      {both:7.1f} ms")


if __name__ == "__main__":
    main()
