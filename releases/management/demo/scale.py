"""A newsroom of any size, for work on speed: the demo's releases, many times over."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable

from django.db import transaction

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record import publishing
from releases.record.clock import next_second, read_clock
from releases.record.documents import ReleaseDocument
from releases.record.freeze import FrozenPage

BATCH = 200
# A batch takes two seconds to write, and must be ahead of its instant throughout, also on a
# machine that is busy otherwise.
AHEAD = dt.timedelta(seconds=30)
SPAN = dt.timedelta(days=20 * 365)


def grow(wanted: int, *, say: Callable[[str], None]) -> int:
    """Add releases until the record holds this many; how many were added.

    They are copies of what the demo loaded, numbered, from the twenty years before its
    oldest (at most a day apart), and live half a minute after the last one is written.
    """
    releases = Publication.objects.releases().standing().filter(number=1)
    originals = [
        ReleaseDocument.model_validate_json(document)
        for document in releases.filter(notice="").values_list("document", flat=True)[
            :40
        ]
    ]
    have = releases.count()
    oldest = releases.order_by("dated").values_list("dated", flat=True)[0]
    numbers = range(have + 1, wanted + 1)
    apart = min(dt.timedelta(days=1), SPAN / max(len(numbers), 1))
    for batch in _batches(numbers):
        with transaction.atomic():
            instant = next_second(read_clock()) + AHEAD
            for number in batch:
                original = originals[number % len(originals)]
                dated = oldest - (number - have) * apart
                _put_copy(original, number, dated=dated, instant=instant)
        say(f"{batch[-1]:,} of {wanted:,} releases")
    return len(numbers)


def _batches(numbers: range) -> list[range]:
    return [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]


def _put_copy(
    original: ReleaseDocument, number: int, *, dated: dt.datetime, instant: dt.datetime
) -> None:
    document = original.model_copy(
        update={"headline": f"{original.headline[:280]} (copy {number})", "files": ()}
    )
    year = dated.astimezone(zoneinfo.ZoneInfo(document.timezone)).year
    page = FrozenPage(
        kind=Kind.RELEASE,
        address=f"{year}/copy-{number}",
        document=document,
        headline=document.headline,
        category=document.category.slug,
    )
    publishing.put(
        [page],
        at=instant,
        by="demo",
        zone=document.timezone,
        imported=publishing.Import(dated=dated),
    )
