"""Writes the journal: each entry sealed to the one before it."""

from __future__ import annotations

import hashlib

from django.db import transaction

import rfc8785

from releases.models import Edition, JournalEntry
from releases.record.clock import read_clock


@transaction.atomic
def write(
    action: str, subject: str, *, by: str, digest: str = "", detail: str = ""
) -> JournalEntry:
    """Add an entry at the database's time; the edition's row keeps them in order.

    Where the machine's clock was set back, it stands until the time is made up.
    """
    Edition.objects.select_for_update().get()
    last = JournalEntry.objects.order_by("-seq").first()
    now = read_clock()
    entry = JournalEntry(
        seq=last.seq + 1 if last else 1,
        at=max(now, last.at) if last else now,
        by=by,
        action=action,
        subject=subject,
        digest=digest,
        detail=detail,
        previous=last.seal if last else "",
    )
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    return entry


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
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()
