"""What a backup says of itself, in its last member: without it the file is cut short."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from releases.models import JournalEntry

MANIFEST = "MANIFEST.json"


class BackupManifest(BaseModel):
    """The moment, the engine, the migrations, and the digest of each other member.

    `at` is by the record's clock, before the database was read: all that was public then
    is in the backup. `seal` is that of the last journal entry, empty if there is none.
    `migrations` are the latest of each app, `digests` are SHA-256 in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["irsite-backup-1"] = "irsite-backup-1"
    at: dt.datetime
    engine: Literal["sqlite", "postgresql"]
    migrations: dict[str, str]
    seal: str
    digests: dict[str, str]


def latest_seal() -> str:
    """Return the seal of the journal's last entry; empty if there is none."""
    return (
        JournalEntry.objects.order_by("-seq").values_list("seal", flat=True).first()
        or ""
    )
