"""A release as one person at the desk has it: who they are, and what they may do."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.contrib.auth.models import User

from releases.desk import approvals
from releases.desk.approval_basis import ApprovalBasis
from releases.desk.approvals import Approver, Capacity
from releases.desk.check_results import CheckResult
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.models import Approval, ExchangeNotice, Publication, Release


class WorkspaceContext(ReleaseContext):
    """A release context for the person who looks at the release."""

    def __init__(self, release: Release, by: User, *, at: dt.datetime) -> None:
        super().__init__(release, at=at)
        self.by = by
        self.approver = Approver(by, at=at)

    def may(self, *permissions: str) -> bool:
        """Return whether this person has one of the permissions."""
        return any(self.by.has_perm(f"releases.{name}") for name in permissions)

    @cached_property
    def may_approve(self) -> bool:
        """Whether this person may approve releases, in their own right or as a deputy."""
        return self.approver.may_approve

    @cached_property
    def valid_approvals(self) -> list[Approval]:
        """The approvals that cover the release as it is now."""
        return approvals.valid_approvals(self)

    @cached_property
    def capacity(self) -> Capacity | None:
        """What this person's approval would count as; None where it would not."""
        return self._capacity_or_refusal[0]

    @property
    def refusal(self) -> str:
        """Why this person can't approve it; empty where they can."""
        return self._capacity_or_refusal[1]

    @cached_property
    def _capacity_or_refusal(self) -> tuple[Capacity | None, str]:
        try:
            return approvals.capacity_to_approve(self.approver, self), ""
        except NotAllowed as refusal:
            return None, str(refusal)

    # The former names, until their callers have the new ones.

    @property
    def to_come(self) -> list[Publication]:
        return self.scheduled

    @property
    def shows_notice(self) -> bool:
        return self.is_withdrawn

    @property
    def waits(self) -> bool:
        return self.is_pending

    @property
    def opens(self) -> dt.datetime | None:
        return self.goes_live_at

    @property
    def passed(self) -> bool:
        return self.missed_its_instant

    @property
    def reading(self) -> ApprovalBasis:
        return self.basis

    @property
    def verdicts(self) -> list[CheckResult]:
        return self.results

    @property
    def outstanding(self) -> list[CheckResult]:
        return self.unanswered

    @property
    def errors(self) -> list[CheckResult]:
        return self.unanswered_errors

    @property
    def standing(self) -> list[Approval]:
        return self.valid_approvals

    @property
    def seat(self) -> Capacity | None:
        return self.capacity

    @property
    def to_ratify(self) -> Approval | None:
        return self.emergency_approval

    @property
    def notices(self) -> dict[int, ExchangeNotice]:
        return self.exchange_notices


Situation = WorkspaceContext
