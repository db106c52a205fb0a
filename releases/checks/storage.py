"""System checks of files: who may read them, and whether there is a backup (docs/checks.md)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

from releases.pagecache import private_files
from releases.record.last_backup import last_backup

# A day, and two hours for a night in which the backup takes longer.
BACKUP_DUE_AFTER = dt.timedelta(hours=26)


@checks.register(checks.Tags.security)
def check_private_files(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of files with drafts and releases under embargo that others may read."""
    return [
        checks.Warning(
            f"{path} belongs to another user, or others may read it.",
            hint="Take the rights of others from it (chmod go=), or start the web server, "
            "which does.",
            id="releases.W012",
        )
        for path in private_files.exposed_paths()
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_last_backup(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that is to be backed up and was not for more than a day."""
    if not settings.IRSITE_BACKUP_RECIPIENTS:
        return []
    latest = last_backup()
    if latest is not None and timezone.now() - latest <= BACKUP_DUE_AFTER:
        return []
    return [
        checks.Warning(
            "No backup was made on this machine in the last 26 hours.",
            hint="Run “manage.py backup” every night (docs/backup.md).",
            id="releases.W016",
        )
    ]
