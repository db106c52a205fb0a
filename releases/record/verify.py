"""Walks the record and finds the first row of each kind that does not fit.

Nothing here trusts the triggers: whoever owns the database may have dropped them,
altered a row, and put them back. Each walk streams, so its memory does not grow.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection

from releases.models import (
    Attachment,
    JournalEntry,
    Publication,
    PublishedFile,
    Trace,
)
from releases.models.desk.attachment import sealed_name, sha256_of
from releases.record import journal, row_changes, row_history
from releases.record.documents import digest_of
from releases.record.integrity_problem import IntegrityProblem
from releases.record.triggers import installation

BATCH = 500


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """All questions in here are answered of one moment, and nobody waits for them."""
    if connection.in_atomic_block:
        yield
        return
    begin = {
        "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "sqlite": "BEGIN DEFERRED",
    }
    with connection.cursor() as cursor:
        cursor.execute(begin[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def the_triggers() -> str:
    """The database refuses and writes down what it should."""
    for name in installation.amiss(apps, connection):
        raise IntegrityProblem(
            f"the trigger {name}", "it is missing, altered, or not ours"
        )
    count = len(installation.statements(apps, connection.vendor))
    return f"{count:,} triggers stand as this release of irsite writes them."


def the_journal() -> str:
    """Each entry is sealed to the one before it, with nothing left out."""
    seq, seal = 0, ""
    for entry in JournalEntry.objects.order_by("seq").iterator(BATCH):
        seq += 1
        where = f"journal entry {entry.seq}"
        if entry.seq != seq:
            raise IntegrityProblem(where, f"entry {seq} is missing before it")
        if entry.previous != seal:
            raise IntegrityProblem(
                where, "it does not hold the seal of the entry before it"
            )
        if journal.seal_of(entry) != entry.seal:
            raise IntegrityProblem(where, "its seal is not that of its words")
        seal = entry.seal
    return (
        f"{seq:,} journal entries are chained; the last seal is {seal or 'none yet'}."
    )


def the_changes() -> str:
    """What each entry sealed is there, word for word."""
    entries = (
        JournalEntry.objects.exclude(sealed=0, changes="")
        .order_by("seq")
        .iterator(BATCH)
    )
    changes = Trace.objects.exclude(entry=None).order_by("entry_id", "pk")
    sealed = groupby(changes.iterator(BATCH), attrgetter("entry_id"))
    count = 0
    for seq, group in sealed:
        first = next(group)
        where = f"change {first.pk}"
        entry = next(entries, None)
        if entry is not None and entry.seq < seq:
            raise IntegrityProblem(
                f"journal entry {entry.seq}", "the changes it sealed are gone"
            )
        if entry is None or entry.seq > seq:
            raise IntegrityProblem(
                where, f"journal entry {seq}, which it names, did not seal it"
            )
        tally = Tally()
        digest = journal.digest_of_changes(tally.of(chain([first], group)))
        if tally.count != entry.sealed or digest != entry.changes:
            raise IntegrityProblem(
                where if tally.count == 1 else f"{where} to {tally.last}",
                f"not what journal entry {seq} sealed: {entry.sealed:,} changes",
            )
        count += tally.count
    for entry in entries:
        raise IntegrityProblem(
            f"journal entry {entry.seq}", "the changes it sealed are gone"
        )
    waiting = Trace.objects.filter(entry=None).count()
    return (
        f"{count:,} changes of rows are as they were sealed; {waiting:,} have no seal "
        f"yet{': manage.py seal_journal seals them' if waiting else ''}."
    )


@dataclass(slots=True)
class Tally:
    """Counts what passes, and remembers the last."""

    count: int = 0
    last: int = 0

    def of(self, changes: Iterator[Trace]) -> Iterator[Trace]:
        """The changes, counted."""
        for change in changes:
            self.count, self.last = self.count + 1, change.pk
            yield change


def the_publications() -> str:
    """Each document has its digest, and each chain neither gap nor overlap."""
    # In the order of an index: the documents are not sorted.
    found = Publication.objects.order_by("kind", "address", "-dated", "-pk")
    count = chains = 0
    for _, group in groupby(found.iterator(100), attrgetter("kind", "address")):
        standing = []
        for publication in group:
            count += 1
            if digest_of(publication.document) != publication.digest:
                raise IntegrityProblem(
                    _named(publication), "its digest is not that of its document"
                )
            if publication.live_until != publication.live_from:
                standing.append(_Link.of(publication))
        _is_whole(sorted(standing, key=attrgetter("number", "live_from")))
        chains += 1
    return (
        f"{count:,} publications in {chains:,} chains: documents, numbers, intervals."
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """What a chain hangs by, without the document."""

    name: str
    number: int
    dated: dt.datetime
    live_from: dt.datetime
    live_until: dt.datetime | None

    @classmethod
    def of(cls, one: Publication) -> _Link:
        return cls(_named(one), one.number, one.dated, one.live_from, one.live_until)


def _named(publication: Publication) -> str:
    return f"publication {publication.pk}, {publication}"


def _is_whole(links: list[_Link]) -> None:
    for place, link in enumerate(links):
        after = links[place + 1] if place + 1 < len(links) else None
        if link.number != place + 1:
            raise IntegrityProblem(
                link.name, f"number {place + 1} of its chain is missing"
            )
        if link.dated != links[0].dated:
            raise IntegrityProblem(link.name, "it is dated otherwise than its chain")
        if link.live_until != (after.live_from if after else None):
            raise IntegrityProblem(
                link.name, "it does not end where the next number begins"
            )
        if link.live_until is not None and link.live_until < link.live_from:
            raise IntegrityProblem(link.name, "it ends before it begins")


def the_files() -> str:
    """Each file that went out, or is to, is in storage with the bytes it had."""
    published, attached = (
        model._default_manager.order_by().values_list("sha256", "name")
        for model in (PublishedFile, Attachment)
    )
    found = published.union(attached).order_by("sha256", "name")
    count, last = 0, ""
    for sha256, name in found.iterator(BATCH):
        if sha256 == last:
            continue
        count, last = count + 1, sha256
        place = sealed_name(sha256)
        if not default_storage.exists(place):
            raise IntegrityProblem(f"the file {name}", f"{place} is not in storage")
        with default_storage.open(place) as file:
            if sha256_of(file) != sha256:
                raise IntegrityProblem(f"the file {name}", f"{place} holds other bytes")
    return f"{count:,} files are in storage with the bytes they had."


def the_rows() -> str:
    """Each row of the desk and the record is as its changes left it."""
    count = tables = 0
    for model in row_changes.traced(apps):
        count += row_history.compare(model)
        tables += 1
    return f"{count:,} rows in {tables:,} tables are as their changes left them."


WALKS: tuple[Callable[[], str], ...] = (
    the_triggers,
    the_journal,
    the_changes,
    the_publications,
    the_files,
    the_rows,
)
