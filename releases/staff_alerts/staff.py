"""Members of staff who can get mail, and what each may do at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from django.contrib.auth.models import User

from releases.desk.approvals import Approver


class Staff:
    """The active members of staff with an e-mail address; each question is asked once."""

    def __init__(self, *, at: dt.datetime) -> None:
        self.at = at

    @cached_property
    def members(self) -> dict[int, User]:
        """They by the key of their account."""
        active = User.objects.filter(is_active=True, is_staff=True)
        return {user.pk: user for user in active.exclude(email="").order_by("pk")}

    @cached_property
    def approvers(self) -> list[Approver]:
        """Those who may approve releases: in their own right, or as a deputy."""
        members = [Approver(user, at=self.at) for user in self.members.values()]
        return [approver for approver in members if approver.may_approve]

    @property
    def approver_ids(self) -> frozenset[int]:
        """The accounts of those who may approve, and so hold and resume."""
        return frozenset(approver.user.pk for approver in self.approvers)

    def with_permission(self, permission: str) -> frozenset[int]:
        """Return the accounts of those who have the permission."""
        return frozenset(
            pk for pk, user in self.members.items() if user.has_perm(permission)
        )

    def among(self, accounts: Iterable[int | None]) -> frozenset[int]:
        """Return which of these accounts are of members who can get mail."""
        return frozenset(pk for pk in accounts if pk in self.members)
