"""What the canary of this machine has noticed (docs/canary.md), for the desk and couriers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings

NOTE = "canary.json"
# How long a finding is told, and how many are kept.
TOLD_FOR = dt.timedelta(hours=1)
MAX_FINDINGS = 50


class Fault(StrEnum):
    """What was wrong with an answer of the site."""

    EARLY = "early"
    LATE = "late"
    DIFFERENT = "different"
    DOWN = "down"


class CanaryFinding(NamedTuple):
    """A fault of one form of the site, such as `/releases/rss.xml`, and when it was seen.

    It names no release. `instant` is that of the publication; empty where there is none.
    """

    fault: Fault
    form: str
    instant: str
    seen: dt.datetime

    @property
    def key(self) -> str:
        """What tells it from other findings: the same fault is told once an instant."""
        return f"{self.fault}:{self.form}:{self.instant}"


def note_findings(findings: Iterable[CanaryFinding]) -> None:
    """Add findings to those of this machine that are new."""
    known = {finding.key: finding for finding in _read_all()}
    for finding in findings:
        earlier = known.get(finding.key)
        if earlier is None or finding.seen - earlier.seen > TOLD_FOR:
            known.pop(finding.key, None)
            known[finding.key] = finding
    note = settings.VAR / NOTE
    unfinished = note.with_suffix(".part")
    rows = [[*f[:3], f.seen.isoformat()] for f in list(known.values())[-MAX_FINDINGS:]]
    unfinished.write_text(json.dumps(rows))
    unfinished.chmod(0o600)
    unfinished.rename(note)


def recent_findings(*, at: dt.datetime) -> list[CanaryFinding]:
    """Return what was found in the last hour, the earliest first."""
    return [f for f in _read_all() if at - TOLD_FOR < f.seen <= at]


def _read_all() -> list[CanaryFinding]:
    try:
        rows = json.loads((settings.VAR / NOTE).read_text())
        return [
            CanaryFinding(Fault(fault), form, instant, dt.datetime.fromisoformat(seen))
            for fault, form, instant, seen in rows
        ]
    except (OSError, ValueError):
        return []
