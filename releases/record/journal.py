"""Writes the journal: each entry seals the row changes since the one before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

import rfc8785

from releases.models import JournalAction, JournalEntry, RecordState, RowChange
from releases.record import site_key
from releases.record.clock import read_clock

# Reading the same page again is noted once an hour.
AN_HOUR = dt.timedelta(hours=1)
BATCH = 500

# Who did something: an account, or the name of a person without one.
Actor = User | str


@transaction.atomic
def write(
    action: JournalAction,
    subject: str,
    *,
    by: Actor,
    digest: str = "",
    detail: str = "",
    facts: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Add an entry at the database's time, in the order of the locked record state.

    `detail` is an English sentence for people; programs read `facts`: strings, whole
    numbers, booleans, None, and lists of them. The entry seals every row change without a
    seal that is committed, or is of its own transaction. If the machine's clock was set
    back, entries keep the last one's time until the clock has caught up.
    """
    RecordState.objects.select_for_update().get()
    last = JournalEntry.objects.order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    # By reference, not by a range of ids: another transaction may still commit a lower id.
    sealed = RowChange.objects.filter(entry=None).update(entry=seq)
    now = read_clock()
    entry = JournalEntry(
        seq=seq,
        at=max(now, last.at) if last else now,
        by=name_of(by),
        user_id=by.pk if isinstance(by, User) else None,
        action=action,
        subject=subject,
        digest=digest,
        detail=detail,
        facts=dict(facts or {}),
        changes_sealed=sealed,
        changes_digest=digest_of_changes(sealed_by(seq)) if sealed else "",
        previous=last.seal if last else "",
    )
    entry.seal = seal_of(entry)
    entry.code = site_key.code_of(site_key.Purpose.ENTRY, entry.seal)
    entry.save(force_insert=True)
    return entry


def name_of(actor: Actor) -> str:
    """Return the name under which the journal has this actor."""
    return actor.get_username() if isinstance(actor, User) else actor


def seal_changes(*, by: Actor) -> JournalEntry | None:
    """Seal the row changes that no entry has sealed yet, such as SQL typed by hand.

    Returns None if there are none.
    """
    if not RowChange.objects.filter(entry=None).exists():
        return None
    return write(JournalAction.SEAL_CHANGES, "changes", by=by)


def note_reading(
    subject: str, *, by: User, page: str, now: dt.datetime, file: str = ""
) -> JournalEntry | None:
    """Note that somebody read what is not public on this page, at most once an hour.

    `now` is the record's time; `file` the SHA-256 of the file that they opened, if it was
    one.
    """
    known = JournalEntry.objects.filter(
        subject=subject, action=JournalAction.READ, user_id=by.pk, facts__page=page
    )
    if known.filter(at__gt=now - AN_HOUR).exists():
        return None
    facts = {"page": page, "file": file}
    return write(JournalAction.READ, subject, by=by, detail=page, facts=facts)


def sealed_by(seq: int) -> Iterable[RowChange]:
    """Return the row changes that this entry seals, in the order of their digest."""
    return RowChange.objects.filter(entry=seq).order_by("pk").iterator(BATCH)


def digest_of_changes(changes: Iterable[RowChange]) -> str:
    """Return the SHA-256 of the changes' canonical forms (RFC 8785), one per line."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical_change(change).encode() + b"\n")
    return digest.hexdigest()


def canonical_change(change: RowChange) -> str:
    """Return the canonical form in which a change is sealed.

    `before` and `after` are strings in it, exactly as stored. For ASCII keys, strings
    and integers Python's own JSON is that of RFC 8785.
    """
    contents = {
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
        "code": change.code,
    }
    return json.dumps(
        contents, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def seal_of(entry: JournalEntry) -> str:
    """Return the SHA-256 of the entry's canonical form (RFC 8785), without the seal."""
    contents: dict[str, Any] = {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "by": entry.by,
        "user_id": entry.user_id,
        "action": entry.action,
        "subject": entry.subject,
        "digest": entry.digest,
        "detail": entry.detail,
        "facts": entry.facts,
        "changes_sealed": entry.changes_sealed,
        "changes_digest": entry.changes_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(rfc8785.dumps(contents)).hexdigest()
