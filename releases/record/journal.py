"""Writes the journal: each entry sealed to the one before it, with what has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from django.db import transaction

import rfc8785

from releases.models import Edition, JournalEntry, Trace
from releases.record.clock import read_clock

READ = "read"
SEAL = "seal"
# Who reads one release all morning is noted once an hour.
AN_HOUR = dt.timedelta(hours=1)
BATCH = 500


@transaction.atomic
def write(
    action: str, subject: str, *, by: str, digest: str = "", detail: str = ""
) -> JournalEntry:
    """Add an entry at the database's time; the edition's row keeps them in order.

    It seals every change that is committed, or its own transaction's, and has no seal
    yet. Where the machine's clock was set back, it stands until the time is made up.
    """
    Edition.objects.select_for_update().get()
    last = JournalEntry.objects.order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    # By reference: a lower id than theirs may still be on its way in another transaction.
    sealed = Trace.objects.filter(entry=None).update(entry=seq)
    now = read_clock()
    entry = JournalEntry(
        seq=seq,
        at=max(now, last.at) if last else now,
        by=by,
        action=action,
        subject=subject,
        digest=digest,
        detail=detail,
        sealed=sealed,
        changes=digest_of_changes(sealed_by(seq)) if sealed else "",
        previous=last.seal if last else "",
    )
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    return entry


def seal_changes(*, by: str) -> JournalEntry | None:
    """Seal what no door has sealed yet, such as SQL typed by hand, where there is any."""
    if not Trace.objects.filter(entry=None).exists():
        return None
    return write(SEAL, "changes", by=by)


@transaction.atomic
def note_reading(subject: str, *, by: str, detail: str = "") -> JournalEntry | None:
    """Note that somebody read what is not public; once an hour for each of them.

    `detail` is what they read it in: another one is noted by itself.
    """
    known = JournalEntry.objects.filter(
        subject=subject, action=READ, by=by, detail=detail
    )
    if known.filter(at__gt=read_clock() - AN_HOUR).exists():
        return None
    return write(READ, subject, by=by, detail=detail)


def sealed_by(seq: int) -> Iterable[Trace]:
    """The changes that this entry seals, in the order of their digest."""
    found = Trace.objects.filter(entry=seq).order_by("pk")
    return found.iterator(BATCH)


def digest_of_changes(changes: Iterable[Trace]) -> str:
    """The SHA-256 of the changes' canonical forms (RFC 8785), one a line."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical_change(change).encode() + b"\n")
    return digest.hexdigest()


def canonical_change(change: Trace) -> str:
    """The change as it is sealed; `before` and `after` as the very text there is.

    Of keys in ASCII, strings and whole numbers Python's own JSON is RFC 8785's.
    """
    said = {
        "id": change.pk,
        "at": change.at.isoformat(timespec="microseconds"),
        "subject": change.subject,
        "table": change.table,
        "row": change.row,
        "action": change.action,
        "before": change.before,
        "after": change.after,
        "by": change.by,
        "origin": change.origin,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_of(entry: JournalEntry) -> str:
    """The SHA-256 of the entry's canonical form (RFC 8785), without the seal itself."""
    said: dict[str, str | int] = {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "digest": entry.digest,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    if entry.sealed or entry.changes:
        said |= {"sealed": entry.sealed, "changes": entry.changes}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()
