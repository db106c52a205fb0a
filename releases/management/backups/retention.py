"""Which backups of a folder are kept: the newest of those that are named by their moment."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from releases.management.backups.making import SUFFIX

NAMED_BY_MOMENT = re.compile(rf"\d{{4}}-\d\d-\d\dT\d{{6}}Z{re.escape(SUFFIX)}")


def name_of_backup(at: dt.datetime) -> str:
    """Return the name of a backup in a folder: its moment (UTC), so that names sort by it."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}{SUFFIX}"


def delete_old_backups(folder: Path, *, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups with their checksums; return their paths.

    What has another name is nobody's but who gave it. Raises OSError.
    """
    backups = sorted(
        path for path in folder.iterdir() if NAMED_BY_MOMENT.fullmatch(path.name)
    )
    old = backups[:-keep]
    for path in old:
        path.unlink()
        path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
    return old
