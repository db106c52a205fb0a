"""Copies of the demo's releases, to measure speed with a newsroom of any size."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable

from django.db import transaction

from releases.models import Publication
from releases.record import publishing
from releases.record.clock import next_second, read_clock
from releases.record.documents import ReleaseDocument
from releases.record.frozen_pages import release_page

BATCH = 50
# A batch takes half a second to write, and its instant must still be in the future then.
# A machine that is busier still gets twice the time, and again.
LEAD_TIME = dt.timedelta(seconds=30)
SPAN = dt.timedelta(days=20 * 365)


def add_copies(total: int, *, write_line: Callable[[str], None]) -> int:
    """Add copies until the record has `total` releases; return how many were added.

    They are numbered copies of the demo's releases, dated over the twenty years before its
    oldest (at most a day apart), and each fifty go live half a minute after they were written.
    """
    releases = Publication.objects.releases().not_called_off().filter(number=1)
    texts = releases.filter(notice="").values_list("document", flat=True)[:40]
    documents = [ReleaseDocument.model_validate_json(text) for text in texts]
    # A copy belongs to no group of languages, and has no files or images of its own.
    originals = [each for each in documents if not (each.languages or each.images)]
    existing = releases.count()
    oldest = releases.order_by("dated").values_list("dated", flat=True)[0]
    numbers = range(existing + 1, total + 1)
    interval = min(dt.timedelta(days=1), SPAN / max(len(numbers), 1))
    lead = LEAD_TIME
    for batch in _batches(numbers):
        copies = [
            (
                originals[number % len(originals)],
                number,
                oldest - (number - existing) * interval,
            )
            for number in batch
        ]
        lead = publish_in_time(copies, lead=lead)
        write_line(f"{batch[-1]:,} of {total:,} releases")
    return len(numbers)


def _batches(numbers: range) -> list[range]:
    return [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]


def publish_in_time(
    copies: list[tuple[ReleaseDocument, int, dt.datetime]], *, lead: dt.timedelta
) -> dt.timedelta:
    """Publish a batch, live so long from now, or twice that if writing it took longer.

    Returns the time that was enough.
    """
    while True:
        try:
            with transaction.atomic():
                instant = next_second(read_clock()) + lead
                for original, number, dated in copies:
                    _publish_copy(original, number, dated=dated, instant=instant)
        except publishing.TooLate:
            lead *= 2
        else:
            return lead


def _publish_copy(
    original: ReleaseDocument, number: int, *, dated: dt.datetime, instant: dt.datetime
) -> None:
    document = original.model_copy(
        update={"headline": f"{original.headline[:280]} (copy {number})", "files": ()}
    )
    year = dated.astimezone(zoneinfo.ZoneInfo(document.timezone)).year
    publishing.publish(
        [release_page(f"{year}/copy-{number}", document)],
        at=instant,
        by="demo",
        zone=document.timezone,
        imported=publishing.Import(dated=dated),
    )
