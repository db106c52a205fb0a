"""A person who may approve releases: in their own roles, and as a deputy in others'."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.contrib.auth.models import User

from releases.desk.exceptions import NotAllowed
from releases.models import Absence

PERMISSION = "releases.approve_release"


class Approver:
    """A user as an approver at one moment; what it asks of the database it asks once."""

    def __init__(self, user: User, *, at: dt.datetime) -> None:
        self.user = user
        self.at = at

    @cached_property
    def covered_absences(self) -> list[Absence]:
        """The absences in which this person is the deputy now."""
        absences = Absence.objects.filter(
            deputy=self.user, starts__lte=self.at, ends__gt=self.at
        )
        return list(
            absences.select_related("person").prefetch_related("person__groups")
        )

    @cached_property
    def roles(self) -> dict[int, User | None]:
        """Keys of the roles they may approve in, each with the colleague they stand in for.

        None where the role is their own, which comes before standing in for somebody.
        """
        roles: dict[int, User | None] = {}
        for absence in self.covered_absences:
            for group in absence.person.groups.all():
                roles.setdefault(group.pk, absence.person)
        return roles | dict.fromkeys(self.user.groups.values_list("pk", flat=True))

    @cached_property
    def absent_approver(self) -> User | None:
        """The first absent colleague in whose place they may approve releases."""
        return next(
            (
                absence.person
                for absence in self.covered_absences
                if absence.person.has_perm(PERMISSION)
            ),
            None,
        )

    @property
    def has_permission(self) -> bool:
        """Whether they may approve releases in their own right."""
        return self.user.has_perm(PERMISSION)

    @property
    def may_approve(self) -> bool:
        """Whether they may approve releases: in their own right, or as a deputy."""
        if not self.user.is_active:
            return False
        return self.has_permission or self.absent_approver is not None

    def require(self, refusal: str) -> None:
        """Raise NotAllowed with this message unless they may approve releases."""
        if not self.may_approve:
            raise NotAllowed(refusal)
