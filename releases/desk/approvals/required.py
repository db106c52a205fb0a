"""Which approvals a release needs, which of them stand, and who may give one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from releases.desk.approval_basis import ApprovalBasis
from releases.desk.exceptions import NotAllowed
from releases.models import Absence, Approval, Publication, Release

PERMISSION = "releases.approve_release"

# The role that an approval is given for, and whom its giver stands in for.
Seat = tuple[Group | None, User | None]


def required_roles(release: Release) -> list[Group]:
    """The roles that must approve it; none where one other person is enough."""
    if release.category is None:
        return []
    rows = release.category.required_approvals.select_related("role")
    return [row.role for row in rows]


def standing(release: Release, reading: ApprovalBasis) -> list[Approval]:
    """The approvals of what it says now, for its instant or one an approver moved it to.

    An edit of anything they cover leaves none standing, whoever made it and however.
    """
    moved = release.go_live_at is not None and (
        release.go_live_at == release.rescheduled_to
    )
    given = release.approvals.filter(ended_at=None, content=reading.content)
    return [
        approval
        for approval in given.select_related("role", "by", "standing_in_for")
        if moved or approval.words == reading.words
    ]


def wanting(release: Release, reading: ApprovalBasis) -> list[Group | None]:
    """The roles that have yet to approve this; None is anybody who may."""
    given = standing(release, reading)
    roles = required_roles(release)
    if not roles:
        return [] if given else [None]
    have = {approval.role_id for approval in given}
    return [role for role in roles if role.pk not in have]


def roles_of(person: User, *, at: dt.datetime) -> dict[int, User | None]:
    """The roles somebody may approve for, and whom they stand in for in each."""
    roles: dict[int, User | None] = {}
    for absence in absences_covered_by(person, at=at):
        for group in absence.person.groups.all():
            roles.setdefault(group.pk, absence.person)
    return roles | dict.fromkeys(person.groups.values_list("pk", flat=True))


def absences_covered_by(deputy: User, *, at: dt.datetime) -> list[Absence]:
    """The absences in which this person is the deputy at this moment."""
    found = Absence.objects.filter(deputy=deputy, starts__lte=at, ends__gt=at)
    return list(found.select_related("person"))


def may_approve(person: User, *, at: dt.datetime) -> bool:
    """Whether this person may approve releases: of themselves, or for one who is away."""
    if not person.is_active:
        return False
    return person.has_perm(PERMISSION) or any(
        absence.person.has_perm(PERMISSION)
        for absence in absences_covered_by(person, at=at)
    )


def demand(person: User, *, at: dt.datetime, what: str) -> None:
    """Refuse whoever may not approve."""
    if not may_approve(person, at=at):
        raise NotAllowed(f"Only somebody who may approve releases may {what}.")


@transaction.atomic
def give(
    release: Release,
    reading: ApprovalBasis,
    *,
    by: User,
    at: dt.datetime,
    emergency: bool = False,
) -> Approval:
    """Approve these words, for a role that has yet to approve them.

    The database takes one approval of the same words from each person and for each
    role: of two who press at once, one is told.
    """
    role, away = (None, None) if emergency else seat(release, reading, by=by, at=at)
    try:
        with transaction.atomic():
            return Approval.objects.create(
                release=release,
                role=role,
                standing_in_for=away,
                by=by,
                at=at,
                emergency=emergency,
                words=reading.words,
                content=reading.content,
                document=reading.page.text,
            )
    except IntegrityError:
        raise NotAllowed(
            f"“{release}” has this approval already: reload it to see what is missing."
        ) from None


def end(release: Release, *, at: dt.datetime) -> None:
    """Its round is over: what was approved must be approved anew."""
    release.approvals.filter(ended_at=None).update(ended_at=at)


def to_ratify(release: Release) -> Approval | None:
    """The emergency approval that still waits for a second person."""
    if release.ratify_by is None:
        return None
    return release.approvals.filter(emergency=True).order_by("-at", "-pk").first()


def forget_emergency(
    release: Release, called_off: Iterable[Publication], *, at: dt.datetime
) -> None:
    """What one person published was stopped in time: nobody need ratify it."""
    documents = {one.document for one in called_off}
    given = release.approvals.filter(emergency=True, ended_at=None)
    if given.filter(document__in=documents).update(ended_at=at):
        Release.objects.filter(pk=release.pk).update(ratify_by=None)


def seat(
    release: Release, reading: ApprovalBasis, *, by: User, at: dt.datetime
) -> Seat:
    """The role this person approves for, and whom they stand in for."""
    open_roles = wanting(release, reading)
    if any(approval.by_id == by.pk for approval in standing(release, reading)):
        raise NotAllowed("You have approved this already; somebody else must now.")
    mine = roles_of(by, at=at)
    own_first = sorted(
        (role for role in open_roles if role is None or role.pk in mine),
        key=lambda role: role is not None and mine[role.pk] is not None,
    )
    if not own_first:
        names = " and ".join(str(role) for role in open_roles)
        raise NotAllowed(
            f"It still needs the approval of {names}: you cannot give that one."
        )
    role = own_first[0]
    if role is not None:
        return role, mine[role.pk]
    return None, None if by.has_perm(PERMISSION) else _absent_approver(by, at=at)


def _absent_approver(deputy: User, *, at: dt.datetime) -> User | None:
    for absence in absences_covered_by(deputy, at=at):
        if absence.person.has_perm(PERMISSION):
            return absence.person
    return None
