"""What the checks say, what has been answered, and whether a door may open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import checks
from releases.desk.approvals.four_eyes import subject
from releases.desk.checks import Check, Finding, Level
from releases.desk.exceptions import NotAllowed
from releases.models import Release, Waiver
from releases.record import journal

PERMISSION = "releases.waive_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check that found something, and the answer that it was given, if any."""

    check: Check
    findings: tuple[Finding, ...]
    waiver: Waiver | None

    @property
    def digest(self) -> str:
        """What an answer covers: exactly these findings."""
        return checks.digest(self.findings)

    @property
    def words(self) -> str:
        """What it found, in its sentences."""
        return " ".join(finding.message for finding in self.findings)


def verdicts(release: Release, *, at: dt.datetime) -> list[CheckResult]:
    """What each check found that found something, the gravest first."""
    answers = {(one.check_id, one.covers): one for one in release.waivers.all()}
    found = []
    for check, findings in groupby(checks.run(release, at=at), lambda one: one.check):
        all_of_it = tuple(findings)
        waiver = answers.get((check.id, checks.digest(all_of_it)))
        found.append(CheckResult(check=check, findings=all_of_it, waiver=waiver))
    return found


def judge(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    answers: Mapping[str, str],
    warnings_too: bool,
) -> None:
    """Take the answers that are given; refuse while a check stands unanswered.

    An approver passes over warnings, which are the author's to answer.
    """
    standing = []
    for verdict in verdicts(release, at=at):
        if verdict.waiver or (
            verdict.check.level is Level.WARNING and not warnings_too
        ):
            continue
        if verdict.check.id in answers:
            _waive(release, verdict, by=by, at=at, reason=answers[verdict.check.id])
        else:
            standing.append(verdict)
    if standing:
        raise NotAllowed(" ".join(verdict.words for verdict in standing))


@transaction.atomic
def waive(
    release: Release, *, by: User, at: dt.datetime, answers: Mapping[str, str]
) -> None:
    """Answer checks by their id, whatever state the release is in.

    Counsel overrides an error on a draft, so that its author can submit it. An answer to
    a check that finds nothing, or that is answered already, says so.
    """
    open_ones = {
        one.check.id: one for one in verdicts(release, at=at) if not one.waiver
    }
    for check_id, reason in answers.items():
        if check_id not in open_ones:
            raise NotAllowed(
                f"The check {check_id} has nothing to answer: reload the release."
            )
        _waive(release, open_ones[check_id], by=by, at=at, reason=reason)


def pass_over(release: Release, *, by: User, at: dt.datetime, reason: str) -> None:
    """Pass over all that can be passed over, for one reason; refuse for the rest."""
    blocking = []
    for verdict in verdicts(release, at=at):
        if verdict.check.level is Level.BLOCK:
            blocking.append(verdict)
        elif verdict.waiver is None:
            _record(release, verdict, by=by, at=at, reason=f"Emergency: {reason}")
    if blocking:
        raise NotAllowed(" ".join(verdict.words for verdict in blocking))


def _waive(
    release: Release, verdict: CheckResult, *, by: User, at: dt.datetime, reason: str
) -> None:
    check = verdict.check
    if check.level is Level.BLOCK:
        raise NotAllowed(f"{verdict.words} This cannot be overridden.")
    if check.level is Level.ERROR and not by.has_perm(PERMISSION):
        raise NotAllowed(f"{verdict.words} Only counsel can override this.")
    if check.level is Level.ERROR and not reason.strip():
        raise NotAllowed(f"{verdict.words} To override this, write the reason.")
    _record(release, verdict, by=by, at=at, reason=reason.strip())


def _record(
    release: Release, verdict: CheckResult, *, by: User, at: dt.datetime, reason: str
) -> None:
    Waiver.objects.create(
        release=release,
        check_id=verdict.check.id,
        covers=verdict.digest,
        found=verdict.words,
        reason=reason,
        by=by,
        at=at,
    )
    journal.write(
        "override" if verdict.check.level is Level.ERROR else "answer a warning",
        subject(release),
        by=by.get_username(),
        digest=verdict.digest,
        detail=f"{verdict.check.id}: {verdict.words} Reason: {reason or 'seen'}",
    )
