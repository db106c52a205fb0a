"""What is looked at before a release may be published."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from releases.desk.completeness import missing
from releases.models import Release
from releases.record.documents import digest_of

NOT_ADVICE = (
    "These checks are an aid and not legal advice: that nothing is found does not mean "
    "that nothing is wrong."
)


class Level(enum.Enum):
    """What a finding asks of people."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"

    @property
    def means(self) -> str:
        """Who may let a release pass in spite of it."""
        return {
            Level.BLOCK: "Nobody can override it: it must be put right.",
            Level.ERROR: "Put it right; or somebody who may override checks gives the "
            "reason in writing, which the journal keeps.",
            Level.WARNING: "Put it right, or the author says that it is meant so.",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at."""

    id: str
    level: Level
    title: str
    rule: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found, and what to do."""

    check: Check
    message: str
    passage: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do around it, and by when; `due` is None until that is settled."""

    id: str
    message: str
    due: dt.datetime | None
    field: str = ""


COMPLETE = Check(
    id="release.incomplete",
    level=Level.BLOCK,
    title="Something is missing",
    rule="A release has a headline, a body, a category and its files.",
)


def run(release: Release, *, at: dt.datetime) -> tuple[Finding, ...]:
    """Everything that stands against publishing the release, the gravest first."""
    return tuple(Finding(check=COMPLETE, message=one) for one in missing(release))


def digest(findings: Sequence[Finding]) -> str:
    """What an answer to these findings covers."""
    return digest_of("\n".join(finding.message for finding in findings))


def tasks(release: Release, *, at: dt.datetime) -> tuple[Task, ...]:
    """What is to be done around it, the soonest first; none of it is a gate."""
    return ()
