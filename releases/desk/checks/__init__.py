"""What is looked at before a release may be published."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from releases.desk.completeness import missing
from releases.models import Release
from releases.record.documents import digest_of


class Level(enum.Enum):
    """What a finding asks of people."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at."""

    id: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found, and what to do."""

    check: Check
    message: str


COMPLETE = Check(id="release.incomplete", level=Level.BLOCK)


def run(release: Release, *, at: dt.datetime) -> tuple[Finding, ...]:
    """Everything that stands against publishing the release, the gravest first."""
    return tuple(Finding(check=COMPLETE, message=one) for one in missing(release))


def digest(findings: Sequence[Finding]) -> str:
    """What an answer to these findings covers."""
    return digest_of("\n".join(finding.message for finding in findings))
