"""When this machine last made a backup of the site, and whether one is due (docs/backup.md)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.conf import settings

NOTE = "last-backup.json"
# A day, and two hours for a night in which the backup takes longer.
BACKUP_DUE_AFTER = dt.timedelta(hours=26)


def note_backup(path: Path, *, at: dt.datetime) -> None:
    """Take down that a backup as of `at` is in the file."""
    note = settings.VAR / NOTE
    unfinished = note.with_suffix(".part")
    unfinished.write_text(
        json.dumps({"at": at.isoformat(), "path": str(path.absolute())})
    )
    unfinished.chmod(0o600)
    unfinished.rename(note)


def last_backup() -> dt.datetime | None:
    """Return the moment of the last backup of this machine; None if there was none."""
    try:
        return dt.datetime.fromisoformat(_read_note()["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def backup_is_overdue(*, now: dt.datetime) -> bool:
    """Return whether this machine should have made a backup by now and has not.

    Never where IRSITE_BACKUP_REMINDERS is false. The check W016, the metric and the
    dashboard ask this, so that they agree.
    """
    if not settings.IRSITE_BACKUP_REMINDERS:
        return False
    latest = last_backup()
    return latest is None or now - latest > BACKUP_DUE_AFTER


def last_backup_path() -> Path | None:
    """Return where the last backup of this machine was written; None if there was none."""
    try:
        return Path(_read_note()["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read_note() -> dict[str, str]:
    note: dict[str, str] = json.loads((settings.VAR / NOTE).read_text())
    return note
