"""A release as one person at the desk sees it: who they are, and what they can do."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.contrib.auth.models import User

from releases.desk import approvals
from releases.desk.approvals import Approver, Capacity
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.last_transition import LastTransition, last_transition
from releases.desk.outdated import OutdatedRelease, outdated_releases
from releases.models import Approval, Release


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
    def last_transition(self) -> LastTransition | None:
        """Its latest transition, which a second press of a button reports."""
        return last_transition(self.release)

    @cached_property
    def outdated(self) -> OutdatedRelease | None:
        """What of it was changed since its approval, until somebody settles that."""
        if not self.scheduled:
            return None
        rows = Release.objects.filter(pk=self.release.pk)
        return next(iter(outdated_releases(rows, at=self.at)), None)

    @cached_property
    def needs_approval_again(self) -> bool:
        """Whether it is held and can't be resumed, because it changed."""
        return approvals.needs_approval_again(self)

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
