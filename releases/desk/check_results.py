"""What the checks found in a release, each with the answer that it was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from releases.desk import checks
from releases.desk.checks import Check, Finding
from releases.models import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check that found something, and its answer, if it has one."""

    check: Check
    findings: tuple[Finding, ...]
    waiver: Waiver | None

    @property
    def digest(self) -> str:
        """The digest of the findings: an answer covers exactly these."""
        return checks.digest_of_findings(self.findings)

    @property
    def message(self) -> str:
        """The messages of all its findings, in the active language."""
        return " ".join(finding.message for finding in self.findings)

    @property
    def english_message(self) -> str:
        """The messages of all its findings, as they are recorded."""
        return " ".join(finding.english_message for finding in self.findings)


def match_waivers(
    findings: Iterable[Finding], waivers: Iterable[Waiver]
) -> list[CheckResult]:
    """Return the findings by check, each check with the waiver that covers them."""
    given = {(waiver.check_id, waiver.covers): waiver for waiver in waivers}
    results = []
    for check, group in groupby(findings, key=lambda finding: finding.check):
        found = tuple(group)
        waiver = given.get((check.id, checks.digest_of_findings(found)))
        results.append(CheckResult(check=check, findings=found, waiver=waiver))
    return results
