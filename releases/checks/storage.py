"""System checks of files: who may read them, and whether there is a backup (docs/checks.md)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

from releases.pagecache import private_files
from releases.record.last_backup import backup_is_overdue, last_backup


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
    """Warn of a site of which this machine made no backup for more than a day, or never."""
    if not backup_is_overdue(now=timezone.now()):
        return []
    latest = last_backup()
    made = (
        f"The last backup on this machine is of {latest:%Y-%m-%d %H:%M} UTC, more than "
        "26 hours ago."
        if latest
        else "No backup of the site was ever made on this machine."
    )
    first = (
        ""
        if settings.IRSITE_BACKUP_RECIPIENTS
        else "Set IRSITE_BACKUP_RECIPIENTS, without which backups are refused. "
    )
    return [
        checks.Warning(
            made,
            hint=f"{first}Run “manage.py backup” every night (docs/backup.md). If another "
            "machine or another tool makes the backups, set IRSITE_BACKUP_REMINDERS=false.",
            id="releases.W016",
        )
    ]
