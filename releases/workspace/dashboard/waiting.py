"""What waits for one person: to approve, to let go on, to ratify, to put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, Max, Q

from releases.desk import approvals
from releases.desk.approvals import four_eyes
from releases.models import (
    Approval,
    JournalEntry,
    Release,
    RequiredApproval,
    State,
)
from releases.workspace.actions import STEPS
from releases.workspace.actions.base import Step
from releases.workspace.release_context.clock import both

# Drafts that were not touched for longer are looked for in their list.
IN_HAND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A release, what it wants of this person, and the step that does it, if any."""

    release: Release
    words: str
    step: Step | None = None
    late: bool = False


def waiting_for(by: User, *, at: dt.datetime) -> list[Waiting]:
    """What waits for this person, what presses most first."""
    found: list[Waiting] = []
    approves = approvals.may_approve(by, at=at)
    if approves:
        found += _to_ratify(by, at)
        found += _to_approve(by, at)
        found += _held()
    if approves or by.has_perm("releases.submit_release"):
        found += _for_the_wire()
    return [*found, *_sent_back(by)]


def _to_ratify(by: User, at: dt.datetime) -> Iterator[Waiting]:
    published = {
        one.release_id: one.by_id
        for one in Approval.objects.filter(
            emergency=True, release__ratify_by__isnull=False
        ).order_by("at", "pk")
    }
    waits = Release.objects.filter(pk__in=published).order_by("ratify_by")
    for release in waits:
        assert release.ratify_by is not None
        if published[release.pk] != by.pk:
            yield Waiting(
                release=release,
                words="Published in an emergency: approve it after the fact by "
                f"{both(release.ratify_by)}.",
                step=STEPS["ratify"],
                late=release.ratify_by <= at,
            )


def _to_approve(by: User, at: dt.datetime) -> Iterator[Waiting]:
    """What this person has neither written nor approved, and has a seat for.

    Whether an approval still stands is told here by the edits since; the release's own
    page and the door compare the very words.
    """
    waits = list(Release.objects.filter(state=State.SUBMITTED).order_by("go_live_at"))
    wrote, edited = _edits(waits, by)
    seats = set(approvals.roles_of(by, at=at))
    roles: dict[int | None, set[int]] = {}
    for row in RequiredApproval.objects.all():
        roles.setdefault(row.category_id, set()).add(row.role_id)
    given: dict[int, list[Approval]] = {}
    for one in Approval.objects.filter(release__in=waits, ended_at=None):
        if one.at >= edited.get(one.release_id, one.at):
            given.setdefault(one.release_id, []).append(one)
    alone = settings.IRSITE_ONE_PERSON_DESK and by.has_perm("releases.publish_alone")
    for release in waits:
        standing = given.get(release.pk, [])
        needed = roles.get(release.category_id, set())
        open_to_me = seats & (needed - {one.role_id for one in standing})
        mine = open_to_me if needed else not standing
        if (
            mine
            and (alone or release.pk not in wrote)
            and not any(one.by_id == by.pk for one in standing)
        ):
            yield Waiting(
                release=release, words=_due(release, at), step=STEPS["approve"]
            )


def _edits(
    releases: list[Release], by: User
) -> tuple[set[int], dict[int, dt.datetime]]:
    """Which of them this person wrote since the last approval; when each was edited."""
    by_subject = {four_eyes.subject(one): one for one in releases}
    rows: list[dict[str, Any]] = list(
        JournalEntry.objects.filter(
            subject__in=by_subject, action__in=[four_eyes.EDIT, four_eyes.APPROVE]
        )
        .order_by()
        .values("subject", "by", "action")
        .annotate(seq=Max("seq"), at=Max("at"))
    )
    approved: dict[str, int] = {}
    for row in rows:
        if row["action"] == four_eyes.APPROVE:
            before = approved.get(row["subject"], 0)
            approved[row["subject"]] = max(before, row["seq"])
    wrote = {one.pk for one in releases if one.submitted_by_id == by.pk}
    edited: dict[int, dt.datetime] = {}
    for row in rows:
        if row["action"] != four_eyes.EDIT:
            continue
        release = by_subject[row["subject"]].pk
        edited[release] = max(row["at"], edited.get(release, row["at"]))
        since = row["seq"] > approved.get(row["subject"], 0)
        if since and row["by"] == by.get_username():
            wrote.add(release)
    return wrote, edited


def _due(release: Release, at: dt.datetime) -> str:
    if release.go_live_at is None:
        return "Waits for your approval: it opens as soon as it has it."
    if release.go_live_at <= at:
        return "Waits for your approval: its instant has passed."
    return f"Waits for your approval: it opens at {both(release.go_live_at)}."


def _held() -> Iterator[Waiting]:
    held = Release.objects.filter(state=State.HELD).select_related("held_by")
    for release in held.order_by("held_at"):
        yield Waiting(
            release=release,
            words=f"Held by {release.held_by}: let it go on, or send it back.",
            step=STEPS["resume"],
        )


def _for_the_wire() -> Iterator[Waiting]:
    for release in Release.objects.filter(state=State.CLEARED).order_by("go_live_at"):
        yield Waiting(
            release=release,
            words="Approved: record when the newswire has crossed.",
            step=STEPS["wire-crossed"],
        )


def _sent_back(by: User) -> Iterator[Waiting]:
    """Drafts of this person that came back, or that carry comments."""
    drafts = list(
        Release.objects.filter(state=State.DRAFT)
        .annotate(remarks=Count("comments", filter=Q(comments__settled_at=None)))
        .order_by("-changed_at")[:IN_HAND]
    )
    mine, came_back = _history(drafts, by)
    reasons = dict(
        JournalEntry.objects.filter(seq__in=came_back.values()).values_list(
            "subject", "detail"
        )
    )
    for release in drafts:
        subject = four_eyes.subject(release)
        if subject not in mine or not (subject in came_back or release.remarks):
            continue
        words = []
        if subject in came_back:
            words.append(f"Sent back: {reasons[subject]}")
        if release.remarks:
            number = release.remarks
            words.append(f"{number} comment{'' if number == 1 else 's'} to settle.")
        yield Waiting(release=release, words=" ".join(words))


def _history(drafts: Sequence[Release], by: User) -> tuple[set[str], dict[str, int]]:
    """Which of them this person wrote or submitted; where each came back, and when."""
    rows = (
        JournalEntry.objects.filter(
            subject__in=[four_eyes.subject(one) for one in drafts],
            action__in=[four_eyes.EDIT, "submit", "send back"],
        )
        .order_by()
        .values_list("subject", "by", "action")
        .annotate(Max("seq"))
    )
    mine: set[str] = set()
    last: dict[str, tuple[int, str]] = {}
    for subject, who, action, seq in rows:
        if who == by.get_username() and action != "send back":
            mine.add(subject)
        if action != four_eyes.EDIT:
            last[subject] = max(last.get(subject, (0, "")), (seq, action))
    came_back = {
        subject: seq for subject, (seq, action) in last.items() if action == "send back"
    }
    return mine, came_back
